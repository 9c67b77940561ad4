"""What a comparison says in one sentence, and how the whole lies: counts, median, first and last, quartiles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters import comparison_charts, comparison_words, words
from dashboards.presenters.charts import Chart
from dashboards.presenters.comparing import FEWEST_TO_SPREAD, Compared, Ranked
from dashboards.presenters.comparison import status_chip
from dashboards.presenters.words import Chip
from indicators.domain import display, likeness, ranking
from indicators.selectors.comparison import Candidate
from regions.models import Level


@dataclass(frozen=True, slots=True)
class Spread:
    """How the whole lies: the five numbers as printed, and the columns of the histogram with their counts."""

    measure: str
    numbers: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, int], ...]
    chart: Chart


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentence at the top. ``number`` 0: nothing to compare; 1: one region, no ranking words."""

    number: int
    level: str
    group: str
    counted: str
    measure: str = ""
    only: str = ""
    share: str = ""
    median: str = ""
    elapsed: str = ""
    best: str = ""
    worst: str = ""


def counted(compared: Compared) -> list[tuple[Chip, int]]:
    """The statuses of the regions compared, with their numbers."""
    numbers: Counter[str] = Counter(one.row.status for one in compared.ranked)
    first = {one.row.status: one.row for one in compared.ranked}
    order = [status.value for status in words.STATUS_ORDER]
    chips = [(status_chip(first[code]), numbers[code]) for code in sorted(numbers, key=order.index)]
    return [(chip, number) for chip, number in chips if chip is not None]


def answer(compared: Compared) -> Answer:
    """Where the regions stand: counts, median, first and last; of one region just where it stands."""
    level = str(Level(compared.level).label) if compared.level >= 0 else ""
    group = ""
    if compared.group is not None:
        group = comparison_words.group_name(compared.group, likeness.varying(compared.groups))
    told = words.listed(
        _("%(number)s 个%(status)s") % {"number": number, "status": chip.label} for chip, number in counted(compared)
    )
    ranked = compared.ranked
    made = {"number": len(ranked), "level": level, "group": group, "counted": told}
    if not ranked:
        return Answer(**made)
    made["measure"] = measure_name(compared)
    elapsed = {one.row.elapsed_share for one in ranked}
    made["elapsed"] = display.share(next(iter(elapsed))) if len(elapsed) == 1 else ""
    if len(ranked) == 1:
        (one,) = ranked
        made["counted"] = _status_of(one.row)
        return Answer(**made, only=compared.label(one.row), share=_measure(compared, _measured(compared, one)))
    known = [(one, value) for one in ranked if (value := _measured(compared, one)) is not None]
    spread = ranking.quartiles([value for _one, value in known])
    if spread is None:
        return Answer(**made)
    best, worst = known[0], known[-1]
    return Answer(
        **made,
        median=_measure(compared, spread.median),
        best=f"{compared.label(best[0].row)} {_measure(compared, best[1])}",
        worst=f"{compared.label(worst[0].row)} {_measure(compared, worst[1])}",
    )


def _status_of(row: Candidate) -> str:
    chip = status_chip(row)
    return chip.label if chip else ""


def sentence(said: Answer) -> str:
    """The answer as one text, for where there are no marks: workbook, alternative texts."""
    if not said.number:
        return _("没有可以比较的地区。")
    if said.number == 1:
        return _("只有%(region)s一个地区可以比较（%(group)s）：%(share)s，%(status)s。") % {
            "region": said.only, "group": said.group, "share": said.share, "status": said.counted,
        }  # fmt: skip
    parts = [
        _("%(number)s 个%(level)s地区同类可比（%(group)s）：%(counted)s")
        % {"number": said.number, "level": said.level, "group": said.group, "counted": said.counted}
    ]
    if said.median:
        parts.append(
            _("%(measure)s中位数 %(median)s，最高 %(best)s，最低 %(worst)s")
            % {"measure": said.measure, "median": said.median, "best": said.best, "worst": said.worst}
        )
    return _("；").join(parts) + _("。")


def _measured(compared: Compared, one: Ranked) -> Decimal | None:
    return one.row.attainment if compared.by_attainment else one.distance


def measure_name(compared: Compared) -> str:
    """What places follow from."""
    if compared.by_attainment:
        return _("完成进度")
    row = compared.ranked[0].row if compared.ranked else None
    points = row is not None and row.facts.form is not None and ranking.in_points(row.facts.form, row.facts.unit)
    return _("距自己的目标（个百分点）") if points else _("距自己的目标（占目标的百分比）")


def _measure(compared: Compared, value: Decimal | None) -> str:
    row = compared.ranked[0].row
    points = row.facts.form is not None and ranking.in_points(row.facts.form, row.facts.unit)
    if compared.by_attainment or not points:
        return display.share(value)
    return display.number(value, 2)


def spread(compared: Compared, *, file: str) -> Spread | None:
    """The whole at once; None where the table shows it as well."""
    values = [value for one in compared.ranked if (value := _measured(compared, one)) is not None]
    five = ranking.quartiles(values)
    if five is None or len(values) < FEWEST_TO_SPREAD:
        return None
    share = compared.by_attainment or "%" in _measure(compared, five.median)
    bins = ranking.steps(values, by_attainment=compared.by_attainment)
    columns = tuple((comparison_charts.bin_label(one, share=share), one.number) for one in bins)
    elapsed = {one.row.elapsed_share for one in compared.ranked}
    mark = next(iter(elapsed)) if compared.by_attainment and len(elapsed) == 1 else None
    name = measure_name(compared)
    numbers = (
        (_("最高"), _measure(compared, five.high)),
        (_("上四分位"), _measure(compared, five.upper)),
        (_("中位数"), _measure(compared, five.median)),
        (_("下四分位"), _measure(compared, five.lower)),
        (_("最低"), _measure(compared, five.low)),
    )
    axis = _("%(name)s（%(unit)s）") % {"name": name, "unit": "%"} if compared.by_attainment else name
    chart = comparison_charts.spread_chart(bins, columns, name, mark, axis=axis, file=file)
    return Spread(axis, numbers, columns, chart)
