"""Colours and marker shapes of every figure, and of the style sheets: ``static/css/tokens.css`` repeats them, a test compares.

Chosen to be told apart by colour-blind eyes in brightness as well as hue, each at least 4.5:1 on white; a status is still
never told by colour alone: its symbol and its word stand beside it.
"""

from __future__ import annotations

INK = "#1c2430"
MUTE = "#566170"
FAINT = "#9aa5b1"
LINE = "#e3e7ec"
GROUND = "#ffffff"
BRAND = "#17456b"
#: A trial: drawn, never stored.
TRIAL = "#7a3e8e"

GREEN = "#24713f"
BLUE = "#1f5fa8"
AMBER = "#9a5b00"
RED = "#b3261e"
GREY = "#626d7b"

#: Colour of a status code (METHODS section 4).
STATUS: dict[str, str] = {
    "met_early": GREEN,
    "met": GREEN,
    "nearly_met": GREEN,
    "not_met": RED,
    "ahead": BLUE,
    "on_track": GREEN,
    "behind": AMBER,
    "far_behind": RED,
    "reversing": RED,
    "holds": GREEN,
    "breached": RED,
    "pending": GREY,
    "incomparable": GREY,
    "no_data": GREY,
    "not_assessable": GREY,
}

#: Fonts that stand on the reader's own machine; nothing is fetched.
FONT = (
    "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, PingFang SC, HarmonyOS Sans SC, Microsoft YaHei, "
    "WenQuanYi Micro Hei, sans-serif"
)


def status_colour(code: str) -> str:
    """The colour of a status code; raises KeyError for a word that is not a status."""
    return STATUS[code]
