"""What the text of a plan promises beside what its table says of the same indicator: the same figure or another one."""

from __future__ import annotations

from enum import StrEnum

from .types import Form, TargetTerms
from .units import convert


class Alongside(StrEnum):
    """``SAME``: the figures agree. ``DIFFERS``: both promise the same kind of thing and say another figure."""

    SAME = "same"
    DIFFERS = "differs"
    UNLIKE = "unlike"  # a growth beside a level, a number that is handed down: nothing to compare


_LEVELS = frozenset({Form.LEVEL, Form.FLOOR, Form.CEILING})
_SUMS = frozenset({Form.CUMULATIVE, Form.QUOTA})


def alongside(
    promised: TargetTerms, unit: str, table: tuple[TargetTerms, ...], table_unit: str, *, end_year: int
) -> Alongside:
    """Compare a promise of the text (in ``unit``) with the targets of the table's row, of which one of its kind counts.

    Figures are compared in one unit; a range agrees with what lies within it. A promise for an earlier year than the
    plan's end is unlike.
    """
    if promised.value is None or promised.due_year not in (None, end_year):
        return Alongside.UNLIKE
    found = Alongside.UNLIKE
    for target in table:
        if target.value is None or _kind(target) != _kind(promised):
            continue
        value = convert(target.value, target.unit or table_unit, promised.unit or unit)
        if value is None:
            continue
        high = promised.value if promised.value_high is None else promised.value_high
        if promised.value <= value <= high:
            return Alongside.SAME
        found = Alongside.DIFFERS
    return found


def _kind(target: TargetTerms) -> str:
    form = target.assigned_form or target.form
    return "level" if form in _LEVELS else "sum" if form in _SUMS else form.value
