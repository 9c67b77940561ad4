"""Next year's sheet: the headers that were explained before, one year on. What is new is proposed and asked, nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sheets.wide import IGNORED, YEAR, meaning_of


@dataclass(frozen=True, slots=True)
class Carried:
    """``meanings``: of each column, as said before or as proposed. ``asked``: the columns (from 0) that nobody explained."""

    meanings: tuple[str, ...]
    asked: tuple[int, ...]


def carry_over(headers: Sequence[str], meanings: Sequence[str], new: Sequence[str], years: range) -> Carried | None:
    """What was said about ``headers``, for the headers ``new``; None where they are not the same sheet grown older.

    It is the same where every column that is no figure stands there by the same header, and every kind of figure column
    by the same header but for its years.
    """
    known = dict(zip(_numbered(headers), meanings, strict=True))
    kinds = _kinds(headers, meanings)
    here = set(_numbered(new))
    settled = {key for key, meaning in known.items() if meaning and meaning_of(meaning) is None}
    if not settled or not kinds or not settled <= here or not kinds.keys() <= {_pattern(header) for header in new}:
        return None
    said = [known.get(key, IGNORED) for key in _numbered(new)]
    asked = []
    for index, key in enumerate(_numbered(new)):
        if key in known or not key[0]:
            continue
        asked.append(index)
        proposed = _proposed(key[0], kinds, years)
        if proposed not in said:
            said[index] = proposed
    return Carried(tuple(said), tuple(asked))


def _numbered(headers: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each header with how often it stood before: two columns may be headed alike."""
    seen: Counter[str] = Counter()
    for header in headers:
        yield header, seen[header]
        seen[header] += 1


def _kinds(headers: Sequence[str], meanings: Sequence[str]) -> dict[str, tuple[str, int]]:
    """By header without its years: the field, and which of the years in the header is the one of the figure."""
    found = {}
    for header, meaning in zip(headers, meanings, strict=True):
        figure = meaning_of(meaning)
        years = [int(year) for year in YEAR.findall(header)]
        if figure and figure[1] in years:
            found[_pattern(header)] = (figure[0], years.index(figure[1]))
    return found


def _pattern(header: str) -> str:
    return YEAR.sub("####", header)


def _proposed(header: str, kinds: dict[str, tuple[str, int]], years: range) -> str:
    field, at = kinds.get(_pattern(header), ("", 0))
    year = int(YEAR.findall(header)[at]) if field else 0
    return f"{field}:{year}" if field and year in years else IGNORED
