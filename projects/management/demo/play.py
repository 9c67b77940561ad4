"""The sample year, month by month, through the services that people use: handed in, questioned, returned, approved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import PersonRole, Unit, User
from indicators.services.errors import NotSafe
from projects.domain import months
from projects.management.demo.cast import Cast
from projects.management.demo.stage_set import Part
from projects.management.demo.story import Hitch
from projects.models import Problem, ProjectReport, ReportState
from projects.services import problems
from projects.services.reports import (
    Outcome,
    ReportEntry,
    ReportFigures,
    approve,
    approve_many,
    return_report,
    save_many,
)
from regions.recorded import recorded

#: Days of the month after: handed in, handed in late, reviewed, mended, reviewed again.
IN_TIME, LATE, REVIEWED, MENDED, AGAIN = 3, 9, 12, 13, 14
_REASONS = {
    "late": recorded("等待监理确认工程量，报送迟了（演示）"),
    "beyond_total": recorded("概算调整已报原审批部门（演示）"),
    "month_missing": recorded("填报人员调整，未及时报送，数据已并入本月累计（演示）"),
    "stage_skipped": recorded("手续并行办理，按实际进度填报（演示）"),
    "not_a_sum": recorded("累计含上月未报的投资（演示）"),
    "tenfold": recorded("设备集中到货付款（演示）"),
}
_OTHERWISE = recorded("已核对，情况属实（演示）")


def play_month(parts: Sequence[Part], month: date, cast: Cast) -> None:
    """Everything that happens about one month's reports."""
    asked = [one for one in parts if month.month not in one.story.missing and _december(one, month) != "missing"]
    drafts = [one for one in asked if _december(one, month) == "draft"]
    late = [one for one in asked if month.month in one.story.late]
    in_time = [one for one in asked if one not in drafts and one not in late]
    for some, day in ((in_time, IN_TIME), (late, LATE)):
        for clerk, own in _by_clerk(some).items():
            _hand_in(own, month, clerk, _at(month, day))
    for clerk, own in _by_clerk(drafts).items():
        save_many(entries=[_entry(one, month) for one in own], by=clerk, at=_at(month, IN_TIME))
    by_reviewer: dict[User, list[Part]] = defaultdict(list)
    for one in asked:
        if _december(one, month) in ("", "returned"):
            by_reviewer[cast.office(one.project.region, PersonRole.REVIEWER)].append(one)
    for reviewer, own in by_reviewer.items():
        _review(own, month, reviewer)


# --- reporting --------------------------------------------------------------------------------------------------------
def _hand_in(parts: Sequence[Part], month: date, clerk: User, at: datetime) -> None:
    slips = [one for one in parts if month.month in one.story.slip]
    outcomes = save_many(entries=[_entry(one, month, slip=one in slips) for one in parts], by=clerk, submit=True, at=at)
    locks = {one.entry.project.pk: one.report.lock for one in outcomes if one.report is not None}
    mended = [_entry(one, month, lock=locks[one.project.pk]) for one in slips]
    outcomes = [one for one in outcomes if one.entry.project not in [slip.project for slip in slips]]
    if mended:
        outcomes += save_many(entries=mended, by=clerk, submit=True, at=at)
    _answer([one for one in outcomes if one.error is not None], clerk, at)


def _answer(outcomes: Sequence[Outcome], clerk: User, at: datetime) -> None:
    """What was only warned of is explained and handed in again."""
    entries = []
    for one in outcomes:
        if one.report is None:
            raise one.error or AssertionError
        answers = {found.key: _REASONS.get(found.code.value, _OTHERWISE) for found in one.findings}
        entries.append(replace(one.entry, figures=None, lock=one.report.lock, answers=answers))
    for one in save_many(entries=entries, by=clerk, submit=True, at=at):
        if one.error is not None:
            raise one.error


def _entry(part: Part, month: date, *, lock: int | None = None, slip: bool = False) -> ReportEntry:
    told = part.months[month.month - 1]
    hitch = next((one for one in part.story.problems if _hinders(one, month)), None)
    named = hitch is not None and hitch.named
    figures = ReportFigures(
        investment_month=told.investment * (10_000 if slip else 1),
        investment_to_date=told.to_date,
        progress=told.progress,
        progress_text=told.text,
        stage=told.stage,
        stage_on=told.stage_on,
        next_step=told.next_step,
        problem=hitch.text if hitch else "",
        problem_unit=_unit(part, hitch) if hitch and named else None,
        problem_due=_due(hitch, month) if hitch and named else None,
        sample=True,
    )
    return ReportEntry(project=part.project, month=month, figures=figures, lock=lock)


def _unit(part: Part, hitch: Hitch) -> Unit:
    return Unit.objects.get_or_create(region=part.project.region, name=hitch.unit)[0]


def _december(part: Part, month: date) -> str:
    return part.story.december if month.month == 12 else ""


