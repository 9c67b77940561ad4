"""Writing what a workbook of monthly reports changes: all of it or nothing, and a trial that writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import AuditKind, User
from accounts.services import audit
from projects.services.report_entry import Outcome, ReportEntry
from projects.services.reports import save_many
from regions.models import Region
from regions.recorded import recorded


def try_out(entries: Sequence[ReportEntry], *, by: User) -> list[Outcome]:
    """What would become of the entries: written by the same code, then taken back."""
    if not entries:
        return []
    with transaction.atomic():
        outcomes = save_many(entries=entries, by=by)
        transaction.set_rollback(True)
    return outcomes


def apply_reports(
    entries: Sequence[ReportEntry], *, title: str, region: Region, changed_cells: int, submit: bool, by: User
) -> list[Outcome]:
    """Write every entry or none; the audit log says how many cells of what (``title``)."""
    with transaction.atomic():
        outcomes = save_many(entries=entries, by=by, submit=submit, all_or_nothing=True)
        if not any(outcome.error for outcome in outcomes):
            said = recorded("上传项目月报工作簿：%(title)s，%(cells)d 个单元格，%(rows)d 个项目") % {
                "title": title,
                "cells": changed_cells,
                "rows": len(entries),
            }
            audit.record(kind=AuditKind.IMPORT, about=said, by=by, region=region)
    return outcomes


def record_export(*, title: str, rows: int, region: Region, by: User) -> None:
    """Note in the audit log that the workbook was downloaded."""
    said = recorded("下载项目月报工作簿：%(title)s，%(rows)d 个项目") % {"title": title, "rows": rows}
    audit.record(kind=AuditKind.EXPORT, about=said, by=by, region=region)
