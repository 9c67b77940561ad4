"""What stands at the head of a plan: set up empty, and changed later."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.models import JobRun, Target
from indicators.services.errors import StaleFigure
from indicators.services.jobs import queue_recompute
from planning.selectors.seen import PARTICULARS, seen_of
from plans.models import Plan, PlanStatus
from regions.models import Region
from regions.recorded import recorded

#: What every figure of the plan rests on: only a draft changes it.
YEARS = ("base_year", "start_year", "end_year")


def create_plan(*, plan: Plan, by: User, besides: bool = False) -> Plan:
    """Store a new plan as an empty draft. ``besides``: one of the same region and period exists, and this one comes beside it."""
    access.require(access.may_plan(by, plan.region), user=by, what=f"set up a plan of {plan.region.code}")
    plan.status = PlanStatus.DRAFT
    with transaction.atomic(), history(by, recorded("新建规划")):
        Region.objects.select_for_update(no_key=True).get(pk=plan.region_id)  # the same form sent twice makes one plan
        same = Plan.objects.filter(region=plan.region, start_year=plan.start_year, end_year=plan.end_year)
        other = same.exclude(status=PlanStatus.REPLACED).first()
        if other is not None and not besides:
            said = _("该地区已有同一时期的规划：%(title)s（%(state)s）。确要另建一个，请勾选“另建”。")
            raise ValidationError(
                {"start_year": said % {"title": other.title, "state": other.get_status_display()}}
            )  # fmt: skip
        plan.full_clean()
        plan.save()
    return plan


def save_particulars(*, plan: Plan, seen: str, by: User, reason: str = "") -> JobRun | None:
    """Write title, number, date, and of a draft its years. ``seen``: ``seen_of`` what the person looked at.

    The recompute is queued where the years changed, else None. A plan that is no draft says why it is changed.
    """
    with transaction.atomic(), history(by, reason.strip() or recorded("修改规划概况")):
        stored = Plan.objects.select_for_update(of=["self"], no_key=True).select_related("region").get(pk=plan.pk)
        access.require(access.may_plan(by, stored.region), user=by, what=f"change plan {plan.pk}")
        if seen_of(stored, PARTICULARS) != seen:
            raise StaleFigure(_("该规划已由他人修改。请看过现在的内容再改。"), None)
        moved = [name for name in YEARS if getattr(stored, name) != getattr(plan, name)]
        _check(stored, plan, moved, reason)
        for name in PARTICULARS:
            setattr(stored, name, getattr(plan, name))
        stored.full_clean()
        stored.save()
        return queue_recompute(plan=stored, why=recorded("修改规划年份")) if moved else None


def _check(stored: Plan, plan: Plan, moved: list[str], reason: str) -> None:
    errors: dict[str, str] = {}
    if stored.status != PlanStatus.DRAFT:
        errors |= dict.fromkeys(moved, _("只有草案可以改年份；规划期变了，请另建规划来替代。"))
        if not reason.strip():
            errors["reason"] = _("请写明理由。")
    due = Target.objects.filter(row__plan=stored, in_force=True, due_year__isnull=False)
    outside = due.exclude(due_year__range=(plan.start_year, plan.end_year)).select_related("row").first()
    if moved and outside is not None:
        said = _("“%(name)s”的目标约定在 %(year)d 年，不在新的规划期内。")
        errors["end_year"] = said % {"name": outside.row.short_name, "year": outside.due_year}
    if errors:
        raise ValidationError(errors)
