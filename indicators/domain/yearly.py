"""What a promise for the end asks of each single year: the path as planned, and what the years to come need to bring.

In the terms in which the year's own figure is entered, so that a yearly target can be set beside it: a level; the growth of
the year; the amount, cut or change of the year; parts. A bound asks itself every year. Formulas: METHODS section 3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from .arithmetic import CONTEXT, HUNDRED, THOUSAND, root
from .due import until_due
from .said import word
from .series import Known, Series, series
from .status import STRICT
from .types import ActualKind, Comparator, Form, PathKind, Reason, Result, Row, TargetTerms


class YearKind(StrEnum):
    """Which figure of the year is meant."""

    VALUE = "value"  # level, amount, cut or change of the year, as it is entered
    GROWTH = "growth"  # growth of the year, per cent
    PARTS = "parts"


class NoYear(StrEnum):
    """Why the plan says nothing of single years."""

    NO_TARGET = "no_target"
    ASSIGNED = "assigned"
    RELATIVE = "relative"
    QUALITATIVE = "qualitative"
    NO_BASE = "no_base"
    DOUBT = "doubt"
    NOT_COMPUTABLE = "not_computable"


NO_YEAR_LABELS: dict[NoYear, str] = {
    NoYear.NO_TARGET: word("规划没有目标值"),
    NoYear.ASSIGNED: word("目标数待上级下达"),
    NoYear.RELATIVE: word("随参照变化，没有逐年的数"),
    NoYear.QUALITATIVE: word("定性要求，没有逐年的数"),
    NoYear.NO_BASE: word("缺少基期值，无法推算"),
    NoYear.DOUBT: word("基期或目标有未解决的数据疑点，不作推算"),
    NoYear.NOT_COMPUTABLE: word("无法推算"),
}


@dataclass(frozen=True, slots=True)
class YearFigure:
    """What one year is to bring, unrounded. ``value`` None: ``parts`` say it. ``given``: a figure that the plan itself prints.

    ``towards``: +1 or -1 where years add up to the promise, so that rounded to the other side they would miss it; else 0.
    """

    year: int
    value: Decimal | None = None
    parts: tuple[Decimal, ...] = ()
    comparator: Comparator = Comparator.EQ
    given: bool = False
    towards: int = 0


@dataclass(frozen=True, slots=True)
class Yearly:
    """The years of one target. ``planned``: by the planned path, of every year up to the one it is due; empty: ``why``.

    ``needed``: of the years after the latest actual, so that the target is still met; empty where nothing more is asked, where
    it cannot be said, or where no actual is known yet. ``per_share``: the figures of the years add up, so they need one digit more.
    ``direction``: +1 or -1; None where nothing says which way is better.
    """

    kind: YearKind
    planned: tuple[YearFigure, ...] = ()
    needed: tuple[YearFigure, ...] = ()
    why: NoYear | None = None
    per_share: bool = False
    direction: int | None = None
    unit: str = ""

    def of(self, year: int) -> YearFigure | None:
        """What the planned path asks of a year; None where it asks nothing."""
        return next((one for one in self.planned if one.year == year), None)

    def need(self, year: int) -> YearFigure | None:
        """What a year to come must bring; None where nothing is known of it."""
        return next((one for one in self.needed if one.year == year), None)


#: Forms whose value stands for a level that moves along a path; the rest of a promise's forms bring their own each year.
_LEVELS = frozenset({Form.LEVEL, Form.POINTS})
_SHARED = frozenset({Form.CUMULATIVE, Form.QUOTA})
_WITHOUT: dict[Form, NoYear] = {
    Form.NONE: NoYear.NO_TARGET,
    Form.ASSIGNED: NoYear.ASSIGNED,
    Form.RELATIVE: NoYear.RELATIVE,
    Form.QUALITATIVE: NoYear.QUALITATIVE,
}


def yearly(row: Row, target: TargetTerms, result: Result) -> Yearly:
    """What ``target`` asks of the years. ``result``: its assessment in the plan's last year, which knows the form it has
    beside its base, the direction and what is still required. Never raises for well-typed input."""
    row = until_due(row, target)
    form = Form(str(result.inputs.get("form", target.form.value)))
    direction = result.inputs.get("direction")
    unit = target.unit or row.catalogue.unit
    kind = YearKind.GROWTH if form is Form.GROWTH else YearKind.PARTS if form is Form.COMPOSITION else YearKind.VALUE
    stated = direction if isinstance(direction, int) else None
    why = _WITHOUT.get(form) or _doubted(row, target, form)
    if why is not None:
        return Yearly(kind, why=why, direction=stated, unit=unit)
    planned, why = _attempted(lambda: _BY_FORM[form](row, target, form, result))
    needed, _nothing = _attempted(lambda: _needed(row, target, form, result))
    shared = form in _SHARED or (form is Form.CUMULATIVE_CHANGE and target.actual_kind is ActualKind.CHANGE)
    return Yearly(kind, planned, needed, why, per_share=shared, direction=stated, unit=unit)


def _attempted(years: Callable[[], tuple[YearFigure, ...]]) -> tuple[tuple[YearFigure, ...], NoYear | None]:
    with localcontext(CONTEXT):
        try:
            found = years()
        except ArithmeticError:
            return (), NoYear.NOT_COMPUTABLE
        except _NoBase:
            return (), NoYear.NO_BASE
        except _NoFigure:
            return (), NoYear.NO_TARGET
    return found, None if found else NoYear.NOT_COMPUTABLE


class _NoBase(Exception):
    """The path starts nowhere."""


class _NoFigure(Exception):
    """The target has no number."""


def _doubted(row: Row, target: TargetTerms, form: Form) -> NoYear | None:
    """An open blocking doubt about a figure that the path is made of: what is doubtful is not spread over the years."""
    promised = target.assigned_form or target.form  # a level is held as a bound because of its base
    from_base = bool({form, promised} & _LEVELS) or form in {Form.COMPOSITION, Form.CUMULATIVE_CHANGE}
    about_base = from_base and row.base is not None and bool(row.base.blocked)
    return NoYear.DOUBT if target.blocked or about_base else None


def _goal(target: TargetTerms, result: Result) -> Decimal:
    """The number that is compared with: of a range the end that is easier to reach, as the assessment took it."""
    stated = result.inputs.get("target")
    value = Decimal(str(stated)) if stated is not None else target.value
    if value is None:
        raise _NoFigure
    if not value.is_finite():
        raise ArithmeticError
    return value


def _years(row: Row) -> range:
    return range(row.period.start_year, row.period.end_year + 1)


def _same(row: Row, value: Decimal, comparator: Comparator, *, towards: int = 0) -> tuple[YearFigure, ...]:
    """The same in every year. ``towards`` 0: a figure that the plan prints."""
    return tuple(
        YearFigure(year, value, comparator=comparator, given=not towards, towards=towards) for year in _years(row)
    )


def _side(result: Result, form: Form) -> int:
    """+1 where more is better, -1 where less is."""
    return -1 if form is Form.QUOTA or result.inputs.get("direction") == -1 else 1


def _growth(row: Row, target: TargetTerms, form: Form, result: Result) -> tuple[YearFigure, ...]:
    return _same(row, _goal(target, result), target.comparator)


def _bound(row: Row, target: TargetTerms, form: Form, result: Result) -> tuple[YearFigure, ...]:
    usual = Comparator.GE if form is Form.FLOOR else Comparator.LE
    return _same(row, _goal(target, result), usual if target.comparator is Comparator.EQ else target.comparator)


def _length(row: Row) -> int:
    """Years of flows: from the plan's base year."""
    return row.period.end_year - row.period.base_year


