"""The table of results of the period before, ticked by a person: entries of that plan, its figures and what was reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from indicators.domain.notation import ActualSpec, parse_actual, parse_cell
from indicators.domain.types import CatalogueFacts, Form, ResultKind, Role, TargetSpec, Vintage
from indicators.models import Listing, PlanIndicator
from indicators.services.loading.plan_entries import ActualEntry, PeriodEntry, PlanEntry, RowEntry
from indicators.services.loading.plan_results import write_results
from indicators.services.loading.plan_writer import Definitions, write_plan
from indicators.services.loading.writing import Loading
from intake.domain.difference import RowKey, paired
from intake.domain.proposal import Proposal, ReadIndicator, ReadPlan, ReadResult
from intake.domain.reread import reread, words_of
from intake.selectors.differences import key_of
from intake.selectors.review import existing_plan
from intake.services.entries import row_entry
from plans.models import Plan, PlanStatus
from regions.models import Region


def write_previous(
    proposal: Proposal, region: Region, definitions: Definitions, *, file: str, load: Loading
) -> Plan | None:
    """Bring the ticked results into the plan of the period before: created as ended where there is none.

    Of a plan that stands only the results are written, to the rows that are the same, and only where no other figure
    stands; what is not written is named in the receipt. None: nothing was ticked, or the period is not known.
    """
    plan = previous_particulars(proposal)
    if plan is None or not proposal.previous_results:
        return None
    entry = _entry(plan, _rows(proposal, plan, definitions.catalogue), proposal, file)
    stored = existing_plan(plan, within=region)
    if stored is None:
        return write_plan(entry, region, definitions, load=load)
    matched = _matched(entry, stored, load)
    if write_results(entry, matched, load=load):
        load.stale[stored.pk] = _("载入 %(file)s") % {"file": file}
    return stored


def previous_particulars(proposal: Proposal) -> ReadPlan | None:
    """The particulars of the plan before: its period from the table of results, else the five years before this one's."""
    plan = proposal.plan
    start, end = proposal.results_period or (None, None)
    if start is None and plan.start_year is not None and plan.end_year is not None:
        end = plan.start_year - 1
        start = plan.start_year - (plan.end_year - plan.start_year + 1)
    if start is None or end is None:
        return None
    title = _("%(region)s %(start)d–%(end)d 年规划") % {"region": plan.region_name, "start": start, "end": end}
    return ReadPlan(
        title=title, base_year=start - 1, start_year=start, end_year=end, region_code=plan.region_code,
        region_name=plan.region_name,
    )  # fmt: skip


def _entry(plan: ReadPlan, rows: tuple[RowEntry, ...], proposal: Proposal, file: str) -> PlanEntry:
    assert plan.base_year is not None and plan.start_year is not None and plan.end_year is not None
    source = _("%(title)s（上期完成情况表）") % {"title": proposal.plan.title}
    return PlanEntry(
        file=file, region=plan.region_code, title=plan.title, document_number="", issued_on=None, base_year=plan.base_year,
        start_year=plan.start_year, end_year=plan.end_year, status=PlanStatus.ENDED, stated_count=None,
        table=proposal.results_table[:100], source=source[:200], rows=rows,
    )  # fmt: skip


def _rows(proposal: Proposal, plan: ReadPlan, catalogue: Mapping[str, CatalogueFacts]) -> tuple[RowEntry, ...]:
    results = proposal.previous_results
    headings = {row.parent for row in results}
    return tuple(
        _row(row, n, row.parent is None and n in headings, results, plan, catalogue) for n, row in enumerate(results)
    )