def _by_clerk(parts: Sequence[Part]) -> Mapping[User, list[Part]]:
    found: dict[User, list[Part]] = defaultdict(list)
    for one in parts:
        found[one.clerk].append(one)
    return found


# --- review -----------------------------------------------------------------------------------------------------------
def _review(parts: Sequence[Part], month: date, reviewer: User) -> None:
    """Some go back once; the rest are approved, those without warnings together."""
    reports = ProjectReport.objects.filter(project__in=[one.project for one in parts], month=month)
    waiting = {one.project_id: one for one in reports.filter(state=ReportState.SUBMITTED)}
    for part in parts:
        comment = part.story.returned.get(month.month, "")
        if _december(part, month) == "returned":
            comment = recorded("累计投资与台账不一致，请核对后重新报送（演示）")
        if comment:
            back = waiting.pop(part.project.pk)
            cells = {"progress_text" if part.story.returned else "investment_to_date": comment}
            back = return_report(report=back, comment="", cell_comments=cells, lock=back.lock, by=reviewer)
            if not _december(part, month):
                _mend(part, back, month, reviewer)
    asked = [(one.pk, one.lock) for one in waiting.values()]
    for decided in approve_many(reports=asked, by=reviewer, at=_at(month, REVIEWED)):
        if isinstance(decided.error, NotSafe) and decided.report is not None:
            approve(report=decided.report, lock=decided.report.lock, by=reviewer, at=_at(month, REVIEWED))
        elif decided.error is not None:
            raise decided.error


def _mend(part: Part, report: ProjectReport, month: date, reviewer: User) -> None:
    entry = _entry(part, month, lock=report.lock)
    assert entry.figures is not None
    told = replace(entry.figures, progress_text=f"{entry.figures.progress_text}，本月完成量已逐段核对")
    [outcome] = save_many(entries=[replace(entry, figures=told)], by=part.clerk, submit=True, at=_at(month, MENDED))
    if outcome.error is not None:
        _answer([outcome], part.clerk, _at(month, MENDED))
    report.refresh_from_db()
    approve(report=report, lock=report.lock, by=reviewer, at=_at(month, AGAIN))


# --- problems ---------------------------------------------------------------------------------------------------------
def _hinders(hitch: Hitch, month: date) -> bool:
    """Whether the month's report still states the problem: from its month until it is closed."""
    if month.month < hitch.month:
        return False
    first = month.replace(month=hitch.month)
    return hitch.outcome != "closed" or _at(month, AGAIN).date() < _due(hitch, first) - timedelta(days=3)


def _due(hitch: Hitch, month: date) -> date:
    """Counted from the review of the report that first states it."""
    return _at(month.replace(month=hitch.month), REVIEWED).date() + timedelta(days=hitch.days)


def play_problems(parts: Sequence[Part], year: int, cast: Cast) -> None:
    """What becomes of the problems that the year's reports state; afterwards, because reports state them until they are closed."""
    for part in parts:
        for hitch in part.story.problems:
            _solve(part, hitch, date(year, hitch.month, 1), cast)


def _solve(part: Part, hitch: Hitch, month: date, cast: Cast) -> None:
    found = Problem.objects.filter(project=part.project, text=hitch.text).first()
    if found is None or hitch.outcome == "open":
        return
    region = part.project.region
    head, unit, due = cast.office(region, PersonRole.REVIEWER), _unit(part, hitch), _due(hitch, month)
    if not hitch.named:
        given = _at(month, AGAIN + 1)
        found = problems.assign(
            problem=found, unit=unit, due=due, kind=hitch.kind, lock=found.lock, by=head, at=given,
            text=recorded("请按时限办结，办理情况每月报送（演示）"),
        )  # fmt: skip
    if hitch.outcome == "extended":
        found = problems.extend(
            problem=found, due=due + timedelta(days=90), lock=found.lock, by=head, at=_noon(due - timedelta(days=1)),
            text=recorded("涉及多方协调，同意延期（演示）"),
        )  # fmt: skip
    if hitch.outcome in ("answered", "sent_back", "closed"):
        found = problems.answer(
            problem=found, lock=found.lock, by=cast.clerk(unit), at=_noon(due - timedelta(days=6)),
            text=recorded("已会同建设单位现场协调，手续正在办结（演示）"),
        )  # fmt: skip
    if hitch.outcome == "sent_back":
        problems.send_back(
            problem=found, lock=found.lock, by=head, due=due + timedelta(days=45), at=_noon(due - timedelta(days=3)),
            text=recorded("现场仍未移交工作面，请继续办理（演示）"),
        )  # fmt: skip
    if hitch.outcome == "closed":
        problems.close(
            problem=found,
            lock=found.lock,
            by=head,
            at=_noon(due - timedelta(days=3)),
            text=recorded("经核实已解决（演示）"),
        )


def _at(month: date, day: int) -> datetime:
    return _noon(months.after(month).replace(day=day))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
