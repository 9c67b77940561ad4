"""The dated stages of a project (谋划 … 投产)."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from projects.models import Project, ProjectReport, Stage, StageChange
from regions.recorded import recorded

_ORDER = list(Stage.values)


def record_stage(*, project: Project, stage: str, on: date, note: str, today: date, by: User) -> StageChange:
    """A planner says by hand since when a project is in a stage. A stage skipped or taken back needs a ``note``.

    ``ValidationError``: a day that has not come, an unknown stage, one recorded for that day already, a missing note.
    """
    access.require(access.may_plan(by, project.region), user=by, what=f"record stage of project {project.pk}")
    if on > today:
        raise ValidationError({"on": _("日期还没有到。")})
    with transaction.atomic(), history(by, recorded("记录项目阶段")):
        stored = Project.objects.select_for_update(of=["self"]).get(pk=project.pk)
        before = _stage_on(stored, on)
        if not note.strip() and stage in _ORDER and is_jump(before, stage):
            said = _("从“%(before)s”到“%(after)s”跳过或退回了阶段，请写明原因。")
            raise ValidationError({"note": said % {"before": Stage(before).label, "after": Stage(stage).label}})
        return write_stage(project=stored, stage=stage, on=on, note=note.strip(), by=by)


def write_stage(
    *,
    project: Project,
    stage: str,
    on: date,
    by: User,
    note: str = "",
    report: ProjectReport | None = None,
    sample: bool = False,
) -> StageChange:
    """Add a stage in the caller's transaction and history; the caller has checked who may, and holds the project's lock.

    ``project`` gets the stage of its latest change; its actual start and finish, where nobody stated them, are the days of
    开工 and 竣工. ``ValidationError`` where the stage of that day stands already or the dates would be out of order.
    """
    change = StageChange(project=project, stage=stage, on=on, note=note, report=report, sample=sample, recorded_by=by)
    change.full_clean()
    change.save()
    latest = project.stage_changes.order_by("-on", "-pk").first()
    assert latest is not None
    project.stage = latest.stage
    if stage == Stage.STARTED and project.actual_start is None:
        project.actual_start = on
    if stage == Stage.COMPLETED and project.actual_finish is None:
        project.actual_finish = on
    project.lock += 1
    project.full_clean()
    project.save(update_fields=["stage", "actual_start", "actual_finish", "lock"])
    return change


def take_back_stages(*, report: ProjectReport) -> None:
    """Remove the stages that a report recorded (it is open again) in the caller's transaction and history; the history keeps them.

    ``report.project`` gets the stage of the latest change that is left, and loses the start or finish that came from those days.
    """
    project, changes = report.project, list(report.stage_changes.all())
    if not changes:
        return
    StageChange.objects.filter(pk__in=[one.pk for one in changes]).delete()
    latest = project.stage_changes.order_by("-on", "-pk").first()
    project.stage = latest.stage if latest is not None else ""
    gone = {(one.stage, one.on) for one in changes}
    if (Stage.STARTED, project.actual_start) in gone:
        project.actual_start = None
    if (Stage.COMPLETED, project.actual_finish) in gone:
        project.actual_finish = None
    project.lock += 1
    project.save(update_fields=["stage", "actual_start", "actual_finish", "lock"])


def is_jump(before: str, after: str) -> bool:
    """Whether a stage lies more than one step on, or back. ``before`` "": nothing was reported yet, any stage may be first."""
    if not before:
        return False
    return not 0 <= _ORDER.index(after) - _ORDER.index(before) <= 1


def _stage_on(project: Project, on: date) -> str:
    """The stage in which the project was on a day; "" = none recorded by then."""
    before = project.stage_changes.filter(on__lte=on).order_by("-on", "-pk").first()
    return before.stage if before else ""
