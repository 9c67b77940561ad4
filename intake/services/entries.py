"""From the proposal as decided to the entries that the one writer of plans takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from indicators.domain.forms import choose_primary
from indicators.domain.types import ActualKind, CatalogueFacts, Comparator, Form, PriceBasis, TargetSpec
from indicators.models.promises import BaseSource
from indicators.services.loading.plan_entries import (
    BaseEntry,
    DoubtEntry,
    PlanEntry,
    ResolutionEntry,
    RowEntry,
    TargetEntry,
)
from indicators.services.loading.promised_rows import PromisedNumber, implied_direction, promised_row
from intake.domain.proposal import Commitment, FoundDoubt, Proposal, ReadIndicator
from plans.models import PlanStatus

#: Forms whose number has no unit of its own.
_WITHOUT_UNIT = (Form.ASSIGNED, Form.NONE)
#: Answers to doubts by index of the row in the decided proposal (None: the table).
Answers = Mapping[int | None, Sequence[ResolutionEntry]]


def plan_entry(
    proposal: Proposal, *, file: str, source: str, catalogue: Mapping[str, CatalogueFacts], answers: Answers
) -> PlanEntry:
    """The plan of a decided proposal whose particulars are complete (no hindrance is left)."""
    plan = proposal.plan
    assert plan.base_year is not None and plan.start_year is not None and plan.end_year is not None
    return PlanEntry(
        file=file,
        region=plan.region_code,
        title=plan.title[:200],
        document_number=plan.document_number[:60],
        issued_on=plan.issued_on,
        base_year=plan.base_year,
        start_year=plan.start_year,
        end_year=plan.end_year,
        status=PlanStatus.DRAFT,
        stated_count=plan.stated_count,
        table=proposal.table[:100],
        source=source[:200],
        doubts=tuple(_doubt(doubt) for doubt in proposal.doubts),
        rows=tuple(
            row_entry(
                row, place, base_year=plan.base_year, facts=catalogue.get(row.catalogue), answers=answers.get(n, ())
            )
            for n, (place, row) in enumerate(enumerate(proposal.indicators, start=1))
        ),
        commitments=tuple(commitment_entry(one, n) for n, one in enumerate(proposal.commitments, start=1)),
        resolutions=tuple(answers.get(None, ())),
    )


def row_entry(
    row: ReadIndicator,
    position: int,
    *,
    base_year: int,
    facts: CatalogueFacts | None,
    answers: Collection[ResolutionEntry] = (),
    parent: int | None = None,
) -> RowEntry:
    """A row of the main table. ``parent``: position of its heading; None: the one that ``row.parent`` points at."""
    heading = row.heading and not row.targets
    return RowEntry(
        position=position,
        number=row.number,
        parent=parent if parent is not None else None if row.parent is None else row.parent + 1,
        heading=heading,
        name=row.name,
        printed_name=row.printed_name or row.name,
        unit=row.unit,
        catalogue="" if heading else row.catalogue,
        category=row.category,
        nature_text=row.nature_text or "",
        nature=row.nature,
        assessed_over_period=row.assessed_over_period,
        line=row.line,
        cells=_cells(row),
        base=None if heading else _base(row, base_year),
        targets=() if heading else _targets(row.targets, facts),
        actual=None,
        period=None,
        doubts=tuple(_doubt(doubt) for doubt in row.doubts),
        resolutions=tuple(answers),
        where=_("第 %(line)d 行") % {"line": row.line},
    )


def _cells(row: ReadIndicator) -> dict[str, str | None]:
    """The cells as printed; a column that the table does not have is no key."""
    texts = {
        "base": row.base_text, "base_growth": row.base_growth_text, "target": row.target_text, "growth": row.growth_text,
        "nature": row.nature_text,
    }  # fmt: skip
    return {name: text or None for name, text in texts.items() if text is not None}


def _base(row: ReadIndicator, year: int) -> BaseEntry | None:
    if row.base is None and not row.base_parts:
        return None
    return BaseEntry(row.base, row.base_parts, row.base_unit or row.unit, year, BaseSource.TABLE, row.line, "", "")


def _targets(specs: Sequence[TargetSpec], facts: CatalogueFacts | None) -> tuple[TargetEntry, ...]:
    """The promises of a row, one of them primary; a row without any has one of form ``none``."""
    if not specs:
        return (_target(None, primary=True),)
    primary = choose_primary(specs, facts)
    return tuple(_target(spec, primary=n == primary) for n, spec in enumerate(specs))


def _target(spec: TargetSpec | None, *, primary: bool) -> TargetEntry:
    form = spec.form if spec else Form.NONE
    return TargetEntry(
        form=form,
        value=spec.value if spec else None,
        value_high=spec.value_high if spec else None,
        comparator=spec.comparator if spec else Comparator.EQ,
        unit=spec.unit if spec and form not in _WITHOUT_UNIT else "",
        price_basis=PriceBasis.UNKNOWN,
        parts=spec.parts if spec else (),
        text=spec.text if spec else "",
        primary=primary,
        actual_kind=ActualKind.LEVEL,
        by=spec.by if spec else "",
        reference=spec.reference if spec else "",
        tolerant=spec.tolerant if spec else False,
    )


def commitment_entry(one: Commitment, position: int) -> RowEntry:
    """A promise of the prose: a row with one target and no base. The year it is promised for stands with its words."""
    form = Form(one.form)
    number = PromisedNumber(
        subject=one.subject, form=form, value=one.value, value_high=one.value_high, comparator=one.comparator,
        unit=one.unit, year=one.year, line=one.line, text=one.text, direction=implied_direction(form),
    )  # fmt: skip
    return promised_row(number, position)


def _doubt(doubt: FoundDoubt) -> DoubtEntry:
    return DoubtEntry(doubt.code, doubt.figure, doubt.message, doubt.line)
