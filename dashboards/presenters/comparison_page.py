"""Everything that the comparison's template prints, put together; and the addresses of its choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from dashboards.presenters import comparison, comparison_answer, comparison_charts
from dashboards.presenters.charts import Chart
from dashboards.presenters.comparing import MOST_IN_A_CHART, SORTS, Compared, Ranked
from dashboards.presenters.comparison import Line, Option
from dashboards.presenters.comparison_answer import Answer, Spread
from dashboards.presenters.figures_of_row import GATHERED
from dashboards.presenters.words import Chip
from indicators.domain.types import Form
from indicators.models import Indicator
from indicators.selectors.region_page import RowFacts

#: Columns whose first press shows the greatest on top.
_GREATEST_FIRST = set(SORTS) - {"place", "region", "status", "gap", "lead"}


@dataclass(frozen=True, slots=True)
class Links:
    """The address of the page with something changed; what is not changed stays, the page of the table does not."""

    kept: Mapping[str, str]

    def to(self, *without: str, **changes: str) -> str:
        """The query, beginning with "?". An empty change, and what stands in ``without``, is left out."""
        merged = {**self.kept, **changes}
        return "?" + urlencode({name: text for name, text in merged.items() if text and name not in without})

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """The same for the hidden fields of a form."""
        return [(name, text) for name, text in self.kept.items() if text and name not in without]


@dataclass(frozen=True, slots=True)
class Choosable:
    """An option with its address."""

    option: Option
    address: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column by which the table can be sorted. ``sorted``: ascending, descending or ""."""

    label: str
    address: str
    sorted: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Page:
    answer: Answer
    unit: str
    counted: list[tuple[Chip, int]]
    levels: list[Choosable]
    areas: list[Option]
    groups: list[Choosable]
    selections: list[Choosable]
    selection: str  # which regions the charts show, "" where all
    headings: list[Heading]
    parents: list[Line]
    lines: list[Line]
    unlike: list[Line]
    reasons: list[tuple[str, int]]
    more_unlike: int
    dumbbell: Chart | None
    pace: Chart | None
    no_pace: list[tuple[str, str]]
    spread: Spread | None
    sample: bool
    computed_at: datetime | None


def comparison_page(
    compared: Compared,
    facts: dict[int, RowFacts],
    *,
    indicator: Indicator,
    year: int,
    table: Sequence[Ranked],
    shown: tuple[str, Sequence[Ranked]],
    own_region: int | None,
    links: Links,
) -> Page:
    """The page. ``table``: the lines of the page asked for; ``shown``: name and regions of the charts' selection."""
    name, in_charts = shown
    selections = _selections(compared, name, links)
    rows = [one.row for one in in_charts]
    file = f"{indicator.said_name}-{year}"
    unlike = compared.unlike[: comparison.MOST_APART]
    used = [*rows, *(one.row for one in table), *compared.parents]
    computed = [one.assessment.computed_at for one in facts.values() if one.assessment is not None]
    return Page(
        answer=comparison_answer.answer(compared),
        unit=compared.group.likeness.unit if compared.group else indicator.unit,
        counted=comparison_answer.counted(compared),
        levels=[_chosen(one, links.to("group", level=one.value)) for one in comparison.level_options(compared)],
        areas=comparison.area_options(compared),
        groups=[_chosen(one, links.to(group=one.value)) for one in comparison.group_options(compared)],
        selections=selections,
        selection=next((one.option.label for one in selections if one.option.current), ""),
        headings=_headings(compared, links),
        parents=comparison.parent_lines(compared, facts, indicator, year),
        lines=[
            comparison.ranked_line(compared, one, facts[one.row.row_id], indicator, year, own_region) for one in table
        ],
        unlike=comparison.unlike_lines(compared, unlike, facts, indicator, year),
        reasons=comparison.reasons(compared, compared.unlike),
        more_unlike=len(compared.unlike) - len(unlike),
        dumbbell=comparison_charts.dumbbell_chart(compared, rows, facts, file=file),
        pace=comparison_charts.pace_chart(compared, rows, facts, file=f"{file}-{_('速度')}"),
        no_pace=comparison.without_pace(compared, in_charts),
        spread=comparison_answer.spread(compared, file=f"{file}-{_('分布')}"),
        sample=any(row.sample for row in used),
        computed_at=max(computed, default=None),
    )


def _chosen(option: Option, address: str) -> Choosable:
    return Choosable(option, address)


def _selections(compared: Compared, name: str, links: Links) -> list[Choosable]:
    """The named selections of the charts; none to choose from where all are shown."""
    if len(compared.ranked) <= MOST_IN_A_CHART:
        return []
    labels = {
        "ends": _("最好和最后各 15 个"),
        "last": _("最后 30 个"),
        "first": _("最好 30 个"),
        "page": _("下表本页"),
    }
    return [
        _chosen(Option(code, label, 0, code == name), links.to(chart="" if code == "ends" else code))
        for code, label in labels.items()
    ]


def _actual_head(compared: Compared) -> str:
    """2023 实际; of a promised growth or a sum what was reached by then: 至 2023 年均."""
    if compared.group is None:
        return _("实际")
    like = compared.group.likeness
    if like.form == Form.GROWTH:
        return _("至 %(year)s 年均") % {"year": like.year}
    told = _("至 %(year)s 累计") if like.form in GATHERED else _("%(year)s 实际")
    return told % {"year": like.year}


def _headings(compared: Compared, links: Links) -> list[Heading]:
    labels = {
        "place": _("位次"),
        "region": _("地区"),
        "base": _("基数"),
        "target": _("目标"),
        "actual": _actual_head(compared),
        "attainment": _("完成进度"),
        "gap": _("距目标"),
        "lead": _("较时序"),
        "required": _("余下每年需"),
        "average": _("年均至今"),
        "pace": _("进度比"),
        "status": _("状态"),
    }
    headings = []
    for column, label in labels.items():
        current = compared.sort.removeprefix("-") == column
        falling = compared.sort.startswith("-")
        usual = f"-{column}" if column in _GREATEST_FIRST else column
        turned = column if falling else f"-{column}"
        direction = ("descending" if falling else "ascending") if current else ""
        numeric = column not in ("region", "status", "attainment")
        headings.append(Heading(label, links.to(sort=turned if current else usual), direction, numeric))
    return headings
