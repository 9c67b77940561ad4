"""Sentences that remember their parts, and units in English."""

from __future__ import annotations

import copy

import pytest

from indicators.domain import unit_names
from indicators.domain.display import with_unit
from indicators.domain.said import say, spoken, word

ENGLISH = {"截至 %(year)s 年": "to %(year)s", "%(label)s（%(note)s）": "%(label)s (%(note)s)", "滞后": "Behind"}


def translate(text: str) -> str:
    return ENGLISH.get(text, text)


def test_a_sentence_is_plain_chinese_until_it_is_spoken():
    said = say("截至 %(year)s 年", year=2024)
    assert said == "截至 2024 年"
    assert spoken(said, translate) == "to 2024"
    assert copy.deepcopy(said) == "截至 2024 年"


def test_parts_are_spoken_too():
    said = say("%(label)s（%(note)s）", label=say(word("滞后")), note=say("截至 %(year)s 年", year=2021))
    assert said == "滞后（截至 2021 年）"
    assert spoken(said, translate) == "Behind (to 2021)"


def test_plain_words_and_figures():
    assert spoken("滞后", translate) == "Behind"
    assert spoken("120 ÷ 3", translate) == "120 ÷ 3"
    assert spoken("", lambda text: "the header of the catalogue") == ""


@pytest.mark.parametrize(
    ("unit", "english"),
    [
        ("亿元", "hundred million yuan"),
        ("元/人", "yuan per person"),
        ("万人", "ten thousand persons"),
        ("个百分点", "pp"),
        ("%", "%"),
        ("吨标准煤/万元", "t of standard coal per ten thousand yuan"),
        ("万亩", "ten thousand mu"),
        ("亿", "hundred million"),
        ("张/千人", "张/千人"),
        ("说不清", "说不清"),
    ],
)
def test_units(unit, english):
    assert unit_names.in_english(unit) == english


def test_units_follow_the_context():
    assert with_unit("3.0", "亿元") == "3.0 亿元"
    with unit_names.said_in_english(True):
        assert with_unit("3.0", "亿元") == "3.0 hundred million yuan"
        assert with_unit("3.0", "%") == "3.0%"
    assert with_unit("3.0", "亿元") == "3.0 亿元"
