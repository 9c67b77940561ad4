"""Applying a person's changes to an item: typed, checked, and a changed row of the table read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from indicators.domain.stored import NotStored, from_stored, to_stored
from indicators.models import Indicator
from indicators.services.loading.catalogue import facts_of
from intake.domain.edit import RECORDS, Item, Listing, Record, items_of
from intake.domain.proposal import ReadIndicator, ReadPlan
from intake.domain.reread import WORDS, reread
from intake.models import Intake
from intake.selectors.proposals import decisions_of, proposal_of
from regions.models import Region

#: What a person does not write: where it was read, and what follows from the words.
NOT_TYPED = frozenset({"line", "last_line", "doubts", "lines", "nature", "region_name", "base_parts"})
#: Understood figures that a person gives against the printed words; the cells are then not read again.
UNDERSTOOD = frozenset({"base", "base_unit", "targets"})


def changed(intake: Intake, item: Item, changes: Mapping[str, Any], *, by: User, again: bool = False) -> Record:
    """The item's value with ``changes``. A row whose words change is read ``again``: base, targets, nature, doubts."""
    kind = RECORDS[item.listing]
    for name in changes:
        if name in NOT_TYPED or name not in kind.__dataclass_fields__:  # type: ignore[attr-defined]
            raise ValidationError({name: _("这一项不能改。")})
    try:
        record: Record = from_stored(kind, {**to_stored(item.value), **changes})
    except NotStored as error:
        field = str(error).partition(".")[2].partition("[")[0].partition(".")[0]
        raise ValidationError({field: _("填得不对：请检查数字、日期或选项。")}) from None
    record = checked(intake, item.listing, record, by=by)
    if isinstance(record, ReadIndicator) and (again or WORDS & changes.keys()) and not UNDERSTOOD & changes.keys():
        return _read_again(intake, record, changes.keys())
    return record


def checked(intake: Intake, listing: Listing, record: Record, *, by: User) -> Record:
    """The record, refused where it makes no sense by itself."""
    if listing is Listing.PLAN:
        return _plan(cast("ReadPlan", record), by)
    name = getattr(record, "name", None) or getattr(record, "subject", "")
    if not name.strip():
        raise ValidationError({"name": _("请填写名称。")})
    if isinstance(record, ReadIndicator):
        rows = len(proposal_of(intake).indicators)
        if record.parent is not None and not 0 <= record.parent < rows:
            raise ValidationError({"parent": _("没有这一上级行。")})
        if record.catalogue and not Indicator.objects.filter(code=record.catalogue).exists():
            raise ValidationError({"catalogue": _("指标目录里没有这个代码。")})
    return record


def _plan(plan: ReadPlan, by: User) -> ReadPlan:
    base, start, end = plan.base_year, plan.start_year, plan.end_year
    if base is not None and start is not None and end is not None and not base < start <= end:
        raise ValidationError({"end_year": _("年份须满足：基期年 < 起始年 ≤ 末年。")})
    if not plan.region_code:
        return plan
    region = Region.objects.filter(code=plan.region_code).first()
    if region is None:
        raise ValidationError({"region_code": _("没有这个地区。")})
    access.require(access.may_plan(by, region), user=by, what=f"name {region.code} as region of a plan document")
    stored = {**to_stored(plan), "region_name": region.name}
    return cast("ReadPlan", from_stored(ReadPlan, stored))


def _read_again(intake: Intake, row: ReadIndicator, typed: Collection[str]) -> ReadIndicator:
    items = items_of(proposal_of(intake), decisions_of(intake))
    above = [item.value for item in items[Listing.INDICATORS] if item.index == row.parent and item.part == 0]
    parent = cast("ReadIndicator", above[0]).name if row.parent is not None and above else ""
    indicator = Indicator.objects.filter(code=row.catalogue).first() if row.catalogue else None
    plan = cast("ReadPlan", items[Listing.PLAN][0].value)
    return reread(row, plan=plan, parent=parent, facts=facts_of(indicator) if indicator else None, typed=typed)
