"""The clauses of a box entry: which list works, which promise amounts, which only say what for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from intake.domain.boxes import words
from intake.domain.boxes.extent import Style, enumerates
from intake.domain.boxes.facts import QUANTITY, has_quantity, is_fact, is_single, leading_quantity
from intake.domain.boxes.groups import Group
from intake.domain.boxes.items import Item, Listing, counted, read_items
from intake.domain.boxes.nesting import inside
from intake.domain.boxes.run import Run
from intake.domain.text import close_up

_TOGETHER: Final = re.compile(r"集(?![散聚中群团约成合市装体贸])[^。；]{2,160}?[于为]一体")
_DESCRIPTION: Final = re.compile(
    r"[于为]一体|集(?![散聚中群团约成合市装体贸])[^，。]{2,60}(?:功能|等)|等(?:多元|综合)|为(?:主|核心|特色)|形成[^，]*格局|的(?:同时|基础上)"
)
_FOCUS: Final = re.compile(r"为(?:重点|依托|核心|载体|主体|基础)(?:建立|建设|打造|培育|发展)(?=.{3})")
_QUOTED: Final = re.compile(r"^(?:着力|重点|全力)?(?:打造|建设|推出|实施)(?=[“\"][^”\"]{2,16}[”\"]$)")
_ENDS_COUNTED: Final = re.compile(rf"{QUANTITY}$")
_FIRMS: Final = re.compile(
    r"^(?:重点|大力|积极|加快)?(?:培育|扶持|支持|壮大|做大做强)(?P<firms>[^，。；]{3,160}?)等(?:一批|\d+家)?(?:重点|骨干|龙头|优势|大型|本地)*(?:企业|公司|集团)"
)
_SUMMED: Final = re.compile(r"(?:\d+|[两一二三四五六七八九十])(?:个|大)[^，。、]{2,6}$")
#: 改造提升3万亩: what is counted was named before.
_BARE_AMOUNT: Final = re.compile(rf"(?:{words.LEADING.pattern}|改造|提升|续建|维修|治理|整治){{1,3}}{QUANTITY}")
_SHORT: Final = 24
_EACH: Final = re.compile(r"(?:内|均|分别)?各(?:新)?建设?|每个?[^，]{2,14}(?:建|设置|至少)")
_NOMINAL: Final = re.compile(
    r"(?:发展|能力|水平|作用|规模|功能|环境|服务|力度|质量|机制|模式|格局|效率|优势|布局|供应|要求|技术|行业|设施|设备)$"
)


@dataclass(slots=True)
class Found:
    """What the clauses of a group gave: items in order, amounts promised (as items, quantity as facts), and how many
    clauses listed, closed as lists do, or said what for."""

    items: list[Item] = field(default_factory=list)
    amounts: list[Item] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    firms: list[Item] = field(default_factory=list)
    lists: int = 0
    listed: int = 0
    aims: int = 0
    later: int = 0  # amounts that follow a list of works
    facts_first: bool = False
    counted: bool = False  # the last that was read is an amount: what measures, measures that
    aims_first: bool = False


def read_clauses(group: Group, *, strict: bool) -> Found:
    """The entries of a group's sentences. ``strict``: only what is clearly a work, where a document has no boxes."""
    found = Found()
    mixed = sum(len(clauses_of(sentence)) for sentence in group.sentences) > 1
    opening = not group.label and not group.numbered and group.style is Style.NONE
    for index, sentence in enumerate(group.sentences):
        if opening and index == 0 and not enumerates(sentence.text) and not words.LEADING.match(sentence.text):
            continue
        clauses = clauses_of(sentence)
        if index == 0 and clauses and _is_fact(close_up(clauses[0].text), first=True):
            found.facts_first = True
        _read_sentence(clauses, found, group, strict=strict, mixed=mixed)
    return found


def clauses_of(sentence: Run) -> list[Run]:
    """The clauses between commas; what is drawn together (集甲，乙于一体) is one."""
    shut = inside(sentence.text)
    for span in _TOGETHER.finditer(sentence.text):
        shut[span.start() : span.end()] = b"\x01" * (span.end() - span.start())
    cuts = [index for index, char in enumerate(sentence.text) if char in "，," and not shut[index]]
    return [part for part, _ in sentence.pieces(cuts)]


