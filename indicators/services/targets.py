"""Changes of what was promised: bases and targets get a new version that says why; the old one stays in the history.

Every change names the version it was made against, makes assessments stale and queues their recompute in the same
transaction; the caller enqueues the returned job after commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.domain.types import DoubtCode, Form
from indicators.models import Base, BaseSource, Cause, JobRun, PlanIndicator, ReferenceFigure, Target
from indicators.services.doubts import close_doubts, refresh_series_doubts
from indicators.services.errors import StaleFigure, WrongState
from indicators.services.jobs import queue_recompute
from plans.models import Adjustment
from regions.recorded import recorded

#: What makes a target, in the order of the model; the rest of a row (version, reason …) is set here.
TERMS = (
    "is_primary", "form", "value", "value_high", "comparator", "unit", "price_basis", "parts", "text", "actual_kind",
    "by", "assigned_form", "assigned_document", "reference_indicator", "reference_region", "reference_text",
    "tolerant", "due_year", "source_line",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseTerms:
    """A base as it shall stand: value in ``unit`` (None: only the printed text), its own year, its price basis."""

    year: int
    value: Decimal | None = None
    parts: tuple[Decimal, ...] = ()
    unit: str = ""
    price_basis: str = "unknown"
    text: str = ""
    source: str = BaseSource.REVISION


def revise_base(
    *, row: PlanIndicator, terms: BaseTerms, version: int | None, reason: str, document: str, by: User,
    cause: str = Cause.REVISION,
) -> JobRun:  # fmt: skip
    """Put a new base in force. ``version`` is the base's version that the writer saw, None where there was none.

    A base that is entered settles the open doubt ``missing_base``. The first one of a row revises nothing: it has no cause.
    """
    _require_planner(row, by, f"revise base of row {row.pk}")
    with transaction.atomic(), history(by, reason):
        put_base(row=row, terms=terms, version=version, reason=reason, document=document, cause=cause, by=by)
        refresh_series_doubts(row=row, by=by)
        return queue_recompute(plan=row.plan, why=recorded("修订基期值：%(name)s") % {"name": row.short_name})


def put_base(
    *, row: PlanIndicator, terms: BaseTerms, version: int | None, reason: str, document: str, cause: str, by: User,
    adjustment: Adjustment | None = None,
) -> Base:  # fmt: skip
    """The next version of the base in force, for a service that holds the transaction, asks for the right and queues the recompute."""
    _lock(row)
    current = row.bases.filter(in_force=True).first()
    _check_version(current, version)
    row.bases.filter(in_force=True).update(in_force=False)
    base = Base(
        row=row, version=_next(row.bases.aggregate(last=Max("version"))["last"]), reason=reason.strip(),
        document=document.strip(), year=terms.year, value=terms.value, parts=list(terms.parts),
        unit=terms.unit or row.unit, price_basis=terms.price_basis, text=terms.text, source=terms.source,
        cause=cause if current else "", adjustment=adjustment,
    )  # fmt: skip
    base.full_clean()
    base.save()
    if terms.value is not None or terms.parts:
        close_doubts(row=row, code=DoubtCode.MISSING_BASE, resolution=reason.strip(), by=by)
    return base


def revise_target(
    *, target: Target, changes: dict[str, object], reason: str, document: str, by: User, cause: str = Cause.ADJUSTMENT
) -> JobRun:
    """Put a new version of a target in force: the terms of ``target`` with ``changes`` (names as in ``TERMS``)."""
    _require_planner(target.row, by, f"revise target {target.pk}")
    unknown = set(changes) - set(TERMS)
    if unknown:
        raise ValueError(f"not terms of a target: {sorted(unknown)}")
    with transaction.atomic(), history(by, reason):
        put_target(target=target, changes=changes, reason=reason, document=document, cause=cause)
        refresh_series_doubts(row=target.row, by=by)
        return queue_recompute(
            plan=target.row.plan, why=recorded("调整目标：%(name)s") % {"name": target.row.short_name}
        )


def hand_down_number(
    *, target: Target, value: Decimal, form: Form, comparator: str, unit: str, document: str, by: User
) -> JobRun:
    """Enter the number that a higher level handed down for an ``assigned`` target, with its document number."""
    _require_planner(target.row, by, f"hand down number of target {target.pk}")
    if target.form != Form.ASSIGNED:
        raise WrongState(_("该目标不是按上级下达的目标，不能登记下达数。"))
    changes = {
        "value": value,
        "assigned_form": form.value,
        "comparator": comparator,
        "unit": unit,
        "assigned_document": document.strip(),
    }
    reason = recorded("上级下达：%(document)s") % {"document": document.strip()}
    with transaction.atomic(), history(by, reason):
        put_target(target=target, changes=changes, reason=reason, document=document, cause=Cause.HANDED_DOWN)
        refresh_series_doubts(row=target.row, by=by)
        return queue_recompute(
            plan=target.row.plan, why=recorded("下达目标：%(name)s") % {"name": target.row.short_name}
        )


def set_primary(*, target: Target, by: User) -> JobRun:
    """Make this target in force the one by which its row is shown."""
    row = target.row
    _require_planner(row, by, f"set primary target {target.pk}")
    with transaction.atomic(), history(by, recorded("设为主要目标")):
        _lock(row)
        current = _in_force(target)
        row.targets.filter(is_primary=True).exclude(pk=current.pk).update(is_primary=False)
        current.is_primary = True
        current.full_clean()
        current.save(update_fields=["is_primary"])
        return queue_recompute(plan=row.plan, why=recorded("改主要目标：%(name)s") % {"name": row.short_name})


def put_target(
    *, target: Target, changes: dict[str, object], reason: str, document: str, cause: str,
    adjustment: Adjustment | None = None,
) -> Target:  # fmt: skip
    """The next version in force in place of ``target``; a reference series goes along. For services, as ``put_base``."""
    _lock(target.row)
    old = _in_force(target)
    kept = {name: getattr(old, name) for name in TERMS}
    versions = Target.objects.filter(row=old.row, ordinal=old.ordinal)
    version = _next(versions.aggregate(last=Max("version"))["last"])
    versions.filter(in_force=True).update(in_force=False)
    new = Target(
        row=old.row, ordinal=old.ordinal, version=version, reason=reason.strip(), document=document.strip(),
        cause=cause, adjustment=adjustment, **{**kept, **changes},
    )  # fmt: skip
    new.full_clean()
    new.save()
    carry_references(old, new)
    return new


def carry_references(old: Target, new: Target) -> None:
    """The reference series of a version goes along to the next."""
    ReferenceFigure.objects.bulk_create([_copy(figure, new) for figure in old.reference_figures.all()])


# --- parts ------------------------------------------------------------------------------------------------------------
def _copy(figure: ReferenceFigure, target: Target) -> ReferenceFigure:
    figure.pk, figure.target = None, target
    figure._state.adding = True
    return figure


def _in_force(target: Target) -> Target:
    """The target as it stands now; refused where another version has replaced the one that the writer saw."""
    current = Target.objects.filter(pk=target.pk, in_force=True, version=target.version).first()
    if current is None:
        raise StaleFigure(_("该目标已由他人调整。请刷新页面，看过新的版本后再改。"), None)
    return current


def _check_version(current: Base | None, version: int | None) -> None:
    if (current.version if current else None) != version:
        raise StaleFigure(_("该基期值已由他人修订。请刷新页面，看过新的版本后再改。"), None)


def _lock(row: PlanIndicator) -> None:
    PlanIndicator.objects.select_for_update(no_key=True).get(pk=row.pk)


def _next(last: int | None) -> int:
    return (last or 0) + 1


def _require_planner(row: PlanIndicator, by: User, what: str) -> None:
    access.require(access.may_plan(by, row.plan.region), user=by, what=what)
