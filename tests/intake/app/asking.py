"""Asking a page of intake for what it shows, and sending it what a person typed."""

from __future__ import annotations

from django.urls import reverse


def page(client, where, /, *args, **query):
    answer = client.get(reverse(f"intake:{where}", args=args), query)
    return answer.status_code, answer.content.decode()


def send(client, where, /, *args, **data):
    return client.post(reverse(f"intake:{where}", args=args), data, follow=True)
