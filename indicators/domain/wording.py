"""Candidate wordings of a spec, the plainest first; ``notation.render`` takes the first that reads back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from indicators.domain.types import ECONOMIC_GROWTH, Comparator, Form, TargetSpec

_SIGN = {
    Comparator.EQ: "",
    Comparator.GE: "≥",
    Comparator.GT: ">",
    Comparator.LE: "≤",
    Comparator.LT: "<",
    Comparator.ABOUT: "",
}
_MIRROR = {
    Comparator.GE: Comparator.LE,
    Comparator.GT: Comparator.LT,
    Comparator.LE: Comparator.GE,
    Comparator.LT: Comparator.GT,
}
_COMPARED = {Comparator.GE: "不低于", Comparator.GT: "高于", Comparator.LE: "不高于", Comparator.LT: "低于"}
#: Words that settle a form against every other evidence; "" first: the plain figure.
_LEADS = {
    Form.LEVEL: ("提高到",),
    Form.FLOOR: ("提高到",),
    Form.GROWTH: ("年均增长",),
    Form.POINTS: ("年均", "年均提高"),
    Form.CUMULATIVE: ("累计", "累计增长"),
    Form.QUOTA: ("累计",),
    Form.CUMULATIVE_CUT: ("累计", "降低"),
    Form.CUMULATIVE_CHANGE: ("提高", "累计", "累计提高"),
}
_FALLS = {Form.POINTS: ("年均降低",), Form.CUMULATIVE_CHANGE: ("降低", "累计降低")}


def wordings(spec: TargetSpec) -> Iterator[str]:
    """Wordings that may read back as ``spec``; marks behind, as printed, then in front."""
    marks = "".join(spec.marks)
    for words in _words(spec):
        yield words + marks
        if marks:
            yield marks + words


def _words(spec: TargetSpec) -> Iterator[str]:
    if spec.form is Form.NONE:
        yield "" if spec.marks else "—"
        yield "—"
    elif spec.form is Form.ASSIGNED:
        yield f"按{spec.by}下达目标"
    elif spec.form is Form.RELATIVE:
        yield from _relative(spec)
    elif spec.form is Form.COMPOSITION:
        yield ":".join(number(part) for part in spec.parts)
    elif spec.value is not None:
        yield from _figures(spec)


def _relative(spec: TargetSpec) -> Iterator[str]:
    economic = spec.reference == ECONOMIC_GROWTH
    reference = "经济增长" if economic else spec.reference
    if spec.comparator is Comparator.EQ:
        yield f"与{reference}{'基本' if spec.tolerant else ''}同步"
    elif spec.comparator in _COMPARED:
        yield _COMPARED[spec.comparator] + reference


def _figures(spec: TargetSpec) -> Iterator[str]:
    yield _figure(spec)
    if spec.value is not None and spec.value < 0:
        for lead in _FALLS.get(spec.form, ()):
            yield lead + _figure(_turned(spec, spec.value))
    for lead in _LEADS.get(spec.form, ()):
        yield lead + _figure(spec)


def _turned(spec: TargetSpec, value: Decimal) -> TargetSpec:
    """A fall as it is said: 降低 2 以上 for a change of at most -2."""
    comparator = _MIRROR.get(spec.comparator, spec.comparator)
    if spec.value_high is None:
        return replace(spec, value=value.copy_negate(), comparator=comparator)
    return replace(spec, value=spec.value_high.copy_negate(), value_high=value.copy_negate(), comparator=comparator)


def _figure(spec: TargetSpec) -> str:
    unit = spec.unit if spec.own_unit else ""
    about = "左右" if spec.comparator is Comparator.ABOUT else ""
    value = number(spec.value or Decimal(0))
    if spec.value_high is not None:
        value = f"{value}至{number(spec.value_high)}"
    sign = _SIGN[spec.comparator]
    return f"[{sign}{value}{unit}{about}]" if spec.bracket else f"{sign}{value}{unit}{about}"


def number(value: Decimal) -> str:
    """All digits of ``value`` as it was given, without an exponent."""
    return format(value, "f")
