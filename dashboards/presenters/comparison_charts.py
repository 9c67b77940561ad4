"""The charts of the comparison: dumbbell, pace, distribution. Figures go in as stored, rounding is done by ``display``."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from dashboards.presenters import comparison_words, figures_of_row, words
from dashboards.presenters.charts import Chart
from dashboards.presenters.comparing import Compared, distance_of
from figures import distribution, dumbbell, pace
from figures.frame import as_script_text
from indicators.domain import display, likeness, ranking, unit_names
from indicators.domain.ranking import Bin
from indicators.domain.types import Form, PathKind
from indicators.selectors.comparison import Candidate
from indicators.selectors.region_page import RowFacts

_FALLING = -1


def _named(compared: Compared, row: Candidate) -> str:
    """The region; where a sample figure stands behind it, the chart says so on its own, also once it is saved."""
    name = compared.labels.get(row.row_id, row.place.name)
    return _("%(label)s（%(note)s）") % {"label": name, "note": _("演示")} if row.sample else name


def _like_parents(compared: Compared) -> list[Candidate]:
    """The regions above that may be drawn on the same axes."""
    if compared.group is None:
        return []
    return [
        row
        for row in compared.parents
        if likeness.why_apart(row.facts) is None and likeness.likeness(row.facts) == compared.group.likeness
    ]


def _status(facts: RowFacts) -> str:
    if facts.assessment is None:
        return ""
    chip = words.chip(facts.assessment, facts.shown_target)
    return f"{chip.symbol} {chip.label}"


def dumbbell_chart(
    compared: Compared, shown: Sequence[Candidate], facts: dict[int, RowFacts], *, file: str
) -> Chart | None:
    """Actual and own target of every region shown; None where none has both."""
    pairs = [pair for row in shown if (pair := _pair(compared, row, facts[row.row_id])) is not None]
    if not pairs or compared.group is None:
        return None
    above = [
        pair
        for row in _like_parents(compared)
        if (pair := _pair(compared, row, facts[row.row_id], above=True)) is not None
    ]
    own = compared.group.likeness
    form = Form(own.form)
    in_points = ranking.in_points(form, own.unit)
    spoken = dumbbell.Words(
        actual=_("实际"),
        target=_("自己的目标"),
        base=_("基期"),
        distance=_("差（%(unit)s）") % {"unit": unit_names.said(display.points_unit(own.unit))}
        if in_points
        else _("占目标"),
        axis=_("，").join(one for one in (comparison_words.form(own.form), unit_names.said(own.unit)) if one),
        by_shares=_("（对数刻度：等长即等比例）"),
        file=file,
    )
    told = words.listed(
        _("%(name)s %(actual)s（目标 %(target)s，%(status)s）")
        % {"name": pair.name, "actual": pair.actual_text, "target": pair.target_text, "status": pair.status_text}
        for pair in dumbbell.ordered(pairs)
    )
    text = _dumbbell_text((*pairs, *above), spoken, own.path == PathKind.GEOMETRIC.value)
    return Chart(text, _("各地区距自己的目标：%(list)s。") % {"list": told}, len(pairs))


@lru_cache(maxsize=64)
def _dumbbell_text(pairs: tuple[dumbbell.Pair, ...], spoken: dumbbell.Words, geometric: bool) -> str:
    """A figure is a function of its data: a page that is asked for again does not draw it again."""
    return as_script_text(dumbbell.dumbbell(pairs, spoken, geometric=geometric))


def _pair(compared: Compared, row: Candidate, facts: RowFacts, *, above: bool = False) -> dumbbell.Pair | None:
    assessment, target = facts.assessment, facts.shown_target
    if assessment is None or target is None or row.actual is None or row.target is None:
        return None
    form = words.assessed_form(assessment, target)
    texts = figures_of_row.texts(assessment, target, facts.base, facts.row.unit)
    with_base = form in {Form.LEVEL, Form.POINTS, Form.FLOOR, Form.CEILING} and row.base is not None
    distance = distance_of(row)
    return dumbbell.Pair(
        name=_named(compared, row),
        actual=row.actual,
        target=row.target,
        status=row.status,
        status_text=_status(facts),
        actual_text=texts.actual,
        target_text=texts.target,
        distance_text=distance_figure(row, distance),
        base=row.base if with_base else None,
        base_text=display.printed(facts.base.text) if with_base and facts.base else "",
        distance=distance,
        above=above,
    )


def distance_figure(row: Candidate, distance: Decimal | None) -> str:
    """The distance without its unit, signed: −16.0% of the target, or −2.06 percentage points."""
    if distance is None or row.facts.form is None:
        return display.MISSING
    if ranking.in_points(row.facts.form, row.facts.unit):
        return display.number(distance, 2, signed=True)
    return display.with_unit(display.number(distance * 100, 1, signed=True), "%")


def pace_chart(
    compared: Compared, shown: Sequence[Candidate], facts: dict[int, RowFacts], *, file: str
) -> Chart | None:
    """Average so far against what is required; None where no region shown has both."""
    points = [point for row in shown if (point := _point(compared, row, facts[row.row_id])) is not None]
    if not points or compared.group is None:
        return None
    above = [
        point
        for row in _like_parents(compared)
        if (point := _point(compared, row, facts[row.row_id], above=True)) is not None
    ]
    unit = unit_names.said(next((row.required_unit for row in shown if row.required is not None), ""))
    falling = compared.group.likeness.direction == _FALLING
    enough, short = _("现速已够"), _("需要加快")
    if compared.group.likeness.form == Form.QUOTA.value:
        enough, short = _("现速未超"), _("需要放慢")
    spoken = pace.Words(
        average=_("年均至今（%(unit)s）") % {"unit": unit},
        required=_("余下每年可用（%(unit)s）") % {"unit": unit}
        if compared.group.likeness.form == Form.QUOTA.value
        else _("余下每年需（%(unit)s）") % {"unit": unit},
        below=_("对角线以下：%(what)s") % {"what": short if falling else enough},
        beyond=_("对角线以上：%(what)s") % {"what": enough if falling else short},
        file=file,
    )
    told = words.listed(
        _("%(name)s 年均 %(average)s、需 %(required)s")
        % {"name": one.name, "average": one.average_text, "required": one.required_text}
        for one in points
    )
    sentence = _("各地区现速与余下所需：%(list)s。") % {"list": told}
    return Chart(_pace_text((*points, *above), spoken), sentence, len(points))


@lru_cache(maxsize=64)
def _pace_text(points: tuple[pace.Point, ...], spoken: pace.Words) -> str:
    return as_script_text(pace.pace(points, spoken))


def _point(compared: Compared, row: Candidate, facts: RowFacts, *, above: bool = False) -> pace.Point | None:
    if row.average is None or row.required is None:
        return None
    return pace.Point(
        name=_named(compared, row),
        average=row.average,
        required=row.required,
        status=row.status,
        status_text=_status(facts),
        average_text=display.rate(row.average, row.average_unit),
        required_text=display.rate(row.required, row.required_unit),
        above=above,
    )


def bin_label(one: Bin, *, share: bool) -> str:
    """The range of a step as printed, without its unit: 30–40, <0, ≥150."""
    if one.low is None:
        return f"<{_edge(one.high, share)}"
    if one.high is None:
        return f"≥{_edge(one.low, share)}"
    return f"{_edge(one.low, share)}–{_edge(one.high, share)}"


def _edge(value: Decimal | None, share: bool) -> str:
    """Shares in per cent; the unit stands at the axis."""
    if value is None:
        return ""
    figure = value * 100 if share else value
    return display.number(figure, display.digits_of(figure))


def spread_chart(
    bins: Sequence[Bin], columns: Sequence[tuple[str, int]], name: str, mark: Decimal | None, *, axis: str, file: str
) -> Chart:
    """How many regions stand where. ``axis``: what is told, in which unit; ``mark``: the elapsed share, where it lies."""
    spoken = distribution.Words(
        axis=axis,
        regions=_("地区数"),
        marked=_("时序进度 %(share)s") % {"share": display.share(mark)} if mark is not None else "",
        file=file,
    )
    told = words.listed(_("%(range)s %(number)s 个") % {"range": label, "number": number} for label, number in columns)
    text = _spread_text(tuple(columns), spoken, _place(bins, mark))
    return Chart(text, _("%(name)s的分布：%(list)s。") % {"name": name, "list": told}, len(columns))


@lru_cache(maxsize=64)
def _spread_text(columns: tuple[tuple[str, int], ...], spoken: distribution.Words, mark: float | None) -> str:
    made = [distribution.Column(label, number) for label, number in columns]
    return as_script_text(distribution.distribution(made, spoken, mark=mark))


def _place(bins: Sequence[Bin], mark: Decimal | None) -> float | None:
    """Where the mark stands, counted in columns from the left edge; None where it lies in none of them."""
    if mark is None:
        return None
    for at, one in enumerate(bins):
        if one.low is not None and one.high is not None and one.low <= mark < one.high:
            return at + float((mark - one.low) / (one.high - one.low))
    return None
