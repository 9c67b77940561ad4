"""What a row may not become: checked before it is written, said at the field that is wrong."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.models import PlanIndicator
from planning.selectors.rows import figures_of, own_unit, promised_in
from plans.models import Plan, PlanStatus


def check_row(
    row: PlanIndicator, stored: PlanIndicator | None, plan: Plan, *, relabel: bool = False, reason: str = ""
) -> None:
    """``stored`` None: the row is new. Raises one ``ValidationError`` with all that is wrong, by field."""
    errors: dict[str, str] = {}
    if plan.status != PlanStatus.DRAFT:
        errors |= _as_printed(row, stored)
        if not reason.strip():
            errors["reason"] = _("请写明理由。")
    errors |= _parent(row) | _catalogue(row, stored)
    if stored is not None:
        errors |= _heading(row, stored) | _unit(row, stored, plan, relabel)
    if errors:
        raise ValidationError(errors)


def _as_printed(row: PlanIndicator, stored: PlanIndicator | None) -> dict[str, str]:
    """What stands in the document stays once the plan is carried out."""
    if stored is None:
        return {}
    said = _("规划实施后，原文的写法不再修改。")
    return {name: said for name in ("name", "nature_text") if getattr(row, name) != getattr(stored, name)}


def _parent(row: PlanIndicator) -> dict[str, str]:
    above, passed = row.parent, {row.pk}
    while above is not None:
        if above.pk in passed:
            return {"parent": _("上级行不能是它自己或它的下级。")}
        if (above.plan_id, above.listing) != (row.plan_id, row.listing):
            return {"parent": _("上级行须是同一规划、同一列表中的行。")}
        passed.add(above.pk)
        above = above.parent
    return {}


def _catalogue(row: PlanIndicator, stored: PlanIndicator | None) -> dict[str, str]:
    """One indicator of the catalogue stands in one row of a list: two would be the same series twice."""
    errors: dict[str, str] = {}
    if row.indicator_id is not None and row.direction is not None:
        errors["direction"] = _("归入目录的行以目录的方向为准，请留空。")
    if row.indicator_id is None or (stored is not None and stored.indicator_id == row.indicator_id):
        return errors
    twin = PlanIndicator.objects.filter(plan=row.plan_id, listing=row.listing, indicator=row.indicator_id)
    other = twin.exclude(pk=row.pk).first()
    if other is not None:
        errors["indicator"] = _("该目录指标已用于“%(name)s”。") % {"name": other.short_name}
    return errors


def _heading(row: PlanIndicator, stored: PlanIndicator) -> dict[str, str]:
    if not row.is_heading or stored.is_heading:
        return {}
    promised = stored.targets.filter(in_force=True).exclude(form="none").exists()
    if promised or stored.bases.filter(in_force=True).exists() or figures_of(stored):
        return {"is_heading": _("该行已有基期值、目标或数据，不能改为标题行。")}
    return {}


def _unit(row: PlanIndicator, stored: PlanIndicator, plan: Plan, relabel: bool) -> dict[str, str]:
    """Numbers are never converted: they keep a unit from changing, or a planner says that only its name was wrong."""
    before, now = own_unit(stored), own_unit(row)
    if before == now or not before:
        return {}
    at = "unit" if row.unit != stored.unit else "indicator"
    names = {"before": before, "now": now}
    figures = figures_of(stored)
    if figures:
        said = _("该行已有 %(count)d 个按“%(before)s”计的数，单位不能改为“%(now)s”；系统不换算。")
        return {at: said % {**names, "count": figures}}
    if not promised_in(stored, before):
        return {}
    if plan.status != PlanStatus.DRAFT:
        said = _("基期值或目标按“%(before)s”计。规划已实施，请先以更正或调整的方式改数，再改单位。")
        return {at: said % names}
    if not relabel:
        said = _(
            "基期值或目标按“%(before)s”计，系统不换算。若数字本来就是按“%(now)s”写的，请勾选“只改单位，数字不变”。"
        )
        return {at: said % names}
    return {}
