"""What an entered figure must satisfy beyond its columns: refused with the field's name, never corrected."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.domain.types import Form, TargetTerms, Vintage
from indicators.models import Observation, ObservationState, PlanIndicator
from indicators.models.figures import check_year

HUNDRED = Decimal(100)
_RANK = {vintage.value: rank for rank, vintage in enumerate(Vintage)}


def check_askable(row: PlanIndicator, year: int) -> None:
    """Raise ``ValidationError`` where the row takes no figures in the year, whoever asks."""
    if row.is_heading:
        raise ValidationError(_("“%(row)s”只是标题行，数据请填在它的分项上。") % {"row": row.short_name})
    check_year(row.plan, year)


def check_figures(
    observation: Observation, targets: Sequence[TargetTerms], earlier: Sequence[Observation] = ()
) -> None:
    """Raise ``ValidationError`` where the figures cannot be the row's.

    ``targets``: the row's in force. ``earlier``: the versions of the year before this.
    """
    errors: dict[str, str] = {}
    if observation.parts:
        problem = _parts_problem(targets, observation.parts)
        if problem:
            errors["parts"] = problem
    if observation.judgement and not observation.note.strip():
        errors["note"] = _("人工判定必须写明理由，请填在备注里。")
    errors |= _correction_problems(observation, [one for one in earlier if one.state == ObservationState.APPROVED])
    if errors:
        raise ValidationError(errors)


def _correction_problems(observation: Observation, approved: Sequence[Observation]) -> dict[str, str]:
    """A correction says why; and the vintage does not go back from 最终 to 快报 unsaid."""
    if not approved or observation.reason.strip():
        return {}
    errors = {"reason": _("更正已审核的数据必须写明理由。")}
    last = next((one for one in approved if one.in_force), approved[-1])
    if _RANK.get(observation.vintage, len(_RANK)) < _RANK[last.vintage]:
        errors["vintage"] = _("现行的是“%(vintage)s”，数据版次不能倒退。确要如此，请写明更正理由。") % {
            "vintage": last.get_vintage_display()
        }
    return errors


def _parts_problem(targets: Sequence[TargetTerms], parts: list[Decimal]) -> str:
    """Why the parts cannot stand; "" where they can. They sum to 100, up to the rounding of the digits given."""
    target = next((one for one in targets if one.form is Form.COMPOSITION), None)
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
