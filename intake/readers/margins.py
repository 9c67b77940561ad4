"""Running heads, feet and page numbers of a PDF: only what repeats at one height of the page is taken for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from intake.readers.printed import Printed

HEAD: Final = "页眉"
FOOT: Final = "页脚"
_ZONE: Final = 0.1  # share of the page's height at its top and bottom
_HEIGHT: Final = 4.0  # points within which lines of two pages are at one height
_LEAST_PAGES: Final = 3
_SHARE: Final = 0.4  # of the pages: heads of left and right pages differ
_LEAST_NUMBERED: Final = 2
_PAGE_NUMBER: Final = re.compile(
    r"[-—–―·•\s]*(?:第\s*)?(\d{1,4})\s*(?:页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–―·•\s]*"
)
_DIGITS: Final = re.compile(r"\d+")
_DIGITS_OF_A_PAGE: Final = 4
_BLANKS: Final = re.compile(r"\s+")
_ROUNDS: Final = 2  # a head of two lines, a foot with the number under it

Place = tuple[str, int, Printed]  # head or foot, index of the page, line


def running(pages: Sequence[tuple[Sequence[Printed], float]]) -> list[dict[int, str]]:
    """For each page (its lines from top to bottom, its height) the ids of lines that are heads or feet."""
    found: list[dict[int, str]] = [{} for _ in pages]
    for _ in range(_ROUNDS):
        outer = [place for index, page in enumerate(pages) for place in _outermost(index, page, found[index])]
        for side in (HEAD, FOOT):
            places = [place for place in outer if place[0] == side]
            for _, index, line in [*_numbers(places), *_repeated(places, len(pages))]:
                found[index][id(line)] = side
    return found


def _outermost(index: int, page: tuple[Sequence[Printed], float], known: dict[int, str]) -> list[Place]:
    lines, height = page
    left = [line for line in lines if id(line) not in known]
    places: list[Place] = []
    if left and left[0].bottom <= height * _ZONE:
        places.append((HEAD, index, left[0]))
    if left and left[-1].top >= height * (1 - _ZONE):
        places.append((FOOT, index, left[-1]))
    return places


def _numbers(places: Sequence[Place]) -> list[Place]:
    """Lines that are nothing but a number which counts the pages."""
    by_offset: dict[int, list[Place]] = {}
    for place in places:
        match = _PAGE_NUMBER.fullmatch(place[2].text)
        if match:
            by_offset.setdefault(int(match[1]) - place[1], []).append(place)
    return [place for same in by_offset.values() if len(same) >= _LEAST_NUMBERED for place in same]


def _repeated(places: Sequence[Place], pages: int) -> list[Place]:
    """Lines of one wording and one height on enough pages; one number in it may count the pages, no other may differ."""
    by_wording: dict[tuple[object, ...], list[Place]] = {}
    for place in places:
        text = _BLANKS.sub("", place[2].text)
        by_wording.setdefault((text,), []).append(place)
        for match in _DIGITS.finditer(text):
            if len(match[0]) <= _DIGITS_OF_A_PAGE:
                around = text[: match.start()], text[match.end() :], int(match[0]) - place[1]
                by_wording.setdefault(around, []).append(place)
    return [
        place
        for same in by_wording.values()
        if len(same) >= _LEAST_PAGES
        and len(same) >= _SHARE * pages
        and all(abs(place[2].top - same[0][2].top) <= _HEIGHT for place in same)
        for place in same
    ]
