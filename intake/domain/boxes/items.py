"""An enumeration taken apart: the items between its signs, with their facts, as printed and each on its line.

Where it is not clear that a part is a name of its own — the places of one work, the first halves of names that share
their end — the whole phrase stays one item: a name too long is seen and mended, a wrong half is believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.domain.boxes import words
from intake.domain.boxes.facts import leading_quantity, split_name
from intake.domain.boxes.run import Run
from intake.domain.text import close_up

_ORDINAL: Final = re.compile(
    r"^(?:\d{1,2}\s*[.．、）)]|[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}(?:是|、))\s*(?![\d一二三四五六七八九十])"
)
_AND: Final = re.compile(r"以及|及|和|与")
_TAKES_MORE: Final = re.compile(r"^(?:其|配套|附属|相关|周边|后续|改造|扩建|建设|推广|应用|管理|服务|开发|保护|利用|提升|[^，]{0,4}等)")
_CLOSING: Final = re.compile(r"(?:建设项目|项目建设|工程建设)$")
_QUANTIFIED: Final = re.compile(r"^(?:一批|若干|一系列|各具特色的|高标准的|高水平的|现代化的)(?=.{2})")
_IN_PLACES: Final = re.compile(r"^.{2,60}?(?:范围内|境内|区域内)的(?=.{2})")
_VERB_ONLY: Final = re.compile(
    r"^(?:新建|改建|扩建|改造|迁建|重建|提升|维修|修缮|升级|更新|建设|治理|保护|开发|利用|加工|销售|仓储|物流)(?:项目|工程|和.{2,4})?$"
)
_TRIM: Final = " ，,。；;：:、*"
_LONGEST: Final = 80  # of a phrase that is kept whole; a longer one is a list after all


@dataclass(frozen=True, slots=True)
class Item:
    """One item as printed, blanks of broken lines taken out. ``plain``: it reads like a work or a thing, not like an aim."""

    name: str
    line: int
    facts: str = ""
    plain: bool = True
    vague: bool = False  # 一批…


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a clause. ``listed``: it closes as enumerations do (等项目); ``verb``: it begins with a verb of lists."""

    items: tuple[Item, ...]
    listed: bool = False
    verb: bool = False


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
    if len(rest.text) < 2 or rest.text[0] in "的力化型性、，等段" or rest.text in ("项目", "工程"):
        return run
    return rest


def read_items(clause: Run, *, first: bool, mixed: bool = False) -> Listing:
    """The items of one clause (no comma at its top). ``first``: it may begin with the verbs of the list; ``mixed``: other
    signs than 、 divide the items of its sentence, so 、 may stand inside one of them."""
    run, numbered = without_ordinal(clause)
    plain = without_verb(run) if first or numbered else _without_list_verb(run)
    verb = plain is not run
    announced = words.ANNOUNCED.match(plain.text)
    if announced and announced.end() < len(plain.text):
        plain = plain.cut(announced.end())
    parts = clause.text.startswith(("包括", "含"))
    members = _with_their_verbs(plain.split("、"))
    found: list[Item] = []
    waiting: list[Run] = []  # members whose end is not seen yet
    listed = False
    while members:
        member = members.pop(0)
        if waiting and (pair := _list_after(member)):
            items, _ = _read_members([*waiting, pair[0]], -1, "", last=True, mixed=mixed)
            found, waiting, member = found + items, [], pair[1]
        at = words.etc_at(member.text)
        waiting.append(member)
        if at < 0 and members:
            continue
        tail, rest = _tail(member, at)
        if rest is not None:
            members.insert(0, rest)
        items, closes = _read_members(waiting, at, tail, last=not members or rest is not None, mixed=mixed)
        found += items
        listed = listed or (closes and not parts)
        waiting = []
    return Listing(tuple(found), listed, verb)


