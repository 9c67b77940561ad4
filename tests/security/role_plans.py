"""Actions of the matrix of roles at the pages of plans: each is tried, and says whether it was done."""

from __future__ import annotations

from django.urls import reverse

from indicators.models import PlanIndicator
from planning.selectors.seen import PARTICULARS, UNDERSTOOD, seen_of, seen_units
from plans.models import Plan, PlanStatus


def _read(name: str, *, draft: bool = False):
    def do(client, world):
        if draft:
            Plan.objects.filter(pk=world.plan.pk).update(status=PlanStatus.DRAFT)
        answer = client.get(reverse(name, args=[world.plan.pk]))
        return lambda: answer.status_code == 200

    return do


def read_list(client, world):
    answer = client.get(reverse("planning:list"))
    return lambda: answer.status_code == 200 and world.plan in answer.context["found"].object_list


def set_up(client, world):
    sent = {
        "title": "新规划",
        "base_year": 2030,
        "start_year": 2031,
        "end_year": 2035,
        "region": world.plan.region.code,
    }
    client.post(reverse("planning:new"), sent)
    return lambda: Plan.objects.filter(title="新规划", region=world.plan.region).exists()


def change(client, world):
    sent = {"title": "改了标题", "reason": "更正", "seen": seen_of(Plan.objects.get(pk=world.plan.pk), PARTICULARS)}
    client.post(reverse("planning:edit", args=[world.plan.pk]), sent)
    return lambda: Plan.objects.get(pk=world.plan.pk).title == "改了标题"


def end(client, world):
    sent = {"to": "ended", "seen": "in_force", "reason": "期满"}
    client.post(reverse("planning:state", args=[world.plan.pk]), sent)
    return lambda: Plan.objects.get(pk=world.plan.pk).status == PlanStatus.ENDED


def _typed(row: PlanIndicator, **more):
    return {"short_name": row.short_name, "unit": row.unit, "nature": row.nature, "indicator": row.indicator.code,
            "reason": "更正", "after": "-1", "seen": seen_of(row, UNDERSTOOD), "action": "save"} | more  # fmt: skip


def add_row(client, world):
    sent = {
        "name": "粮食产量（万吨）",
        "short_name": "粮食产量",
        "unit": "万吨",
        "nature": "binding",
        "after": "0",
        "reason": "补录",
    }
    client.post(reverse("planning:row-new", args=[world.plan.pk]), sent)
    return lambda: world.plan.rows.filter(short_name="粮食产量").exists()


def change_row(client, world):
    row = PlanIndicator.objects.get(pk=world.row.pk)
    client.post(reverse("planning:row", args=[row.pk]), _typed(row, category="经济发展"))
    return lambda: PlanIndicator.objects.get(pk=row.pk).category == "经济发展"


def set_units(client, world):
    sent = {"action": "units", "units-lead": world.other.pk, "units-seen": seen_units(world.row)}
    client.post(reverse("planning:row", args=[world.row.pk]), sent)
    return lambda: world.row.responsibilities.filter(unit=world.other, is_lead=True).exists()


def delete_row(client, world):
    Plan.objects.filter(pk=world.plan.pk).update(status=PlanStatus.DRAFT)
    row = PlanIndicator.objects.create(plan=world.plan, position=90, name="多余", short_name="多余")
    sent = {"action": "delete", "seen": seen_of(PlanIndicator.objects.get(pk=row.pk), UNDERSTOOD)}
    client.post(reverse("planning:row", args=[row.pk]), sent)
    return lambda: not PlanIndicator.objects.filter(pk=row.pk).exists()


ACTIONS = {
    "list-plans": read_list,
    "read-plan": _read("planning:plan"),
    "read-draft-plan": _read("planning:plan", draft=True),
    "set-up-plan": set_up,
    "change-plan": change,
    "end-plan": end,
    "add-plan-row": add_row,
    "change-plan-row": change_row,
    "set-row-units": set_units,
    "delete-row-of-a-draft": delete_row,
}
