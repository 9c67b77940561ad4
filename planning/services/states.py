"""The life of a plan: draft, in force, ended, replaced. Every step is one verb; each queues the recompute of its plan."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.models import JobRun
from indicators.services.errors import WrongState
from indicators.services.jobs import queue_recompute
from planning.selectors.states import rival_of, standing_of
from plans.models import Plan, PlanStatus
from regions.recorded import recorded

#: Which state may follow which.
NEXT: dict[str, tuple[str, ...]] = {
    PlanStatus.DRAFT: (PlanStatus.IN_FORCE, PlanStatus.ENDED),
    PlanStatus.IN_FORCE: (PlanStatus.ENDED, PlanStatus.REPLACED, PlanStatus.DRAFT),
    PlanStatus.ENDED: (PlanStatus.IN_FORCE, PlanStatus.DRAFT),
    PlanStatus.REPLACED: (PlanStatus.IN_FORCE, PlanStatus.DRAFT),
}


def put_in_force(*, plan: Plan, by: User, replace: bool = False, reason: str = "", seen: str = "") -> JobRun:
    """A plan becomes the one that is carried out. ``replace``: the one in force for the same start year is marked as replaced first.

    ``seen``: the state that the person looked at, "" where none was shown. One that ended or was replaced needs a reason.
    """

    def check(stored: Plan) -> None:
        _require_rows(stored)
        other = rival_of(stored)
        if other is not None:
            if not replace:
                raise WrongState(_("%(plan)s 正在实施。请先确认以本规划替代它。") % {"plan": other})
            other.status = PlanStatus.REPLACED
            other.save(update_fields=["status"])

    return _change(plan, PlanStatus.IN_FORCE, by, reason, seen, check, recorded("规划投入实施"))


def end(*, plan: Plan, by: User, reason: str, seen: str = "") -> JobRun:
    """A plan is over, or was over when it was entered here; its figures may still come in."""
    return _change(plan, PlanStatus.ENDED, by, reason, seen, _require_rows, recorded("规划结束"))


def mark_replaced(*, plan: Plan, by: User, reason: str, seen: str = "") -> JobRun:
    """Another document took the place of this plan: it is compared no more, and no figures are entered."""
    return _change(plan, PlanStatus.REPLACED, by, reason, seen, lambda stored: None, recorded("规划已被替代"))


def back_to_draft(*, plan: Plan, by: User, reason: str, seen: str = "") -> JobRun:
    """A plan that was put in force too early; refused once anything was built on it."""

    def check(stored: Plan) -> None:
        if standing_of(stored).used:
            raise WrongState(_("该规划已经填报、评估或调整过，不能退回草案。请以更正、修订或调整的方式修改。"))

    return _change(plan, PlanStatus.DRAFT, by, reason, seen, check, recorded("规划退回草案"))


VERBS: dict[str, Callable[..., JobRun]] = {
    PlanStatus.IN_FORCE: put_in_force,
    PlanStatus.ENDED: end,
    PlanStatus.REPLACED: mark_replaced,
    PlanStatus.DRAFT: back_to_draft,
}


def needs_reason(before: str, after: str) -> bool:
    """All but the ordinary step from draft to in force."""
    return (before, after) != (PlanStatus.DRAFT, PlanStatus.IN_FORCE)


def _change(
    plan: Plan, to: PlanStatus, by: User, reason: str, seen: str, check: Callable[[Plan], None], why: str
) -> JobRun:
    said = f"{why}：{reason.strip()}" if reason.strip() else why
    with transaction.atomic(), history(by, said):
        stored = _locked(plan)
        access.require(access.may_plan(by, stored.region), user=by, what=f"make plan {plan.pk} {to}")
        _require_state(stored, [one for one, then in NEXT.items() if to in then], seen)
        if needs_reason(stored.status, to) and not reason.strip():
            raise ValidationError({"reason": _("请写明理由。")})
        check(stored)
        stored.status = to
        stored.full_clean(exclude=["predecessor"])
        stored.save(update_fields=["status"])
        return queue_recompute(plan=stored, why=said[:200])


def _locked(plan: Plan) -> Plan:
    """The plan with all others of its region and start year locked, in one order for everybody."""
    of_the_time = Plan.objects.select_for_update(of=["self"], no_key=True).select_related("region").order_by("pk")
    found = of_the_time.filter(region=plan.region_id, start_year=plan.start_year)
    return {one.pk: one for one in found}.get(plan.pk) or of_the_time.get(pk=plan.pk)


def _require_state(stored: Plan, before: Collection[str], seen: str) -> None:
    shown = {"status": stored.get_status_display()}
    if seen and stored.status != seen:
        raise WrongState(_("该规划已由他人改为“%(status)s”。请看过之后再定。") % shown)
    if stored.status not in before:
        raise WrongState(_("该规划“%(status)s”，不能这样改。") % shown)


def _require_rows(stored: Plan) -> None:
    if not stored.rows.filter(is_heading=False).exists():
        raise WrongState(_("该规划还没有一行指标。请先添加指标。"))
