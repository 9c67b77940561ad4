"""The parts of a bulletin are numbered however many there are: a half-yearly one with everything has eleven."""

from __future__ import annotations

import pytest

from reports.presenters.bulletin.sections import Section, numbered, numeral


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_numbers_as_papers_write_them(number, said):
    assert numeral(number) == said


def test_every_part_has_a_number_of_its_own():
    found = numbered([Section("part", "总体情况")] * 12)
    assert [heading for heading, _section in found][-3:] == ["十、总体情况", "十一、总体情况", "十二、总体情况"]
    assert len({heading for heading, _section in found}) == 12
