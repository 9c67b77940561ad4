"""What was understood, in words: a base, a target, a promise of the prose."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.domain.display import points_unit, with_unit
from indicators.domain.doubt_records import SIGNS
from indicators.domain.types import ECONOMIC_GROWTH, Comparator, Form, TargetSpec
from indicators.models.choices import FORMS
from intake.domain.proposal import Commitment, ReadIndicator

MISSING = "—"


def base(row: ReadIndicator) -> str:
    """The base; "—" where none was understood."""
    if row.base_parts:
        return ":".join(plain(part) for part in row.base_parts)
    own = row.base_unit or row.unit
    unit = "" if own == row.unit else own  # the row's unit stands beside its name
    return _figure(row.base, None, Comparator.EQ, unit)


def promise(found: Commitment) -> str:
    """A commitment: its form and number."""
    label = dict(FORMS).get(found.form, found.form)
    return f"{label} {_figure(found.value, found.value_high, found.comparator, found.unit)}"


def _figure(value: Decimal | None, high: Decimal | None, comparator: Comparator, unit: str) -> str:
    return MISSING if value is None else with_unit(range_text(value, high, comparator), unit)


def plain(value: Decimal | None) -> str:
    """A figure with the digits it has; "" for none."""
    return "" if value is None else format(value, "f")


def target_text(target: TargetSpec) -> str:
    """One promise as it was understood: form, comparator, figure, unit."""
    word = dict(FORMS)[target.form.value]
    if target.form is Form.ASSIGNED:
        return _("%(label)s（%(note)s）") % {"label": word, "note": target.by} if target.by else str(word)
    if target.form is Form.RELATIVE:
        reference = _("经济增长") if target.reference == ECONOMIC_GROWTH else target.reference
        return _("%(label)s（%(note)s）") % {"label": word, "note": reference}
    if target.parts:
        return f"{word} {':'.join(plain(part) for part in target.parts)}"
    figure = range_text(target.value, target.value_high, target.comparator)
    unit = points_unit(target.unit) if target.form is Form.CUMULATIVE_CHANGE else target.unit
    return f"{word} {with_unit(figure, unit) if figure else target.text}".rstrip()


def range_text(value: Decimal | None, high: Decimal | None, comparator: Comparator) -> str:
    """A figure or a range with its comparator."""
    figure = plain(value) if high is None else f"{plain(value)}–{plain(high)}"
    return f"{SIGNS[comparator]}{figure}" if figure else ""
