"""Which entries of one plan may be the same works under two names (疑似重复): proposals, a person decides.

Names are compared by what is left of them without the words that every name has (项目, 工程, 建设 …), the name of the
region and what stands in brackets. Pairs of letters that few names of the plan share weigh more than common ones. Entries
side by side in one enumeration were told apart by those who wrote it, so they must be almost the same to be proposed.
Numbers tell apart: S224 is not S225, 一期 is not 二期.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from math import log


class Sign(StrEnum):
    """What speaks for or against two entries being the same works. A page says each in words."""

    SAME_NAME = "same_name"  # nothing but common words differs
    CONTAINED = "contained"  # one name stands in the other
    CLOSE = "close"  # many letters in common
    SAME_START = "same_start"  # both begin with the same unusual letters
    SAME_CODE = "same_code"  # the same road
    SAME_BOX = "same_box"
    OTHER_BOX = "other_box"
    SAME_LIST = "same_list"  # side by side in one enumeration: against it
    BY_HAND = "by_hand"  # a person named the two; nothing was compared
    DIRECTION = "direction"  # one of them is an aim, not a thing to be built: against it


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the comparison takes it. ``place``: its position in the plan. ``direction``: an aim (方向)."""

    place: int
    name: str
    box: str = ""
    group: str = ""
    direction: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two places of a plan, the earlier first; ``score``: likeness of the names, 0 to 1, to three digits."""

    first: int
    second: int
    score: Decimal
    signs: tuple[Sign, ...]


#: From here on two names are proposed; inside one enumeration, or where one is an aim, from the second on.
ENOUGH, ENOUGH_AGAINST = 0.43, 0.8
#: Names that begin with the same letters, which hardly another name begins with, are proposed from here on (one place, two works?).
ENOUGH_SAME_START, START_LETTERS, START_HELD_BY = 0.34, 3, 5
#: A name that stands in another one counts for at least this, and is too common a word when shorter than so many letters.
CONTAINED_LEAST, CONTAINED_LETTERS = 0.6, 3
#: Letters that stand in more names than this bring no candidates: they would compare everything with everything.
COMMON = 80
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_NOT_LETTERS = re.compile(r"[^\w]+")
_COMMON_WORDS = re.compile(r"(?:建设项目|重点项目|项目|工程|建设|创建|打造|实施|推进|提升|改造)+$")
_LEADING = re.compile(r"^(?:建设|打造|实施|推进|创建|新建|改建|扩建)+")
_CODE = re.compile(r"[GSXY]\d{2,4}")
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?|[一二三四五六七八九十]+(?=期|污|号|环|中|院|小|高|级)|(?<=第)[一二三四五六七八九十]+"
)


def core(name: str, places: Sequence[str] = ()) -> str:
    """What is left of a name: without brackets, signs, the region's own name and the words that every name has."""
    text = unicodedata.normalize("NFKC", name)
    text = _NOT_LETTERS.sub("", _BRACKETS.sub("", text)) or _NOT_LETTERS.sub("", text)
    for place in places:
        if text.startswith(place) and len(text) > len(place) + 1:
            text = text[len(place) :]
    shorter = _COMMON_WORDS.sub("", _LEADING.sub("", text))
    return shorter if len(shorter) >= 2 else text


def names_of(region: str) -> tuple[str, ...]:
    """How a region calls itself in the names of its projects, the longest first: 延津县, 延津."""
    short = region.rstrip("省市县区")
    return (region, short) if 2 <= len(short) < len(region) else (region,)


def proposals(entries: Iterable[Entry], places: Sequence[str] = ()) -> list[Pair]:
    """The pairs of entries of one plan that may be the same works, in the order of the plan.

    ``places``: how the region calls itself, the longest first (延津县, 延津). Two aims (方向) are never compared.
    """
    listed = sorted(entries, key=lambda entry: entry.place)
    cores = [core(entry.name, places) for entry in listed]
    pieces = [_pieces(text) for text in cores]
    spread = Counter(piece for one in pieces for piece in one)
    weights = {piece: log(1 + len(listed) / count) for piece, count in spread.items()}
    starts = Counter(text[:START_LETTERS] for text in cores)
    totals = [sum(map(weights.__getitem__, one)) for one in pieces]
    found = []
    for a, b in sorted(_candidates(pieces, spread)):
        one, other = listed[a], listed[b]
        score, sign = _score(
            cores[a], cores[b], sum(map(weights.__getitem__, pieces[a] & pieces[b])), totals[a] + totals[b]
        )
        if score < ENOUGH_SAME_START or (one.direction and other.direction) or _told_apart(one.name, other.name):
            continue
        start = cores[a][:START_LETTERS]
        same_start = cores[b].startswith(start) and starts[start] <= START_HELD_BY and len(start) == START_LETTERS
        begun = [Sign.SAME_START] if same_start and sign is Sign.CLOSE else []
        signs = (sign, *begun, *_circumstances(one, other))
        if score >= _asked(signs):
            found.append(Pair(one.place, other.place, Decimal(str(round(score, 3))), signs))
    return found


def _pieces(text: str) -> frozenset[str]:
    """All pairs of neighbouring letters; of a single letter itself."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def _candidates(pieces: Sequence[frozenset[str]], spread: Counter[str]) -> set[tuple[int, int]]:
    """Pairs that share letters few names have, or have the very same letters."""
    holders: dict[str, list[int]] = defaultdict(list)
    same: dict[frozenset[str], list[int]] = defaultdict(list)
    for place, one in enumerate(pieces):
        same[one].append(place)
        for piece in one:
            if spread[piece] <= COMMON:
                holders[piece].append(place)
    groups = [*holders.values(), *(group for group in same.values() if len(group) <= COMMON)]
    return {pair for group in groups for pair in combinations(group, 2)}


def _score(one: str, other: str, shared: float, both: float) -> tuple[float, Sign]:
    """Twice the weight of what they share by the weight of both (Dice)."""
    if one == other:
        return 1.0, Sign.SAME_NAME
    score = 2 * shared / both
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) >= CONTAINED_LETTERS and short in long:
        return min(0.999, max(score, CONTAINED_LEAST)), Sign.CONTAINED
    return min(0.999, score), Sign.CLOSE


def _told_apart(one: str, other: str) -> bool:
    """Whether the names themselves say that these are two: other roads, other numbers."""
    codes, others = set(_CODE.findall(one)), set(_CODE.findall(other))
    if codes and others and not codes & others:
        return True
    numbers, theirs = set(_NUMBER.findall(one)), set(_NUMBER.findall(other))
    return bool(numbers and theirs and not numbers & theirs)


def _asked(signs: Sequence[Sign]) -> float:
    """How alike two names must be under these circumstances."""
    if Sign.SAME_LIST in signs or Sign.DIRECTION in signs:
        return ENOUGH_AGAINST
    return ENOUGH_SAME_START if Sign.SAME_START in signs else ENOUGH


def _circumstances(one: Entry, other: Entry) -> list[Sign]:
    signs = [Sign.SAME_CODE] if set(_CODE.findall(one.name)) & set(_CODE.findall(other.name)) else []
    signs.append(Sign.SAME_BOX if one.box == other.box else Sign.OTHER_BOX)
    if one.group and (one.box, one.group) == (other.box, other.group):
        signs.append(Sign.SAME_LIST)
    if one.direction or other.direction:
        signs.append(Sign.DIRECTION)
    return signs