def _read_sentence(clauses: list[Run], found: Found, group: Group, *, strict: bool, mixed: bool) -> None:
    detail = False  # after 其中: figures of the item before
    for index, clause in enumerate(clauses):
        text = close_up(clause.text)
        detail = detail or (text.startswith("其中") and bool(found.items))
        focus = _FOCUS.search(clause.text) or _QUOTED.match(clause.text)
        bare = index > 0 and len(text) <= _SHORT and _BARE_AMOUNT.fullmatch(text) is not None
        if bare or _is_fact(text, first=index == 0) or (detail and has_quantity(text)):
            found.figures.append(text)
            if found.items and (index or detail) and not found.counted:
                last = found.items[-1]
                found.items[-1] = replace(last, facts=f"{last.facts}；{text}" if last.facts else text)
        elif focus:
            _take(
                replace(read_items(clause.cut(focus.end()).strip(), first=False), listed=group.style is Style.COLON),
                found,
            )
        elif words.SETTING.match(text) or detail:
            found.aims_first = found.aims_first or not (found.aims or found.lists)
        elif firms := _FIRMS.match(clause.text):
            listed = read_items(clause.cut(firms.start("firms"), firms.end("firms")), first=False)
            found.firms += listed.items
            found.aims += 1
        elif _EACH.search(text) and has_quantity(text):
            found.amounts.append(Item(text, clause.line, text, plain=False))
            found.figures.append(text)
        elif is_aim(text):
            found.aims_first = found.aims_first or not (found.aims or found.lists)
            found.aims += 1
            if has_quantity(text):
                found.figures.append(text)
                if words.LEADING.match(text) and _ENDS_COUNTED.search(text):
                    found.amounts.append(Item(text, clause.line, text, plain=False))
        else:
            _read_list(clause, text, found, first=index == 0, strict=strict, mixed=mixed)


def _is_fact(text: str, *, first: bool) -> bool:
    """Whether a clause measures what stands before it; 新增… at the beginning measures nothing, it promises."""
    return is_fact(text) and not (first and text.startswith("新增"))


def is_aim(text: str) -> bool:
    """Whether a clause says what for, where or how, and names no work."""
    at = words.etc_at(text)
    if words.FOSTERED.match(text) and re.search(r"等?\d+[家个]$", text):
        return False
    if re.match(r"(?:重点|着力)?(?:培育|打造|建设|发展)\d+(?:[-—至到]\d+)?(?:个|家|条|座)", text):
        return False
    if words.NEVER.match(text) and text.startswith("完善") and text.count("、") >= 2 and _names_facilities(text):
        return False
    built = words.LEADING.match(text) and words.FACILITY.search(text) and re.search(r"为(?:主|核心|特色)的", text)
    if (_DESCRIPTION.search(text) and not built) or words.NEVER.match(text):
        return True
    leading = words.LEADING.match(text)
    rest = text[leading.end() :] if leading else text
    if words.PREDICATE.search(rest) and not words.WORK.search(text) and text.count("、") < 2:
        return True
    if not words.AIM.match(text):
        return False
    summed = _SUMMED.search(text)
    if summed and _names_facilities(text[: summed.start()]):
        return False
    if (at == len(text) - 1 or words.COUNTED_TAIL.match(text[at + 1 :])) and _names_facilities(text[:at]):
        return False
    if at >= 0 and (
        words.WORK_TAIL.match(text[at + 1 :]) or ("“" in text[:at] and words.COUNTED_TAIL.match(text[at + 1 :]))
    ):
        return False
    building = re.match(r"(?:大力|着力|加快|积极|探索)?(?:建立|打造|推动|培育|健全|完善)", text)
    if building and re.search(r"[等平]台?$|等$", text) and "、" in text:
        return False
    if building and len(text) <= 36 and words.FACILITY.search(text) and text.startswith(("建立", "打造一批")):
        return False
    return words.WORK.search(text) is None


