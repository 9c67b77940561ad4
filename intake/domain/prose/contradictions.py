"""Doubts that arise where a document says two things: its table and its prose, its count and its rows, its two tables.

Only like is compared with like: the same indicator (by the catalogue or by its whole name), the same year, units of one kind.
Where one place of the prose agrees with the table, another one that differs measures something else and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from indicators.domain.doubt_records import BASE, TABLE, TARGET, plain
from indicators.domain.doubts import table_doubts
from indicators.domain.literals import normalise
from indicators.domain.names import plain_name, read_name
from indicators.domain.notation import parse_actual
from indicators.domain.types import Comparator, DoubtCode, Form, TargetSpec
from indicators.domain.units import convert
from intake.domain.proposal import FoundDoubt, Proposal, ReadIndicator, ReadResult
from intake.domain.prose.statements import Statement, read_statements
from intake.domain.prose.tense import Tense
from intake.domain.reference import Reference
from intake.readers.document import Document

_LEAD: Final = re.compile(
    r"^(?:全[国省市县区]|我[省市县区]|本[省市县区]|(?!人均)[\u4e00-\u9fff]{2,6}(?<!地)[市县区](?=地区|生产|人均)|年末|年|当年|预计|累计)"
)
_TRAIL: Final = re.compile(
    r"(?:年均|年平均|平均)?(?:浓度)?(?:总额|总量|总数|人数|数量|数|值)?(?:增速|增长率|增长|提高幅度|控制)?$"
)
_ABOUT: Final = Decimal("0.05")  # 约, 左右: the share by which a rounded figure may differ
_LEVELS: Final = frozenset({Form.LEVEL, Form.FLOOR, Form.CEILING})
_ABOVE: Final = frozenset({Comparator.GE, Comparator.GT})
_BELOW: Final = frozenset({Comparator.LE, Comparator.LT})


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of a row of the table, as the prose may repeat it."""

    row: int
    figure: str
    year: int
    form: Form
    value: Decimal
    unit: str
    comparator: Comparator = Comparator.EQ
    word: str = "基数"


def text_doubts(proposal: Proposal, document: Document, reference: Reference) -> tuple[FoundDoubt, ...]:
    """`contradicts_text` of bases and targets, and `count_mismatch` of the table, in the order of the rows."""
    figures = list(_figures(proposal))
    named = _named(_statements(proposal, document), reference)
    found = [doubt for figure in figures if (doubt := _against_prose(figure, proposal, named, reference))]
    found += _against_results(figures, proposal)
    found.sort(key=lambda doubt: (-1 if doubt.indicator is None else doubt.indicator, doubt.figure, doubt.line or 0))
    return (*_count_doubts(proposal), *found)


def _figures(proposal: Proposal) -> Iterator[_Figure]:
    """The bases of the base year and the targets of the end year."""
    plan = proposal.plan
    for index, row in enumerate(proposal.indicators):
        if row.base is not None and plan.base_year is not None and not _growth_row(row):
            yield _Figure(index, BASE, plan.base_year, Form.LEVEL, row.base, row.base_unit or row.unit)
        for target in row.targets:
            form = Form.LEVEL if target.form in _LEVELS else target.form
            if target.value is None or target.value_high is not None or plan.end_year is None:
                continue
            if form in (Form.LEVEL, Form.GROWTH):
                word = "目标" if form is Form.LEVEL else "年均增长"
                yield _Figure(index, TARGET, plan.end_year, form, target.value, _unit(target), target.comparator, word)


def _growth_row(row: ReadIndicator) -> bool:
    """Whether the row promises a growth only: its base is another figure, kept as printed."""
    facts = read_name(row.printed_name or row.name)
    return (
        (bool(row.targets) and all(target.form is Form.GROWTH for target in row.targets)) or facts.growth or facts.cut
    )


def _unit(target: TargetSpec) -> str:
    return "%" if target.form is Form.GROWTH else target.unit


def _statements(proposal: Proposal, document: Document) -> Iterator[Statement]:
    rows: Iterable[ReadIndicator | ReadResult] = (*proposal.indicators, *proposal.previous_results)
    taken = frozenset(line for row in rows for line in range(row.line, (row.last_line or row.line) + 1))
    for one in read_statements(document, plan=proposal.plan, taken=taken):
        if one.high is None and one.tense in (Tense.PAST, Tense.PERIOD):
            yield one


def _named(statements: Iterable[Statement], reference: Reference) -> dict[str, list[Statement]]:
    """Statements by what they are about: the catalogue's code and the bare name."""
    found: dict[str, list[Statement]] = {}
    for one in statements:
        for key in _keys(one.subject, reference):
            found.setdefault(key, []).append(one)
    return found


