"""An enumeration taken apart: the items between its signs, with their facts, as printed and each on its line.

Where it is not clear that a part is a name of its own — the places of one work, the first halves of names that share
their end — the whole phrase stays one item: a name too long is seen and mended, a wrong half is believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from intake.domain.boxes import words
from intake.domain.boxes.facts import has_quantity, is_fact, split_name
from intake.domain.boxes.run import Run
from intake.domain.text import close_up

_ORDINAL = re.compile(r"^(?:\d{1,2}\s*[.．、）)]|[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}(?:是|、))\s*(?!\d)")
_WHOLE_TO = re.compile(r"[\s*]+")
_AND = re.compile(r"(?:以及|及|和|与|并)")
_TAKES_MORE = re.compile(r"^(?:其|配套|附属|相关|周边|后续|改造|扩建|建设|推广|应用|管理|服务|开发|保护|利用|提升)")
_CLOSING_WORDS = re.compile(r"(?:的)?(?:项目建设|工程建设项目建设)$")
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Item:
    """One item as printed, blanks of broken lines taken out. ``plain``: it reads like a work or a thing, not like an aim."""

    name: str
    line: int
    facts: str = ""
    plain: bool = True


def without_ordinal(run: Run) -> tuple[Run, bool]:
    """A run without the number it begins with (1、 （2） ③ 一是), and whether there was one."""
    found = _ORDINAL.match(run.text)
    return (run.cut(found.end()).strip(), True) if found else (run, False)


def without_verb(run: Run) -> Run:
    """A run without the verbs that announce the list, as long as something remains that can be a name."""
    found = words.LEADING.match(run.text)
    if not found:
        return run
    rest = run.cut(found.end()).strip(" ：:")
    if len(rest.text) < 2 or rest.text[0] in "的力化型性、，等" or (rest.text in ("项目", "工程")):
        return run
    return rest


def read_items(clause: Run, *, first: bool) -> list[Item]:
    """The items of one clause (no comma at its top). ``first``: it may begin with the verbs of the list."""
    run, numbered = without_ordinal(clause)
    run = without_verb(run) if first or numbered else _without_list_verb(run)
    announced = words.ANNOUNCED.match(run.text)
    if announced and announced.end() < len(run.text):
        run = run.cut(announced.end())
    members = _with_their_verbs(run.split("、"))
    found: list[Item] = []
    waiting: list[Run] = []  # members whose end is not seen yet
    for index, member in enumerate(members):
        at = words.etc_at(member.text)
        tail = member.text[at + 1 :].strip() if at >= 0 else ""
        waiting.append(member)
        if at >= 0 or index == len(members) - 1:
            found += _read_members(waiting, at, tail, last=index == len(members) - 1)
            waiting = []
    return found


def _read_members(members: list[Run], at: int, tail: str, *, last: bool) -> list[Item]:
    """The items of members up to one with 等 at ``at`` and ``tail`` after it (at the end of a list perhaps without)."""
    if len(members) > 1 and at >= 0 and not last and not words.GENERIC_TAIL.match(tail):
        places = len(members) - 1  # 等 inside a list: only the places right before it belong to it
        while places and words.PLACE.match(close_up(members[places - 1].text)):
            places -= 1
        return _items(members[:places]) + _items([_spanning(members[places:])])
    if at >= 0:
        texts = [close_up(member.text) for member in members[:-1]] + [close_up(members[-1].text[:at])]
    else:
        texts = [close_up(member.text) for member in members]
    if len(members) > 1 and _is_one(texts, tail, etc=at >= 0):
        return _items([_spanning(members)])
    if at >= 0 and (len(members) > 1 or words.GENERIC_TAIL.match(tail)):
        members = [*members[:-1], members[-1].cut(0, at)]
    several = len(members) > 1
    return _items([piece for member in members for piece in _around_and(member, several=several)], closes=True)


def _is_one(texts: list[str], tail: str, *, etc: bool) -> bool:
    """Whether the members are the places of one work, or halves of names with one end, so that none stands for itself."""
    if etc:
        if words.GENERIC_TAIL.match(tail) or words.COUNTED_TAIL.match(tail):
            return False
        return any(words.PLACE.match(text) or len(text) <= 3 for text in texts)
    *halves, last = texts
    return all(words.PLACE.match(half) is not None for half in halves) and words.PLACE.match(last) is None


def _spanning(members: list[Run]) -> Run:
    """The members as one run again, the signs between them included."""
    whole = members[0]
    for member in members[1:]:
        length = len(whole.text) + 1
        marks = whole.marks + tuple((offset + length, line) for offset, line in member.marks if line != whole.marks[-1][1])
        whole = Run(f"{whole.text}、{member.text}", marks)
    return whole


_VERB_ONLY = re.compile(r"^(?:新建|改建|扩建|改造|迁建|重建|提升|维修|修缮|升级|更新|建设|治理|保护|开发|利用|加工|销售|仓储|物流)(?:项目|工程)?$")


def _with_their_verbs(members: list[Run]) -> list[Run]:
    """Members with what is only a second verb of theirs (道路新建、改建) put to them again."""
    kept: list[Run] = []
    for member in members:
        if kept and _VERB_ONLY.match(close_up(member.text)):
            kept[-1] = _spanning([kept[-1], member])
        else:
            kept.append(member)
    return kept


def _around_and(member: Run, *, several: bool) -> list[Run]:
    """The two works around 及, 和, 以及, where both are whole by themselves; else the member as it is."""
    for found in _AND.finditer(member.text):
        left, right = member.cut(0, found.start()).strip(), member.cut(found.end()).strip()
        if len(left.text) < 3 or len(right.text) < 3 or _TAKES_MORE.match(right.text):
            continue
        if found.group() == "以及" and several:
            return [left, *_around_and(right, several=several)]
        if words.WORK.search(left.text) and words.HEAD.search(right.text):
            return [left, *_around_and(right, several=several)]
    return [member]


def _without_list_verb(run: Run) -> Run:
    found = words.LIST_ONLY.match(run.text)
    return run.cut(found.end()) if found and len(run.text) - found.end() >= 3 else run


def _items(members: list[Run], *, closes: bool = False) -> list[Item]:
    found = []
    for member in members:
        name, facts = split_name(member.text.strip(" ，,。；;：:、*"))
        if closes and member is members[-1] and len(name) > 6:
            name = _CLOSING_WORDS.sub("", name) or name
        name = close_up(name.strip(" ，,。；;：:、*"))
        if name:
            line = member.line_at(len(member.text) - len(member.text.lstrip(" ，,。；;：:、*")))
            found.append(Item(name, line, facts, _is_plain(name)))
    return found


def _is_plain(name: str) -> bool:
    if not 2 <= len(name) <= LONGEST or not re.search(r"[\u4e00-\u9fffA-Za-z]", name):
        return False
    return bool(words.WORK.search(name)) or not words.AIM.match(name)


def is_aim(clause: str) -> bool:
    """Whether a clause says what for, where or how, and names no work."""
    if words.SETTING.match(clause):
        return True
    return words.AIM.match(clause) is not None and not _lists(clause)


def _lists(clause: str) -> bool:
    """Whether a clause lists works in spite of the verb it begins with."""
    at = words.etc_at(clause)
    if at >= 0 and words.GENERIC_TAIL.match(clause[at + 1 :]):
        return True
    return words.WORK.search(clause) is not None


def counts(clause: str) -> bool:
    """Whether a clause only promises an amount (新建道路12公里): the figures of a programme, no name."""
    return words.LEADING.match(clause) is not None and has_quantity(clause) and not is_fact(clause)
