"""Findings as they stand beside the field that they are about, each warning with the box for its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from entry.forms.figure_page import ANSWER
from indicators.domain.checks.findings import Finding, Severity
from indicators.models.entry import CHECK_CODES

_LABELS = dict(CHECK_CODES)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """``name`` and ``anchor``: of the box in which a warning is answered. ``missing``: it kept the figure from being submitted."""

    field: str
    label: str
    text: str
    is_error: bool
    name: str
    anchor: str
    reason: str
    missing: bool


def finding_lines(
    findings: Iterable[Finding],
    *,
    answers: Mapping[str, str],
    reasons: Mapping[tuple[str, str], str],
    refused: bool = False,
) -> list[FindingLine]:
    """``answers``: typed just now, by key; ``reasons``: stored, by key and message. ``refused``: it was to be submitted."""
    lines = []
    for one in findings:
        is_error = one.severity is Severity.ERROR
        reason = answers.get(one.key, reasons.get((one.key, one.message), ""))
        anchor = "finding_" + one.key.replace(":", "_")
        lines.append(
            FindingLine(
                field=one.field,
                label=str(_LABELS[one.code.value]),
                text=one.message,
                is_error=is_error,
                name=ANSWER + one.key,
                anchor=anchor,
                reason=reason,
                missing=refused and (is_error or not reason),
            )
        )
    return lines
