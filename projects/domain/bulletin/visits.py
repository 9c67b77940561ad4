"""Which projects are looked at on site (观摩): chosen by rule, so that nobody can be shown only the best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from projects.domain.bulletin.counting import Periods, within
from projects.domain.bulletin.facts import Visit, share_of
from projects.domain.bulletin.lagging import reasons
from projects.domain.bulletin.records import BY_REGION, UNDER_WAY, Material, Work

LARGEST, BEST, LAGGING = "largest", "best", "lagging"


def visits(material: Material) -> tuple[Visit, ...]:
    """Of the projects under way or finished in the span whose last report is approved: the largest, the best, one that lags.

    Where regions are ranked, ``rules.visits`` of each kind in every region; where units are, ``rules.visits_whole`` over all.
    No project twice; equals by name.
    """
    periods = Periods(material.outline)
    able = [
        one
        for one in material.works
        if one.monthly and one.reported and (one.stage in UNDER_WAY or within(one.finished_on, periods.span))
    ]
    if material.outline.by != BY_REGION:
        return tuple(_chosen(able, material, material.rules.visits_whole, ""))
    names = sorted({(one.party.key, one.party.name) for one in able})
    return tuple(
        visit
        for key, name in names
        for visit in _chosen([one for one in able if one.party.key == key], material, material.rules.visits, name)
    )


def _chosen(able: Sequence[Work], material: Material, number: int, group: str) -> Iterable[Visit]:
    taken: set[int] = set()
    for why, measure, lagging in ((LARGEST, _size, False), (BEST, _share, False), (LAGGING, _behind, True)):
        left = [
            one
            for one in able
            if one.id not in taken
            and measure(one) is not None
            and (not lagging or reasons(one, material.outline, material.rules))
        ]
        for work in _first(left, measure, number):
            taken.add(work.id)
            yield _visit(work, why, group)


def _first(works: Sequence[Work], measure: Callable[[Work], Decimal | None], number: int) -> list[Work]:
    def order(work: Work) -> tuple[Decimal, str, int]:
        return (-(measure(work) or Decimal(0)), work.name, work.id)

    return sorted(works, key=order)[:number]


def _size(work: Work) -> Decimal | None:
    return work.total


def _share(work: Work) -> Decimal | None:
    return share_of(work.year_done, work.planned)


def _behind(work: Work) -> Decimal | None:
    share = _share(work)
    return None if share is None else -share


def _visit(work: Work, why: str, group: str) -> Visit:
    return Visit(
        project=work.id, name=work.name, group=group, place=work.place, unit=work.unit, why=why, stage=work.stage,
        total=work.total, share=_share(work), progress=work.progress, progress_text=work.progress_text,
    )  # fmt: skip