def _keys(name: str, reference: Reference) -> frozenset[str]:
    bare = _bare(name)
    codes = (reference.names.get(plain_name(one), "") for one in (name, _LEAD.sub("", name), bare))
    return frozenset({*(code for code in codes if code), bare} if len(bare) > 1 else ())


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    """A name without brackets, the words that every name may have, and the place it is of."""
    plain_text = re.sub(r"[（(][^）)]*[）)]", "", normalise(name))
    before = ""
    while before != plain_text:
        before, plain_text = plain_text, _LEAD.sub("", plain_text)
    return _TRAIL.sub("", plain_text) or plain_text


def _against_prose(
    figure: _Figure, proposal: Proposal, named: dict[str, list[Statement]], reference: Reference
) -> FoundDoubt | None:
    """A doubt where the prose gives the figure, and gives it otherwise wherever it does."""
    row = proposal.indicators[figure.row]
    keys = _keys(row.name, reference) | ({row.catalogue} if row.catalogue else set())
    said = [
        (one, value)
        for key in sorted(keys)
        for one in named.get(key, ())
        if _same_figure(figure, one) and (value := convert(one.value, one.unit, figure.unit)) is not None
    ]
    if not said or any(_agrees(figure, one, value) for one, value in said):
        return None
    one = said[0][0]
    year = f"{figure.year}年" if figure.form is Form.LEVEL else ""
    message = f"表中{year}{figure.word}{plain(figure.value)}{figure.unit}；正文为{plain(one.value)}{one.unit}"
    return FoundDoubt(DoubtCode.CONTRADICTS_TEXT, message, one.line, figure.row, figure.figure)


def _same_figure(figure: _Figure, one: Statement) -> bool:
    if one.form is not figure.form:
        return False
    if figure.form is Form.GROWTH:
        return one.tense is Tense.PERIOD and one.year in (None, figure.year)
    return one.year == figure.year


def _agrees(figure: _Figure, one: Statement, value: Decimal) -> bool:
    """Whether both can be true: equal to the digits of the coarser one, or within the bound that is printed."""
    said = convert(figure.value, figure.unit, one.unit)
    if _rounded(figure.value, value) or (said is not None and _rounded(said, one.value)):
        return True
    bounds = {figure.comparator, one.comparator}
    if Comparator.ABOUT in bounds:
        return abs(value - figure.value) <= _ABOUT * max(abs(value), abs(figure.value))
    if figure.figure == BASE:
        return (one.comparator in _ABOVE and figure.value >= value) or (
            one.comparator in _BELOW and figure.value <= value
        )
    return False


def _rounded(one: Decimal, other: Decimal) -> bool:
    """Whether two figures are equal in the digits that the coarser one prints."""
    coarser = max(_exponent(one), _exponent(other))
    unit = Decimal(1).scaleb(coarser)
    return abs(one - other) <= unit / 2 if _exponent(one) != _exponent(other) else one == other


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _against_results(figures: Sequence[_Figure], proposal: Proposal) -> list[FoundDoubt]:
    """The base of a row against what the table of results says was reached in that year."""
    if proposal.results_period is None:
        return []
    found = []
    for figure in figures:
        row = proposal.indicators[figure.row]
        if figure.figure != BASE or figure.year != proposal.results_period[1]:
            continue
        for result in proposal.previous_results:
            same = result.catalogue == row.catalogue if row.catalogue else _bare(result.name) == _bare(row.name)
            actual = parse_actual(result.actual_text or "", name=result.printed_name or result.name, unit=result.unit)
            if not same or actual.value is None or actual.period_total or actual.growth:
                continue
            value = convert(actual.value, actual.unit or result.unit, figure.unit)
            if value is not None and not _rounded(value, figure.value) and actual.comparator is Comparator.EQ:
                message = (
                    f"表中{figure.year}年基数{plain(figure.value)}{figure.unit}；"
                    f"上一期完成情况表为{plain(actual.value)}{actual.unit or result.unit}"
                )
                found.append(FoundDoubt(DoubtCode.CONTRADICTS_TEXT, message, result.line, figure.row, BASE))
    return found


def _count_doubts(proposal: Proposal) -> list[FoundDoubt]:
    """How many indicators the text says there are against the table: its numbers, else its rows, with sub-rows or without."""
    stated = proposal.plan.stated_count
    if stated is None or not proposal.indicators:
        return []
    top = [row for row in proposal.indicators if row.parent is None]
    leaves = [row for row in proposal.indicators if not row.heading]
    if stated in (len(top), len(leaves)):
        return []
    numbers = [_number(row.number) for row in top]
    line = dict(proposal.plan.lines).get("stated_count")
    return [
        FoundDoubt(doubt.code, doubt.message, line, None, TABLE)
        for doubt in table_doubts(numbers, stated_count=stated)
        if doubt.code is DoubtCode.COUNT_MISMATCH
    ]


def _number(printed: str) -> int | None:
    found = re.match(r"\d{1,3}", normalise(printed))
    return int(found.group()) if found else None
