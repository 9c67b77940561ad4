"""Asking a page of intake for what it shows, and sending it what a person typed."""

from __future__ import annotations

from django.urls import reverse

#: An answer to the one doubt that asks about the reading.
ANSWER = {
    "state": "resolved",
    "how": "以表为准",
    "code": "contradicts_text",
    "figure": "base",
    "index": 1,
    "version": 0,
}


def page(client, where, /, *args, **query):
    answer = client.get(reverse(f"intake:{where}", args=args), query)
    return answer.status_code, answer.content.decode()


def send(client, where, /, *args, **data):
    return client.post(reverse(f"intake:{where}", args=args), data, follow=True)
