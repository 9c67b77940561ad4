"""The gap chart: what its traces say, not how Plotly draws them."""

import json
from decimal import Decimal

import plotly.graph_objects as go
import pytest

from figures import palette
from figures.frame import as_script_text, wrapped
from figures.gap_to_target import Bar, Words, gap_to_target

WORDS = Words(attainment="实现程度", planned="时序进度", target="目标", file="延津县-2024")


def bar(name: str, attainment: str, *, rank: str | None = "0.5", **facts) -> Bar:
    share = Decimal(attainment)
    known = {
        "elapsed_share": Decimal("0.8"),
        "status": "behind",
        "status_text": "▼ 滞后",
        "attainment_text": f"{share * 100:.1f}%",
        "elapsed_text": "80.0%",
        "aside": "每年需 18.99%",
        "lead_rank": None if rank is None else Decimal(rank),
    }
    return Bar(name=name, attainment=share, **{**known, **facts})


#: Cases 2 to 5 of METHODS section 6.
CASES = [
    bar("地区生产总值", "0.519", rank="0.70"),
    bar("一般公共预算收入", "0.275", rank="0.42", status="far_behind"),
    bar("社会消费品零售总额", "0.425", rank="0.59", status="far_behind"),
    bar("常住人口城镇化率", "0.310", rank="0.52", status="far_behind", elapsed_share=Decimal("0.6")),
]


def test_furthest_behind_stands_on_top():
    figure = gap_to_target(CASES, WORDS)
    assert list(figure.layout.yaxis.ticktext) == [
        "一般公共预算收入",
        "常住人口城镇化率",
        "社会消费品零售总额",
        "地区生产总值",
    ]
    assert list(figure.data[0].x) == pytest.approx([27.5, 31.0, 42.5, 51.9])
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_every_bar_has_its_planned_position():
    planned = gap_to_target(CASES, WORDS).data[1]
    assert list(planned.x) == pytest.approx([80, 60, 80, 80])
    assert list(planned.y) == [0, 1, 2, 3]


def test_a_bar_without_a_planned_position_has_no_tick():
    figure = gap_to_target([bar("甲", "0.5", elapsed_share=None), bar("乙", "0.6")], WORDS)
    assert list(figure.data[1].y) == [1]


def test_the_target_is_a_dashed_line_at_a_hundred_per_cent():
    (line,) = gap_to_target(CASES, WORDS).layout.shapes
    assert (line.x0, line.x1, line.line.dash) == (100, 100, "dash")


def test_colours_are_those_of_the_statuses_and_words_stand_beside_them():
    data = gap_to_target(CASES, WORDS).data[0]
    assert list(data.marker.color) == [palette.RED, palette.RED, palette.RED, palette.AMBER]
    assert data.customdata[3][3] == "▼ 滞后"


def test_overshoot_and_fall_are_drawn_on_their_side_and_printed_in_full():
    figure = gap_to_target(
        [bar("超", "7.429", rank="2"), bar("退", "-0.25", rank="-1"), bar("远", "-3", rank="-2")], WORDS
    )
    assert list(figure.data[0].x) == pytest.approx([-40, -25, 160])
    assert list(figure.data[2].y) == [0, 2]
    assert list(figure.data[2].marker.symbol) == ["triangle-left", "triangle-right"]
    assert figure.layout.xaxis.range[0] < -40
    shares = [note.text for note in figure.layout.annotations if note.name == "share"]
    assert shares == ["-300.0%", "-25.0%", "742.9%"]


def test_binding_rows_are_marked():
    figure = gap_to_target([bar("粮食", "0.5", binding=True)], WORDS)
    assert figure.layout.yaxis.ticktext[0] == "粮食 ◆"


def test_rows_without_a_pace_stand_last():
    figure = gap_to_target([bar("无", "0.1", rank=None), bar("有", "0.9", rank="1.2")], WORDS)
    assert list(figure.layout.yaxis.ticktext) == ["有", "无"]


def test_the_figure_keeps_to_the_schema_of_plotly():
    figure = gap_to_target([*CASES, bar("超", "7.429")], WORDS)
    go.Figure(json.loads(figure.to_json()))


def test_nothing_in_the_figure_can_end_its_script_element():
    text = as_script_text(gap_to_target([bar("</script><b>", "0.5")], WORDS))
    assert "<" not in text
    assert ">" not in text
    assert json.loads(text)["data"][0]["customdata"][0][0] == "&lt;/script>&lt;b>"  # Plotly shows it as text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("地区生产总值", "地区生产总值"),
        ("研究与试验发展（R&D）经费投入强度", "研究与试验发展（R&D）<br>经费投入强度"),
        ("<b>", "&lt;b>"),
        ("", ""),
    ],
)
def test_labels_break_where_nothing_ends(text, lines):
    assert wrapped(text, 11) == lines


def test_no_markup_that_the_content_policy_would_refuse():
    """Plotly turns <b> and <span style> into inline styles."""
    assert "\\u003cb\\u003e" not in as_script_text(gap_to_target(CASES, WORDS))
