"""Which months a plan's projects report, and by which day of the following month (月报时间)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts import access
from accounts.models import User
from accounts.services.history import history
from plans.models import Plan
from projects.models import ReportingRule
from regions.recorded import recorded


def save_rule(
    *, plan: Plan, first_month: date, last_month: date | None, due_day: int, by: User, sample: bool = False
) -> ReportingRule:
    """Say it for a plan, or say it anew. ``last_month`` None: no end. ``due_day``: 1 to 28. ``ValidationError`` names the field."""
    access.require(access.may_plan(by, plan.region), user=by, what=f"set due days of reports of plan {plan.pk}")
    with transaction.atomic(), history(by, recorded("规定月报时间")):
        Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
        rule = ReportingRule.objects.filter(plan=plan).first() or ReportingRule(plan=plan)
        rule.first_month, rule.last_month, rule.due_day, rule.sample = first_month, last_month, due_day, sample
        rule.full_clean()
        rule.save()
    return rule