def _shares(row: Row, target: TargetTerms, form: Form, result: Result) -> tuple[YearFigure, ...]:
    """X / n a year; of a quota at most that."""
    comparator = Comparator.LE if form is Form.QUOTA and target.comparator is Comparator.EQ else target.comparator
    return _same(row, _goal(target, result) / _length(row), comparator, towards=_side(result, form))


def _cut(row: Row, target: TargetTerms, form: Form, result: Result) -> tuple[YearFigure, ...]:
    """The cut that, compounded over all years, gives the promised one."""
    cut, scale = _goal(target, result), _scale(target)
    if not 0 < cut < scale:
        raise ArithmeticError
    return _same(row, (1 - root(1 - cut / scale, _length(row))) * scale, target.comparator, towards=1)


def _scale(target: TargetTerms) -> Decimal:
    return THOUSAND if "‰" in target.unit else HUNDRED


def _levels(row: Row, target: TargetTerms, form: Form, result: Result) -> tuple[YearFigure, ...]:
    """The path from the base to the target, both as they are given."""
    known = _known(row, target, form, result)
    if known.base is None:
        raise _NoBase
    end, printed = row.period.end_year, form is Form.LEVEL
    return tuple(
        YearFigure(year, value, comparator=target.comparator, given=printed) if year == end else YearFigure(year, value)
        for year, value in series(known).planned
        if year in _years(row)
    )


