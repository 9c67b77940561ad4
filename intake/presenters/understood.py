"""What was understood, in words: a target, a base, a promise of the prose."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.domain.display import FORM_LABELS, with_unit
from indicators.domain.doubt_records import SIGNS, plain
from indicators.domain.types import ECONOMIC_GROWTH, Comparator, Form, TargetSpec
from intake.domain.proposal import Commitment, ReadIndicator

MISSING = "—"


def figure(value: Decimal | None, high: Decimal | None, comparator: Comparator, unit: str) -> str:
    """A number with its comparator and unit, all printed digits kept; "—" for none."""
    if value is None:
        return MISSING
    number = plain(value) if high is None else f"{plain(value)}–{plain(high)}"
    return with_unit(SIGNS[comparator] + number, unit)


def target(spec: TargetSpec) -> str:
    """One promise: its form and what it says (水平值 230 亿元; 按上级下达：省)."""
    label = str(FORM_LABELS[spec.form])
    if spec.form is Form.COMPOSITION:
        return f"{label} {':'.join(plain(part) for part in spec.parts)}"
    if spec.form is Form.ASSIGNED:
        return f"{label}：{spec.by}" if spec.by else label
    if spec.form is Form.RELATIVE:
        return f"{label}：{_('经济增长') if spec.reference == ECONOMIC_GROWTH else spec.reference}"
    if spec.value is None:
        return f"{label}：{spec.text}" if spec.text else label
    return f"{label} {figure(spec.value, spec.value_high, spec.comparator, spec.unit)}"


def base(row: ReadIndicator) -> str:
    """The base; "—" where none was understood."""
    if row.base_parts:
        return ":".join(plain(part) for part in row.base_parts)
    return figure(row.base, None, Comparator.EQ, row.base_unit or row.unit)


def promise(found: Commitment) -> str:
    """A commitment: its form and number."""
    label = str(FORM_LABELS[Form(found.form)]) if found.form in set(Form) else found.form
    return f"{label} {figure(found.value, found.value_high, found.comparator, found.unit)}"
