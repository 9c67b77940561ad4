"""Writing what a workbook changes: all of it or nothing, and a trial that writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import AuditKind, User
from accounts.services import audit
from entry.services.sheets import saved
from indicators.models import ReportingRound
from indicators.services.entered import Entered, Outcome
from indicators.services.observations import save_many
from regions.models import Region
from regions.recorded import recorded


def try_out(entries: Sequence[Entered], *, by: User) -> list[Outcome]:
    """What would become of the entries: written by the same code, then taken back."""
    if not entries:
        return []
    with transaction.atomic():
        outcomes = save_many(entries=entries, by=by)
        transaction.set_rollback(True)
    return outcomes


def apply_sheet(
    entries: Sequence[Entered],
    *,
    title: str,
    region: Region,
    changed_cells: int,
    submit: bool,
    by: User,
    kept: tuple[ReportingRound, bytes] | None = None,
) -> list[Outcome]:
    """Write every entry or none; the audit log says how many cells of what (``title``).

    ``kept``: the workbook of a round, to be kept for what the reviewer will say.
    """  # fmt: skip
    with transaction.atomic():
        outcomes = save_many(entries=entries, by=by, submit=submit, all_or_nothing=True)
        if not any(outcome.error for outcome in outcomes):
            said = recorded("上传工作簿：%(title)s，%(cells)d 个单元格，%(rows)d 项指标") % {
                "title": title,
                "cells": changed_cells,
                "rows": len(entries),
            }
            audit.record(kind=AuditKind.IMPORT, about=said, by=by, region=region)
            if kept is not None:
                round, data = kept
                written = [outcome.observation for outcome in outcomes if outcome.observation]
                saved.remember(round=round, data=data, written=written, by=by)
    return outcomes


def record_export(asked: ReportingRound, *, rows: int, by: User, of: User | None = None) -> None:
    """Note in the audit log that the round's workbook was downloaded. ``of``: whose saved one it was."""
    said = recorded("下载填报工作簿：%(round)s，%(rows)d 项指标") % {"round": asked, "rows": rows}
    if of is not None:
        said += recorded("（%(person)s 上传的）") % {"person": of}
    audit.record(kind=AuditKind.EXPORT, about=said, by=by, region=asked.plan.region)