def _list_after(member: Run) -> tuple[Run, Run] | None:
    """A work and the place that begins another list, where 及 joins them (…改造及甲村、乙村等城中村改造)."""
    for found in _AND.finditer(member.text):
        left, right = member.cut(0, found.start()).strip(), member.cut(found.end()).strip()
        if len(left.text) >= 6 and words.ACTION.search(left.text) and re.search("[省市县区旗镇乡村]$", close_up(right.text)):
            return left, right
    return None


def _tail(member: Run, at: int) -> tuple[str, Run | None]:
    """What follows 等, and a further item after 和 in it (等两所小学和一所中学), None for none."""
    if at < 0:
        return "", None
    tail = member.cut(at + 1).strip()
    for found in re.finditer("和|及|以及", tail.text):
        left, right = tail.text[: found.start()], tail.cut(found.end()).strip()
        whole = words.WORK.search(left) or words.COUNTED_TAIL.match(left)
        if whole and len(right.text) >= 4 and (words.etc_at(right.text) > 0 or words.WORK.search(right.text)):
            return left, right
    return tail.text, None


def _read_members(
    members: list[Run], at: int, tail: str, *, last: bool, mixed: bool
) -> tuple[list[Item], bool]:
    """The items of members up to one with 等 at ``at`` and ``tail`` after it (-1 and "" for a list without)."""
    tail = close_up(tail)
    if len(members) > 1 and at >= 0 and not last and not words.GENERIC_TAIL.match(tail):
        places = len(members) - 1  # 等 inside a list: only the places right before it belong to it
        while places and words.PLACE.match(close_up(members[places - 1].text)):
            places -= 1
        return _items(members[:places]) + _items([_spanning(members[places:])]), False
    texts = [close_up(member.text) for member in members]
    if at >= 0:
        texts[-1] = close_up(members[-1].text[:at])
        if not _splits(texts, tail):
            return _items([_spanning(members)]), False
        members = [*members[:-1], members[-1].cut(0, at)]
    elif len(members) > 1 and _is_one(texts, mixed=mixed):
        return _items([_spanning(members)]), False
    several = len(members) > 1
    if several and at < 0:
        members = [*members[:-1], _without_sum(members[-1], len(members))]
    pieces = [piece for member in members for piece in _around_and(member, several=several)]
    return _items(pieces, closes=several and at < 0), at >= 0