def _known(row: Row, target: TargetTerms, form: Form, result: Result) -> Known:
    """The level path as the trajectory knows it; of points and changes B + total, in equal steps."""
    base = row.base.value if row.base is not None else None
    base_year = row.base.year if row.base is not None else row.period.base_year
    goal, path = _goal(target, result), row.catalogue.path
    if form is not Form.LEVEL:
        years = row.period.end_year - base_year if form is Form.POINTS else 1
        path = PathKind.LINEAR
        goal = goal * years + (base or Decimal(0))
        if base is None:
            raise _NoBase
    values = {one.year: one.value for one in row.actuals if one.value is not None}
    return Known(
        Form.LEVEL, base_year, row.period.end_year, path, base, goal, result.actual_year, result.required, values=values
    )


def _change(row: Row, target: TargetTerms, form: Form, result: Result) -> tuple[YearFigure, ...]:
    """A change fed by levels is followed as a level; else every year brings its share."""
    if target.actual_kind is ActualKind.CHANGE:
        return _shares(row, target, form, result)
    return _levels(row, target, form, result)


def _parts(row: Row, target: TargetTerms, form: Form, result: Result) -> tuple[YearFigure, ...]:
    """Each part in equal steps; without parts of the base only the end is known."""
    base, end = row.base, row.period.end_year
    if not target.parts:
        raise _NoFigure
    if base is None or len(base.parts) != len(target.parts):
        raise _NoBase
    n = end - base.year
    return tuple(
        YearFigure(
            year,
            parts=tuple(
                start + (goal - start) * (year - base.year) / n
                for start, goal in zip(base.parts, target.parts, strict=True)
            ),
            given=year == end,
        )
        for year in _years(row)
        if year > base.year
    )


_BY_FORM: dict[Form, Callable[[Row, TargetTerms, Form, Result], tuple[YearFigure, ...]]] = {
    Form.LEVEL: _levels,
    Form.POINTS: _levels,
    Form.FLOOR: _bound,
    Form.CEILING: _bound,
    Form.GROWTH: _growth,
    Form.CUMULATIVE: _shares,
    Form.QUOTA: _shares,
    Form.CUMULATIVE_CUT: _cut,
    Form.CUMULATIVE_CHANGE: _change,
    Form.COMPOSITION: _parts,
}


# --- what the years to come need --------------------------------------------------------------------------------------
def _needed(row: Row, target: TargetTerms, form: Form, result: Result) -> tuple[YearFigure, ...]:
    last, end = result.actual_year, row.period.end_year
    if last is None or last >= end:
        return ()
    years = range(last + 1, end + 1)
    if form is Form.COMPOSITION:
        return _parts_needed(result, years)
    if result.required is None or result.required_reason is not None:
        return ()
    if form in _LEVELS or (form is Form.CUMULATIVE_CHANGE and target.actual_kind is ActualKind.LEVEL):
        return _levels_needed(series(_with_values(row, target, form, result)), last, target.comparator)
    side = _side(result, form)
    comparator = Comparator.LE if side < 0 else Comparator.GE
    return tuple(YearFigure(year, result.required, comparator=comparator, towards=side) for year in years)


def _with_values(row: Row, target: TargetTerms, form: Form, result: Result) -> Known:
    try:
        return _known(row, target, form, result)
    except _NoBase:
        return Known(Form.LEVEL, row.period.base_year, row.period.end_year, row.catalogue.path)


def _levels_needed(found: Series, last: int, promised: Comparator) -> tuple[YearFigure, ...]:
    """The way from the latest level; of the last year what is promised, to be exceeded where the promise says so."""
    return tuple(
        YearFigure(
            year, value, comparator=promised if value == found.line and promised in STRICT else Comparator.EQ,
            given=value == found.line,
        )
        for year, value in found.required
        if year > last
    )  # fmt: skip


def _parts_needed(result: Result, years: range) -> tuple[YearFigure, ...]:
    """Each part from its actual in equal steps; nothing where one has no figure or nothing is asked."""
    steps = [(part["actual"], part["required"]) for part in result.parts]
    known = [(actual, step) for actual, step in steps if actual is not None and step is not None]
    if not steps or len(known) != len(steps) or result.required_reason not in (None, Reason.COMPOSITION):
        return ()
    return tuple(
        YearFigure(year, parts=tuple(actual + step * number for actual, step in known))
        for number, year in enumerate(years, start=1)
    )
