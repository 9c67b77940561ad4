"""Actions of the matrix of roles at the hand-over of plans: each is tried, and says whether it was done."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse

from indicators.models import Observation
from planning.services.hand_over import Decision, Particulars, hand_over
from plans.models import Plan
from tests.factories import accounts
from tests.factories.indicators import approved


def succeed(client, world):
    prefix = f"row-{world.row.pk}"
    sent = {"title": "下期规划", "start_year": 2026, "end_year": 2030, f"{prefix}-kind": "kept", f"{prefix}-seen": 0}
    new = {f"new-{number}-nature": "expected" for number in range(3)}
    client.post(reverse("planning:succeed", args=[world.plan.pk]), sent | new)
    return lambda: Plan.objects.filter(predecessor=world.plan, start_year=2026).exists()


def take_over(client, world):
    taken = approved(world.row, 2025, value=Decimal("204.7"))
    to = Particulars(title="下期规划", start_year=2026, end_year=2030)
    decisions = {world.row.pk: Decision(kind="kept", seen=taken.pk)}
    row = hand_over(plan=world.plan, to=to, decisions=decisions, by=accounts.planner()).plan.rows.get()
    Observation.objects.filter(pk=taken.pk).update(in_force=False)
    now = approved(world.row, 2025, version=2, value=Decimal("206.1"))
    client.post(reverse("planning:take-end-value", args=[row.pk]), {"version": 1, "seen": now.pk})
    return lambda: row.bases.get(in_force=True).value == Decimal("206.1")


ACTIONS = {"hand-over-plan": succeed, "take-over-end-value": take_over}