def _row(
    row: ReadResult, index: int, above: bool, results: tuple[ReadResult, ...], plan: ReadPlan, catalogue: Mapping[str, CatalogueFacts]
) -> RowEntry:  # fmt: skip
    """One row of the ended plan: read as the main table's are, with what was reached beside it."""
    facts = catalogue.get(row.catalogue)
    parent = results[row.parent].name if row.parent is not None else ""
    heading = above and not (row.actual_text or row.target_text or row.target_growth_text)
    read = reread(_as_indicator(row, heading), plan=plan, parent=parent, facts=facts)
    assert plan.base_year is not None and plan.end_year is not None
    entry = row_entry(read, index + 1, base_year=plan.base_year, facts=facts)
    cells = {name: text or None for name, text in _reached(row).items() if text is not None}
    if heading:
        return replace(entry, cells={**entry.cells, **cells})
    actual = parse_actual(row.actual_text or "", name=words_of(read, parent), unit=row.unit)
    growth = parse_cell(row.actual_growth_text or "", role=Role.GROWTH, name=words_of(read, parent), unit=row.unit)
    year = plan.end_year
    return replace(
        entry,
        cells={**entry.cells, **cells},
        actual=_actual(actual, year),
        period=_total(actual, year) or _average(growth, year),
        doubts=(),
    )


def _reached(row: ReadResult) -> dict[str, str | None]:
    return {"actual": row.actual_text, "actual_growth": row.actual_growth_text}


def _as_indicator(row: ReadResult, heading: bool) -> ReadIndicator:
    return ReadIndicator(
        name=row.name, line=row.line, printed_name=row.printed_name, number=row.number, parent=row.parent, heading=heading,
        category=row.category, unit=row.unit, base_text=row.base_text, target_text=row.target_text,
        growth_text=row.target_growth_text, nature_text=row.nature_text, catalogue=row.catalogue,
    )  # fmt: skip


def _actual(read: ActualSpec, year: int) -> ActualEntry | None:
    """The figure of the end year; a total in brackets is none. 完成… has no unit, shares of a whole are per cent."""
    if read.period_total or (read.value is None and read.reported is None and not read.parts):
        return None
    unit = read.unit or "%" if read.parts else read.unit if read.value is not None else ""
    return ActualEntry(
        read.value, read.parts, unit, year, read.text, read.comparator, read.reported, Vintage.PRELIMINARY
    )


def _total(read: ActualSpec, year: int) -> PeriodEntry | None:
    if not read.period_total or read.value is None:
        return None
    return PeriodEntry(ResultKind.CUMULATIVE, read.value, read.unit, year, read.text, read.comparator)


def _average(read: Sequence[TargetSpec], year: int) -> PeriodEntry | None:
    """年均增长, official for the whole period: per cent a year, of a share percentage points a year."""
    first = next(iter(read), None)
    if first is None or first.value is None or first.form not in (Form.GROWTH, Form.POINTS):
        return None
    return PeriodEntry(ResultKind.AVERAGE, first.value, first.unit, year, first.text, first.comparator)


def _matched(entry: PlanEntry, plan: Plan, load: Loading) -> dict[int, PlanIndicator]:
    """Rows of the plan that stands, by position of the entry; an entry without one is told, never guessed at or added."""
    rows = [row for row in entry.rows if not row.heading]
    stored = list(
        plan.rows.filter(listing=Listing.MAIN, is_heading=False)
        .select_related("indicator", "parent", "plan")
        .order_by("position")
    )
    keys = [RowKey(row.catalogue, entry.parent_name(row), row.name, row.unit) for row in rows]
    pairs = paired([key_of(row) for row in stored], keys)
    found: dict[int, PlanIndicator] = {}
    for place, row in enumerate(rows):
        same = stored[pairs[place]] if place in pairs else None
        if same is not None and not _of_another_indicator(row, same):
            found[row.position] = same
            continue
        said = _("%(file)s：%(plan)s 没有与“%(name)s”对应的一行，完成数没有写入")
        load.receipt.conflicts.append(said % {"file": entry.file, "plan": plan, "name": row.name})
    return found


def _of_another_indicator(entry: RowEntry, row: PlanIndicator) -> bool:
    """The same words for what the catalogue holds apart."""
    return bool(entry.catalogue and row.indicator) and row.indicator.code != entry.catalogue
