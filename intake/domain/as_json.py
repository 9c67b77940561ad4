"""A proposal as `read_plan --json` prints it (DESIGN section 5), with further keys. Figures keep every printed digit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from indicators.domain.types import TargetSpec
from intake.domain.proposal import Commitment, FoundDoubt, Proposal, ReadIndicator, ReadProject, ReadResult


def as_json(proposal: Proposal) -> dict[str, Any]:
    """The proposal as plain values; a figure stays a ``Decimal`` (``json_text`` writes it as a JSON number)."""
    return {
        **_plan(proposal),
        "table": {"caption": proposal.table, "line": proposal.table_line},
        "indicators": [_indicator(row) for row in proposal.indicators],
        "results_table": {
            "caption": proposal.results_table,
            "line": proposal.results_line,
            "period": list(proposal.results_period) if proposal.results_period else None,
        },
        "previous_results": [_result(row) for row in proposal.previous_results],
        "projects": [_project(project) for project in proposal.projects],
        "commitments": [_commitment(commitment) for commitment in proposal.commitments],
        "doubts": [_doubt(doubt, doubt.indicator) for doubt in proposal.doubts]
        + [_doubt(doubt, index) for index, row in enumerate(proposal.indicators) for doubt in row.doubts],
        "notes": list(proposal.notes),
    }


def _plan(proposal: Proposal) -> dict[str, Any]:
    plan = proposal.plan
    return {
        "region": {"code": plan.region_code, "name": plan.region_name},
        "plan": {
            "title": plan.title,
            "document_number": plan.document_number,
            "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
            "base_year": plan.base_year,
            "start_year": plan.start_year,
            "end_year": plan.end_year,
            "stated_count": plan.stated_count,
            "lines": dict(plan.lines),
        },
    }


def _indicator(row: ReadIndicator) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "printed_name": row.printed_name,
        "parent": row.parent,
        "heading": row.heading,
        "category": row.category,
        "unit": row.unit,
        "base_text": row.base_text,
        "base_growth_text": row.base_growth_text,
        "target_text": row.target_text,
        "growth_text": row.growth_text,
        "nature_text": row.nature_text,
        "nature": row.nature.value,
        "base": row.base,
        "base_unit": row.base_unit,
        "base_parts": list(row.base_parts),
        "targets": [_target(target) for target in row.targets],
        "catalogue": row.catalogue,
        "marks": list(row.marks),
        "assessed_over_period": row.assessed_over_period,
        "doubts": [{"code": doubt.code, "message": doubt.message, "line": doubt.line} for doubt in row.doubts],
        "line": row.line,
        "last_line": row.last_line,
    }


def _target(target: TargetSpec) -> dict[str, Any]:
    return {
        "form": target.form.value,
        "value": target.value,
        "value_high": target.value_high,
        "comparator": target.comparator.value,
        "unit": target.unit,
        "by": target.by,
        "reference": target.reference,
        "tolerant": target.tolerant,
        "parts": list(target.parts),
        "text": target.text,
    }


def _result(row: ReadResult) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "printed_name": row.printed_name,
        "parent": row.parent,
        "category": row.category,
        "unit": row.unit,
        "base_text": row.base_text,
        "target_text": row.target_text,
        "target_growth_text": row.target_growth_text,
        "actual_text": row.actual_text,
        "actual_growth_text": row.actual_growth_text,
        "nature_text": row.nature_text,
        "catalogue": row.catalogue,
        "line": row.line,
        "last_line": row.last_line,
    }


def _project(project: ReadProject) -> dict[str, Any]:
    return {
        "box": project.box,
        "group": project.group,
        "name": project.name,
        "facts": project.facts,
        "kind": project.kind.value,
        "certainty": project.certainty.value,
        "line": project.line,
    }


def _commitment(one: Commitment) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "form": one.form,
        "value": one.value if one.value_high is None else [one.value, one.value_high],
        "comparator": one.comparator.value,
        "unit": one.unit,
        "year": one.year,
        "text": one.text,
        "line": one.line,
    }


def _doubt(doubt: FoundDoubt, indicator: int | None) -> dict[str, Any]:
    return {
        "code": doubt.code,
        "message": doubt.message,
        "line": doubt.line,
        "indicator": indicator,
        "figure": doubt.figure,
    }


def json_text(value: Any) -> str:
    """JSON, indented by two; a ``Decimal`` becomes a number with the digits it has (7.0 stays 7.0), Chinese stays readable."""
    return "".join(_written(value, "\n"))


def _written(value: Any, newline: str) -> Iterator[str]:
    inner = newline + "  "
    if isinstance(value, Decimal):
        yield format(value, "f")
    elif isinstance(value, dict) and value:
        for n, (key, one) in enumerate(value.items()):
            yield f"{',' if n else '{'}{inner}{json.dumps(str(key), ensure_ascii=False)}: "
            yield from _written(one, inner)
        yield newline + "}"
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for n, one in enumerate(value):
            yield f"{',' if n else '['}{inner}"
            yield from _written(one, inner)
        yield newline + "]"
    elif isinstance(value, list):
        yield "[" + ", ".join("".join(_written(one, inner)) for one in value) + "]"
    else:
        yield json.dumps(value, ensure_ascii=False)
