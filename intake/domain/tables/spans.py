"""Categories printed once for several rows: at the top of their rows, or in the middle of them over several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from intake.domain.tables.words import category_of, squeezed

if TYPE_CHECKING:
    from intake.domain.tables.entry import Entry

_PART: Final = 3  # characters of one line of a category that is broken


@dataclass(slots=True)
class _Label:
    text: str
    first: int  # position of its first line within the page
    last: int


@dataclass(slots=True)
class Labels:
    """The lines of the rows by page, and the category text found on each."""

    pages: list[list[tuple[int, str]]] = field(default_factory=lambda: [[]])
    exact: bool = False
    parents: list[Entry] = field(default_factory=list)
    centred: bool = False  # a page before had its texts in the middle of their rows

    def page(self) -> None:
        if self.pages[-1]:
            self.pages.append([])

    def line(self, line: int, text: str, *, merged: bool) -> None:
        self.exact = self.exact or merged
        self.pages[-1].append((line, squeezed(text)))

    def around(self, entry: Entry) -> None:
        """A parent printed in the middle of its rows: of the row before its line and of the next."""
        self.parents.append(entry)

    def settle(self, entries: Sequence[Entry]) -> None:
        """Gives every row its category, and the rows next to a parent printed between them that parent."""
        places = {id(one): index for index, one in enumerate(entries)}
        for entry in self.parents:
            index = places[id(entry)]
            if index + 1 < len(entries):
                following = entries[index + 1]
                blank = [one for column, one in following.cells.items() if column.value == "nature" and one.strip()]
                if not blank and following.parent is None:
                    following.parent = entry.parent
        found = self._by_line()
        for entry in entries:
            if found.get(entry.line):  # else the category is that of a row of its own, if any
                entry.category = category_of(found[entry.line])

    def _by_line(self) -> dict[int, str]:
        found: dict[int, str] = {}
        current = ""
        for page in self.pages:
            labels = [] if self.exact else _labels(page)
            if labels and labels[0].first > 0 and (not current or self.centred):
                self.centred = True
                texts = _centred(page, labels, current)
            elif self.exact:
                texts = _carried(page, current)
            else:
                texts = _from_top(page, labels, current)
            for (line, _), text in zip(page, texts, strict=True):
                found[line] = text
            current = texts[-1] if texts else current
        return found


def _labels(page: Sequence[tuple[int, str]]) -> list[_Label]:
    """The category texts of a page; short ones on lines that follow each other are one."""
    found: list[_Label] = []
    texts = [text for _, text in page]
    whole = all(texts) and any(text == after for text, after in pairwise(texts))  # every row repeats its own
    for index, (_, text) in enumerate(page):
        if not text:
            continue
        before = found[-1] if found else None
        if before is not None and text == before.text:
            before.last = index
        elif (
            not whole
            and before is not None
            and before.last == index - 1
            and len(text) <= _PART
            and len(before.text) <= 2 * _PART
        ):
            before.text += text
            before.last = index
        else:
            found.append(_Label(text, index, index))
    return found


def _carried(page: Sequence[tuple[int, str]], current: str) -> list[str]:
    texts: list[str] = []
    for _, text in page:
        current = text or current
        texts.append(current)
    return texts


def _from_top(page: Sequence[tuple[int, str]], labels: Sequence[_Label], current: str) -> list[str]:
    texts: list[str] = []
    starts = {label.first: label.text for label in labels}
    for index in range(len(page)):
        current = starts.get(index, current)
        texts.append(current)
    return texts


def _centred(page: Sequence[tuple[int, str]], labels: Sequence[_Label], current: str) -> list[str]:
    """The division of a page in which every text stands nearest to the middle of its rows.

    Lines before the first text may belong to the category of the page before.
    """
    size = len(page)
    middles = [(label.first + label.last) / 2 for label in labels]

    @cache
    def best(index: int, start: int) -> tuple[float, tuple[int, ...]]:
        label = labels[index]
        if index == len(labels) - 1:
            return abs((start + size - 1) / 2 - middles[index]), (start,)
        options = []
        for end in range(label.last + 1, labels[index + 1].first + 1):
            cost, starts = best(index + 1, end)
            options.append((abs((start + end - 1) / 2 - middles[index]) + cost, (start, *starts)))
        return min(options)

    first = [best(0, start) for start in range(labels[0].first + 1)] if current else [best(0, 0)]
    starts = min(first)[1]
    texts = [current] * size
    for index, label in enumerate(labels):
        end = starts[index + 1] if index + 1 < len(starts) else size
        texts[starts[index] : end] = [label.text] * (end - starts[index])
    return texts
