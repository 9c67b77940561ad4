"""The five documents against what people read in them: the shares that must be reached."""

from __future__ import annotations

import time

import pytest

from bench.intake import BOXED, UNBOXED
from bench.intake_match import Project, match_projects
from bench.intake_truth import Truth, truths
from intake.domain.boxes.listed import read_listed_projects
from intake.domain.boxes.read import read_boxes
from intake.readers.open import read_document
from tests.factories.documents import PLANS, needs_documents

KNOWN = list(truths())

pytestmark = needs_documents


@pytest.mark.parametrize("truth", KNOWN, ids=lambda truth: truth.region)
def test_projects_of_a_document(truth: Truth) -> None:
    document = read_document((PLANS / truth.file).read_bytes())
    began = time.process_time()
    read = read_boxes(document, taken=frozenset())
    boxed = bool(read.captions)
    projects = read.projects if boxed else read_listed_projects(document, taken=frozenset())
    seconds = time.process_time() - began
    outcome = match_projects(truth.projects, [Project(one.box, one.name, one.line, str(one.kind)) for one in projects])
    least = BOXED if boxed else UNBOXED
    assert outcome.recall >= least, outcome.misses
    assert outcome.precision >= least, outcome.wrong
    assert outcome.share(lambda known, one: known.kind == one.kind) >= 0.95
    assert seconds < 2  # five times the budget: the machine of a test may be busy


def test_every_document_is_annotated() -> None:
    assert len(KNOWN) == len(list(PLANS.glob("*.txt")))
