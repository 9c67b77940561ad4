"""Key projects at a glance: how many of each kind, how far those have come that report a stage, the year's money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.domain import display
from projects.domain.money import share_of, total
from projects.models import Kind, Stage
from projects.presenters import money
from projects.selectors.year import YearGroup


@dataclass(frozen=True, slots=True)
class ProjectsAtAGlance:
    """``kinds``: code, label, number. ``stages``: the same of works that report one; ``unreported``: works without a stage.

    ``total`` and ``kinds`` count what the boxes list, with the ``merged`` entries among them. Money of the year, "—" where nobody
    stated any; merged entries and directions stand in no stage and no sum.
    """

    total: int
    merged: int
    kinds: tuple[tuple[str, str, int], ...]
    stages: tuple[tuple[str, str, int], ...]
    unreported: int
    year: int
    done: str
    planned: str
    share: str
    has_money: bool
    sample: bool


def at_a_glance(groups: Iterable[YearGroup], year: int) -> ProjectsAtAGlance | None:
    """None where there is no project: the block is left out."""
    found = list(groups)
    if not found:
        return None
    kinds: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    works = [one for one in found if not one.merged and one.kind != Kind.DIRECTION]
    for one in found:
        kinds[one.kind] += one.number
    for one in works:
        stages[one.stage] += one.number
    done, planned = total(one.done for one in works), total(one.planned for one in works)
    return ProjectsAtAGlance(
        total=sum(kinds.values()),
        merged=sum(one.number for one in found if one.merged),
        kinds=tuple((code, str(label), kinds[code]) for code, label in Kind.choices if kinds[code]),
        stages=tuple((code, str(label), stages[code]) for code, label in Stage.choices if stages[code]),
        unreported=stages[""],
        year=year,
        done=money.said(done),
        planned=money.said(planned),
        share=display.share(share_of(total(one.done_planned for one in works), planned)),
        has_money=done is not None or planned is not None,
        sample=any(one.sample for one in found),
    )
