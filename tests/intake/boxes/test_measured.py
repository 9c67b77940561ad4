"""The five documents against what people read in them: the shares that must be reached."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from bench.intake_match import Project, match_projects
from intake.domain.boxes.listed import read_listed_projects
from intake.domain.boxes.read import read_boxes
from intake.readers.open import read_document
from tests.factories.documents import PLANS, needs_documents

ROOT = Path(__file__).resolve().parents[3]
KNOWN = sorted((ROOT / "data" / "projects").glob("*.csv"))

pytestmark = needs_documents


def _known(path: Path) -> list[Project]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Project(row["box"], row["name"], int(row["line"]), row["kind"], row["group"], row["facts"])
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize("path", KNOWN, ids=lambda path: path.stem)
def test_projects_of_a_document(path: Path) -> None:
    data = next(PLANS.glob(f"{path.stem[:6]}*.txt")).read_bytes()
    document = read_document(data)
    began = time.process_time()
    read = read_boxes(document, taken=frozenset())
    boxed = bool(read.captions)
    projects = read.projects if boxed else read_listed_projects(document, taken=frozenset())
    seconds = time.process_time() - began
    outcome = match_projects(_known(path), [Project(one.box, one.name, one.line, str(one.kind)) for one in projects])
    least = 0.95 if boxed else 0.8
    assert outcome.recall >= least, outcome.misses
    assert outcome.precision >= least, outcome.wrong
    assert outcome.share(lambda known, one: known.kind == one.kind) >= 0.95
    assert seconds < 2  # five times the budget: the machine of a test may be busy


def test_every_document_is_annotated() -> None:
    assert len(KNOWN) == len(list(PLANS.glob("*.txt")))
