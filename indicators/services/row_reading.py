"""A stored row in the words of the notation: its base and targets in force as the doubts ask about them.

What was typed otherwise than its printed text says is read from its columns; else the text itself is read, because it also
knows in which unit it was written.
"""

from __future__ import annotations

from indicators.domain.doubt_records import RowReading
from indicators.domain.doubts import row_doubts
from indicators.domain.forms import decide_form
from indicators.domain.names import read_as
from indicators.domain.notation import parse_cell
from indicators.domain.types import (
    ECONOMIC_GROWTH,
    BaseFigure,
    CatalogueFacts,
    Comparator,
    Form,
    Period,
    PriceBasis,
    Role,
    TargetSpec,
)
from indicators.models import Base, Listing, PlanIndicator, Target
from indicators.services.loading.catalogue import facts_of
from indicators.services.loading.plan_rows import ECONOMY

_IN_GROWTH_COLUMN = frozenset({Form.GROWTH, Form.POINTS})
_WITHOUT_UNIT = frozenset({Form.ASSIGNED, Form.NONE})

#: Doubts of a row by code and figure, each with its message: at most one of a kind about a figure.
Messages = dict[tuple[str, str], str]


def words_of(row: PlanIndicator) -> str:
    """The words that the cells of a row are read with: its name with its unit, and with its heading's."""
    parent = row.parent.short_name if row.parent else ""
    return read_as(row.short_name, printed=row.name, unit=row.unit, parent=parent)


def facts_of_row(row: PlanIndicator) -> CatalogueFacts | None:
    """What the catalogue says of the row's indicator; None where the row is linked to none."""
    return facts_of(row.indicator) if row.indicator else None


def base_spec(row: PlanIndicator, base: Base | None) -> TargetSpec | None:
    """A base as the notation says it; None where there is no figure and no text."""
    if base is None or (base.value is None and not base.parts and not base.text):
        return None
    read = next(iter(parse_cell(base.text, role=Role.BASE, name=words_of(row), unit=row.unit)), None)
    if read is not None and (read.value, list(read.parts)) == (base.value, list(base.parts)):
        return read
    figure = base.value is not None or base.parts
    form = Form.COMPOSITION if base.parts else Form.LEVEL if figure else Form.QUALITATIVE
    return TargetSpec(
        Role.BASE, form, base.value, unit=base.unit or row.unit, parts=tuple(base.parts),
        text="" if figure else base.text,
    )  # fmt: skip


def target_spec(row: PlanIndicator, target: Target, base: Base | None) -> TargetSpec:
    """A stored target as the notation says it. Of one that was handed down the words, not the number that came later."""
    form = Form(target.form)
    own = _of_columns(row, target, form)
    for role in (Role.GROWTH, Role.TARGET) if form in _IN_GROWTH_COLUMN else (Role.TARGET, Role.GROWTH):
        for read in parse_cell(target.text, role=role, name=words_of(row), unit=row.unit):
            decided = decide_form(
                read, base_figure(base), facts_of_row(row), base_unit=(base.unit or row.unit) if base else None
            )
            if terms_of(decided) == terms_of(own):
                return decided
    return own


def base_figure(base: Base | None) -> BaseFigure | None:
    """A base as the arithmetic takes it."""
    return BaseFigure(base.value, base.year, parts=tuple(base.parts)) if base else None


def own_doubts(row: PlanIndicator) -> Messages:
    """What the row's words and figures in force are doubted for now. Headings and promises of the text are not asked."""
    if row.is_heading or row.listing != Listing.MAIN:
        return {}
    base = row.bases.filter(in_force=True).first()
    targets = list(row.targets.filter(in_force=True))
    specs = tuple(target_spec(row, target, base) for target in targets)
    reading = RowReading(
        name=words_of(row),
        period=Period(row.plan.base_year, row.plan.start_year, row.plan.end_year),
        targets=specs or parse_cell("", role=Role.TARGET, name=words_of(row), unit=row.unit),
        base=base_spec(row, base),
        base_year=base.year if base else None,
        unit=row.unit,
        catalogue=facts_of_row(row),
        nature=row.nature_text if "nature" in row.printed else None,
        price_basis=PriceBasis(targets[0].price_basis) if targets else None,
    )
    found: Messages = {}
    for doubt in row_doubts(reading):
        key = (doubt.code.value, doubt.figure)
        if doubt.message not in found.get(key, ""):
            found[key] = f"{found[key]}；{doubt.message}" if key in found else doubt.message
    return found


def _of_columns(row: PlanIndicator, target: Target, form: Form) -> TargetSpec:
    number = None if form is Form.ASSIGNED else target.value
    reference = ECONOMIC_GROWTH if _is_economy(target) else target.reference_text
    return TargetSpec(
        role=Role.GROWTH if form in _IN_GROWTH_COLUMN else Role.TARGET,
        form=form,
        value=number,
        value_high=target.value_high,
        comparator=Comparator(target.comparator),
        unit="" if form in _WITHOUT_UNIT else target.unit or row.unit,
        by=target.by,
        reference=reference,
        tolerant=target.tolerant,
        parts=tuple(target.parts),
        text=target.text if number is None and not target.parts else "",
    )


def _is_economy(target: Target) -> bool:
    return (
        target.form == Form.RELATIVE
        and target.reference_indicator is not None
        and target.reference_indicator.code == ECONOMY
    )


def terms_of(spec: TargetSpec) -> tuple[object, ...]:
    """What makes a promise the same promise: neither the column it stands in nor its marks."""
    unit = "" if spec.form in _WITHOUT_UNIT else spec.unit
    comparator = spec.comparator if spec.value is not None else None
    return (
        spec.form,
        spec.value,
        spec.value_high,
        comparator,
        unit,
        spec.by,
        spec.reference,
        spec.tolerant,
        spec.parts,
    )
