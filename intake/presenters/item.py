"""The page of one item: its lines, its neighbours, what it was split into or merged with, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.domain.edit import Item, Listing, State
from intake.presenters import pages
from intake.presenters.review import MarkedLine, Sources, row
from intake.selectors.review import Review, ShownItem
from intake.services.decisions import At

#: Lines before and behind an item that are shown with it.
_AROUND = 6


@dataclass(frozen=True, slots=True)
class Relative:
    """Another item that this one is tied to by a split or a merge, with its address."""

    tie: str
    title: str
    address: str


def source_of(review: Review, item: Item, sources: Sources) -> list[MarkedLine]:
    """The lines of an item; of the particulars the lines on which they were read."""
    if item.listing is not Listing.PLAN:
        return sources.marked(item, _AROUND)
    return [line for number in sorted({line for _name, line in review.plan.lines}) for line in sources.beside(number)]


def neighbours(review: Review, item: Item) -> dict[str, str]:
    """Addresses of the list where the item stands, of the one before, the one behind, and the next to be looked at; "" for none."""
    if item.listing is Listing.PLAN:
        return {"back": pages.address_of_summary(review.intake), "previous": "", "next": "", "next_open": ""}
    items = review.items[item.listing]
    here = _place(items, item.index, item.part)

    def address(at: int) -> str:
        return _address(review, items[at].item) if 0 <= at < len(items) else ""

    return {
        "back": pages.place_in_list(review, item.listing, here),
        "previous": address(here - 1),
        "next": address(here + 1),
        "next_open": next_to_look_at(review, At(item.listing, item.index, item.part)),
    }


def next_to_look_at(review: Review, at: At) -> str:
    """Address of the next undecided item that a person must see: of the main table one with an open doubt, of the other
    lists one that waits for being accepted. From the end it goes on at the beginning; "" where nothing is left.
    """
    items = review.items[at.listing]
    here = _place(items, at.index, at.part)
    for one in (*items[here + 1 :], *items[: max(here, 0)]):
        if one.item.state is State.OPEN and (one.open_doubts or one.item.wants_tick):
            return _address(review, one.item)
    return ""


def relatives(review: Review, item: Item) -> list[Relative]:
    """The parts of a split item, the whole of a part, the item that this one was merged into, those merged into this one."""
    ties = []
    sources = Sources(())
    for other in review.items[item.listing]:
        tie = _tie(item, other.item)
        if tie:
            ties.append(Relative(tie, row(other, sources).title, _address(review, other.item)))
    return ties


def _tie(item: Item, other: Item) -> str:
    """How ``other`` is tied to ``item``, "" for not."""
    if other.index == item.index and other.part != item.part:
        if other.part == 0:
            return _("原来的一项")
        return _("拆出的第 %(number)d 项") % {"number": other.part}
    if item.into is not None and (other.index, other.part) == (item.into, 0):
        return _("已并入")
    if other.into is not None and (other.into, 0) == (item.index, item.part):
        return _("并入了")
    return ""


def answer_of(action: str, title: str) -> str:
    """What is said once a decision is kept; by then another item may be on the page."""
    said = {
        "accept": _("已采纳：%(title)s"),
        "edit": _("已保存修改，下面是重新理解的结果：%(title)s"),
        "drop": _("不写入：%(title)s"),
        "split": _("已拆成两项。请先改好第一项的名称和数，再改第二项：%(title)s"),
        "reopen": _("已恢复为未决定：%(title)s"),
    }
    return said[action] % {"title": title or _("规划基本情况")}


def _address(review: Review, item: Item) -> str:
    return pages.item_of(review.intake, item.listing, item.index, item.part)


def _place(items: tuple[ShownItem, ...], index: int, part: int) -> int:
    """Where an item stands in its list; -1: it is gone."""
    return next((at for at, one in enumerate(items) if (one.item.index, one.item.part) == (index, part)), -1)
