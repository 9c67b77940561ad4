"""The shares of counties: what the traces say."""

import json
from decimal import Decimal

import plotly.graph_objects as go

from figures import palette
from figures.allocation import Piece, Stack, Words, allocation
from figures.frame import as_script_text

WORDS = Words(target="全市目标", share="占全市目标", file="新乡市")


def stack(name: str, *shares: str) -> Stack:
    pieces = tuple(Piece(f"县{n}", Decimal(one), one) for n, one in enumerate(shares))
    return Stack(name, pieces, f"{sum(Decimal(one) for one in shares) * 100:.1f}%", "已知 2/12")


def test_each_piece_begins_where_the_one_before_ends():
    bars = allocation([stack("就业", "0.066", "0.083"), stack("粮食", "0.5", "0.75")], WORDS).data[0]
    assert list(bars.base) == [0.0, 6.6, 0.0, 50.0]
    assert [round(one, 6) for one in bars.x] == [6.6, 8.3, 50.0, 75.0]
    assert list(bars.y) == [0, 0, 1, 1]
    assert bars.customdata[1][0] == "县1"


def test_neighbours_differ_in_brightness_and_by_a_line():
    bars = allocation([stack("甲", "0.2", "0.2", "0.2")], WORDS).data[0]
    assert bars.marker.color[0] != bars.marker.color[1] != bars.marker.color[2]
    assert bars.marker.line.color == palette.GROUND


def test_what_goes_beyond_the_axis_is_cut_marked_and_printed_in_full():
    figure = allocation([stack("甲", "1.2", "0.9", "0.4"), stack("乙", "0.2")], WORDS)
    assert [round(one, 6) for one in figure.data[0].x] == [120.0, 40.0, 20.0]
    assert (list(figure.data[1].x), list(figure.data[1].y)) == ([160.0], [0])
    assert [note.text for note in figure.layout.annotations if note.name == "share"] == ["250.0%", "20.0%"]


def test_the_target_is_a_dashed_line_at_a_hundred_per_cent():
    figure = allocation([stack("甲", "0.2")], WORDS)
    (line,) = figure.layout.shapes
    assert (line.x0, line.x1, line.line.dash) == (100, 100, "dash")
    assert figure.layout.xaxis.range[1] > 100


def test_plotly_knows_every_word_of_the_figure():
    figure = allocation([stack("甲", "1.2", "0.9"), stack("<b>", "0.1")], WORDS)
    go.Figure(json.loads(figure.to_json()))
    assert "<b>" not in as_script_text(figure)
