"""What becomes of the rows of a bulk put, whatever they are rows of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from indicators.domain.checks.findings import Finding, Severity
from projects.domain.checks.findings import ReportFinding


class Fault(NamedTuple):
    """One thing that is wrong. ``path``: to the field, inside a row from the row ("": the row as a whole)."""

    path: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the checks say. ``answered``: a reason was given, or it is an error, which none passes."""

    key: str
    code: str
    field: str
    severity: str
    message: str
    answered: bool


@dataclass(slots=True)
class RowResult:
    """One row. ``result``: submitted, unchanged, refused; where nothing was applied, what it would have been.

    ``object_id``, ``state``, ``version``: of what stands there now, None where it is not told or nothing does. ``etag``: of the
    row's place, of a refused one what to read again.
    """

    index: int
    result: str = "refused"
    object_id: int | None = None
    state: str | None = None
    version: int | None = None
    etag: str | None = None
    findings: list[Found] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def found_of(
    findings: Iterable[Finding | ReportFinding], in_the_way: Collection[Finding | ReportFinding]
) -> list[Found]:
    """What was found of a row; a warning that does not keep it from being submitted has its reason."""
    return [
        Found(
            one.key, one.code.value, one.field, one.severity.value, one.message,
            answered=one.severity is Severity.WARNING and one not in in_the_way,
        )
        for one in findings
    ]  # fmt: skip


def faults_of(in_the_way: Iterable[Finding | ReportFinding]) -> list[Fault]:
    """The same as reasons of a refusal: an error is to be mended, a warning to be answered."""
    codes = {Severity.ERROR: "check_failed", Severity.WARNING: "unanswered"}
    return [Fault(one.field, codes[one.severity], one.message) for one in in_the_way]


def counts_of(results: Iterable[RowResult]) -> dict[str, int]:
    """How many rows of each result."""
    counts = {"submitted": 0, "unchanged": 0, "refused": 0}
    for one in results:
        counts[one.result] += 1
    return counts
