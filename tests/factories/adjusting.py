"""Adjustments of a plan: a draft that changes the target of a row, and one that was carried out."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from planning.services import adjusting as service
from plans.models import Adjustment, AdjustmentState

PARTICULARS = {
    "kind": "adjustment", "body": "县人大常委会", "document_number": "延人常〔2023〕5号", "approved_on": date(2023, 6, 30),
    "reason": "中期评估后调整", "summary": "下调生产总值目标",
}  # fmt: skip


def drafted(plan, *, by, **given) -> Adjustment:
    """A draft that changes nothing yet."""
    return service.draft(plan=plan, particulars=service.Particulars(**{**PARTICULARS, **given}), by=by)


def planned(row, *, by, value="200", **given) -> Adjustment:
    """A draft by which the first target of the row becomes ``value``."""
    adjustment = drafted(row.plan, by=by, **given)
    target = row.targets.filter(in_force=True).earliest("ordinal")
    terms = {"value": Decimal(value), "text": value}
    change = service.Planned(ordinal=target.ordinal, version=target.version, terms=terms)
    service.plan_row(adjustment=adjustment, row=row, changes=[change], by=by)
    return adjustment


def over(plan, *, by) -> Adjustment:
    """One that was carried out and changed nothing: to look at."""
    said = PARTICULARS | {"state": AdjustmentState.IN_FORCE, "applied_by": by, "applied_at": timezone.now()}
    return Adjustment.objects.create(plan=plan, **said)
