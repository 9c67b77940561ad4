"""Which projects lag, and why. Only those that report monthly: of the others nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from projects.domain.bulletin import spans
from projects.domain.bulletin.facts import Laggard, share_of
from projects.domain.bulletin.records import DONE, UNDER_WAY, Outline, Rules, Work

INVESTMENT, NOT_STARTED, NOT_FINISHED = "investment", "not_started", "not_finished"


def reasons(work: Work, outline: Outline, rules: Rules) -> tuple[str, ...]:
    """Why the project lags; empty where it does not, or where there is no figure to say so."""
    if not work.monthly or work.finished_on is not None or work.stage in DONE:
        return ()
    found, last = [], spans.last_day(outline.month)
    share = share_of(work.year_done, work.planned)
    if share is not None and share < spans.elapsed(outline.month) - rules.behind:
        found.append(INVESTMENT)
    started = work.started_on is not None or work.stage in UNDER_WAY
    if not started and work.planned_start is not None and work.planned_start <= last:
        found.append(NOT_STARTED)
    if work.planned_finish is not None and work.planned_finish <= last:
        found.append(NOT_FINISHED)
    return tuple(found)


def laggards(works: Iterable[Work], outline: Outline, rules: Rules) -> tuple[Laggard, ...]:
    """Those that lag: by how much of the year's plan is short, the furthest first; then those behind their dates, the oldest first."""
    found = [_laggard(work, why, outline) for work in works if (why := reasons(work, outline, rules))]
    return tuple(sorted(found, key=_order))


def _laggard(work: Work, why: tuple[str, ...], outline: Outline) -> Laggard:
    short = None
    if INVESTMENT in why and work.planned is not None and work.year_done is not None:
        short = work.planned * outline.month.month / 12 - work.year_done
    return Laggard(
        project=work.id, name=work.name, place=work.place, unit=work.unit, why=why, planned=work.planned,
        done=work.year_done, share=share_of(work.year_done, work.planned), short=short, planned_start=work.planned_start,
        planned_finish=work.planned_finish, progress_text=work.progress_text,
    )  # fmt: skip


def _order(one: Laggard) -> tuple[bool, Decimal, str, str, int]:
    by_money = one.short is not None
    share = one.share if one.share is not None and by_money else Decimal(0)
    day = one.planned_start or one.planned_finish
    return (not by_money, share, "" if by_money or day is None else day.isoformat(), one.name, one.project)