_SUM: Final = re.compile(r"(?P<number>\d+|[两一二三四五六七八九十])(?:个|大|条|项|处|座|类)[^，。、]{1,6}$")
_DIGITS: Final = {sign: index for index, sign in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


def _without_sum(member: Run, number: int) -> Run:
    """The last member of a list without the sum that closes it (甲、乙、丙三个片区), where the sum is right."""
    found = _SUM.search(member.text)
    if not found or len(member.text[: found.start()].strip()) < 2:
        return member
    stated = int(found["number"]) if found["number"].isdigit() else _DIGITS[found["number"]]
    return member.cut(0, found.start()).strip() if stated == number else member


def _splits(texts: list[str], tail: str) -> bool:
    """Whether what stands before 等 are names, and ``tail`` only says what kind of things they are."""
    if words.GENERIC_TAIL.match(tail):
        return True
    if len(re.findall(r"\d+(?:\.\d+)?", tail)) > 1:
        return False
    kin = sum(1 for text in texts if _is_kin(text, tail))
    if kin * 2 >= len(texts):
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


def _is_kin(text: str, tail: str) -> bool:
    """Whether a name ends like one of what the tail speaks of."""
    text = text.strip("“”\"'")
    if len(text) > 4 and len(tail) >= 2 and text[-2:] == re.sub(r"(?:建设|项目|工程)+$", "", tail)[-2:]:
        return True
    return any(ends.search(text) and of.search(tail) for ends, of in words.KIN)


def _is_one(texts: list[str], *, mixed: bool) -> bool:
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
    if owner and all(len(half) <= len(owner) + 1 and not words.HEAD.search(half) for half in halves) and len(owner) <= 6:
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


def _spanning(members: list[Run]) -> Run:
    """The members as one run again, the signs between them included."""
    whole = members[0]
    for member in members[1:]:
        length = len(whole.text) + 1
        marks = whole.marks + tuple((offset + length, line) for offset, line in member.marks if line != whole.marks[-1][1])
        whole = Run(f"{whole.text}、{member.text}", marks)
    return whole


def _with_their_verbs(members: list[Run]) -> list[Run]:
    """Members with what is no name by itself (道路新建、改建; a word of two characters after a long one) put to them again."""
    kept: list[Run] = []
    for member in members:
        text = close_up(member.text)
        before = _IN_PLACES.sub("", close_up(kept[-1].text)) if kept else ""
        short = len(text) <= 2 and not words.HEAD.search(text) and not words.PLACE.match(text + "。")
        if kept and (_VERB_ONLY.match(text) or (short and len(close_up(kept[-1].text)) >= 5 and text[-1] not in "村庄镇乡冀")):
            kept[-1] = _spanning([kept[-1], member])
        else:
            kept.append(member)
    return kept


def _around_and(member: Run, *, several: bool) -> list[Run]:
    """The two works around 及, 和, 以及, where both are whole by themselves; else the member as it is."""
    for found in _AND.finditer(member.text):
        left, right = member.cut(0, found.start()).strip(), member.cut(found.end()).strip()
        if len(left.text) < 2 or len(right.text) < 3 or _TAKES_MORE.match(right.text):
            continue
        if _both_whole(left.text, right.text, found.group(), several=several):
            return [left, *_around_and(right, several=several)]
    return [member]


def _both_whole(left: str, right: str, sign: str, *, several: bool) -> bool:
    if sign == "以及":
        return several or words.HEAD.search(left) is not None
    if len(left) < 3:
        return False
    if several and left[0] in "“\"" and left[-1] in "”\"":
        return words.HEAD.search(right) is not None
    if several and words.ACTION.search(left) and words.PLACE.match(right):
        return True
    if words.WORK.search(left):
        return words.HEAD.search(right) is not None
    if sign != "和" or not words.FACILITY.search(left) or len(left) > 24:
        return False
    return left[-1] == right[-1] and words.FACILITY.search(right) is not None and not words.ACTION.search(right)


def _without_list_verb(run: Run) -> Run:
    found = words.LIST_ONLY.match(run.text)
    return run.cut(found.end()) if found and len(run.text) - found.end() >= 3 else run


def _items(members: list[Run], *, closes: bool = False) -> list[Item]:
    found = []
    others = any(words.WORK.search(close_up(member.text)) for member in members[:-1])
    for index, member in enumerate(members):
        stripped = member.strip(_TRIM)
        vague = stripped.text.startswith(("一批", "若干", "一系列"))
        for prefix in (_QUANTIFIED, _IN_PLACES):
            if match := prefix.match(stripped.text):
                stripped = stripped.cut(match.end()).strip(_TRIM)
        name, facts = split_name(stripped.text)
        if closes and member is members[-1] and not others and len(name) > 8:
            name = _CLOSING.sub("", name)
        name = close_up(name.strip(_TRIM))
        if name:
            found.append(Item(name, stripped.line, facts, is_plain(name, later=index > 0), vague))
    return found


def is_plain(name: str, *, later: bool = False) -> bool:
    """Whether a phrase can be a name: neither an aim nor a statement. ``later``: names stand before it in its list."""
    if len(name) < 2 or not re.search(r"[\u4e00-\u9fffA-Za-z]", name):
        return False
    if words.STATEMENT.search(name) or (words.PREDICATE.search(name) and not words.WORK.search(name)):
        return later and words.FACILITY.search(name) is not None
    if words.etc_at(name) >= 0 and name.endswith("发展"):
        return False
    return bool(words.WORK.search(name)) or not words.AIM.match(name) or (later and len(name) <= 14)


def counted(item: Item) -> Item:
    """An item whose quantity stands before it (2条公交线路) with the quantity as its facts."""
    number, rest = leading_quantity(item.name)
    return Item(rest, item.line, number, item.plain) if number and len(rest) >= 2 and not item.facts else item
