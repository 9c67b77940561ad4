"""What was understood, in words: a base, a promise of the prose. A target: ``notes.target_text``."""

from __future__ import annotations

from decimal import Decimal

from indicators.domain.display import with_unit
from indicators.domain.types import Comparator
from indicators.models.choices import FORMS
from intake.domain.proposal import Commitment, ReadIndicator
from intake.presenters.notes import plain, range_text

MISSING = "—"


def base(row: ReadIndicator) -> str:
    """The base; "—" where none was understood."""
    if row.base_parts:
        return ":".join(plain(part) for part in row.base_parts)
    own = row.base_unit or row.unit
    return _figure(
        row.base, None, Comparator.EQ, "" if own == row.unit else own
    )  # the row's unit stands beside its name


def promise(found: Commitment) -> str:
    """A commitment: its form and number."""
    label = dict(FORMS).get(found.form, found.form)
    return f"{label} {_figure(found.value, found.value_high, found.comparator, found.unit)}"


def _figure(value: Decimal | None, high: Decimal | None, comparator: Comparator, unit: str) -> str:
    return MISSING if value is None else with_unit(range_text(value, high, comparator), unit)
