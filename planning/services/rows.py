"""The rows of a plan, set up by hand: added, understood otherwise, put in another order, taken away while nothing hangs on them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import Unit, User
from accounts.services.history import history
from indicators.models import Base, JobRun, PlanIndicator, Target
from indicators.services import master_data
from indicators.services.errors import StaleFigure, WrongState
from indicators.services.jobs import queue_recompute
from indicators.services.responsibilities import set_units
from indicators.services.row_doubts import followed_by_doubts
from planning.selectors.rows import hanging_on, own_unit, promised_in
from planning.selectors.seen import UNDERSTOOD, seen_of, seen_units
from planning.services.row_checks import check_row
from plans.models import Plan, PlanStatus
from regions.recorded import recorded

#: Where positions are parked while rows change places; no plan has so many.
_PARKED = 20000


def add_row(*, row: PlanIndicator, after: int | None, by: User, reason: str = "") -> JobRun:
    """Put a new row behind the row ``after`` (None: first), with a target that says that there is none yet."""
    with transaction.atomic():
        plan = _locked(row.plan, by)
        last = plan.rows.filter(listing=row.listing).aggregate(last=Max("position"))["last"]
        row.position = (last or 0) + 1
        check_row(row, None, plan, reason=reason)
        job = master_data.save_row(row=row, by=by, reason=reason)
        with history(by, recorded("新增规划指标")):
            if not row.is_heading:
                none = Target(row=row, form="none", is_primary=True)
                none.full_clean()
                none.save()
            _place(row, after)
    return job


def save_row(
    *, row: PlanIndicator, seen: str, by: User, after: int | None = -1, relabel: bool = False, reason: str = ""
) -> JobRun:
    """Write what is understood of a row. ``after``: the row behind which it comes, None first, -1 where it is.

    ``relabel``: the numbers of base and targets were meant in the new unit all along; they stay as they are. ``StaleFigure``:
    somebody else changed the row since ``seen``.
    """
    with transaction.atomic():
        plan = _locked(row.plan, by)
        stored = PlanIndicator.objects.select_related("indicator").get(pk=row.pk)
        if seen_of(stored, UNDERSTOOD) != seen:
            raise StaleFigure(_("该行已由他人修改。请看过现在的内容再改。"), None)
        row.position, row.listing = stored.position, stored.listing
        check_row(row, stored, plan, relabel=relabel, reason=reason)
        said = reason.strip() or recorded("修改规划指标：%(name)s") % {"name": row.short_name}
        with history(by, said), followed_by_doubts(row=row, by=by):
            job = master_data.save_row(row=row, by=by, reason=reason)
            _relabel(row, own_unit(stored))
            if after != -1:
                _place(row, after)
    return job


def move_row(*, row: PlanIndicator, up: bool, by: User) -> None:
    """One place up or down among the rows of its list, in a draft."""
    with transaction.atomic(), history(by, recorded("调整指标顺序")):
        plan = _locked(row.plan, by)
        _require_draft(plan, _("实施后的规划按原文顺序，不再移动。"))
        order = _order(row)
        here = order.index(row.pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
            _write_order(row, order)


def delete_row(*, row: PlanIndicator, by: User, seen: str) -> JobRun:
    """Take a row of a draft away with its base, targets and doubts; refused while anything else hangs on it."""
    with transaction.atomic(), history(by, recorded("删除规划指标：%(name)s") % {"name": row.short_name}):
        plan = _locked(row.plan, by)
        _require_draft(plan, _("实施后的规划不能删除指标。已不再考核的，请用调整修订。"))
        stored = PlanIndicator.objects.get(pk=row.pk)
        if seen_of(stored, UNDERSTOOD) != seen:
            raise StaleFigure(_("该行已由他人修改。请看过现在的内容再改。"), None)
        hanging = hanging_on(stored)
        if hanging:
            said = _("、").join(_("%(what)s %(count)d 条") % {"what": what, "count": count} for what, count in hanging)
            raise WrongState(_("不能删除，与该行相连的还有：%(what)s。") % {"what": said})
        stored.doubts.all().delete()
        stored.targets.all().delete()
        stored.bases.all().delete()
        stored.delete()
        return queue_recompute(plan=plan, why=recorded("删除规划指标"))


def set_row_units(*, row: PlanIndicator, lead: Unit | None, cooperating: list[Unit], seen: str, by: User) -> bool:
    """Let these units answer for the row, confirmed. Whether anything changed."""
    with transaction.atomic():
        _locked(row.plan, by)
        if seen_units(row) != seen:
            raise StaleFigure(_("责任单位已由他人修改。请看过现在的分工再改。"), None)
        return set_units(row=row, lead=lead, cooperating=cooperating, by=by)


# --- parts ------------------------------------------------------------------------------------------------------------
def _locked(plan: Plan, by: User) -> Plan:
    """The plan, for this transaction alone; asked whether the person plans for it."""
    stored = Plan.objects.select_for_update(of=["self"], no_key=True).select_related("region").get(pk=plan.pk)
    access.require(access.may_plan(by, stored.region), user=by, what=f"change rows of plan {plan.pk}")
    return stored


def _require_draft(plan: Plan, said: str) -> None:
    if plan.status != PlanStatus.DRAFT:
        raise WrongState(said)


def _relabel(row: PlanIndicator, before: str) -> None:
    """Numbers that were counted in the unit ``before`` are counted in the row's own now, digit by digit the same."""
    now = own_unit(row)
    if not before or before == now:
        return
    for one in promised_in(row, before):
        assert isinstance(one, Base | Target)
        one.unit = now
        one.save(update_fields=["unit"])


def _order(row: PlanIndicator) -> list[int]:
    rows = PlanIndicator.objects.filter(plan=row.plan_id, listing=row.listing).order_by("position")
    return list(rows.values_list("pk", flat=True))


def _place(row: PlanIndicator, after: int | None) -> None:
    order = [one for one in _order(row) if one != row.pk]
    if after is not None and after not in order:
        raise ValidationError({"after": _("所选的前一行已不在该规划中。")})
    order.insert(0 if after is None else order.index(after) + 1, row.pk)
    _write_order(row, order)


def _write_order(row: PlanIndicator, order: list[int]) -> None:
    """The same positions, handed out anew; in two steps, for no two rows may ever stand at one place."""
    rows = PlanIndicator.objects.filter(plan=row.plan_id, listing=row.listing).in_bulk()
    places = sorted(one.position for one in rows.values())
    moved = [(rows[pk], place) for pk, place in zip(order, places, strict=True) if rows[pk].position != place]
    for shift in (_PARKED, 0):
        for one, place in moved:
            one.position = place + shift
        PlanIndicator.objects.bulk_update([one for one, _place in moved], ["position"])
