"""Remembering what the columns and rows of somebody's own sheet mean, so that they are asked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from entry.selectors.sheets.wide import MOST_OF_A_NAME
from indicators.models import SheetMapping, SheetName
from plans.models import Plan
from regions.recorded import recorded
from sheets.wide import IGNORED, NAME, UNIT, meaning_of


def save_mapping(
    *, plan: Plan, name: str, head: tuple[int, int], headers: Sequence[str], meanings: Sequence[str], by: User
) -> SheetMapping:
    """Store the meaning of each column under the headers, in place of what was said before. ``ValidationError`` says what lacks."""
    access.require(access.enters_figures(by) and access.may_see(by, plan.region), user=by, what="map a sheet")
    _check(meanings, range(plan.start_year, plan.end_year + 1))
    with transaction.atomic(), history(by, recorded("对应表格各列")):
        found = SheetMapping.objects.filter(region=plan.region, unit=by.unit, headers=list(headers)).first()
        mapping = found or SheetMapping(region=plan.region, unit=by.unit, headers=list(headers), created_by=by)
        mapping.name = (name or _("表格"))[:80]
        mapping.columns = {"head": list(head), "meanings": list(meanings)}
        mapping.full_clean(exclude=["region", "unit", "created_by"])
        mapping.save()
    return mapping


def save_names(*, plan: Plan, names: Mapping[str, int], by: User) -> None:
    """Remember which row a name stands for in any sheet of the person's unit, by plain name; 0: none, it is not read."""
    access.require(access.enters_figures(by) and access.may_see(by, plan.region), user=by, what="name rows of a sheet")
    with transaction.atomic(), history(by, recorded("对应表格各行")):
        for name, row_id in names.items():
            SheetName.objects.update_or_create(
                plan=plan, unit=by.unit, name=name[:MOST_OF_A_NAME],
                defaults={"row_id": row_id or None}, create_defaults={"row_id": row_id or None, "created_by": by},
            )  # fmt: skip


def _check(meanings: Sequence[str], years: range) -> None:
    said = [one for one in meanings if one != IGNORED]
    figures = [found for one in said if (found := meaning_of(one))]
    if any(one not in (NAME, UNIT) and meaning_of(one) is None for one in said):
        raise ValidationError(_("有一列的含义不认识，请重新选择。"))
    if said.count(NAME) != 1:
        raise ValidationError(_("请指定一列（只能一列）是指标名称。"))
    if len(set(said)) != len(said):
        raise ValidationError(_("有两列选了同一含义，请只留一列。"))
    if not figures:
        raise ValidationError(_("请至少指定一列是哪一年的实际值或增速。"))
    if any(year not in years for _field, year in figures):
        raise ValidationError(_("年份不在规划期内。"))
