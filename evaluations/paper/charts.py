"""The charts of an evaluation as drawings (SVG in points): how far each target is, how rows stand, how the counties stand.

Every figure in them is a text of the facts; only lengths are computed here. A status has its symbol beside its colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from evaluations.domain.facts import Counted, Facts, Line
from figures import palette
from figures.gap_to_target import REACH_DOWN, REACH_UP
from indicators.domain import display
from indicators.domain.types import Status
from indicators.domain.verdict import Outcome
from reports.pictures import Drawing
from sheets.comments import clean

_WIDTH: Final = 450
_ROW, _HEAD, _FOOT = 20, 16, 22
_NAME_ROOM, _BAR_AT, _BAR_ROOM = 132, 142, 186
_MOST_BARS: Final = 28  # of one picture: what a page holds
_MOST_STACKS: Final = 26
_STACK, _STACK_AT, _STACK_ROOM = 19, 104, 322
_LEAST_SIZE: Final = 7.0  # points: what would be smaller takes two lines
_OUTCOMES: Final = {
    Outcome.MET: (palette.GREEN, "✓"), Outcome.NEARLY_MET: (palette.GREEN, "≈"), Outcome.NOT_MET: (palette.RED, "✗"),
    Outcome.NOT_PUBLISHED: (palette.GREY, "◌"), Outcome.OPEN: (palette.GREY, "○"),
}  # fmt: skip
_DECLARED: Final = (display.REPORTED_MET, display.REPORTED_NOT_MET)


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a stacked bar."""

    label: str
    symbol: str
    colour: str
    number: int
    declared: bool = False  # without a figure: an empty frame

    @property
    def faces(self) -> tuple[str, str]:
        """What its ground is filled with, and the colour of the letters on it."""
        return ("#ffffff", self.colour) if self.declared else (self.colour, "#ffffff")


def gap_charts(facts: Facts) -> list[Drawing]:
    """One bar per row that has a share of its promise done, in printed order; several pictures where one page is not enough."""
    lines = [one for one in facts.lines if one.attainment.value is not None]
    return [_gap_chart(lines[at : at + _MOST_BARS]) for at in range(0, len(lines), _MOST_BARS)]


def count_chart(facts: Facts) -> list[Drawing]:
    """One bar per nature: how its rows stand; at the end of the plan their verdicts."""
    return _stacked([(one.label, one) for one in facts.counts], ended=facts.ended)


def county_charts(facts: Facts) -> list[Drawing]:
    """Two bars per county, binding and expected apart."""
    rows = [(f"{county.name} {one.label}", one) for county in facts.counties for one in county.counts]
    found: list[Drawing] = []
    for at in range(0, len(rows), _MOST_STACKS):
        found += _stacked(rows[at : at + _MOST_STACKS], ended=facts.ended)
    return found


# --- how far ----------------------------------------------------------------------------------------------------------
def _gap_chart(lines: Sequence[Line]) -> Drawing:
    shares = [_cut(one.attainment.value or Decimal(0)) for one in lines]
    low, high = min([Decimal(0), *shares]), max([Decimal("1.1"), *(one + Decimal("0.05") for one in shares)])

    def place(share: Decimal) -> Decimal:
        return _BAR_AT + (share - low) / (high - low) * _BAR_ROOM

    height = _HEAD + _ROW * len(lines) + _FOOT
    target = _at(place(Decimal(1)))
    drawn = [_text(_BAR_AT, 10, "0", anchor="middle", colour=palette.MUTE) if low == 0 else ""]
    drawn.append(_text(place(Decimal(1)), 10, "目标", anchor="middle", colour=palette.MUTE))
    for number, (line, share) in enumerate(zip(lines, shares, strict=True)):
        drawn.append(_bar(line, share, place, top=_HEAD + number * _ROW))
    drawn.append(
        f'<line x1="{target}" y1="{_HEAD}" x2="{target}" y2="{height - _FOOT}" stroke="{palette.MUTE}" stroke-width="0.8" '
        'stroke-dasharray="3 2"/>'
    )
    legend = "色条为实现程度，粗竖线为时序进度，虚线为目标；◆ 为约束性；→ 为超出图幅。"
    drawn.append(_text(0, height - 7, legend, size=7.5, colour=palette.MUTE))
    said = (f"{one.name} {one.attainment.text}（{one.outcome_label or one.status_label}）" for one in lines)
    alt = "条形图，各指标的实现程度：{said}。".format(said="、".join(said))
    return Drawing("".join(drawn), _WIDTH, height, alt)


def _bar(line: Line, share: Decimal, at: Callable[[Decimal], Decimal], *, top: int) -> str:
    zero, end = at(Decimal(0)), at(share)
    colour, symbol = _look(line)
    middle = top + _ROW / 2 + 3
    found = [
        f'<rect x="{_at(min(zero, end))}" y="{top + 5}" width="{_at(abs(end - zero))}" height="{_ROW - 9}" fill="{colour}"/>'
    ]
    if line.elapsed.value is not None:
        tick = _at(at(min(line.elapsed.value, REACH_UP)))
        found.append(
            f'<line x1="{tick}" y1="{top + 2}" x2="{tick}" y2="{top + _ROW - 2}" stroke="{palette.INK}" stroke-width="2"/>'
        )
    name = line.name + (" ◆" if line.nature == "binding" else "")
    found.append(_named(name, middle))
    beyond = " →" if share != line.attainment.value else ""
    said = f"{symbol} {line.attainment.text}{beyond} {line.outcome_label or line.status_label}"
    found.append(_text(_BAR_AT + _BAR_ROOM + 8, middle, said, size=8.5))
    return "".join(found)


