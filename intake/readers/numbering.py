"""The labels that Word counts itself (第一章, （一）, 1.): they stand in no text and must be counted again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACEHOLDER: Final = re.compile(r"%(\d)")
_DIGITS: Final = "零一二三四五六七八九"
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
                 (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_CHINESE: Final = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital",
}  # fmt: skip
_BULLET: Final = "•"
_CIRCLED: Final = 20  # ① to ⑳


@dataclass(slots=True)
class Level:
    """One level of a list as Word defines it."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = " "


@dataclass(slots=True)
class Labels:
    """Counts the numbered paragraphs of one document, in their order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by list (numId)
    families: dict[str, str] = field(default_factory=dict)  # list -> its definition: lists of one definition count on
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)  # list -> level -> first number

    def next(self, list_id: str, depth: int) -> str:
        """The label of the next paragraph of this list at this depth, with what stands between it and the text."""
        level = self.levels.get(list_id, {}).get(depth)
        if level is None or level.form == "none":
            return ""
        counts = self.counts.setdefault(self.families[list_id], {})
        if list_id not in self.seen:
            self.seen.add(list_id)
            for restarted, start in self.restarts.get(list_id, {}).items():
                counts[restarted] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return (level.text if level.text and not _private(level.text) else _BULLET) + level.suffix

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            shown = self.levels[list_id].get(at, level)
            return in_words(counts.get(at, shown.start), shown.form)

        return _PLACEHOLDER.sub(number, level.text) + level.suffix


def labels_of(numbering: Any) -> Labels:
    """The lists of a document. ``numbering``: root of its numbering part, None where it has none."""
    labels = Labels()
    if numbering is None:
        return labels
    defined = {
        one.get(f"{W}abstractNumId"): {_int(level, "ilvl"): _level(level) for level in one.findall(f"{W}lvl")}
        for one in numbering.findall(f"{W}abstractNum")
    }
    for one in numbering.findall(f"{W}num"):
        list_id, family = one.get(f"{W}numId") or "", _val(one, "abstractNumId")
        levels = dict(defined.get(family, {}))
        for override in one.findall(f"{W}lvlOverride"):
            depth = _int(override, "ilvl")
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[depth] = _level(own)
            start = _val(override, "startOverride")
            if start.isdigit():
                labels.restarts.setdefault(list_id, {})[depth] = int(start)
        labels.levels[list_id], labels.families[list_id] = levels, family
    return labels


def in_words(number: int, form: str) -> str:
    """A number the way a list writes it; a form that is not known is written in digits."""
    if form in _CHINESE:
        return chinese(number)
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number <= _CIRCLED:
        return chr(ord("①") + number - 1)
    return f"{number:02d}" if form == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """一 … 九千九百九十九; beyond that in digits."""
    if not 0 <= number < 10_000:
        return str(number)
    if number < 10:
        return _DIGITS[number]
    words, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + name
        gap = not digit
    return words.removeprefix("一") if 10 <= number < 20 else words


def _roman(number: int) -> str:
    words = ""
    for value, sign in _ROMAN:
        words += sign * (max(number, 0) // value)
        number %= value
    return words


def _level(element: Any) -> Level:
    start = _val(element, "start")
    suffix = _val(element, "suff")
    return Level(
        form=_val(element, "numFmt") or "decimal",
        text=_val(element, "lvlText"),
        start=int(start) if start.isdigit() else 1,
        suffix="" if suffix == "nothing" else " ",
    )


def _val(element: Any, name: str) -> str:
    """``w:val`` of a child, "" where there is none."""
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val") or ""


def _int(element: Any, name: str) -> int:
    text = element.get(f"{W}{name}") or "0"
    return int(text) if text.isdigit() else 0


def _private(text: str) -> bool:
    """Whether it is a sign of a symbol font, which has no meaning outside of it."""
    return any("\ue000" <= char <= "\uf8ff" for char in text)
