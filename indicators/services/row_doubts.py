"""Doubts of a row after somebody changed its words, its base or its targets: raised anew, closed where their cause is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from indicators.domain.types import BLOCKING_DOUBTS
from indicators.models import Doubt, DoubtState, PlanIndicator
from indicators.services.doubts import GONE, close_doubt, refresh_series_doubts, repeat_doubt
from indicators.services.row_reading import Messages, own_doubts


@contextmanager
def followed_by_doubts(*, row: PlanIndicator, by: User) -> Iterator[None]:
    """What is written inside changes the row; behind it the row's doubts say what its words and figures now say.

    Only what the change itself raises or settles is touched: a doubt that stood before and still does keeps its answer, one
    that came from elsewhere (the prose, the scan, the table as a whole) waits for a person. In the caller's transaction.
    """
    before = own_doubts(_stored(row))
    yield
    now = _stored(row)
    _bring(now, before, own_doubts(now), by)
    refresh_series_doubts(row=now, by=by)


def _stored(row: PlanIndicator) -> PlanIndicator:
    """The row as the database has it: ``row`` itself may hold what is about to be written."""
    return PlanIndicator.objects.select_related("plan", "parent", "indicator").get(pk=row.pk)


def _bring(row: PlanIndicator, before: Messages, after: Messages, by: User) -> None:
    stored = {(doubt.code, doubt.figure): doubt for doubt in Doubt.objects.select_for_update().filter(row=row)}
    for key, message in after.items():
        if before.get(key) == message:
            continue
        if key in stored:
            repeat_doubt(stored[key], message)
        else:
            code, figure = key
            Doubt.objects.create(
                plan=row.plan, row=row, code=code, figure=figure, message=message, blocking=code in BLOCKING_DOUBTS
            )
    for key in before.keys() - after.keys():
        doubt = stored.get(key)
        if doubt is not None and doubt.state == DoubtState.OPEN:
            close_doubt(doubt, DoubtState.RESOLVED, GONE, by)
