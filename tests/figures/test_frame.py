"""Names on an axis: Chinese by characters, English by words."""

from __future__ import annotations

import json

import pytest

from figures.frame import as_script_text, framed, wrapped


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Gross regional product", "Gross regional product"),
        ("Urbanisation rate of the resident population", "Urbanisation rate of the<br>resident population"),
        (
            "Science spending as a share of general public expenditure of the county",
            "Science spending as a<br>share of general public…",
        ),
        (
            "Cut of carbon dioxide emissions per unit of gross regional product ◆",
            "Cut of carbon dioxide<br>emissions per unit of… ◆",
        ),
        ("R&D <5% of GRP", "R&D &lt;5% of GRP"),
    ],
)
def test_words_stay_whole_and_two_lines_are_enough(name, lines):
    assert wrapped(name, 11) == lines


def test_a_tag_in_a_name_is_text():
    """Plotly would make a link of it; what the figures write themselves stays."""
    names = ['<a href="http://192.0.2.1/">点</a>', "<5%", "一<br>二", "\\u003ca>", "\\<b>", "%{y}<extra></extra>"]
    figure = framed([{"type": "bar", "x": [1], "y": [1], "text": names}], {}, height=100, file="x")
    text = as_script_text(figure)
    assert "<" not in text
    read = json.loads(text)["data"][0]["text"]
    assert read == ['&lt;a href="http://192.0.2.1/">点&lt;/a>', "&lt;5%", "一<br>二", "\\u003ca>", "\\&lt;b>", names[5]]
