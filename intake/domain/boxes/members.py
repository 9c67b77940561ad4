"""The members of an enumeration: whether they are names of their own, or the places and halves of one.

Where that is not clear the phrase is left whole.
"""

from __future__ import annotations

import re
from typing import Final

from intake.domain.boxes import words
from intake.domain.boxes.run import Run
from intake.domain.text import close_up

_LONGEST: Final = 80  # of a phrase that is kept whole; a longer one is a list after all
_AND: Final = re.compile(r"以及|及|和|与")
_TAKES_MORE: Final = re.compile(
    r"^(?:其|配套|附属|相关|周边|后续|改造|扩建|建设|推广|应用|管理|服务|开发|保护|利用|提升|[^，]{0,4}等)"
)
_VERB_ONLY: Final = re.compile(
    r"^(?:新建|改建|扩建|改造|迁建|重建|提升|维修|修缮|升级|更新|建设|治理|保护|开发|利用|加工|销售|仓储|物流)(?:项目|工程|和.{2,4})?$"
)
IN_PLACES: Final = re.compile(r"^.{2,60}?(?:范围内|境内|区域内)的(?=.{2})")


_SUM: Final = re.compile(r"(?P<number>\d+|[两一二三四五六七八九十])(?:个|大|条|项|处|座|类)[^，。、]{1,6}$")
_DIGITS: Final = {sign: index for index, sign in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


def without_sum(member: Run, number: int) -> Run:
    """The last member of a list without the sum that closes it (甲、乙、丙三个片区), where the sum is right."""
    found = _SUM.search(member.text)
    if not found or len(member.text[: found.start()].strip()) < 2:
        return member
    stated = int(found["number"]) if found["number"].isdigit() else _DIGITS[found["number"]]
    return member.cut(0, found.start()).strip() if stated == number else member


def splits(texts: list[str], tail: str) -> bool:
    """Whether what stands before 等 are names, and ``tail`` only says what kind of things they are."""
    if words.GENERIC_TAIL.match(tail):
        return True
    if len(re.findall(r"\d+(?:\.\d+)?", tail)) > 1:
        return False
    kin = sum(1 for text in texts if is_kin(text, tail))
    if kin * 2 >= len(texts) and is_kin(texts[-1], tail):
        return True
    if len(texts) == 1 and words.COUNTED_TAIL.match(tail) and words.FACILITY.search(texts[0]):
        return True
    works = sum(1 for text in texts if words.WORK.search(text))
    if works * 2 > len(texts):
        return True
    if words.ACTION.search(re.sub(r"(?:项目|工程)+$", "", tail)):
        return False
    whole = sum(1 for text in texts if words.FACILITY.search(text.strip("“”\"'")))
    return whole * 2 > len(texts) if words.COUNTED_TAIL.match(tail) else whole * 3 > len(texts) * 2


def is_kin(text: str, tail: str) -> bool:
    """Whether a name ends like one of what the tail speaks of."""
    text = re.sub(r"[（(][^（）()]*[）)]$", "", text).strip("“”\"'")
    if len(text) > 4 and len(tail) >= 2 and text[-2:] == re.sub(r"(?:建设|项目|工程)+$", "", tail)[-2:]:
        return True
    return any(ends.search(text) and of.search(tail) for ends, of in words.KIN)


def is_one(texts: list[str], *, mixed: bool) -> bool:
    """Whether members without 等 are the places of one work, or the first halves of names with one end."""
    *halves, last = texts
    if any(len(text.split("以及")[0]) == 1 for text in texts):
        return True
    stated = re.search(r"(\d+)(?:个|座|处|条)", last)
    if stated and int(stated[1]) == len(texts) and len(last) - stated.end() > 8:
        return True
    if sum(map(len, texts)) > _LONGEST:
        return False
    owner = last.split("的", 1)[0] if "的" in last else ""
    if (
        owner
        and all(len(half) <= len(owner) + 1 and not words.HEAD.search(half) for half in halves)
        and len(owner) <= 6
    ):
        return True
    places = sum(1 for half in halves if words.PLACE.match(half))
    if places * 3 >= len(halves) * 2 and words.PLACE.match(last) is None:
        return not words.NATURE.search(last)
    if words.ACTION.search(last) is None:
        return False
    bare = [half for half in halves if not words.HEAD.search(half) or words.NATURE.search(half)]
    if mixed or words.WORK.search(last):
        return len(bare) == len(halves) if mixed else len(bare) == len(halves) and bool(words.NATURE.search(halves[0]))
    return len(bare) == len(halves) and len(halves) <= 3


def spanning(members: list[Run]) -> Run:
    """The members as one run again, the signs between them included."""
    whole = members[0]
    for member in members[1:]:
        length = len(whole.text) + 1
        marks = whole.marks + tuple(
            (offset + length, line) for offset, line in member.marks if line != whole.marks[-1][1]
        )
        whole = Run(f"{whole.text}、{member.text}", marks)
    return whole


def with_their_verbs(members: list[Run]) -> list[Run]:
    """Members with what is no name by itself (道路新建、改建; a word of two characters after a long one) put to them again."""
    kept: list[Run] = []
    for member in members:
        text = close_up(member.text)
        before = IN_PLACES.sub("", close_up(kept[-1].text)) if kept else ""
        short = len(text) <= 2 and not words.HEAD.search(text) and not words.PLACE.match(text + "。")
        ordinal = re.search("第[一二三四五六七八九]$", before) and text[0] in "一二三四五六七八九"
        if kept and (ordinal or _VERB_ONLY.match(text) or (short and len(before) >= 5 and text[-1] not in "村庄镇乡")):
            kept[-1] = spanning([kept[-1], member])
        else:
            kept.append(member)
    return kept


def around_and(member: Run, *, several: bool) -> list[Run]:
    """The two works around 及, 和, 以及, where both are whole by themselves; else the member as it is."""
    for found in _AND.finditer(member.text):
        left, right = member.cut(0, found.start()).strip(), member.cut(found.end()).strip()
        if len(left.text) < 2 or len(right.text) < 3 or _TAKES_MORE.match(right.text):
            continue
        if _both_whole(left.text, right.text, found.group(), several=several):
            return [left, *around_and(right, several=several)]
    return [member]


def _both_whole(left: str, right: str, sign: str, *, several: bool) -> bool:
    if sign == "以及":
        return several or words.HEAD.search(left) is not None
    if len(left) < 3:
        return False
    if several and left[0] in '“"' and left[-1] in '”"':
        return words.HEAD.search(right) is not None
    if several and words.ACTION.search(left) and words.PLACE.match(right):
        return True
    if words.WORK.search(left):
        return words.HEAD.search(right) is not None
    if sign != "和" or not words.FACILITY.search(left) or len(left) > 24:
        return False
    return (
        (several or left[-1] == right[-1])
        and words.FACILITY.search(right) is not None
        and not words.ACTION.search(right)
    )


def list_after(member: Run) -> tuple[Run, Run] | None:
    """A work and the place that begins another list, where 及 joins them (…改造及甲村、乙村等城中村改造)."""
    for found in _AND.finditer(member.text):
        left, right = member.cut(0, found.start()).strip(), member.cut(found.end()).strip()
        if (
            len(left.text) >= 6
            and words.ACTION.search(left.text)
            and re.search("[省市县区旗镇乡村]$", close_up(right.text))
        ):
            return left, right
    return None
