"""Adjustments and revisions of a plan (调整修订): drafted row by row, tried out, then carried out as a whole or not at all.

In draft nothing of the plan is touched. Carried out, every changed base and target gets its next version, which names the
adjustment, its document and its reason; from then on the adjustment is never changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.models import Cause, JobRun, PlanIndicator, Target
from indicators.models.lifecycle import ChangeOf, PlannedChange
from indicators.services.doubts import refresh_series_doubts
from indicators.services.errors import StaleFigure, WrongState
from indicators.services.jobs import queue_recompute
from indicators.services.targets import BaseTerms, put_base, put_target
from planning.selectors.adjusting import OpenRow, base_as_planned, rows_of, seen_of, terms_of, version_of
from plans.models import Adjustment, AdjustmentKind, AdjustmentState, Plan, PlanStatus
from regions.recorded import recorded

_KINDS = {AdjustmentKind.ADJUSTMENT: recorded("规划调整"), AdjustmentKind.REVISION: recorded("统计修订")}
_CAUSES = {AdjustmentKind.ADJUSTMENT: Cause.ADJUSTMENT, AdjustmentKind.REVISION: Cause.REVISION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """Who agreed to it, when, by which document, why, and what it says."""

    kind: str
    body: str
    document_number: str
    approved_on: date
    reason: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One change of a row. ``ordinal`` None: of the base. ``version``: the one in force that the planner saw.

    ``terms``: the fields that become other ones, as values of the model; empty: nothing is to change any more.
    """

    ordinal: int | None
    version: int | None
    terms: Mapping[str, Any]
    keeps: str = ""


def draft(*, plan: Plan, particulars: Particulars, by: User) -> Adjustment:
    """A new adjustment of a plan that is carried out or over; nothing of the plan changes yet."""
    _require_planner(plan, by, f"adjust plan {plan.pk}")
    if plan.status == PlanStatus.DRAFT:
        raise WrongState(_("草案可以直接修改，不必调整。"))
    with transaction.atomic(), history(by, recorded("草拟调整")):
        made = Adjustment(plan=plan, **_columns(particulars))
        made.full_clean()
        made.save()
    return made


def change(*, adjustment: Adjustment, particulars: Particulars, by: User) -> Adjustment:
    """Other particulars of a draft."""
    _require_planner(adjustment.plan, by, f"change adjustment {adjustment.pk}")
    with transaction.atomic(), history(by, recorded("修改调整")):
        stored = _open(adjustment)
        for name, value in _columns(particulars).items():
            setattr(stored, name, value)
        stored.full_clean()
        stored.save(update_fields=list(_columns(particulars)))
    return stored


def withdraw(*, adjustment: Adjustment, by: User, reason: str) -> Adjustment:
    """A draft that is not carried out; what it planned stays readable."""
    _require_planner(adjustment.plan, by, f"withdraw adjustment {adjustment.pk}")
    if not reason.strip():
        raise ValidationError({"reason": _("请写明撤销的理由。")})
    with transaction.atomic(), history(by, reason):
        stored = _open(adjustment)
        stored.state = AdjustmentState.WITHDRAWN
        stored.save(update_fields=["state"])
    return stored


def plan_row(*, adjustment: Adjustment, row: PlanIndicator, changes: Sequence[Planned], by: User) -> None:
    """What the adjustment does to one row: these changes take the place of whatever was planned for it.

    ``ValidationError`` where a target would not be one, ``StaleFigure`` where another version is in force than the planner saw.
    """
    _require_planner(adjustment.plan, by, f"plan change of row {row.pk}")
    with transaction.atomic(), history(by, recorded("拟定调整内容")):
        stored = _open(adjustment)
        if row.plan_id != stored.plan_id:
            raise WrongState(_("该行不属于这次调整的规划。"))
        PlannedChange.objects.filter(adjustment=stored, row=row).delete()
        base = row.bases.filter(in_force=True).first()
        targets = {one.ordinal: one for one in row.targets.filter(in_force=True)}
        for one in changes:
            if not one.terms:
                continue
            now = base if one.ordinal is None else targets.get(one.ordinal)
            if (now.version if now else None) != one.version or (now is None and one.ordinal is not None):
                raise StaleFigure(_("该行的基期值或目标已由他人改过。请看过新的版本后再定。"), None)
            if one.ordinal is not None:
                _check(targets[one.ordinal], one.terms)
            made = PlannedChange(
                adjustment=stored,
                row=row,
                of=ChangeOf.BASE if one.ordinal is None else ChangeOf.TARGET,
                ordinal=one.ordinal,
                version=one.version,
                terms=_stored(one.terms),
                keeps=one.keeps,
            )
            made.full_clean()
            made.save()


