"""What the server answers for each row that the grid sent: state, findings, what the figure would mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from entry.forms.figure import FigureForm
from entry.presenters.grid import state_payload
from entry.presenters.outlook import outlook_text
from entry.presenters.typed import cells_of
from entry.selectors.grid import GridRow
from indicators.domain.checks.findings import Finding
from indicators.models import Observation, ObservationState
from indicators.selectors.assessment_inputs import RowInputs, active_rule, inputs_of_rows
from indicators.selectors.findings import actual_of, findings_of_rows
from indicators.selectors.outlook import outlook_of
from indicators.services.entered import Entered, ObservationFigures, Outcome


class SentRows(Protocol):
    """The rows of one request, as the view read them."""

    year: int
    rows: dict[int, GridRow]
    forms: dict[int, FigureForm]
    entries: dict[int, Entered]
    answers: dict[int, dict[str, str]]
    unknown: list[int]


def outlooks(
    figures: Mapping[int, ObservationFigures], year: int, inputs: Mapping[int, RowInputs]
) -> dict[int, dict[str, Any]]:
    """By row: what its figures would mean for the target that the row is shown by. One query."""
    found = {}
    rule = active_rule() if inputs else None
    for row_id, one in inputs.items():
        assert rule is not None
        ahead = outlook_of(one, actual_of(figures[row_id], year), rule=rule)
        text = outlook_text(ahead, [""] * len(ahead.targets))
        line = next((line for line in text.lines if line.shown), None)
        if line is not None:
            found[row_id] = {
                "status": line.status,
                "label": line.label,
                "symbol": line.symbol,
                "sentence": line.sentence,
                "doubts": [message for _blocking, message in text.doubts],
            }
    return found


def form_errors(form: FigureForm) -> dict[str, list[str]]:
    """By cell; what names no cell of the grid stands under "row"."""
    errors: dict[str, list[str]] = {}
    for name, problems in form.errors.items():
        errors.setdefault(name if name in form.fields else "row", []).extend(str(one) for one in problems)
    return errors


def findings_payload(findings: Sequence[Finding], answers: Mapping[str, str]) -> list[dict[str, str]]:
    """``answers``: the reasons given, by key."""
    return [
        {
            "key": one.key,
            "code": one.code.value,
            "severity": one.severity.value,
            "field": one.field,
            "message": one.message,
            "answer": answers.get(one.key, ""),
        }
        for one in findings
    ]


def theirs_payload(one: GridRow, theirs: Observation | None) -> dict[str, Any]:
    """What another person saved: cells, lock, who and when."""
    return {
        "cells": cells_of(one),
        "lock": theirs.lock if theirs else None,
        "when": f"{theirs.updated_at:%Y-%m-%d %H:%M}" if theirs else "",
    }


def rows_payload(sent: SentRows, outcomes: Mapping[int, Outcome], now: Mapping[int, GridRow]) -> list[dict[str, Any]]:
    """One answer a row. ``result``: saved, submitted, checked, withdrawn, or why not (fields, stale, closed, findings, forbidden …)."""
    figures = {row_id: one.figures for row_id, one in sent.entries.items() if one.figures is not None}
    inputs = _inputs(figures, outcomes)
    ahead = outlooks(figures, sent.year, inputs)
    rows = [_row(row_id, sent, outcomes.get(row_id), now.get(row_id, one)) for row_id, one in sent.rows.items()]
    found = _found({row_id: one for row_id, one in figures.items() if row_id not in outcomes}, sent.year, inputs)
    for row in rows:
        row["outlook"] = ahead.get(row["row"])
        if row["result"] == "checked" and row["row"] in found:
            row["findings"] = findings_payload(found[row["row"]], _given(sent.answers[row["row"]], now[row["row"]]))
    lost = [{"row": row_id, "result": "forbidden", "message": _("这一行不由您填报。")} for row_id in sent.unknown]
    return [*rows, *lost]


def _inputs(figures: Mapping[int, ObservationFigures], outcomes: Mapping[int, Outcome]) -> dict[int, RowInputs]:
    """What the rows are assessed by: as it was read for the checks, else read now."""
    known = {row_id: one.inputs for row_id, one in outcomes.items() if one.inputs is not None and row_id in figures}
    missing = [row_id for row_id in figures if row_id not in known]
    return known | (inputs_of_rows(missing) if missing else {})


def _found(
    figures: Mapping[int, ObservationFigures], year: int, inputs: Mapping[int, RowInputs]
) -> dict[int, tuple[Finding, ...]]:
    """What the checks say about figures that are not written, by row; rows without any figure are left out."""
    said = {row_id: one for row_id, one in figures.items() if (one.value, one.growth) != (None, None) or one.parts}
    return findings_of_rows({row_id: actual_of(one, year) for row_id, one in said.items()}, year, inputs=inputs)


def _row(row_id: int, sent: SentRows, outcome: Outcome | None, now: GridRow) -> dict[str, Any]:
    answer: dict[str, Any] = {"row": row_id, "result": "checked", "errors": {}, "message": "", **state_payload(now)}
    form = sent.forms[row_id]
    if outcome is None:
        refused = {"result": "fields", "errors": form_errors(form), "findings": []}
        return answer if form.is_valid() else answer | refused
    if outcome.entered.figures is None and outcome.error is None:
        return answer | {"result": "withdrawn"}
    if outcome.entered.figures is not None:
        answer["findings"] = findings_payload(outcome.findings, _given(sent.answers[row_id], now))
    if outcome.observation is not None and outcome.error is None:
        submitted = outcome.observation.state == ObservationState.SUBMITTED
        return answer | {"result": "submitted" if submitted else "saved"}
    answer |= {"result": outcome.kind, "message": outcome.sentence, "errors": _service_errors(outcome)}
    if outcome.kind == "stale":
        answer["theirs"] = theirs_payload(now, outcome.theirs)
    return answer


def _given(answers: Mapping[str, str], now: GridRow) -> dict[str, str]:
    """The reasons as they are stored now, else as they were sent."""
    stored = {one.key: one.reason for one in (now.latest.warnings.all() if now.latest else ())}
    return {**answers, **stored}


def _service_errors(outcome: Outcome) -> dict[str, list[str]]:
    names = {"parts": "part_1", "__all__": "row"}
    return {names.get(name, name): problems for name, problems in outcome.fields.items()}
