"""Progress and stage: backwards, left out, against each other; and the day of a new stage."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.checks.findings import Severity
from projects.domain import months, stages
from projects.domain.checks.findings import Around, ReportCode, Reported, ReportFinding
from projects.domain.checks.words import day, month, per_cent

FULL = Decimal(100)


def check_progress(report: Reported, around: Around) -> Iterator[ReportFinding]:
    now = report.progress
    if now is None:
        return
    before = next((one for one in around.earlier if one.progress is not None), None)
    if before is not None and before.progress is not None and now < before.progress:
        message = (
            f"形象进度 {per_cent(now)}，低于 {month(before.month)}的 {per_cent(before.progress)}。"
            "请核对；工程量调整的，请说明。"
        )
        yield _warned(ReportCode.PROGRESS_BACK, "progress", message)


def check_stage(report: Reported, around: Around) -> Iterator[ReportFinding]:
    yield from _against_progress(report, around)
    if not report.stage:
        if report.stage_on is not None:
            yield _error(ReportCode.STAGE_UNDATED, "stage", "填了进入阶段日期，请同时选择进入的阶段。")
        return
    if report.stage == around.stage:
        return
    if report.stage_on is None:
        yield _error(
            ReportCode.STAGE_UNDATED,
            "stage_on",
            f"阶段改为“{_name(report.stage)}”，请填写进入这一阶段的日期。",
        )
    else:
        yield from _dates(report, around)
    if stages.goes_back(around.stage, report.stage):
        message = f"阶段由“{_name(around.stage)}”退回“{_name(report.stage)}”。请核对；确实退回的，请说明原因。"
        yield _warned(ReportCode.STAGE_BACK, "stage", message)
    elif left_out := stages.skipped(around.stage, report.stage):
        names = "、".join(f"“{_name(one)}”" for one in left_out)
        message = f"阶段由“{_name(around.stage)}”到“{_name(report.stage)}”，跳过了{names}。请核对；确实跳过的，请说明。"
        yield _warned(ReportCode.STAGE_SKIPPED, "stage", message)


def _dates(report: Reported, around: Around) -> Iterator[ReportFinding]:
    on = report.stage_on
    assert on is not None
    if on > months.last_day(report.month):
        message = f"进入阶段日期 {day(on)}晚于本月末。请填到月末为止的阶段，以后的下月再报。"
        yield _error(ReportCode.STAGE_DATE, "stage_on", message)
    elif around.stage_on is not None and on < around.stage_on:
        message = f"进入阶段日期 {day(on)}早于上一阶段“{_name(around.stage)}”的 {day(around.stage_on)}。请核对。"
        yield _error(ReportCode.STAGE_DATE, "stage_on", message)
    elif report.stage in stages.ENDED and around.started_on is not None and on < around.started_on:
        message = f"“{_name(report.stage)}”日期 {day(on)}早于实际开工日期 {day(around.started_on)}。请核对。"
        yield _error(ReportCode.STAGE_DATE, "stage_on", message)


def _against_progress(report: Reported, around: Around) -> Iterator[ReportFinding]:
    stage, progress = report.stage or around.stage, report.progress
    if not stage or progress is None:
        return
    if stage in stages.ENDED and progress < FULL:
        message = f"阶段是“{_name(stage)}”，形象进度只有 {per_cent(progress)}。请核对；有尾工的，请说明。"
    elif stage not in stages.ENDED and progress == FULL:
        message = f"形象进度已到 {per_cent(progress)}，阶段仍是“{_name(stage)}”。已竣工的请改阶段；否则请说明。"
    elif stage not in stages.BEGUN and progress > 0:
        message = f"阶段是“{_name(stage)}”，还没有开工，形象进度却是 {per_cent(progress)}。请核对；如果无误，请说明。"
    else:
        return
    yield _warned(ReportCode.STAGE_AGAINST_PROGRESS, "progress", message)


def _name(stage: str) -> str:
    return stages.NAMES[stage]


def _warned(code: ReportCode, field: str, message: str) -> ReportFinding:
    return ReportFinding(code, Severity.WARNING, field, message)


def _error(code: ReportCode, field: str, message: str) -> ReportFinding:
    return ReportFinding(code, Severity.ERROR, field, message)
