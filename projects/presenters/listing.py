"""The page of many projects: what they come to, above the lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from indicators.domain import display
from projects.domain.money import share_of, total
from projects.domain.stages import BEGUN, ENDED, STAGES
from projects.filters import UNSAID
from projects.models import Field, Stage
from projects.presenters import money
from projects.presenters.year_chart import Amount, YearChart, year_chart
from projects.selectors.totals import Group, MonthAmount


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the funnel. ``beyond``: in it or further on; ``width``: of its bar, in per cent of the widest, "" = none."""

    code: str
    label: str
    number: int
    beyond: int | None
    width: str


@dataclass(frozen=True, slots=True)
class Part:
    """Projects of one field, box or region. ``query``: what the address asks for to see them alone."""

    label: str
    query: str
    number: int
    merged: int
    begun: int
    ended: int
    total: str
    unstated: int
    done: str
    planned: str
    share: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the filtered projects come to. ``parts_by``: what ``parts`` are, "box" or "region"."""

    number: int
    works: int
    monthly: int
    merged: int
    begun: int
    ended: int
    total: str
    unstated: int
    year: int
    month: str
    done: str
    done_planned: str
    planned: str
    share: str
    with_plan: int
    without_plan: int
    steps: tuple[Step, ...]
    fields: tuple[Part, ...]
    parts: tuple[Part, ...]
    parts_by: str
    chart: YearChart | None
    sample: bool


def listing(
    groups: Sequence[Group],
    amounts: Sequence[MonthAmount],
    month: date,
    *,
    by_box: bool,
    places: Mapping[int, tuple[str, str]],
) -> Listing:
    """``places``: codes and names of the regions by id."""
    works = [one for one in groups if one.works]
    planned, done_planned = total(one.planned for one in works), total(one.amount for one in amounts if one.planned)
    with_plan = sum(one.with_plan for one in works)
    own = [Amount(one.month, one.planned, one.amount) for one in amounts]
    return Listing(
        number=sum(one.number for one in groups),
        works=sum(one.number for one in works),
        monthly=sum(one.number for one in works if one.monthly),
        merged=sum(one.number for one in groups if one.merged),
        begun=_number(works, BEGUN),
        ended=_number(works, ENDED),
        total=money.said(total(one.total for one in works)),
        unstated=sum(one.number - one.stated for one in works),
        year=month.year,
        month=(_("1—%(month)d 月") if month.month > 1 else _("%(month)d 月")) % {"month": month.month},
        done=money.said(total(one.amount for one in amounts)),
        done_planned=money.said(done_planned),
        planned=money.said(planned),
        share=display.share(share_of(done_planned, planned)),
        with_plan=with_plan,
        without_plan=sum(one.number for one in works) - with_plan,
        steps=tuple(_steps(works)),
        fields=tuple(_fields(groups, amounts)),
        parts=tuple(_boxes(groups) if by_box else _regions(groups, places)),
        parts_by="box" if by_box else "region",
        chart=year_chart(own, planned, month, file=_("投资完成情况-%(year)d") % {"year": month.year}),
        sample=any(one.sample for one in groups) or any(one.sample for one in amounts),
    )


def _number(groups: Iterable[Group], stages: Iterable[str]) -> int:
    among = frozenset(stages)
    return sum(one.number for one in groups if one.stage in among)


def _steps(works: Sequence[Group]) -> Iterable[Step]:
    counts = {stage: _number(works, [stage]) for stage in STAGES}
    unsaid, widest = _number(works, [""]), max([*counts.values(), 1])
    for place, stage in enumerate(STAGES):
        beyond = sum(counts[one] for one in STAGES[place:])
        yield Step(stage, str(Stage(stage).label), counts[stage], beyond, _width(counts[stage], widest))
    if unsaid:
        yield Step(UNSAID, _("未上报"), unsaid, None, "")  # no stage: a bar beside theirs would make all others vanish


def _width(number: int, widest: int) -> str:
    return f"{Decimal(100 * number) / widest:.1f}%"


def _fields(groups: Sequence[Group], amounts: Sequence[MonthAmount]) -> Iterable[Part]:
    """In the order of the fields, the unnamed one last."""
    by_field = _sorted_out(groups, lambda one: one.field)
    done, done_planned = defaultdict(list), defaultdict(list)
    for one in amounts:
        done[one.field].append(one.amount)
        if one.planned:
            done_planned[one.field].append(one.amount)
    for code in [*Field.values, ""]:
        if code in by_field:
            label = str(Field(code).label) if code else _("未定")
            yield _part(label, f"field={code or UNSAID}", by_field[code], total(done[code]), total(done_planned[code]))


def _boxes(groups: Sequence[Group]) -> Iterable[Part]:
    """The boxes as their first entries stand, each with its period where there are several plans."""
    several = len({one.place for one in groups}) > 1
    in_order = sorted(groups, key=lambda one: (one.period, one.place, one.first))
    for (place, period, box), found in _sorted_out(in_order, lambda one: (one.place, one.period, one.box)).items():
        query = f"plan={place}&box={quote(box)}" if several else f"box={quote(box)}"
        yield _part(box or _("不在专栏"), query if box else "", found, note=period if several else "")


def _regions(groups: Sequence[Group], places: Mapping[int, tuple[str, str]]) -> Iterable[Part]:
    by_region = _sorted_out(groups, lambda one: one.place)
    for place in sorted(by_region, key=lambda one: places[one]):
        code, name = places[place]
        yield _part(name, f"region={code}", by_region[place])


def _sorted_out(groups: Iterable[Group], key: Callable[[Group], Any]) -> dict[Any, list[Group]]:
    found: dict[Any, list[Group]] = {}
    for one in groups:
        found.setdefault(key(one), []).append(one)
    return found


def _part(
    label: str,
    query: str,
    groups: Sequence[Group],
    done: Decimal | None = None,
    done_planned: Decimal | None = None,
    note: str = "",
) -> Part:
    works = [one for one in groups if one.works]
    planned = total(one.planned for one in works)
    return Part(
        label=label,
        query=query,
        number=sum(one.number for one in groups),
        merged=sum(one.number for one in groups if one.merged),
        begun=_number(works, BEGUN),
        ended=_number(works, ENDED),
        total=money.said(total(one.total for one in works)),
        unstated=sum(one.number - one.stated for one in works),
        done=money.said(done),
        planned=money.said(planned),
        share=display.share(share_of(done_planned, planned)),
        note=note,
    )
