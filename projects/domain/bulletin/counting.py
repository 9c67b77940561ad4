"""From records to sums, places and verdicts of groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from indicators.domain.ranking import places
from projects.domain.bulletin import spans
from projects.domain.bulletin.facts import Group, Sums, added, share_of, total
from projects.domain.bulletin.lagging import reasons
from projects.domain.bulletin.records import CLOSED, UNDER_WAY, Asked, Hindrance, Material, Outline, Party, Rules, Work


class Periods:
    """The days from and to which things count, made once for all projects."""

    def __init__(self, outline: Outline) -> None:
        own, before = spans.months_of(outline.kind, outline.month), spans.before(outline.kind, outline.month)
        self.last = spans.last_day(outline.month)
        self.span = (own[0], self.last)
        self.before = (before[0], spans.last_day(before[-1]))
        self.year = (date(outline.month.year, 1, 1), self.last)


def within(day: date | None, span: tuple[date, date]) -> bool:
    """Whether the day is known and lies in the span, both ends included."""
    return day is not None and span[0] <= day <= span[1]


def sums_of_work(work: Work, outline: Outline, periods: Periods, rules: Rules) -> Sums:
    """What one project adds."""
    has_plan, figure = work.planned is not None, work.year_done is not None
    return Sums(
        projects=1,
        monthly=int(work.monthly),
        reported=int(work.monthly and work.reported),
        by_default=int(bool(work.unit) and not work.unit_confirmed),
        under_way=int(work.stage in UNDER_WAY),
        started=int(within(work.started_on, periods.span)),
        finished=int(within(work.finished_on, periods.span)),
        started_before=int(within(work.started_on, periods.before)),
        finished_before=int(within(work.finished_on, periods.before)),
        started_year=int(within(work.started_on, periods.year)),
        finished_year=int(within(work.finished_on, periods.year)),
        span_done=work.span_done,
        before_done=work.before_done,
        year_done=work.year_done,
        with_plan=int(has_plan),
        silent=int(has_plan and not figure),
        planned=work.planned,
        planned_done=work.year_done if has_plan else None,
        unplanned=int(figure and not has_plan),
        unplanned_done=None if has_plan else work.year_done,
        lagging=int(bool(reasons(work, outline, rules))),
    )


def sums_of_hindrance(one: Hindrance, outline: Outline, periods: Periods) -> Sums:
    """What one problem adds."""
    return Sums(
        open=int(one.state != CLOSED),
        overdue=int(one.overdue(outline.day)),
        raised=int(within(one.raised, periods.span)),
        closed=int(one.state == CLOSED and within(one.closed_on, (periods.span[0], outline.day))),
    )


def fate(one: Asked, day: date) -> str:
    """What became of an asked report: on_time, late, missing, or pending where it is not due yet."""
    if one.handed_in is not None:
        return "late" if one.late else "on_time"
    return "missing" if one.due < day else "pending"


def by_party(material: Material) -> dict[Party, Sums]:
    """The sums of each group, in the order in which groups come first."""
    outline, periods = material.outline, Periods(material.outline)
    lots: dict[Party, list[Sums]] = {}
    of: dict[int, Party] = {}
    for work in material.works:
        of[work.id] = work.party
        lots.setdefault(work.party, []).append(sums_of_work(work, outline, periods, material.rules))
    for hindrance in material.hindrances:
        if hindrance.project in of:
            lots[of[hindrance.project]].append(sums_of_hindrance(hindrance, outline, periods))
    fates = Counter((of[one.project], fate(one, outline.day)) for one in material.asked if one.project in of)
    for (party, code), number in fates.items():
        counted: dict[str, Any] = {"asked": number, code: number}
        lots[party].append(Sums(**counted))
    return {party: added(lot) for party, lot in lots.items()}


def ranked(material: Material, sums: Mapping[Party, Sums]) -> tuple[Group, ...]:
    """The groups with places, those without a place last, equals by name."""
    shares_before = _shares_before(material.works)
    parties = list(sums)
    now = places([sums[one].share if one.ranked else None for one in parties])
    then = places([shares_before.get(one) if one.ranked else None for one in parties])
    yearly = material.outline.kind == spans.YEARLY
    groups = [
        Group(one.key, one.name, sums[one], place, place_before, shares_before.get(one))
        for one, place, place_before in zip(parties, now, then, strict=True)
    ]
    if yearly:
        groups = [replace(one, verdict=verdict(one.sums, material.rules)) for one in groups]
    last = len(groups) + 1
    return tuple(sorted(groups, key=lambda one: (one.place or last, one.name, one.key)))


def _shares_before(works: Sequence[Work]) -> dict[Party, Decimal]:
    """By group: done of the year's plan at the end of the span before; nothing where that lies in another year."""
    with_plan: dict[Party, list[Work]] = {}
    for work in works:
        if work.planned is not None:
            with_plan.setdefault(work.party, []).append(work)
    found = {
        party: share_of(total(work.year_before for work in lot), total(work.planned for work in lot))
        for party, lot in with_plan.items()
    }
    return {party: share for party, share in found.items() if share is not None}


def verdict(sums: Sums, rules: Rules) -> str:
    """What a year's plan came to: met, nearly, short; no_plan where none was set, no_report where nobody reported."""
    if not sums.planned:
        return "no_plan"
    if sums.share is None:
        return "no_report"
    if sums.share >= rules.met:
        return "met"
    return "nearly" if sums.share >= rules.nearly else "short"
