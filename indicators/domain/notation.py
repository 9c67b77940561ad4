"""How plans write bases, targets and growth: printed cell -> specs, and back (NOTATION.md).

``parse_cell`` never raises and drops nothing: what it does not understand becomes ``qualitative`` with its text.
Law: ``parse_cell(render(s), role=s.role, name=s.name_hint, unit=s.unit) == (s,)`` for every spec that it makes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.domain.evidence import Cell, weigh
from indicators.domain.grammar import Quantity, Verb, read_assigned, read_quantity, read_ratio, read_relation
from indicators.domain.literals import is_nothing, normalise, split_items, take_marks
from indicators.domain.names import NameFacts, read_name
from indicators.domain.types import Comparator, Direction, Form, Role, TargetSpec
from indicators.domain.units import is_points, is_rate, split_header
from indicators.domain.wording import wordings

_PRINTED_DIRECTION = {
    Comparator.GE: Direction.HIGHER,
    Comparator.GT: Direction.HIGHER,
    Comparator.LE: Direction.LOWER,
    Comparator.LT: Direction.LOWER,
}
#: Forms of figures: everything else is words.
_FIGURES = frozenset(
    {Form.LEVEL, Form.GROWTH, Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CHANGE, Form.POINTS, Form.CEILING}
)
_NOT_DONE = re.compile(r"(?:未|没有|尚未)(?:能)?(?:完成|达到)")
_DONE = re.compile(r"(?:已|已经|全部|超额)?完成")


def parse_cell(text: str, *, role: Role, name: str = "", unit: str = "") -> tuple[TargetSpec, ...]:
    """What one printed cell means: at least one spec, in printed order.

    ``name``: the indicator as printed (for a sub-row: ``names.name_with_parent``). ``unit``: the unit column, or "" to
    take the last bracket of the name; 亿元/% gives 亿元 to base and target, % to growth. A blank cell or a dash is one
    spec ``none``. ``none`` and ``assigned`` carry no unit.
    """
    cell = Cell(role, read_name(name), _header(role, name, unit))
    whole = _parse_item(text, cell, name)
    if whole.form is not Form.QUALITATIVE:
        return (whole,)
    specs = [_parse_item(piece, cell, name) for piece in _join_places(split_items(text))]
    figures = [spec for spec in specs if spec.form is not Form.NONE]
    if not specs or all(spec.form is Form.QUALITATIVE for spec in figures):
        return (whole,)
    return tuple(figures)


def render(spec: TargetSpec) -> str:
    """The shortest wording that reads back as ``spec``; its own text where none does (``qualitative``)."""
    for wording in wordings(spec):
        if parse_cell(wording, role=spec.role, name=spec.name_hint, unit=spec.unit) == (spec,):
            return wording
    return spec.text


def _header(role: Role, name: str, unit: str) -> str:
    level, growth = split_header(unit)
    if not level:
        facts = read_name(name)
        level, growth = facts.unit, facts.growth_unit
    return growth if role is Role.GROWTH and growth else level


def _join_places(pieces: tuple[str, ...]) -> list[str]:
    """Pieces of a cell, with the places of one ``assigned`` (按国家、省下达目标) put together again."""
    joined: list[str] = []
    start = 0
    while start < len(pieces):
        end = start + 1
        for last in range(min(len(pieces), start + 4), start + 1, -1):
            if read_assigned(normalise(take_marks("、".join(pieces[start:last]))[0])):
                end = last
                break
        joined.append("、".join(pieces[start:end]))
        start = end
    return joined


def _parse_item(printed: str, cell: Cell, name: str) -> TargetSpec:
    """One item. The order follows the grammar: nothing, assigned, relative, ratio, quantity, else qualitative."""
    body, marks = take_marks(printed)
    text = normalise(body)
    spec = _read(text, cell)
    direction = _direction(spec, cell.name)
    return TargetSpec(
        role=cell.role,
        form=spec.form,
        value=spec.value,
        value_high=spec.value_high,
        comparator=spec.comparator,
        unit=spec.unit,
        by=spec.by,
        reference=spec.reference,
        tolerant=spec.tolerant,
        parts=spec.parts,
        bracket=spec.bracket,
        own_unit=spec.own_unit,
        marks=marks,
        direction=direction,
        name_hint=name,
        text=printed.strip(),
    )


def _read(text: str, cell: Cell) -> TargetSpec:
    role, header = cell.role, cell.header
    if is_nothing(text):
        return TargetSpec(role, Form.NONE)
    if by := read_assigned(text):
        return TargetSpec(role, Form.ASSIGNED, by=by)
    if parts := read_ratio(text):
        return TargetSpec(role, Form.COMPOSITION, parts=parts, unit=header)
    if found := read_quantity(text):
        meaning = weigh(found, cell)
        if meaning:
            return TargetSpec(
                role,
                meaning.form,
                meaning.value,
                meaning.high,
                meaning.comparator,
                meaning.unit,
                bracket=found.bracket,
                own_unit=bool(found.unit),
            )
    elif relation := read_relation(text):
        comparator, tolerant = relation.comparator, relation.tolerant
        return TargetSpec(
            role, Form.RELATIVE, comparator=comparator, reference=relation.reference, tolerant=tolerant, unit=header
        )
    return TargetSpec(role, Form.QUALITATIVE, unit=header)


def _direction(spec: TargetSpec, name: NameFacts) -> Direction | None:
    """The comparator's direction, else the name's. A cut is better when it is greater, whatever the thing itself is."""
    if spec.comparator in _PRINTED_DIRECTION:
        return _PRINTED_DIRECTION[spec.comparator]
    words_only = spec.form not in _FIGURES and name.cut and not name.mixed and is_rate(name.unit)
    if spec.form is Form.CUMULATIVE_CUT or words_only:
        return Direction.HIGHER
    return name.direction


@dataclass(frozen=True, slots=True)
class ActualSpec:
    """What an actual cell says. ``value`` None: no figure (blank, reported by phrase, or not understood: see ``text``).

    ``growth``: the figure is a growth rate in ``unit``, not a level. ``period_total``: printed in brackets, so it is
    the total from the base on (a PeriodResult). ``reported``: True 完成…, False 未完成…, None neither. A cut is
    positive when it fell.
    """

    value: Decimal | None = None
    comparator: Comparator = Comparator.EQ
    unit: str = ""
    own_unit: bool = False
    period_total: bool = False
    reported: bool | None = None
    growth: bool = False
    parts: tuple[Decimal, ...] = ()
    marks: tuple[str, ...] = ()
    text: str = field(default="", compare=False)

    @property
    def understood(self) -> bool:
        """Whether the cell is blank or says something the core can use."""
        return (
            self.value is not None
            or self.reported is not None
            or bool(self.parts)
            or is_nothing(normalise(take_marks(self.text)[0]))
        )


def parse_actual(text: str, *, name: str = "", unit: str = "") -> ActualSpec:
    """One printed actual: figure, comparator (>100), total ([42]), 完成…, or a composition. Never raises."""
    body, marks = take_marks(text)
    plain = normalise(body)
    printed = text.strip()
    header = _header(Role.BASE, name, unit)
    if _NOT_DONE.match(plain):
        return ActualSpec(reported=False, unit=header, marks=marks, text=printed)
    if parts := read_ratio(plain):
        return ActualSpec(parts=parts, unit=header, marks=marks, text=printed)
    found = read_quantity(plain)
    if found is None or found.high is not None:
        done = True if _DONE.match(plain) else None
        return ActualSpec(reported=done, unit=header, marks=marks, text=printed)
    facts = read_name(name)
    return ActualSpec(
        value=_actual_value(found, facts, found.unit or header),
        comparator=found.comparator,
        unit=found.unit or header,
        own_unit=bool(found.unit),
        period_total=found.bracket or found.total,
        growth=_is_growth(found, facts, header),
        marks=marks,
        text=printed,
    )


def _actual_value(found: Quantity, name: NameFacts, unit: str) -> Decimal:
    """The figure with its sign: 下降 3 is -3, but a cut of 3 in a row of cuts (also printed -3 under 降幅)."""
    cut = name.cut and not name.mixed and is_rate(unit)
    if cut:
        return found.value.copy_abs() if name.fall else found.value
    return found.value.copy_negate() if found.verb is Verb.DOWN and not found.to_level else found.value


def _is_growth(found: Quantity, name: NameFacts, header: str) -> bool:
    """Whether an actual is a growth rate: by its own words, else by the name with unit %, ‰ or none."""
    if not is_rate(found.unit) or is_points(header) or found.to_level:
        return False
    if found.verb is Verb.GROW:
        return True
    return name.growth and is_rate(header)
