"""Evaluations on their way, written through the services: a draft, one handed in, one that is final."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from evaluations.models import Evaluation, PaperFile
from evaluations.selectors.evaluations import facts_of
from evaluations.selectors.facts import seal
from evaluations.services.deciding import approve, freeze, submit
from evaluations.services.drafting import begin
from files.keep import keep
from tests.factories import accounts

DAY = date(2026, 3, 2)
NUMBER = "延发改〔2026〕1号"


def draft(plan, *, by=None, kind="annual", year=2024, **rest) -> Evaluation:
    """Of the plan, begun by a planner of its region."""
    return begin(plan=plan, kind=kind, year=year, by=by or accounts.planner(plan.region), **rest)


def handed_in(plan, *, by=None, **rest) -> Evaluation:
    """Submitted with the figures of the moment."""
    by = by or accounts.planner(plan.region)
    made = draft(plan, by=by, **rest)
    return submit(evaluation=made, looked_at=seal(facts_of(made, day=DAY)), by=by)


def approved(plan, *, by=None, **rest) -> Evaluation:
    """Approved by a reviewer of the region."""
    return approve(evaluation=handed_in(plan, by=by, **rest), by=accounts.reviewer(plan.region))


def final(plan, *, by=None, **rest) -> Evaluation:
    """Frozen with its number."""
    return freeze(evaluation=approved(plan, by=by, **rest), number=NUMBER, by=accounts.reviewer(plan.region))


def paper_file(evaluation, *, by, content=b"PK\x03\x04 a paper") -> PaperFile:
    """A Word file of it that was made, with this content."""
    kept = keep([content], root=Path(settings.MEDIA_ROOT), folder="papers", most=1024)
    done = {
        "state": "done",
        "file": kept.place,
        "size": kept.size,
        "finished_at": timezone.now(),
        "step": 5,
        "steps": 5,
    }
    return PaperFile.objects.create(evaluation=evaluation, format="docx", asked_by=by, **done)
