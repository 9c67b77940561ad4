"""The lists of the review screen: each item with its source, what was read, what was understood, what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from indicators.domain.display import NATURE_LABELS, printed
from intake.domain.edit import Item, Listing, State, line_of
from intake.domain.proposal import Certainty, Commitment, ReadIndicator, ReadProject, ReadResult
from intake.models.decisions import ItemState
from intake.presenters import understood
from intake.presenters.notes import target_text
from intake.presenters.sources import Snippet, snippet
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
    source: Snippet
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

    def texts(self, first: int, last: int) -> list[str]:
        return [self._by_number[number][1] for number in range(first, last + 1) if number in self._by_number]


def row(shown: ShownItem, sources: Sources) -> Row:
    """One item as the list and its own page show it."""
    item = shown.item
    value = item.value
    line = line_of(value)
    last = max(line, getattr(value, "last_line", None) or line)
    title, notes, cells, needle = _words(item)
    return Row(
        item=item,
        slug=SLUG_OF[item.listing],
        section=value.box if isinstance(value, ReadProject) else "",
        place=sources.place(line),
        source=snippet(sources.texts(line, last), needle),
        title=title,
        notes=notes,
        cells=cells,
        doubts=shown.doubts,
        state_label=state_label(item),
        decided=f"{shown.by} {shown.at:%Y-%m-%d %H:%M}" if shown.at else "",
        indent=getattr(value, "parent", None) is not None,
    )


def state_label(item: Item) -> str:
    """What was decided; an item nobody touched says what will become of it."""
    if item.state is State.OPEN:
        return _("待采纳") if item.wants_tick else _("拟采纳")
    return str(ItemState(item.state.value).label)


def _words(item: Item) -> tuple[str, tuple[str, ...], tuple[Cell, ...], str]:
    """Title, notes, cells, and the words to look for in the source."""
    value = item.value
    if isinstance(value, ReadIndicator):
        return _indicator(value)
    if isinstance(value, ReadResult):
        return _result(value)
    if isinstance(value, ReadProject):
        return _project(value)
    if isinstance(value, Commitment):
        return _commitment(value)
    return "", (), (), ""


def _indicator(value: ReadIndicator) -> tuple[str, tuple[str, ...], tuple[Cell, ...], str]:
    targets = "；".join(target_text(spec) for spec in value.targets)
    cells = (
        _cell(_("基期值"), value.base_text, understood.base(value)),
        _cell(_("基期增速"), value.base_growth_text),
        _cell(_("目标"), value.target_text, targets),
        _cell(_("年均或累计"), value.growth_text, targets if not value.target_text else ""),
        _cell(_("属性"), value.nature_text, NATURE_LABELS[value.nature]),
    )
    notes = [value.unit, value.category, _("标题行") if value.heading else ""]
    notes.append("" if value.catalogue or value.heading else _("未对应目录指标"))
    return _numbered(value.number, value.name), _said(notes), tuple(c for c in cells if c), value.printed_name


def _result(value: ReadResult) -> tuple[str, tuple[str, ...], tuple[Cell, ...], str]:
    cells = (
        _cell(_("基期值"), value.base_text),
        _cell(_("目标"), value.target_text),
        _cell(_("目标年均"), value.target_growth_text),
        _cell(_("完成"), value.actual_text),
        _cell(_("完成年均"), value.actual_growth_text),
    )
    notes = _said([value.unit, value.category])
    return _numbered(value.number, value.name), notes, tuple(c for c in cells if c), value.printed_name


def _project(value: ReadProject) -> tuple[str, tuple[str, ...], tuple[Cell, ...], str]:
    unsure = _("正文中列举，请核对") if value.certainty is Certainty.PROSE else ""
    notes = _said([str(Kind(value.kind.value).label), value.group, unsure])
    facts = (Cell(_("规模与内容"), value.facts),) if value.facts else ()
    return value.name, notes, facts, value.name


def _commitment(value: Commitment) -> tuple[str, tuple[str, ...], tuple[Cell, ...], str]:
    year = _("%(year)d 年") % {"year": value.year} if value.year else _("规划期内")
    return value.subject, (year,), (Cell(_("承诺"), understood.promise(value)),), value.text


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
