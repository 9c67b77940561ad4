"""The form of a round: which ticks stand, by figure and by unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from entry.forms.rounds import RoundForm, ask_word
from entry.selectors.board import AskableRow
from indicators.models import Listing, PlanIndicator
from plans.models import Plan


@dataclass(frozen=True, slots=True)
class Tick:
    """One box: a row asked of a unit. ``unit`` "": no unit answers for the row."""

    word: str
    unit: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class TickRow:
    row: PlanIndicator
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class UnitTicks:
    """One unit: how many of its rows are ticked. ``code`` 0: rows without a unit."""

    code: int
    name: str
    ticked: int
    total: int


def edit_context(form: RoundForm, rows: list[AskableRow], *, plan: Plan, year: int) -> dict[str, Any]:
    """``main`` and ``commitments``: the rows with their boxes; ``units``: counts and buttons."""
    ticked = set(form["asks"].value() or [])
    lists: dict[str, list[TickRow]] = {Listing.MAIN: [], Listing.COMMITMENT: []}
    for one in rows:
        lists[one.row.listing].append(_tick_row(one, ticked))
    commitments = lists[Listing.COMMITMENT]
    return {
        "form": form,
        "plan": plan,
        "year": year,
        "main": lists[Listing.MAIN],
        "commitments": commitments,
        "commitments_ticked": sum(any(tick.ticked for tick in one.ticks) for one in commitments),
        "units": _units(rows, ticked),
        "ticked": sum(any(ask_word(choice) in ticked for choice in one.choices) for one in rows),
        "total": len(rows),
    }


def ticked_after(ticked: Iterable[str], button: str, rows: list[AskableRow]) -> list[str]:
    """The ticks after ``all``, ``none``, ``on:<unit>`` or ``off:<unit>`` was pressed; any other word changes nothing."""
    offered = {ask_word(choice): choice[1] or 0 for one in rows for choice in one.choices}
    standing = {word for word in ticked if word in offered}
    what, _colon, unit = button.partition(":")
    if what in ("all", "none"):
        return sorted(offered) if what == "all" else []
    of_unit = {word for word, one in offered.items() if str(one) == unit}
    return sorted(standing | of_unit if what == "on" else standing - of_unit)


def _tick_row(one: AskableRow, ticked: set[str]) -> TickRow:
    names = {unit.pk: unit.name for unit in one.units}
    words = [(ask_word(choice), names.get(choice[1] or 0, "")) for choice in one.choices]
    return TickRow(one.row, tuple(Tick(word, name, word in ticked) for word, name in words))


def _units(rows: list[AskableRow], ticked: set[str]) -> list[UnitTicks]:
    names: dict[int, str] = {}
    boxes: dict[int, list[bool]] = {}
    for one in rows:
        names.update({unit.pk: unit.name for unit in one.units})
        for choice in one.choices:
            boxes.setdefault(choice[1] or 0, []).append(ask_word(choice) in ticked)
    counted = [UnitTicks(code, names.get(code, ""), sum(marks), len(marks)) for code, marks in boxes.items()]
    return sorted(counted, key=lambda one: (one.code == 0, -one.total, one.name))
