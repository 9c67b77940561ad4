"""A stretch of text that knows on which line of the document each of its characters stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from intake.domain.boxes.nesting import inside


@dataclass(frozen=True, slots=True)
class Run:
    """``marks``: (offset, line) in rising order, the first at 0; the characters from an offset on stand on that line."""

    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def line(self) -> int:
        """The line of the document on which the run begins."""
        return self.marks[0][1]

    def line_at(self, offset: int) -> int:
        """The line of the document on which the character at ``offset`` stands."""
        return self.marks[bisect_right(self.marks, (offset, 1 << 62)) - 1][1]

    def cut(self, start: int, end: int | None = None) -> Run:
        """The part from ``start`` to ``end``, as slices count."""
        stop = len(self.text) if end is None else min(end, len(self.text))
        first = bisect_right(self.marks, (start, 1 << 62)) - 1
        kept = [(0, self.marks[first][1])]
        kept += [(offset - start, line) for offset, line in self.marks[first + 1 :] if offset < stop]
        return Run(self.text[start:stop], tuple(kept))

    def strip(self, chars: str | None = None) -> Run:
        """The run without ``chars`` (None: blanks) at its ends."""
        left = len(self.text) - len(self.text.lstrip(chars))
        return self.cut(left, max(left, len(self.text.rstrip(chars))))

    def split(self, signs: str) -> list[Run]:
        """The parts between ``signs`` that stand in no bracket and no quotation; empty parts are left out."""
        shut = inside(self.text)
        cuts = [index for index, char in enumerate(self.text) if char in signs and not shut[index]]
        return [part for part, _ in self.pieces(cuts)]

    def pieces(self, cuts: list[int]) -> list[tuple[Run, str]]:
        """The stripped parts between the characters at ``cuts``, each with the character that ends it ("" at the end)."""
        found: list[tuple[Run, str]] = []
        start = 0
        for cut in [*cuts, len(self.text)]:
            part = self.cut(start, cut).strip()
            if part.text:
                found.append((part, self.text[cut : cut + 1]))
            start = cut + 1
        return found
