"""One palette for charts and style sheets, readable by everybody."""

import re
from pathlib import Path

import pytest

from figures import palette
from indicators.domain.types import Status

CSS = Path(__file__).parents[2] / "static" / "css"


def contrast(colour: str, ground: str = "#ffffff") -> float:
    """Contrast ratio of WCAG 2.1."""

    def luminance(code: str) -> float:
        channels = [int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_status_has_a_colour():
    assert set(palette.STATUS) == {status.value for status in Status}


@pytest.mark.parametrize("ground", ["#ffffff", "#f6f8fa"])
@pytest.mark.parametrize("colour", sorted({*palette.STATUS.values(), palette.MUTE, palette.BRAND, palette.INK}))
def test_text_in_every_colour_can_be_read(colour, ground):
    assert contrast(colour, ground) >= 4.5


def test_style_sheets_use_the_same_colours():
    tokens = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", (CSS / "tokens.css").read_text()))
    assert {name: tokens[f"status-{name}"] for name in ("green", "blue", "amber", "red", "grey")} == {
        "green": palette.GREEN,
        "blue": palette.BLUE,
        "amber": palette.AMBER,
        "red": palette.RED,
        "grey": palette.GREY,
    }
    assert (tokens["ink"], tokens["mute"], tokens["brand"]) == (palette.INK, palette.MUTE, palette.BRAND)


def test_style_sheets_colour_every_status_as_the_charts_do():
    base = (CSS / "base.css").read_text()
    names = {colour: name for name, colour in {
        "green": palette.GREEN, "blue": palette.BLUE, "amber": palette.AMBER, "red": palette.RED, "grey": palette.GREY,
    }.items()}  # fmt: skip
    blocks = re.findall(r"((?:\.status-[a-z_]+,?\s*)+)\{\s*--status: var\(--status-(\w+)\);", base)
    told = {code: colour for selectors, colour in blocks for code in re.findall(r"\.status-([a-z_]+)", selectors)}
    assert told == {code: names[colour] for code, colour in palette.STATUS.items()}


def test_fonts_are_local():
    for sheet in CSS.glob("*.css"):
        text = sheet.read_text()
        assert "@font-face" not in text
        assert not re.search(r"url\(|https?://|@import", text), sheet.name