def _named(name: str, middle: float) -> str:
    size = min(8.5, _NAME_ROOM / max(_ems(name), 1))
    if size >= _LEAST_SIZE:
        return _text(0, middle, name, size=size)
    half = -(-len(name) // 2)
    size = min(_LEAST_SIZE, _NAME_ROOM / max(_ems(name[:half]), _ems(name[half:]), 1))
    return _text(0, middle - 4, name[:half], size=size) + _text(0, middle + 4, name[half:], size=size)


def _look(line: Line) -> tuple[str, str]:
    if line.outcome in (Outcome.MET, Outcome.NEARLY_MET, Outcome.NOT_MET):
        return _OUTCOMES[Outcome(line.outcome)]
    return palette.status_colour(line.status) if line.status else palette.GREY, line.symbol


def _cut(share: Decimal) -> Decimal:
    return min(max(share, REACH_DOWN), REACH_UP)


# --- how many ---------------------------------------------------------------------------------------------------------
def slices(counted: Counted, *, ended: bool) -> list[Slice]:
    """How the rows of one nature stand; at the end of the plan their verdicts. What was declared is an empty frame."""
    found = []
    for code, label, number in counted.outcomes if ended else counted.statuses:
        colour, symbol = (palette.GREY, "○")
        if ended and code:
            colour, symbol = _OUTCOMES[Outcome(code)]
        elif code:
            colour, symbol = palette.status_colour(code), display.SYMBOLS[Status(code)]
        declared = label in _DECLARED
        found.append(Slice(label, symbol, colour, number, declared))
    return found


def _stacked(rows: Sequence[tuple[str, Counted]], *, ended: bool) -> list[Drawing]:
    rows = [(label, one) for label, one in rows if one.total]
    if not rows:
        return []
    most = max(one.total for _label, one in rows)
    drawn, legend, alts = [], dict[str, Slice](), []
    for number, (label, counted) in enumerate(rows):
        top, left = number * _STACK + 4, float(_STACK_AT)
        parts = slices(counted, ended=ended)
        size = min(8.5, _STACK_AT / max(_ems(label), 1))
        drawn.append(_text(0, top + 11, label, size=size))
        for one in parts:
            wide = _STACK_ROOM * one.number / most
            drawn.append(_part(one, left, top, wide))
            left += wide
            legend.setdefault(one.label, one)
        drawn.append(_text(left + 4, top + 11, str(counted.total), colour=palette.MUTE))
        told = "、".join(f"{one.label} {one.number}" for one in parts)
        alts.append(f"{label} {counted.total} 项：{told}")
    key, height = _legend(legend.values(), top=len(rows) * _STACK + 16)
    alt = "条形图，各类指标项数：{said}。".format(said="；".join(alts))
    return [Drawing("".join(drawn) + key, _WIDTH, height, alt)]


def _part(one: Slice, left: float, top: float, wide: float) -> str:
    said, (ground, letters) = f"{one.symbol}{one.number}", one.faces
    size = min(7.5, wide / max(_ems(said), 1))
    return _box(one.colour, ground, left, top, max(wide - 1, 0.5), 14) + _text(
        left + wide / 2, top + 10, said, size=size, anchor="middle", colour=letters
    )


def _box(colour: str, ground: str, left: float, top: float, wide: float, high: float) -> str:
    return (
        f'<rect x="{left + 0.4:.1f}" y="{top + 0.4:.1f}" width="{max(wide - 0.8, 0.2):.1f}" height="{high - 0.8:.1f}" '
        f'fill="{ground}" stroke="{colour}" stroke-width="0.8"/>'
    )


def _legend(found: Iterable[Slice], *, top: int) -> tuple[str, int]:
    """What the symbols mean, in as many lines as it takes; with the height of the drawing."""
    drawn, left, line = [], 0.0, top
    for one in found:
        said = f"{one.symbol} {one.label}"
        wide = 16 + _ems(said) * 8 + 10
        if left and left + wide > _WIDTH:
            left, line = 0.0, line + 13
        drawn.append(_box(one.colour, one.faces[0], left, line - 7, 9, 9))
        drawn.append(_text(left + 13, line, said, size=8, colour=palette.INK))
        left += wide
    return "".join(drawn), line + 8


# --- letters ----------------------------------------------------------------------------------------------------------
def _text(
    x: float | Decimal, y: float, said: str, *, size: float = 8.5, anchor: str = "start", colour: str = palette.INK
) -> str:
    where = f'x="{float(x):.1f}" y="{y:.1f}" font-size="{size:.1f}" text-anchor={quoteattr(anchor)} fill="{colour}"'
    return f"<text {where}>{escape(clean(said))}</text>"


def _ems(said: str) -> float:
    """How wide a text is in sizes of its font: a Chinese character one, another a bit more than half."""
    return sum(1.0 if ord(one) > 0x2E7F else 0.6 for one in said)


def _at(value: Decimal) -> str:
    return f"{value:.1f}"