def execute(*, adjustment: Adjustment, by: User, seen: str = "") -> JobRun:
    """Put everything that is planned in force, in one transaction; a version that another person replaced stops all of it.

    ``seen``: ``seen_of`` what the planner looked at, "" where no page was shown.
    """
    _require_planner(adjustment.plan, by, f"execute adjustment {adjustment.pk}")
    with transaction.atomic(), history(by, adjustment.reason):
        stored = _open(adjustment)
        plan = Plan.objects.select_for_update(no_key=True).select_related("region").get(pk=stored.plan_id)
        if plan.status == PlanStatus.DRAFT:
            raise WrongState(_("草案可以直接修改，不必调整。"))
        list(
            plan.rows.filter(planned_changes__adjustment=stored)
            .select_for_update(no_key=True, of=["self"])
            .order_by("pk")
        )
        opened = rows_of(stored, only_changed=True)
        if not opened:
            raise WrongState(_("还没有拟定任何调整内容。"))
        if seen and seen_of(stored, opened) != seen:
            raise StaleFigure(_("您打开页面后，他人改了这次调整的内容，没有执行。请看过现在的内容再执行。"), None)
        for one in opened:
            _put_in_force(stored, one, by)
        stored.state, stored.applied_by, stored.applied_at = AdjustmentState.IN_FORCE, by, timezone.now()
        stored.full_clean()
        stored.save(update_fields=["state", "applied_by", "applied_at"])
        for one in opened:
            refresh_series_doubts(row=one.row, by=by)
        why = f"{_KINDS[AdjustmentKind(stored.kind)]}：{stored.document_number}"
        return queue_recompute(plan=plan, why=why[:200])


# --- parts ------------------------------------------------------------------------------------------------------------
def _put_in_force(adjustment: Adjustment, opened: OpenRow, by: User) -> None:
    name = opened.row.short_name
    why = {
        "reason": adjustment.reason,
        "document": adjustment.document_number,
        "cause": _CAUSES[AdjustmentKind(adjustment.kind)],
        "adjustment": adjustment,
    }
    for one in opened.changes:
        if version_of(opened, one) != one.version:
            raise StaleFigure(
                _("“%(name)s”的基期值或目标在拟定之后已由他人改过，整次调整都没有执行。") % {"name": name}, None
            )
        try:
            if one.of == ChangeOf.BASE:
                terms = base_as_planned(opened.base, terms_of(one), opened.row)
                put_base(
                    row=opened.row, version=one.version, by=by,
                    terms=BaseTerms(**{**terms, "parts": tuple(terms["parts"])}), **why,
                )  # fmt: skip
            else:
                target = next(found for found in opened.targets if found.ordinal == one.ordinal)
                put_target(target=target, changes=terms_of(one), **why)
        except ValidationError as error:
            said = {"name": name, "why": _("；").join(error.messages)}
            raise WrongState(_("“%(name)s”：%(why)s 整次调整都没有执行。") % said) from error


def _check(target: Target, terms: Mapping[str, Any]) -> None:
    """Refuse a target that could not be stored; nothing is written."""
    for name, value in terms.items():
        setattr(target, name, value)
    target.full_clean(validate_unique=False, validate_constraints=True)


def _stored(terms: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON keeps it: figures as text."""

    def kept(value: Any) -> Any:
        if isinstance(value, Decimal):
            return str(value)
        return [kept(one) for one in value] if isinstance(value, list | tuple) else value

    return {name: kept(value) for name, value in terms.items()}


def _columns(particulars: Particulars) -> dict[str, Any]:
    return {
        "kind": particulars.kind,
        "body": particulars.body.strip(),
        "document_number": particulars.document_number.strip(),
        "approved_on": particulars.approved_on,
        "reason": particulars.reason.strip(),
        "summary": particulars.summary.strip(),
    }


def _open(adjustment: Adjustment) -> Adjustment:
    """The draft, locked; refused once it is carried out or withdrawn."""
    stored = (
        Adjustment.objects.select_for_update(of=["self"], no_key=True)
        .select_related("plan__region")
        .get(pk=adjustment.pk)
    )
    if stored.state != AdjustmentState.DRAFT:
        raise WrongState(_("这次调整“%(state)s”，不能再改。") % {"state": stored.get_state_display()})
    return stored


def _require_planner(plan: Plan, by: User, what: str) -> None:
    access.require(access.may_plan(by, plan.region), user=by, what=what)
