"""A number that the text of a plan promises, as a row of the plan: one target, no base, the chapter as its category."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.domain.types import ActualKind, Comparator, Direction, Form, Nature, PriceBasis
from indicators.services.loading.plan_entries import RowEntry, TargetEntry
from regions.recorded import recorded

#: How a comparator is written after (or before) a figure.
_SAID = {
    Comparator.GE: recorded("%(figure)s以上"),
    Comparator.GT: recorded("超过%(figure)s"),
    Comparator.LE: recorded("%(figure)s以内"),
    Comparator.LT: recorded("低于%(figure)s"),
    Comparator.ABOUT: recorded("%(figure)s左右"),
}


@dataclass(frozen=True, slots=True)
class PromisedNumber:
    """``year``: for which it is promised, None where the text names none. ``text``: the words as printed, "" where not at hand.

    ``direction`` None: nobody has said which way is better; a printed comparator still does. ``by_hand``: what is promised
    cannot be computed from the row's own figures; it is judged by a person.
    """

    subject: str
    form: Form
    value: Decimal
    line: int
    unit: str = ""
    value_high: Decimal | None = None
    comparator: Comparator = Comparator.EQ
    year: int | None = None
    text: str = ""
    chapter: str = ""
    catalogue: str = ""
    direction: Direction | None = None
    by_hand: bool = False


def promised_row(one: PromisedNumber, position: int) -> RowEntry:
    """The row. The unit of its figures is per cent where the promise is a rate, a cut or in percentage points."""
    unit = one.unit or ("%" if one.form is Form.GROWTH else "")
    text = one.text or printed_figure(one)
    form = Form.QUALITATIVE if one.by_hand else one.form
    target = TargetEntry(
        form=form, value=None if one.by_hand else one.value, value_high=None if one.by_hand else one.value_high,
        comparator=Comparator.EQ if one.by_hand else one.comparator, unit="" if one.by_hand else unit,
        price_basis=PriceBasis.UNKNOWN, parts=(), text=text, primary=True, actual_kind=ActualKind.LEVEL, by="",
        reference="", tolerant=False, due_year=one.year,
    )  # fmt: skip
    own_unit = (
        "%" if one.form in (Form.POINTS, Form.CUMULATIVE_CHANGE) and unit.endswith(recorded("个百分点")) else unit
    )
    return RowEntry(
        position=position, number="", parent=None, heading=False, name=one.subject, printed_name=one.subject,
        unit=own_unit, catalogue=one.catalogue, category=one.chapter, nature_text="", nature=Nature.UNMAPPED,
        assessed_over_period=False, line=one.line,
        cells={"target": text or None, "year": str(one.year) if one.year else None}, base=None, targets=(target,),
        actual=None, period=None, doubts=(), resolutions=(), where=_("第 %(line)d 行") % {"line": one.line},
        direction=one.direction,
    )  # fmt: skip


def implied_direction(form: Form) -> Direction | None:
    """What the form of a promise of the text says: a sum is something to be done; what must not be exceeded is a quota."""
    return Direction.HIGHER if form is Form.CUMULATIVE else None


def printed_figure(one: PromisedNumber) -> str:
    """The figure as people write it: 150以上, 低于285, 10–20. Its unit stands with the row, unless no figures are entered."""
    figure = format(one.value, "f")
    if one.value_high is not None:
        figure = f"{figure}–{one.value_high:f}"
    if one.by_hand:
        figure = f"{figure}{one.unit}"
    said = _SAID.get(one.comparator)
    return said % {"figure": figure} if said else figure
