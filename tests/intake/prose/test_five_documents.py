"""What is read of five real plans against what people read in them: shares of commitments, particulars, doubts, time."""

from __future__ import annotations

import csv
import time
from functools import cache
from pathlib import Path

import pytest
import yaml

from bench.intake_match import Outcome, Promise, match_commitments
from bench.intake_truth import truths
from intake.domain.boxes.read import read_boxes
from intake.domain.proposal import Commitment, Proposal, ReadPlan
from intake.domain.prose.commitments import read_commitments
from intake.domain.prose.contradictions import text_doubts
from intake.domain.prose.particulars import read_particulars
from intake.domain.reference import Division, Reference
from intake.domain.tables.read import read_tables
from intake.readers.document import Document
from intake.readers.open import read_document
from tests.factories.documents import PLANS, needs_documents
from tests.intake.tables.reference import reference as catalogue

ROOT = Path(__file__).parents[3]
ANNOTATED = {truth.region: truth.promises for truth in truths()}
REGIONS = tuple(ANNOTATED)
#: No document may fall behind the whole by much.
RECALL, PRECISION = 0.90, 0.95
#: Seconds for 200 KB, of this part of the reading.
SECONDS = 0.5
#: Numbers up to this one may be written 一 to 十.
SPELLED = 10
#: region -> (name of the row, line of the prose) of every doubt that the prose raises; a person found each in the document.
DOUBTS = {
    "410700": set(),
    "410703": set(),
    "410726": {("PM2.5年平均浓度", 41), ("PM10年平均浓度", 41)},
    "411224": {("地区生产总值及增速", 6), ("森林覆盖率", 86)},
    "411721": set(),
}

pytestmark = needs_documents


@cache
def reference() -> Reference:
    with (ROOT / "data" / "regions" / "divisions.csv").open(encoding="utf-8") as file:
        rows = [Division(one["code"], one["name"], one["level"], one["parent_code"]) for one in csv.DictReader(file)]
    return Reference(catalogue().catalogue, catalogue().names, tuple(rows))


@cache
def document(region: str) -> Document:
    (path,) = PLANS.glob(f"{region}-*.txt")
    return read_document(path.read_bytes())


@cache
def plan(region: str) -> ReadPlan:
    return read_particulars(document(region), reference())


@cache
def commitments(region: str) -> tuple[Commitment, ...]:
    taken = read_tables(document(region), reference()).taken
    boxed = read_boxes(document(region), taken=taken).taken
    return read_commitments(document(region), plan=plan(region), taken=taken, boxed=boxed)


def outcome(region: str) -> Outcome[Promise, Promise]:
    read = [
        Promise(one.subject, one.value, one.unit, one.line, one.value_high, form=one.form)
        for one in commitments(region)
    ]
    return match_commitments(ANNOTATED[region], read)


@pytest.mark.parametrize("region", REGIONS)
def test_commitments(region: str) -> None:
    found = outcome(region)
    assert found.recall >= RECALL, found.misses
    assert found.precision >= PRECISION, found.wrong


@pytest.mark.parametrize("region", REGIONS)
def test_how_they_are_promised(region: str) -> None:
    assert outcome(region).share(lambda known, read: known.form == read.form) >= 0.85


@pytest.mark.parametrize("region", REGIONS)
def test_the_figure_stands_on_its_line(region: str) -> None:
    lines = {line.number: "".join(line.text.split()) for line in document(region).lines}
    for one in commitments(region):
        spelled = (
            one.value == int(one.value)
            and one.value <= SPELLED
            and set("一二两三四五六七八九十") & set(lines[one.line])
        )
        assert str(one.value) in lines[one.line] or spelled, one


@pytest.mark.parametrize("region", REGIONS)
def test_particulars(region: str) -> None:
    truth = yaml.safe_load((ROOT / "data" / "plans" / f"{region}-2021-2025.yaml").read_text("utf-8"))["plan"]
    read = plan(region)
    if "title" in dict(read.lines):  # one of the documents has lost its title page
        assert read.title == truth["title"]
    assert (read.document_number or None, read.region_code) == (truth["document_number"], truth["region"])
    assert (str(read.issued_on) if read.issued_on else None) == truth["issued_on"]
    for key in ("base_year", "start_year", "end_year", "stated_count"):
        assert getattr(read, key) == truth[key], key


@pytest.mark.parametrize("region", REGIONS)
def test_doubts_of_the_prose_are_those_that_a_person_found(region: str) -> None:
    tables = read_tables(document(region), reference(), period=(2021, 2025))
    assert tables.main is not None
    proposal = Proposal(plan=plan(region), indicators=tables.main.rows)  # type: ignore[arg-type]
    found = text_doubts(proposal, document(region), reference())
    named = {
        (proposal.indicators[doubt.indicator].name if doubt.indicator is not None else "", doubt.line)
        for doubt in found
    }
    assert named == DOUBTS[region]


def test_time() -> None:
    region = max(REGIONS, key=lambda one: len(document(one).lines))
    size = sum(len(line.text.encode()) for line in document(region).lines)
    best = min(_seconds(region) for _ in range(3))
    assert best * 200_000 / size <= SECONDS


def _seconds(region: str) -> float:
    began = time.process_time()
    read = read_particulars(document(region), reference())
    list(read_commitments(document(region), plan=read, taken=frozenset()))
    text_doubts(Proposal(plan=read), document(region), reference())
    return time.process_time() - began
