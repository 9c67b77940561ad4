"""Actions of the matrix of roles about base and targets of one row: each is tried, and says whether it was done."""

from __future__ import annotations

from django.urls import reverse

from indicators.models import Target
from indicators.services.promises import seen_of


def read_figures(client, world):
    answer = client.get(reverse("planning:figures", args=[world.row.pk]))
    return lambda: answer.status_code == 200


def correct_figures(client, world):
    """What the page would send, also where it is not shown."""
    given = {
        "action": "cells",
        "seen": seen_of(world.row),
        "base": "153.7",
        "target": "231",
        "growth": "",
        "reason": "录错",
    }
    client.post(reverse("planning:figures", args=[world.row.pk]), given)
    return lambda: Target.objects.filter(row=world.row, value=231, in_force=True, cause="correction").exists()


ROW_FIGURES = {
    "read-row-figures": read_figures,
    "correct-row-figures": correct_figures,
}
