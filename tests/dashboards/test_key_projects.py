"""Key projects at a glance, on the pages of a region and of all."""

from __future__ import annotations

from decimal import Decimal

from dashboards.presenters.overview.key_projects import at_a_glance
from projects.selectors.year import YearGroup


def group(kind="project", stage="", merged=False, number=1, planned=None, done=None, done_planned=None):
    return YearGroup(kind, stage, merged, number, planned, done, done_planned, sample=False)


def test_what_stands_in_no_stage_is_said():
    """Kinds count what the boxes list, stages only works: merged entries and directions make the difference."""
    found = at_a_glance(
        [
            group(stage="building", number=2, planned=Decimal(100), done=Decimal(40), done_planned=Decimal(40)),
            group(number=5),
            group(stage="building", merged=True, number=3, planned=Decimal(70), done=Decimal(70)),
            group("direction", number=4),
        ],
        2025,
    )
    assert (found.total, found.merged, [number for _code, _label, number in found.kinds]) == (14, 3, [10, 4])
    assert ([number for _code, _label, number in found.stages], found.unreported) == ([2], 5)
    in_stages = sum(number for _code, _label, number in found.stages) + found.unreported
    assert in_stages == found.total - found.merged - 4
    assert (found.done, found.planned, found.share) == ("40 万元", "100 万元", "40.0%")


def test_no_money_is_not_nothing_done():
    unknown, nothing = (at_a_glance([group(number=2, done=done)], 2025) for done in (None, Decimal(0)))
    assert (unknown.done, unknown.has_money) == ("—", False)
    assert (nothing.done, nothing.has_money) == ("0 万元", True)
