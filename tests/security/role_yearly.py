"""Actions of the matrix of roles about yearly targets: each is tried, and says whether it was done."""

from __future__ import annotations

from django.urls import reverse

from indicators.models import AnnualTarget

YEAR = 2025


def read_grid(client, world):
    answer = client.get(reverse("planning:yearly", args=[world.plan.pk]))
    return lambda: answer.status_code == 200


def take_sheet(client, world):
    answer = client.get(reverse("planning:yearly-sheet", args=[world.plan.pk]))
    return lambda: answer.status_code == 200


def write_target(client, world):
    """What the page would send, also where it is not shown."""
    given = {f"t-{world.row.pk}-{YEAR}": "165", "seen": "{}"}
    client.post(reverse("planning:yearly", args=[world.plan.pk]), given)
    return lambda: AnnualTarget.objects.filter(row=world.row, year=YEAR, text="165").exists()


YEARLY = {
    "read-yearly-targets": read_grid,
    "take-yearly-targets-along": take_sheet,
    "write-yearly-target": write_target,
}