def _names_facilities(text: str) -> bool:
    """Whether most parts of a list are works or things that are built."""
    parts = text.split("、")
    return len(parts) > 1 and sum(1 for part in parts if words.HEAD.search(part)) * 3 > len(parts) * 2


def _read_list(clause: Run, text: str, found: Found, *, first: bool, strict: bool, mixed: bool) -> None:
    leads = words.LEADING.match(text) is not None
    listing = read_items(clause, first=first or leads, mixed=mixed)
    items = [item for item in listing.items if item.plain]
    statement = len(listing.items) > 1 and not listing.items[0].plain and not listing.listed
    if not items or statement or _tells_deeds(items):
        found.aims += 1
        return
    if _only_amounts(items, listing, found):
        found.counted = True
        found.amounts.extend(items)
        found.later += (
            len(items) if found.lists and any(words.WORK_WORD.search(item.name) for item in found.items) else 0
        )
        found.figures.extend(_figure(item) for item in items)
        return
    if strict:
        items = [item for item in map(_without_building, items) if _is_sure(item, listing)]
    _take(replace(listing, items=tuple(items)), found)


def _take(listing: Listing, found: Found) -> None:
    heads = sum(1 for item in listing.items if words.HEAD.search(item.name))
    if listing.items and (listing.listed or heads * 2 >= len(listing.items) or len(listing.items) >= 3):
        found.lists += 1
    found.counted = found.counted and not listing.items
    found.listed += listing.listed and bool(listing.items)
    found.items.extend(item for item in listing.items if item.plain)


_DEED: Final = re.compile(r"(?:整治|建设(?!路|街|大道)|整修|修建|完善|开展|推进|提高|改善|配备)")


def _tells_deeds(items: list[Item]) -> bool:
    """Whether most items are verbs with their objects (整治田块、建设灌排设施): how a work is done, not what."""
    return len(items) > 1 and sum(1 for item in items if _DEED.match(item.name)) * 2 > len(items)


def _only_amounts(items: list[Item], listing: Listing, found: Found) -> bool:
    """Whether a clause promises amounts (新建道路12公里) and names nothing: no single thing, no list that closes with 等."""
    if listing.listed or any(words.etc_at(item.name) >= 0 for item in items):
        return False
    if any((item.bracketed and item.facts) or _NAMED.search(item.name) for item in items):
        return False
    if any(words.WORK_WORD.search(item.name) and not _COUNT.search(item.facts) for item in items):
        return False
    if (
        all(words.PLACE.match(part) for item in items for part in item.name.split("、")[:-1] or [item.name])
        and items[-1].facts
    ):
        return True
    quantified = [item for item in items if (item.facts or counted(item).facts) and not is_single(item.facts)]
    if len(quantified) < len(items):
        return False
    return listing.verb or bool(found.amounts) or any(_REWORKS.match(item.name) for item in items)


_REWORKS: Final = re.compile(rf"{words.AIM.pattern}|^(?:改造|修缮|维修|疏浚|清淤|整治|覆盖)")
_NAMED: Final = re.compile(r"(?<!以|及)至(?!少)|[—－]|[GSXY]\d{2,}|段$")
_COUNT: Final = re.compile(r"^\d[\d\-—至]*\s*[个家项](?:以上)?$")


def _figure(item: Item) -> str:
    return f"{item.name}{item.facts}"


def _without_building(item: Item) -> Item:
    """An item inside a description without the 建设 that belongs to its verb (推进…中心建设)."""
    name = item.name.removesuffix("建设")
    return replace(item, name=name) if words.FACILITY.search(name) else item


def _is_sure(item: Item, listing: Listing) -> bool:
    """Whether an item inside a description is a work by its own words."""
    amount = item.facts and not (item.bracketed or is_single(item.facts))
    if item.vague or amount or leading_quantity(item.name)[0] or re.match(r"\d|每|全[县市区]", item.name):
        return False
    if listing.listed or words.WORK.search(item.name):
        return True
    return listing.verb and words.FACILITY.search(item.name) is not None and not _NOMINAL.search(item.name)
