"""Holding a plan file to its printed cells: the notation, read beside base and catalogue, must give what the file understood.

Pure: records in, differences out. What the loader refuses and what the tests of the committed data assert is decided here once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.domain.forms import choose_primary, decide_form, row_targets
from indicators.domain.names import read_as
from indicators.domain.notation import parse_actual, parse_cell
from indicators.domain.types import BaseFigure, CatalogueFacts, Form, Role, TargetSpec
from indicators.services.loading.plan_entries import BaseEntry, RowEntry, TargetEntry

_WITHOUT_UNIT = (Form.ASSIGNED, Form.NONE)


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that reads otherwise than the file understood it. ``column`` is the key of the row in the file."""

    column: str
    printed: str
    understood: str
    read: str


def words_of(row: RowEntry, parent: str) -> str:
    """The words that the cells of a row are read with. ``parent``: name of its heading, "" for none."""
    return read_as(row.name, printed=row.printed_name, unit=row.unit, parent=parent)


def base_figure(base: BaseEntry | None) -> BaseFigure | None:
    """A base of a file as the arithmetic takes it."""
    return None if base is None else BaseFigure(base.value, base.year, parts=base.parts)


def read_cell(row: RowEntry, role: Role, parent: str) -> tuple[TargetSpec, ...]:
    """The printed cell of one column, read."""
    return parse_cell(row.cells.get(role.value) or "", role=role, name=words_of(row, parent), unit=row.unit)


def read_targets(row: RowEntry, parent: str, facts: CatalogueFacts | None) -> tuple[TargetSpec, ...]:
    """The printed targets of a row, their forms decided."""
    unit = row.base.unit if row.base else None
    read = row_targets(*[read_cell(row, role, parent) for role in (Role.TARGET, Role.GROWTH)])
    return tuple(decide_form(spec, base_figure(row.base), facts, base_unit=unit) for spec in read)


def differences(row: RowEntry, parent: str, facts: CatalogueFacts) -> Iterator[Difference]:
    """Where what the file says was understood is not what its printed cells say. A heading has nothing to compare."""
    if row.heading:
        return
    yield from _targets(row, parent, facts)
    yield from _base(row, parent)
    yield from _results(row, parent)


def _targets(row: RowEntry, parent: str, facts: CatalogueFacts) -> Iterator[Difference]:
    read = read_targets(row, parent, facts)
    printed = "；".join(row.cells.get(role.value) or "" for role in (Role.TARGET, Role.GROWTH))
    understood = [_of_entry(target) for target in row.targets]
    found = [_of_spec(spec) for spec in read]
    if understood != found:
        yield Difference("targets", printed, _words(understood), _words(found))
        return
    primary = [target.primary for target in row.targets].index(True)
    chosen = choose_primary(read, facts)
    if primary != chosen:
        yield Difference("targets", printed, f"primary: {primary + 1}", f"primary: {chosen + 1}")


def _of_entry(target: TargetEntry) -> tuple[object, ...]:
    return (
        target.form, target.value, target.value_high, target.comparator, target.unit, target.by, target.reference,
        target.tolerant, target.parts,
    )  # fmt: skip


def _of_spec(spec: TargetSpec) -> tuple[object, ...]:
    unit = "" if spec.form in _WITHOUT_UNIT else spec.unit
    return (
        spec.form, spec.value, spec.value_high, spec.comparator, unit, spec.by, spec.reference, spec.tolerant, spec.parts,
    )  # fmt: skip


def _words(targets: list[tuple[object, ...]]) -> str:
    """Targets as a message names them: only what is set."""
    shown = (" ".join(str(part) for part in target if part not in (None, "", False, ())) for target in targets)
    return "；".join(shown)


def _base(row: RowEntry, parent: str) -> Iterator[Difference]:
    (spec,) = read_cell(row, Role.BASE, parent) or (None,)
    base, printed = row.base, row.cells.get("base") or ""
    if base is None or base.source != "table":
        if spec is not None and spec.form is not Form.NONE:
            yield Difference("base", printed, "", _figure(spec.value, spec.parts, spec.unit))
        return
    understood = _figure(base.value, base.parts, base.unit)
    if spec is None or (spec.value, spec.parts) != (base.value, base.parts):
        yield Difference(
            "base", printed, understood, "" if spec is None else _figure(spec.value, spec.parts, spec.unit)
        )
    elif spec.unit != base.unit and not (row.unit == "%" and base.unit.startswith(spec.unit)):
        # the base of a growth is an amount: its unit names what the row's unit cannot (18031 元, 3.01 亿元)
        yield Difference("base", printed, understood, _figure(spec.value, spec.parts, spec.unit))


def _results(row: RowEntry, parent: str) -> Iterator[Difference]:
    printed = row.cells.get("actual")
    if not printed:
        return
    read = parse_actual(printed, name=words_of(row, parent), unit=row.unit)
    said = _figure(read.value, read.parts, read.unit)
    figure = row.period if read.period_total else row.actual
    if read.value is None and read.reported is None and not read.parts:
        if row.actual is not None:
            yield Difference("results", printed, _figure(row.actual.value, row.actual.parts, row.actual.unit), "")
        return
    if figure is None:
        yield Difference("results", printed, "", said)
        return
    parts = () if read.period_total else row.actual.parts if row.actual else ()
    reported = None if read.period_total else row.actual.reported if row.actual else None
    same = (figure.value, parts, figure.comparator, reported) == (
        read.value,
        read.parts,
        read.comparator,
        read.reported,
    )
    if not same or not (read.reported or figure.unit == read.unit):
        yield Difference("results", printed, _figure(figure.value, parts, figure.unit), said)


def _figure(value: object, parts: tuple[object, ...], unit: str) -> str:
    number = ":".join(str(part) for part in parts) if parts else "" if value is None else str(value)
    return f"{number}{unit}"
