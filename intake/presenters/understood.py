"""What was understood, in words: a base, a promise of the prose. A target: ``notes.target_text``."""

from __future__ import annotations

from decimal import Decimal

from indicators.domain.display import FORM_LABELS, with_unit
from indicators.domain.types import Comparator, Form
from intake.domain.proposal import Commitment, ReadIndicator
from intake.presenters.notes import plain, range_text

MISSING = "—"


def base(row: ReadIndicator) -> str:
    """The base; "—" where none was understood."""
    if row.base_parts:
        return ":".join(plain(part) for part in row.base_parts)
    return _figure(row.base, None, Comparator.EQ, row.base_unit or row.unit)


def promise(found: Commitment) -> str:
    """A commitment: its form and number."""
    label = str(FORM_LABELS[Form(found.form)]) if found.form in set(Form) else found.form
    return f"{label} {_figure(found.value, found.value_high, found.comparator, found.unit)}"


def _figure(value: Decimal | None, high: Decimal | None, comparator: Comparator, unit: str) -> str:
    return MISSING if value is None else with_unit(range_text(value, high, comparator), unit)
