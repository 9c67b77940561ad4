"""Files of evaluations in the background. The task takes an id, may run twice, and retries only when a server was away."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task, shared_task
from django.db import Error as DatabaseFault
from django.utils import timezone

from evaluations.models import PaperFile
from evaluations.selectors.papers import waiting_papers
from evaluations.services import papers
from evaluations.services.papers import NoLongerOurs
from indicators.tasks import AWAY, send_on_commit

log = logging.getLogger("evaluations.tasks")


@shared_task(bind=True, autoretry_for=AWAY, retry_backoff=1, retry_backoff_max=30, max_retries=5)
def make_paper(self: Task[Any, Any], paper_id: int) -> None:
    """Make one file. A second message about it finds it done or in other hands and ends at once.

    After a kill the broker's second message or the sweep takes it up again, once it has given no sign of life for a while.
    """
    paper = papers.start(paper_id=paper_id)
    if paper is None:
        return
    try:
        papers.make(paper=paper)
    except NoLongerOurs:
        log.info("paper %s is no longer ours (attempt %s)", paper.pk, paper.attempts)
    except AWAY:
        _let_go(paper)
        raise
    except Exception as error:
        papers.fail(paper=paper, error=repr(error))
        raise


def _let_go(paper: PaperFile) -> None:
    """For the retry; where the database is away too, the file is free after a while without a sign of life."""
    try:
        papers.let_go(paper=paper)
    except DatabaseFault as error:
        log.warning("paper %s is not let go: %s", paper.pk, error)


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3)
def sweep_queued_papers() -> int:
    """Every minute: send what Redis missed and what a killed worker left; how many files."""
    waiting = waiting_papers(stale_before=papers.lost_before())
    for paper_id in waiting:
        make_paper.delay(paper_id)
    return len(waiting)


@shared_task
def clear_papers() -> int:
    """Every night: throw away files of papers that are not frozen; how many files went."""
    return papers.clear(today=timezone.localdate())


def enqueue_on_commit(paper: PaperFile) -> bool:
    """Send a file to the workers; False (Redis is away): the file stays queued and the sweep sends it later."""
    return send_on_commit(make_paper, paper.pk, what="paper")
