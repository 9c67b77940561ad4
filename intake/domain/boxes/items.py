"""An enumeration taken apart: the items between its signs, with their facts, as printed and each on its line.

Where it is not clear that a part is a name of its own — the places of one work, the first halves of names that share
their end — the whole phrase stays one item: a name too long is seen and mended, a wrong half is believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from intake.domain.boxes import words
from intake.domain.boxes.facts import QUANTITY, leading_quantity, split_name
from intake.domain.boxes.members import (
    IN_PLACES,
    around_and,
    is_kin,
    is_one,
    list_after,
    spanning,
    splits,
    with_their_verbs,
    without_sum,
)
from intake.domain.boxes.run import Run
from intake.domain.text import close_up

_ORDINAL: Final = re.compile(
    r"^(?:\d{1,2}\s*[.．、）)]|0\d\s+(?=[\u4e00-\u9fff])|[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}(?:是|、))\s*(?![\d一二三四五六七八九十])"
)
_CLOSING: Final = re.compile(r"(?:建设项目|项目建设|工程建设|(?:项目)?前期工作)$")
_QUANTIFIED: Final = re.compile(r"^(?:一批|若干|一系列|各具特色的|高标准的|高水平的|现代化的)(?=.{2})")
#: A list summed up in a word of its own (体育馆“两场三馆”).
_SUMMED_UP: Final = re.compile(r"([馆场园心站路校院桥区])“[一二两三四五六七八九十][^”]{1,6}”$")
#: Verbs that are nouns before a thing built (创新港, 保障性住房).
_NOUNISH: Final = re.compile(r"(?:创新|开发区|保护|保障性|传承|融合|发展|推广|培育|孵化|减灾)(?!了|好)")
_AMOUNT: Final = re.compile(QUANTITY)
_TRIM: Final = " ，,。；;：:、*"


@dataclass(frozen=True, slots=True)
class Item:
    """One item as printed, blanks of broken lines taken out. ``plain``: it reads like a work or a thing, not like an aim."""

    name: str
    line: int
    facts: str = ""
    plain: bool = True
    vague: bool = False  # 一批…
    bracketed: bool = False  # the facts stood in a bracket behind the name: the scale of one named thing


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
    if re.match("路|街|巷|大道|大街", rest.text) and len(found.group()) == 2:
        return run
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
    members = with_their_verbs(plain.split("、"))
    found: list[Item] = []
    waiting: list[Run] = []  # members whose end is not seen yet
    listed = False
    while members:
        member = members.pop(0)
        if waiting and (pair := list_after(member)):
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
    printed = close_up(clause.text)
    return Listing(tuple(_as_printed(item, printed) for item in _with_amounts(found)), listed, verb)


def _with_amounts(items: list[Item]) -> list[Item]:
    """The items; one that is but a second quantity (小区86个、1.2万户) is a fact of the one before it."""
    kept: list[Item] = []
    for item in items:
        if kept and kept[-1].facts and not item.facts and _AMOUNT.fullmatch(item.name):
            kept[-1] = replace(kept[-1], facts=f"{kept[-1].facts}、{item.name}")
        else:
            kept.append(item)
    return kept


def _as_printed(item: Item, text: str) -> Item:
    """An item of several members with the signs between them as they stand (a sign may be doubled)."""
    if "、" not in item.name or item.name in text:
        return item
    found = re.search("、+".join(re.escape(part) for part in item.name.split("、")), text)
    return replace(item, name=found.group()) if found else item


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


def _read_members(members: list[Run], at: int, tail: str, *, last: bool, mixed: bool) -> tuple[list[Item], bool]:
    """The items of members up to one with 等 at ``at`` and ``tail`` after it (-1 and "" for a list without)."""
    tail = close_up(tail)
    if len(members) > 1 and at >= 0 and not last and not words.GENERIC_TAIL.match(tail):
        places = len(members) - 1  # 等 inside a list: only the places right before it belong to it
        while places and words.PLACE.match(close_up(members[places - 1].text)):
            places -= 1
        return _items(members[:places]) + _items([spanning(members[places:])]), False
    texts = [close_up(member.text) for member in members]
    if at >= 0:
        texts[-1] = close_up(members[-1].text[:at])
        whole = [words.HEAD.search(text) is not None for text in texts]
        others = words.GENERIC_TAIL.match(tail) or is_kin(texts[-1], tail)
        if len(members) > 1 and all(whole[:-1]) and not whole[-1] and not others:
            return _items(members[:-1]) + _items(members[-1:]), False  # 等 belongs to the last alone
        if not splits(texts, tail):
            return _items([spanning(members)]), False
        members = [*members[:-1], members[-1].cut(0, at)]
    elif len(members) > 1 and is_one(texts, mixed=mixed):
        return _items([spanning(members)]), False
    several = len(members) > 1
    if several and at < 0:
        members = [*members[:-1], without_sum(members[-1], len(members))]
    pieces = [piece for member in members for piece in around_and(member, several=several)]
    return _items(pieces, closes=several and at < 0), at >= 0


def _without_list_verb(run: Run) -> Run:
    found = words.LIST_ONLY.match(run.text)
    return run.cut(found.end()) if found and len(run.text) - found.end() >= 3 else run


def _items(members: list[Run], *, closes: bool = False) -> list[Item]:
    found = []
    others = any(words.WORK.search(close_up(member.text)) for member in members[:-1])
    for index, member in enumerate(members):
        stripped = member.strip(_TRIM)
        vague = stripped.text.startswith(("一批", "若干", "一系列"))
        for prefix in (_QUANTIFIED, IN_PLACES):
            if match := prefix.match(stripped.text):
                stripped = stripped.cut(match.end()).strip(_TRIM)
        name, facts = split_name(_SUMMED_UP.sub(r"\1", stripped.text))
        if closes and member is members[-1] and not others and len(name) > 8:
            name = _CLOSING.sub("", name)
        name = close_up(name.strip(_TRIM))
        if name:
            found.append(
                Item(name, stripped.line, facts, is_plain(name, later=index > 0), vague, stripped.text[-1:] in "）)")
            )
    return found


def is_plain(name: str, *, later: bool = False) -> bool:
    """Whether a phrase can be a name: neither an aim nor a statement. ``later``: names stand before it in its list."""
    if len(name) < 2 or not re.search(r"[\u4e00-\u9fffA-Za-z]", name):
        return False
    if words.STATEMENT.search(name) or (words.PREDICATE.search(name) and not words.WORK.search(name)):
        return later and words.FACILITY.search(name) is not None
    if words.etc_at(name) >= 0 and name.endswith("发展"):
        return False
    if _NOUNISH.match(name) and "的" not in name and words.FACILITY.search(name):
        return True
    return bool(words.WORK.search(name)) or not words.AIM.match(name) or (later and len(name) <= 14)


def counted(item: Item) -> Item:
    """An item whose quantity stands before it (2条公交线路) with the quantity as its facts."""
    number, rest = leading_quantity(item.name)
    return Item(rest, item.line, number, item.plain) if number and len(rest) >= 2 and not item.facts else item
