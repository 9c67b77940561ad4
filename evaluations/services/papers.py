"""Making the files of an evaluation in the background: a visible job that may be killed and is taken up again.

A file is kept under its hash, whole or not at all; what a job writes carries the number of its attempt.
"""

from __future__ import annotations

import os
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from evaluations.models import Evaluation, EvaluationState, PaperFile, PaperFormat, PaperState
from evaluations.paper.book import evaluation_book
from evaluations.paper.steps import FACTS, KEEP, TABLES, steps
from evaluations.paper.word import evaluation_paper
from evaluations.selectors.evaluations import facts_of
from evaluations.selectors.papers import outline_of, since_frozen
from files.keep import keep

FOLDER: Final = "papers"
MAX_BYTES: Final = 100 * 1024 * 1024
MAX_ATTEMPTS: Final = 3
LOST_AFTER: Final = 30.0  # seconds without a sign of life; each step takes a few at most
KEPT_DAYS: Final = 7  # files of papers that are not frozen
_IN_HAND: Final = 24 * 60 * 60  # seconds in which a file may lie without its row: it is being kept
_OPEN: Final = (PaperState.QUEUED, PaperState.MAKING)


class NoLongerOurs(BaseException):
    """Another worker took the file up. No ``Exception``: no library may take it for a fault of the data."""


@transaction.atomic
def ask(*, evaluation: Evaluation, format: str, by: User) -> PaperFile:
    """The file of this format: the one that is being made, of a frozen evaluation the one that there is, else a new job.

    The caller has looked whether the person may; it hands a queued one on by ``evaluations.tasks.enqueue_on_commit``.
    """
    stored = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    same = PaperFile.objects.filter(evaluation=stored, format=format)
    found = same.filter(state__in=_OPEN).first()
    if found is None and stored.state == EvaluationState.FROZEN:
        done = since_frozen(same).filter(state=PaperState.DONE)
        found = next((one for one in done if path_of(one).is_file()), None)
    if found is not None:
        return found
    made = PaperFile(evaluation=stored, format=format, asked_by=by)
    made.full_clean(exclude=["evaluation", "asked_by"])
    made.save()
    return made


@transaction.atomic
def start(*, paper_id: int, stale_before: datetime | None = None) -> PaperFile | None:
    """Take a file: one that is queued, or one that is being made without a sign of life since ``stale_before``.

    None: it is done, failed, or in other hands.
    """
    paper = PaperFile.objects.select_for_update().filter(pk=paper_id, state__in=_OPEN).first()
    if paper is None:
        return None
    alive = paper.active_at is not None and paper.active_at >= (stale_before or lost_before())
    if paper.state == PaperState.MAKING and alive:
        return None
    if paper.attempts >= MAX_ATTEMPTS:
        fail(paper=paper, error=f"given up after {paper.attempts} attempts. {paper.error}")
        return None
    paper.state, paper.attempts, paper.active_at = PaperState.MAKING, paper.attempts + 1, timezone.now()
    paper.step, paper.steps, paper.doing = 0, steps(0), ""
    paper.save(update_fields=["state", "attempts", "active_at", "step", "steps", "doing"])
    return paper


def make(*, paper: PaperFile) -> None:
    """Make a started file to its end. Faults are raised; the caller says ``fail``. ``NoLongerOurs``: somebody else makes it."""
    evaluation = (
        Evaluation.objects.select_related("plan__region", "frozen_by__unit")
        .prefetch_related("texts")
        .get(pk=paper.evaluation_id)
    )
    sign = Sign(paper)
    sign.step(FACTS)
    outline = outline_of(evaluation, facts_of(evaluation, day=timezone.localdate()))
    if paper.format == PaperFormat.WORD:
        sign.expect(steps(sum(1 for one in outline.facts.counties if one.lines)))
        data = evaluation_paper(outline, progress=sign.step)
    else:
        sign.expect(len((FACTS, TABLES, KEEP)))
        sign.step(TABLES)
        data = evaluation_book(outline)
    sign.step(KEEP)
    _finish(paper, data)


def _finish(paper: PaperFile, data: bytes) -> None:
    root = Path(settings.MEDIA_ROOT)
    kept = keep([data], root=root, folder=FOLDER, most=MAX_BYTES)
    os.utime(root / kept.place)  # the same content may lie there from before, about to be swept
    moment = timezone.now()
    done = {"state": PaperState.DONE, "file": kept.place, "size": kept.size, "doing": "", "error": ""}
    if not own(paper).update(**done, finished_at=moment, active_at=moment):
        raise NoLongerOurs


class Sign:
    """Signs of life: each step as it begins."""

    def __init__(self, paper: PaperFile) -> None:
        self._own, self._step, self._steps = own(paper), 0, paper.steps

    def expect(self, number: int) -> None:
        """How many steps it takes in all, once that is known."""
        self._steps = number

    def step(self, doing: str) -> None:
        """The step that begins now."""
        self._step += 1
        told = {"step": self._step - 1, "steps": self._steps, "doing": doing[:60], "active_at": timezone.now()}
        if not self._own.update(**told):
            raise NoLongerOurs


def own(paper: PaperFile) -> QuerySet[PaperFile]:
    """The file as long as it is in the hands of this attempt."""
    return PaperFile.objects.filter(pk=paper.pk, state=PaperState.MAKING, attempts=paper.attempts)


def let_go(*, paper: PaperFile) -> None:
    """A server was away: the file may be taken up at once, and this attempt does not count."""
    own(paper).update(state=PaperState.QUEUED, attempts=paper.attempts - 1, doing="")


def fail(*, paper: PaperFile, error: str) -> None:
    """A fault of ours: the file says so, ``error`` is for the administrator."""
    mine = PaperFile.objects.filter(pk=paper.pk, state__in=_OPEN, attempts=paper.attempts)
    mine.update(state=PaperState.FAILED, doing="", error=error[:4000], finished_at=timezone.now())


def lost_before() -> datetime:
    """A file whose last sign of life is older has no worker any more."""
    return timezone.now() - timedelta(seconds=LOST_AFTER)


def path_of(paper: PaperFile) -> Path:
    """Where the file lies."""
    return Path(settings.MEDIA_ROOT) / paper.file


def clear(*, today: date) -> int:
    """Every night: take away what papers that are not frozen left, failed jobs, files without a row; how many files went."""
    old = PaperFile.objects.filter(asked_at__date__lt=today - timedelta(days=KEPT_DAYS)).exclude(state__in=_OPEN)
    frozen = since_frozen(PaperFile.objects.filter(state=PaperState.DONE)).values("pk")
    old.exclude(pk__in=frozen).delete()
    root = Path(settings.MEDIA_ROOT)
    known = set(PaperFile.objects.exclude(file="").values_list("file", flat=True))
    gone = [
        one
        for one in (root / FOLDER).rglob("*")
        if one.is_file() and one.relative_to(root).as_posix() not in known and _age(one) > _IN_HAND
    ]
    for one in gone:
        one.unlink(missing_ok=True)
    return len(gone)


def _age(file: Path) -> float:
    try:
        return time.time() - file.stat().st_mtime
    except FileNotFoundError:
        return 0.0
