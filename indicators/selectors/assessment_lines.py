"""Assessments as lines of PostgreSQL's COPY: what a recompute stores, and what a replay of an earlier day computes anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import orjson

from indicators.domain import types as t
from indicators.domain.assess import METHOD_VERSION, shown_target
from indicators.domain.display import quantise10
from indicators.domain.types import Result
from indicators.selectors.assessment_inputs import RowInputs, assess_target, unadjusted_status, unrevised_status
from indicators.selectors.first_agreed import Agreed

_NULL = "\\N"

_KEY = ("target_id", "year")
VALUES = (
    "row_id", "plan_id", "shown", "status", "reason", "actual_year", "vintage", "price_basis", "base", "target_value",
    "actual", "attainment", "elapsed_share", "expected", "gap", "lead", "required", "average", "pace_ratio",
    "projected_end", "required_unit", "required_reason", "average_unit", "on_course", "early_warning",
    "breached_years", "first_met_year", "fell_back", "end_not_published", "sample", "unrevised_status",
    "unadjusted_status", "parts", "inputs", "method_version", "rule_version",
)  # fmt: skip
#: In the order of a line.
COLUMNS = ", ".join((*_KEY, *VALUES))


def lines_of(rows: Iterable[RowInputs], rule: t.RuleTerms, years: Collection[int] | None) -> Iterator[str]:
    """A line for every target of the rows and every year of their plans (None) or those of ``years`` that lie in it."""
    versions = f"{METHOD_VERSION}\t{rule.version}"
    for inputs in rows:
        if not inputs.targets:
            continue
        primary = inputs.primary_index
        for year in inputs.years:
            if years is not None and year not in years:
                continue
            results = [assess_target(inputs, target, year=year, rule=rule) for target in inputs.targets]
            shown = shown_target(primary, results)
            for index, (target, result) in enumerate(zip(inputs.targets, results, strict=True)):
                yield line(
                    result if target.agreed is None else _beside(result, target.agreed, inputs),
                    target_id=target.id,
                    row_id=inputs.id,
                    plan_id=inputs.plan_id,
                    shown=index == shown,
                    unrevised=unrevised_status(inputs, target, year=year, rule=rule),
                    unadjusted="" if target.agreed is None else unadjusted_status(inputs, target, year=year, rule=rule),
                    versions=versions,
                )


def line(
    result: Result, *, target_id: int, row_id: int, plan_id: int, shown: bool, unrevised: str, versions: str,
    unadjusted: str = "",
) -> str:  # fmt: skip
    """One assessment in PostgreSQL's text format of COPY. ``versions``: method and rule version, with a tab between.

    ``unrevised``: the status on the base as it was first given, "" where the base was not revised; ``unadjusted``: on
    base and target as first agreed, "" where the target was not adjusted.
    """
    base, target, actual, attainment, elapsed, expected, gap, lead, required, average, pace, projected = [
        _NULL if value is None else str(quantise10(value))
        for value in (
            result.base, result.target, result.actual, result.attainment, result.elapsed_share, result.expected,
            result.gap, result.lead, result.required, result.average, result.pace_ratio, result.projected_end,
        )
    ]  # fmt: skip
    return (
        f"{target_id}\t{result.year}\t{row_id}\t{plan_id}\t{_flag(shown)}\t{result.status}\t"
        f"{'' if result.reason is None else result.reason}\t{_number(result.actual_year)}\t"
        f"{'' if result.vintage is None else result.vintage}\t"
        f"{'' if result.price_basis is None else result.price_basis}\t"
        f"{base}\t{target}\t{actual}\t{attainment}\t{elapsed}\t{expected}\t{gap}\t{lead}\t{required}\t{average}\t"
        f"{pace}\t{projected}\t{_escaped(result.required_unit)}\t"
        f"{'' if result.required_reason is None else result.required_reason}\t{_escaped(result.average_unit)}\t"
        f"{_NULL if result.on_course is None else _flag(result.on_course)}\t{_flag(result.early_warning)}\t"
        f"{{{','.join(map(str, result.breached_years))}}}\t{_number(result.first_met_year)}\t"
        f"{_flag(result.fell_back)}\t{_flag(result.end_not_published)}\t{_flag(result.sample)}\t{unrevised}\t{unadjusted}\t"
        f"{_parts(result)}\t{_json(result.inputs)}\t{versions}\n"
    )


def _beside(result: Result, agreed: Agreed, inputs: RowInputs) -> Result:
    """The result with what stands beside it: that the target was once another, and by which document."""
    return replace(result, inputs={**result.inputs, "agreed": agreed.told(inputs.first_base or inputs.row.base)})


def _flag(value: bool) -> str:
    return "t" if value else "f"


def _number(value: int | None) -> str:
    return _NULL if value is None else str(value)


@lru_cache(maxsize=1024)
def _escaped(text: str) -> str:
    """Text as COPY wants it; units repeat, so it is remembered."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _json(value: Any) -> str:
    return orjson.dumps(value).decode().replace("\\", "\\\\")


def _parts(result: Result) -> str:
    """Parts of a composition, figures as text with ten decimals; an empty list for every other form."""
    if not result.parts:
        return "[]"
    return _json(
        [
            {name: None if value is None else format(quantise10(value), "f") for name, value in part.items()}
            for part in result.parts
        ]
    )
