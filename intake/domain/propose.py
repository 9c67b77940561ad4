"""From a document to its proposal: every reader once, in the order in which one needs what the other found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Any

from intake.domain.boxes.listed import read_listed_projects
from intake.domain.boxes.read import read_boxes
from intake.domain.proposal import FoundDoubt, Proposal, ReadIndicator, ReadPlan
from intake.domain.prose.commitments import read_commitments
from intake.domain.prose.contradictions import text_doubts
from intake.domain.prose.particulars import read_particulars
from intake.domain.reference import Reference
from intake.domain.tables.read import TablesReading, read_tables
from intake.readers.document import Document

#: A note: the projects are those of the prose, because there is no box.
NO_BOXES = "no_boxes"
#: A note with its number: so many pages of a PDF are pictures, of which nothing is known.
PAGES_WITHOUT_TEXT = "pages_without_text"


class Step(StrEnum):
    """What is being done, in order; the words for people stand where people are."""

    PARTICULARS = "particulars"
    TABLES = "tables"
    PROJECTS = "projects"
    COMMITMENTS = "commitments"
    CONTRADICTIONS = "contradictions"


def propose(document: Document, reference: Reference, *, progress: Callable[[Step], None] | None = None) -> Proposal:
    """Everything that the document says of the plan. ``progress`` is told each step before it begins.

    Reading never fails for what stands in a document: what is not found is empty, and ``notes`` say what a person should know.
    """
    tell = progress or (lambda step: None)
    tell(Step.PARTICULARS)
    plan = read_particulars(document, reference)
    tell(Step.TABLES)
    tables = read_tables(document, reference, period=_period(plan))
    tell(Step.PROJECTS)
    boxes = read_boxes(document, taken=tables.taken)
    projects = boxes.projects or read_listed_projects(document, taken=tables.taken, start=plan.start_year)
    tell(Step.COMMITMENTS)
    commitments = read_commitments(document, plan=plan, taken=tables.taken, boxed=boxes.taken)
    proposal = Proposal(plan=plan, projects=projects, commitments=commitments, **_of_tables(tables))
    if projects and not boxes.projects:
        proposal = replace(proposal, notes=(*proposal.notes, NO_BOXES))
    if document.pages_without_text:
        silent = f"{PAGES_WITHOUT_TEXT}:{len(document.pages_without_text)}"
        proposal = replace(proposal, notes=(*proposal.notes, silent))
    tell(Step.CONTRADICTIONS)
    return with_doubts(proposal, text_doubts(proposal, document, reference))


def _period(plan: ReadPlan) -> tuple[int, int] | None:
    return None if plan.start_year is None or plan.end_year is None else (plan.start_year, plan.end_year)


def _of_tables(tables: TablesReading) -> dict[str, Any]:
    main, results = tables.main, tables.results
    found: dict[str, Any] = {"notes": tables.notes}
    if main is not None:
        found |= {"table": main.caption, "table_line": main.line, "indicators": main.rows, "doubts": main.doubts}
    if results is not None:
        found |= {
            "results_table": results.caption,
            "results_line": results.line,
            "results_period": results.results_period,
            "previous_results": results.rows,
        }
    return found


def with_doubts(proposal: Proposal, found: Iterable[FoundDoubt]) -> Proposal:
    """The proposal with further doubts: those about a row stand with the row, the others with the whole."""
    rows = list(proposal.indicators)
    whole = list(proposal.doubts)
    for doubt in found:
        if doubt.indicator is None:
            whole.append(doubt)
        else:
            rows[doubt.indicator] = _doubted(rows[doubt.indicator], doubt)
    return replace(proposal, indicators=tuple(rows), doubts=tuple(whole))


def _doubted(row: ReadIndicator, doubt: FoundDoubt) -> ReadIndicator:
    return replace(row, doubts=(*row.doubts, doubt))
