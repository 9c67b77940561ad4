"""Actions of the matrix of roles about adjustments of a plan: each is tried, and says whether it was done."""

from __future__ import annotations

from django.urls import reverse

from indicators.models.lifecycle import PlannedChange
from plans.models import Adjustment
from tests.factories import accounts, adjusting

TYPED = {
    "kind": "adjustment", "body": "县人大常委会", "document_number": "另文", "approved_on": "2024-06-30",
    "reason": "理由", "summary": "内容",
}  # fmt: skip


def read(client, world):
    found = adjusting.over(world.plan, by=accounts.planner())
    answer = client.get(reverse("planning:adjustment", args=[found.pk]))
    return lambda: answer.status_code == 200


def draft(client, world):
    client.post(reverse("planning:adjustment-new", args=[world.plan.pk]), TYPED)
    return lambda: Adjustment.objects.filter(plan=world.plan, document_number="另文").exists()


def plan_row(client, world):
    found = adjusting.drafted(world.plan, by=accounts.planner())
    row = world.row
    target = row.targets.get(in_force=True)
    given = {
        "base-version": 1, "base-value": "153.7", "base-year": 2020, "base-unit": row.unit, "base-text": "153.7",
        "base-price_basis": "unknown", "base-keeps": "level",
        **{f"target-1-{name}": getattr(target, name) for name in ("form", "comparator", "unit", "price_basis", "text")},
        "target-1-version": 1, "target-1-value": "200",
    }  # fmt: skip
    client.post(reverse("planning:adjustment-row", args=[found.pk, row.pk]), given)
    return lambda: PlannedChange.objects.filter(adjustment=found, row=row).exists()


def execute(client, world):
    found = adjusting.planned(world.row, by=accounts.planner())
    client.post(reverse("planning:adjustment", args=[found.pk]), {"action": "execute"})
    return lambda: world.row.targets.filter(in_force=True, adjustment=found).exists()


def withdraw(client, world):
    found = adjusting.drafted(world.plan, by=accounts.planner())
    client.post(reverse("planning:adjustment", args=[found.pk]), {"action": "withdraw", "reason": "未获批准"})
    return lambda: Adjustment.objects.get(pk=found.pk).state == "withdrawn"


ADJUSTING = {
    "read-adjustment": read,
    "draft-adjustment": draft,
    "plan-adjusted-row": plan_row,
    "execute-adjustment": execute,
    "withdraw-adjustment": withdraw,
}
