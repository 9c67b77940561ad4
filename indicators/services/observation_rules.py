"""What an entered figure must satisfy beyond its columns: refused with the field's name, never corrected."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.domain.types import Form
from indicators.models import Observation, PlanIndicator

HUNDRED = Decimal(100)


def check_figures(row: PlanIndicator, observation: Observation) -> None:
    """Raise ``ValidationError`` where the figures cannot be the row's."""
    if row.is_heading:
        raise ValidationError(_("“%(row)s”只是标题行，数据请填在它的分项上。") % {"row": row.short_name})
    errors: dict[str, str] = {}
    if observation.parts:
        problem = _parts_problem(row, observation.parts)
        if problem:
            errors["parts"] = problem
    if observation.judgement and not observation.note.strip():
        errors["note"] = _("人工判定必须写明理由，请填在备注里。")
    if errors:
        raise ValidationError(errors)


def _parts_problem(row: PlanIndicator, parts: list[Decimal]) -> str:
    """Why the parts cannot stand; "" where they can. They sum to 100, up to the rounding of the digits given."""
    target = row.targets.filter(in_force=True, form=Form.COMPOSITION).first()
    if target is None:
        return _("该指标没有结构目标，不填各部分。")
    if len(parts) != len(target.parts):
        return _("目标有 %(wanted)d 个部分，填了 %(given)d 个。请逐个填写，不能缺。") % {
            "wanted": len(target.parts),
            "given": len(parts),
        }
    rounding = sum((Decimal((0, (5,), int(part.as_tuple().exponent) - 1)) for part in parts), Decimal(0))
    if abs(sum(parts) - HUNDRED) > rounding:
        return _("各部分之和是 %(sum)s，应为 100。请核对每一部分。") % {"sum": sum(parts)}
    return ""
