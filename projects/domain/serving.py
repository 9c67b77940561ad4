"""Which projects of a plan serve what its text promises: proposed only where the names say so, decided by a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

#: A shorter name says too little: 村, 总投资, 行政村.
LETTERS = 4
_NOT_LETTERS = re.compile(r"[^\w]+")
#: What is measured of a thing is not its name.
_MEASURED = re.compile(
    r"(?:总面积|面积|覆盖率|普及率|处理率|达标率|利用率|完成率|总数|数量|数|率|占比|比例|比重|能力|任务|增加值|营业收入)+$"
)
_PLACE = re.compile(r"^(?:全市|全县|全区|县域|县城|城区|农村)")
#: What many projects are called says nothing of one.
_COMMON = frozenset({"重点项目", "改造面积", "规划面积", "特色乡村", "专业园区", "营业收入"})


@dataclass(frozen=True, slots=True)
class Named:
    """A project as the comparison takes it."""

    id: int
    name: str
    facts: str = ""


def likely(subject: str, projects: Iterable[Named]) -> list[int]:
    """Projects in whose name the thing promised stands, or that stand in it; in the order given.

    Nothing for a thing whose name is shorter than ``LETTERS`` letters or too common.
    """
    thing = core(subject)
    if len(thing) < LETTERS or thing in _COMMON:
        return []
    found = []
    for project in projects:
        name = _letters(project.name)
        if thing in name or (len(name) >= LETTERS and name in thing):
            found.append(project.id)
    return found


def core(subject: str) -> str:
    """The thing that a promise is about: 全县老旧小区改造任务 → 老旧小区改造; never less than ``LETTERS`` letters of a longer name."""
    text = _letters(subject)
    for words in (_MEASURED, _PLACE):
        shorter = words.sub("", text)
        text = shorter if len(shorter) >= LETTERS else text
    return text


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text))
