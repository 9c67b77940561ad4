"""Dumbbell, pace and distribution: what their traces say."""

from decimal import Decimal as D

import plotly.graph_objects as go
import pytest

from figures import distribution, dumbbell, pace, palette
from figures.dumbbell import Pair
from figures.pace import Point, placed

DUMBBELL = dumbbell.Words("实际", "自己的目标", "基期", "占目标", "期末数值，亿元", "（对数）")
PACE = pace.Words("年均至今（%）", "余下每年需（%）", "对角线以下：现速已够", "对角线以上：需要加快")
SPREAD = distribution.Words("完成进度", "地区数", "时序进度 80.0%")


def pair(name, actual, target, distance, **facts):
    known = {"status": "behind", "status_text": "▼ 滞后", "base": D("100"), "base_text": "100"}
    texts = {"actual_text": str(actual), "target_text": str(target), "distance_text": str(distance)}
    return Pair(
        name, D(actual), D(target), distance=None if distance is None else D(distance), **{**known, **texts, **facts}
    )


PAIRS = [pair("甲", 193, 230, "-0.16"), pair("乙", 150, 200, "-0.25"), pair("丙", 210, 200, "0.05", status="met_early")]


def point(name, average, required, **facts):
    known = {
        "status": "behind",
        "status_text": "▼ 滞后",
        "average_text": f"{average}%",
        "required_text": f"{required}%",
    }
    return Point(name, D(average), D(required), **{**known, **facts})


def trace(figure, name):
    return next(one for one in figure.data if one.name == name)


def test_furthest_short_of_the_own_target_stands_on_top():
    figure = dumbbell.dumbbell(PAIRS, DUMBBELL)
    assert list(figure.layout.yaxis.ticktext) == ["乙", "甲", "丙"]
    assert list(trace(figure, "实际").x) == [150, 193, 210]
    assert list(trace(figure, "自己的目标").x) == [200, 230, 200]
    assert list(trace(figure, "实际").marker.color) == [palette.AMBER, palette.AMBER, palette.GREEN]
    assert list(trace(figure, "bars").x) == [150, 200, None, 193, 230, None, 210, 200, None]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_a_missing_base_has_no_mark_and_others_keep_theirs():
    figure = dumbbell.dumbbell([*PAIRS, pair("丁", 1, 2, None, base=None)], DUMBBELL)
    assert list(trace(figure, "基期").y) == [0, 1, 2]
    assert figure.layout.yaxis.ticktext[3] == "丁"
    without = dumbbell.dumbbell([pair("丁", 1, 2, "0", base=None)], DUMBBELL)
    assert "基期" not in {one.name for one in without.data}


def test_the_region_above_stands_last_with_a_mark_of_its_own():
    figure = dumbbell.dumbbell([pair("市", 100, 300, "-0.67", above=True), *PAIRS], DUMBBELL)
    assert figure.layout.yaxis.ticktext[-1] == "市"
    assert list(trace(figure, "实际").marker.symbol) == ["circle"] * 3 + ["diamond"]


@pytest.mark.parametrize(
    ("actuals", "geometric", "kind"),
    [((10, 900), True, "log"), ((10, 900), False, "linear"), ((100, 120), True, "linear"), ((0, 900), True, "linear")],
)
def test_regions_of_very_different_size_are_told_by_shares(actuals, geometric, kind):
    pairs = [pair(str(one), one, one + 10, "0", base=None) for one in actuals]
    figure = dumbbell.dumbbell(pairs, DUMBBELL, geometric=geometric)
    assert figure.layout.xaxis.type == kind
    assert ("（对数）" in figure.layout.xaxis.title.text) == (kind == "log")


def test_every_mark_lies_on_the_axis():
    for pairs in (PAIRS, PAIRS[:1], [pair("同", 5, 5, "0", base=D(5))], [pair("零", 0, 0, "0", base=None)]):
        low, high = dumbbell.dumbbell(pairs, DUMBBELL).layout.xaxis.range
        figures = [float(one) for row in pairs for one in (row.actual, row.target, row.base) if one is not None]
        assert low < min(figures) <= max(figures) < high


def test_distance_and_status_stand_beside_every_line():
    notes = dumbbell.dumbbell(PAIRS, DUMBBELL).layout.annotations
    assert [note.text for note in notes if note.name == "share"] == ["-0.25", "-0.16", "0.05"]
    assert [note.text for note in notes if note.name == "aside"] == ["▼ 滞后"] * 3


POINTS = [point("甲", "6", "19"), point("乙", "8.4", "5"), point("丙", "2", "25")]


def test_pace_so_far_against_the_required_pace():
    (points,) = pace.pace(POINTS, PACE).data
    assert (list(points.x), list(points.y)) == ([6, 8.4, 2], [19, 5, 25])
    assert list(points.text) == ["甲", "乙", "丙"]


def test_the_diagonal_is_where_both_are_equal_and_the_sides_are_said():
    figure = pace.pace(POINTS, PACE)
    (line,) = figure.layout.shapes
    assert (line.x0, line.x1) == (line.y0, line.y1)
    assert figure.layout.xaxis.range[0] <= line.x0 < line.x1 <= figure.layout.xaxis.range[1]
    assert [note.text for note in figure.layout.annotations] == ["对角线以下：现速已够", "对角线以上：需要加快"]


@pytest.mark.parametrize(("average", "required"), [("1", "50"), ("50", "1"), ("-3", "-9"), ("5", "5")])
def test_the_diagonal_runs_through_the_picture_however_far_the_points_lie(average, required):
    layout = pace.pace([point("甲", average, required)], PACE).layout
    (line,) = layout.shapes
    assert [line.x0, line.x1] == list(layout.xaxis.range)
    assert layout.yaxis.range[0] <= line.y0 < line.y1 <= layout.yaxis.range[1]
    assert layout.yaxis.range[0] < float(required) < layout.yaxis.range[1]


def test_labels_never_cover_each_other():
    close = [point(f"某某县{at}", "5", "5") for at in range(9)]
    positions = placed(close, [0, 10], [0, 10])
    shown = [one for one in positions if one]
    assert len(shown) == len(set(shown)) < len(close)
    (points,) = pace.pace(close, PACE).data
    assert sum(bool(text) for text in points.text) < len(close)
    assert [row[0] for row in points.customdata] == [one.name for one in close]


def test_the_histogram_counts_and_marks():
    columns = [distribution.Column("0%–10%", 3), distribution.Column("10%–20%", 0), distribution.Column("20% 以上", 2)]
    figure = distribution.distribution(columns, SPREAD, mark=1.5)
    (bars,) = figure.data
    assert (list(bars.y), list(bars.text)) == ([3, 0, 2], ["3", "", "2"])
    (line,) = figure.layout.shapes
    assert line.x0 == line.x1 == 1.0
    assert figure.layout.annotations[0].text == "时序进度 80.0%"
    assert not distribution.distribution(columns, SPREAD).layout.shapes


@pytest.mark.parametrize(
    "figure",
    [
        dumbbell.dumbbell(PAIRS, DUMBBELL),
        dumbbell.dumbbell([pair("甲", 1, 900, "0")], DUMBBELL, geometric=True),
        pace.pace(POINTS, PACE),
        distribution.distribution([distribution.Column("0", 1)], SPREAD, mark=0.5),
    ],
)
def test_plotly_knows_every_part(figure):
    go.Figure(figure.to_plotly_json())
