"""Which division a plan is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from intake.domain.reference import Division, Reference
from intake.domain.text import Passage

_ENDINGS: Final = "国省市县区旗州盟"
_LONGEST: Final = 12
_READ: Final = 400  # paragraphs that are asked where no title names the region
_STEM: Final = re.compile(r"(?:特别行政区|自治区|自治州|自治县|林区|特区|地区|新区|矿区|[省市县区旗州盟])$")
_RENAMING: Final = re.compile("撤[县市地区][改设建]立?[市区县]|(?:更|改)名为|改设为?|撤销[^，。；]{2,12}[，,]?设立")
_WHOLE: Final = {
    "县": ("县", "旗"),
    "区": ("区",),
    "市": ("市", "州", "盟", "地区"),
    "省": ("省", "自治区"),
    "旗": ("旗",),
}


@dataclass(frozen=True, slots=True)
class Region:
    """``code`` "" where no division, or more than one, fits. ``name``: as the list has it, else as printed."""

    code: str
    name: str
    line: int


def find_region(title: str, whole: Sequence[Passage], reference: Reference) -> Region | None:
    """The division that the title names; of a document without title the one that its text calls its own."""
    names = _by_name(reference.divisions)
    if title:
        head = re.split(r"国民经济|[“\"]?十[一二三四五六七]五|第十", title, maxsplit=1)[0]
        named = [division for name in _names_in(head, names) for division in names[name]]
        chosen = _choose(named, "".join(one.text for one in whole[:_READ]), reference)
        if chosen:
            return Region(chosen.code, chosen.name, _line_of(chosen.name, whole))
        if not named and (renamed := _renamed(head, "".join(one.text for one in whole), reference.divisions)):
            return Region(renamed.code, renamed.name, _line_of(head, whole))
        if named:
            return Region("", named[-1].name, _line_of(named[-1].name, whole))
        return None
    return _own(whole, names, reference)


def _own(whole: Sequence[Passage], names: dict[str, list[Division]], reference: Reference) -> Region | None:
    """The name that occurs most among those of the kind that the text means by 我县, 全市, 我区."""
    text = "\n".join(one.text for one in whole[:_READ])
    kinds = Counter(re.findall(r"(?:我|全)([省市县区旗])", text))
    if not kinds:
        return None
    kind = kinds.most_common(1)[0][0]
    counts = Counter(name for name in _names_in(text, names) if name.endswith(_WHOLE[kind]))
    if not counts:
        return None
    name, times = counts.most_common(1)[0]
    chosen = _choose(names[name], text, reference)
    if times < 2 or chosen is None:
        return None
    return Region(chosen.code, chosen.name, _line_of(name, whole))


def _names_in(text: str, names: dict[str, list[Division]]) -> Iterator[str]:
    """Every name of a division in the text, in order; of names that end together the longest."""
    for found in re.finditer(f"[{_ENDINGS}]", text):
        for length in range(min(_LONGEST, found.end()), 1, -1):
            name = text[found.end() - length : found.end()]
            if name in names:
                yield name
                break


def _choose(named: Sequence[Division], text: str, reference: Reference) -> Division | None:
    """The lowest division named; where several bear its name, the one whose parent is named too."""
    if not named:
        return None
    last = [division for division in named if division.name == named[-1].name]
    if len(last) == 1:
        return last[0]
    above = {division.code: division.name for division in reference.divisions}
    codes = {division.code for division in named}
    fitting = [one for one in last if one.parent_code in codes] or [
        one for one in last if above.get(one.parent_code, "\0") in text
    ]
    return fitting[0] if len(fitting) == 1 else None


def _renamed(head: str, text: str, divisions: Sequence[Division]) -> Division | None:
    """The one division of the same stem that the text says it became: 某某县 that was made 某某市 (撤县设市)."""
    printed = _STEM.sub("", head)
    if len(printed) < 2 or printed == head or not _RENAMING.search(text):
        return None
    fitting = [one for one in divisions if one.level == "county" and _stem(one.name) == printed]
    return fitting[0] if len(fitting) == 1 and fitting[0].name in text else None


@lru_cache(maxsize=8192)
def _stem(name: str) -> str:
    return _STEM.sub("", name)


def _by_name(divisions: Sequence[Division]) -> dict[str, list[Division]]:
    names: dict[str, list[Division]] = {}
    for division in divisions:
        names.setdefault(division.name, []).append(division)
    return names


def _line_of(name: str, whole: Sequence[Passage]) -> int:
    """The first line on which the name stands; 0 where it is only in the list."""
    return next((one.line_at(one.text.index(name)) for one in whole if name in one.text), 0)
