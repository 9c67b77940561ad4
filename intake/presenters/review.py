"""The lists of the review screen: each item with its source, what was read, what was understood, what is doubtful."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.domain.display import NATURE_LABELS, printed
from intake.domain.edit import Item, Listing, State, line_of
from intake.domain.proposal import Certainty, Commitment, ReadIndicator, ReadProject, ReadResult
from intake.models.decisions import ItemState
from intake.presenters import understood
from intake.presenters.sources import Needles, Piece, painted, snippet
from intake.presenters.understood import target_text
from intake.selectors.review import ShownDoubt, ShownItem
from projects.models import Kind


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell with its column's name, and what was understood, "" where that says nothing more."""

    label: str
    text: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list."""

    item: Item
    slug: str
    section: str
    place: str
    source: tuple[Piece, ...]
    title: str
    notes: tuple[str, ...]
    cells: tuple[Cell, ...]
    doubts: tuple[ShownDoubt, ...]
    state_label: str
    decided: str
    indent: bool = False

    @property
    def gone(self) -> bool:
        """Whether it will not go into the plan as things stand."""
        return not self.item.goes_in


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of the document. ``own``: the item stands on it; else it is there to be read with it."""

    number: int
    place: str
    pieces: tuple[Piece, ...]
    own: bool = False


#: The lists by the word that stands in their address.
SLUGS: dict[str, Listing] = {
    "indicators": Listing.INDICATORS,
    "results": Listing.RESULTS,
    "projects": Listing.PROJECTS,
    "commitments": Listing.COMMITMENTS,
    "plan": Listing.PLAN,
}
SLUG_OF = {listing: slug for slug, listing in SLUGS.items()}


class Sources:
    """The lines of the document, found by their number."""

    def __init__(self, lines: Sequence[Sequence[object]]) -> None:
        self.lines = lines
        self._by_number = {int(str(number)): (str(place), str(text)) for number, place, text in lines}

    def place(self, number: int) -> str:
        """Where a line stands, for people: its page or cell, else its number."""
        place = self._by_number.get(number, ("", ""))[0]
        return place or (_("第 %(number)d 行") % {"number": number} if number else "")

    def marked(self, item: Item, around: int) -> list[MarkedLine]:
        """The lines of an item with what was read marked, and ``around`` lines before and after them to be read with it."""
        first, last = line_of(item.value), getattr(item.value, "last_line", None)
        return self.beside(first, last, around, _words(item)[3]) if first else []

    def beside(
        self, first: int, last: int | None = None, around: int = 0, needles: Needles | None = None
    ) -> list[MarkedLine]:
        """The lines from ``first`` to ``last`` and ``around`` lines before and behind them."""
        end = max(first, last or first)
        numbers = list(self._by_number)
        here = numbers[max(bisect_left(numbers, first) - around, 0) : bisect_right(numbers, end) + around]
        return [self._marked(number, first <= number <= end, needles or Needles()) for number in here]

    def _marked(self, number: int, own: bool, needles: Needles) -> MarkedLine:
        place, text = self._by_number[number]
        return MarkedLine(number, place, painted(text, needles) if own else (Piece(text),), own)

    def containing(self, words: str, most: int) -> list[MarkedLine]:
        """Lines in which the words stand, whatever blanks are between them; at most so many."""
        wanted = Needles(words)
        found = (number for number, (_place, text) in self._by_number.items() if _squeezed(words) in _squeezed(text))
        return [
            MarkedLine(number, self.place(number), snippet([self._by_number[number][1]], wanted))
            for number in islice(found, most)
        ]

    def texts(self, first: int, last: int) -> list[str]:
        return [self._by_number[number][1] for number in range(first, last + 1) if number in self._by_number]


def row(shown: ShownItem, sources: Sources) -> Row:
    """One item as the list and its own page show it."""
    item = shown.item
    value = item.value
    line = line_of(value)
    last = max(line, getattr(value, "last_line", None) or line)
    title, notes, cells, needles = _words(item)
    return Row(
        item=item,
        slug=SLUG_OF[item.listing],
        section=value.box if isinstance(value, ReadProject) else "",
        place=sources.place(line),
        source=snippet(sources.texts(line, last), needles),
        title=title,
        notes=notes,
        cells=cells,
        doubts=shown.doubts,
        state_label=state_label(item),
        decided=f"{shown.by} {timezone.localtime(shown.at):%Y-%m-%d %H:%M}" if shown.at else "",
        indent=getattr(value, "parent", None) is not None,
    )


