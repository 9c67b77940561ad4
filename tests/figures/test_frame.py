"""Names on an axis: Chinese by characters, English by words."""

from __future__ import annotations

import pytest

from figures.frame import wrapped


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
