"""A bulletin from its material: the one place that puts the parts together."""

from __future__ import annotations

from datetime import date

from projects.domain.bulletin import spans
from projects.domain.bulletin.counting import Periods, by_party, ranked, within
from projects.domain.bulletin.facts import Event, Facts, OpenProblem, Unreported, added
from projects.domain.bulletin.lagging import laggards
from projects.domain.bulletin.records import CLOSED, Asked, Hindrance, Material, Work
from projects.domain.bulletin.visits import visits


def draw(material: Material) -> Facts:
    """The facts of the bulletin that ``material.outline`` asks for. Order of the material does not matter.

    ValueError where no bulletin of the kind ends with the month. Visits are chosen half-yearly and yearly.
    """
    outline, periods = material.outline, Periods(material.outline)
    sums = by_party(material)
    works = {one.id: one for one in material.works}
    return Facts(
        outline=outline,
        rules=material.rules,
        whole=added(sums.values()),
        groups=ranked(material, sums),
        started=_events([(one, one.started_on) for one in material.works], periods.span),
        finished=_events([(one, one.finished_on) for one in material.works], periods.span),
        laggards=laggards(material.works, outline, material.rules),
        problems=_problems(material.hindrances, works, outline.day),
        unreported=_unreported(material.asked, works, outline.day),
        visits=visits(material) if outline.kind in (spans.HALF_YEARLY, spans.YEARLY) else (),
        months=material.months,
        sample=any(one.sample for one in material.works),
    )


def _events(dated: list[tuple[Work, date | None]], span: tuple[date, date]) -> tuple[Event, ...]:
    """By day, then by name."""
    found = [
        Event(one.id, one.name, one.place, one.unit, day, one.total)
        for one, day in dated
        if day is not None and within(day, span)
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.name, one.project)))


def _problems(hindrances: tuple[Hindrance, ...], works: dict[int, Work], day: date) -> tuple[OpenProblem, ...]:
    found = [
        OpenProblem(
            problem=one.id, project=one.project, name=works[one.project].name, place=works[one.project].place,
            unit=one.unit, text=one.text, state=one.state, kind=one.kind, due=one.due,
            days=(day - one.due).days if one.due is not None and one.overdue(day) else 0,
        )
        for one in hindrances
        if one.state != CLOSED and one.project in works
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.days, one.due or date.max, one.name, one.problem)))


def _unreported(asked: tuple[Asked, ...], works: dict[int, Work], day: date) -> tuple[Unreported, ...]:
    """The missing ones first."""
    found = [
        Unreported(
            one.project, works[one.project].name, works[one.project].place, works[one.project].unit,
            one.month, one.due, one.handed_in,
        )
        for one in asked
        if one.project in works and (one.late or (one.handed_in is None and one.due < day))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.handed_in is not None, one.unit, one.name, one.month, one.project)))