def state_label(item: Item) -> str:
    """What was decided; an item nobody touched says what will become of it."""
    if item.state is State.OPEN:
        return _("待采纳") if item.wants_tick else _("拟采纳")
    return str(ItemState(item.state.value).label)


def _words(item: Item) -> tuple[str, tuple[str, ...], tuple[Cell, ...], Needles]:
    """Title, notes, cells, and what to look for in the source."""
    value = item.value
    if isinstance(value, ReadIndicator):
        return _indicator(value)
    if isinstance(value, ReadResult):
        return _result(value)
    if isinstance(value, ReadProject):
        return _project(value)
    if isinstance(value, Commitment):
        return _commitment(value)
    return "", (), (), Needles()


def _indicator(value: ReadIndicator) -> tuple[str, tuple[str, ...], tuple[Cell, ...], Needles]:
    targets = _("；").join(target_text(spec) for spec in value.targets)
    cells = (
        _cell(_("基期值"), value.base_text, understood.base(value)),
        _cell(_("基期增速"), value.base_growth_text),
        _cell(_("目标"), value.target_text, targets),
        _cell(_("年均或累计"), value.growth_text, targets if not value.target_text else ""),
        _cell(_("属性"), value.nature_text, NATURE_LABELS[value.nature]),
    )
    notes = [value.unit, value.category, _("标题行") if value.heading else ""]
    notes.append("" if value.catalogue or value.heading else _("未对应目录指标"))
    return _numbered(value.number, value.name), _said(notes), tuple(c for c in cells if c), _row_needles(value, cells)


def _result(value: ReadResult) -> tuple[str, tuple[str, ...], tuple[Cell, ...], Needles]:
    cells = (
        _cell(_("基期值"), value.base_text),
        _cell(_("目标"), value.target_text),
        _cell(_("目标年均"), value.target_growth_text),
        _cell(_("完成"), value.actual_text),
        _cell(_("完成年均"), value.actual_growth_text),
    )
    notes = _said([value.unit, value.category])
    return _numbered(value.number, value.name), notes, tuple(c for c in cells if c), _row_needles(value, cells)


def _project(value: ReadProject) -> tuple[str, tuple[str, ...], tuple[Cell, ...], Needles]:
    unsure = _("正文中列举，请核对") if value.certainty is Certainty.PROSE else ""
    notes = _said([str(Kind(value.kind.value).label), value.group, unsure])
    facts = (Cell(_("规模与内容"), value.facts),) if value.facts else ()
    return value.name, notes, facts, Needles(value.name, (value.facts,) if value.facts else ())


def _commitment(value: Commitment) -> tuple[str, tuple[str, ...], tuple[Cell, ...], Needles]:
    year = _("%(year)d 年") % {"year": value.year} if value.year else _("规划期内")
    return value.subject, (year,), (Cell(_("承诺"), understood.promise(value)),), Needles(value.text or value.subject)


def _row_needles(value: ReadIndicator | ReadResult, cells: Sequence[Cell | None]) -> Needles:
    """A row of a table is found by its name; its figures stand behind it."""
    figures = (cell.text for cell in cells if cell and any(letter.isdigit() for letter in cell.text))
    return Needles(value.printed_name or value.name, tuple(figures))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _cell(label: str, text: str | None, meaning: str = "") -> Cell | None:
    """None: the table has no such column. A blank cell shows its dash."""
    if text is None:
        return None
    shown = printed(text) or understood.MISSING
    return Cell(label, shown, "" if meaning in ("", understood.MISSING, shown) else meaning)


def _numbered(number: str, name: str) -> str:
    return f"{number} {name}".strip()


def _said(notes: Sequence[str]) -> tuple[str, ...]:
    return tuple(cast("str", note) for note in notes if note)
