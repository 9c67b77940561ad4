"""Whether a person may write the report of a project and month: the one answer that service, grid and sheet share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts import access
from accounts.access import Writer
from plans.models import PlanStatus
from projects.domain.months import first_of
from projects.models import Kind, Project


@dataclass(frozen=True, slots=True)
class ReportLeave:
    """``entitled``: by role, scope and unit, whatever the project and month. ``sentence``: why not, what to do; "" where allowed."""

    entitled: bool
    sentence: str = ""

    @property
    def allowed(self) -> bool:
        return self.entitled and not self.sentence


def leave_to_report(user: Writer, project: Project, month: date, *, today: date) -> ReportLeave:
    """``project`` comes with plan, region and lead unit (select_related). No query. Being late is no refusal, but warned."""
    units = [project.lead_unit] if project.lead_unit is not None else []
    if not access.may_enter(user, project.region, units):
        return ReportLeave(False, _("这一项目不由您的单位报送。"))
    if project.kind == Kind.DIRECTION:
        return ReportLeave(True, _("这一条是发展方向，不是项目，不报月报。"))
    if project.merged_into_id is not None:
        return ReportLeave(True, _("该项目已并入另一项目，月报请填在那一项目。"))
    if project.plan.status == PlanStatus.REPLACED:
        return ReportLeave(True, _("该规划已被替代，不再报送月报。"))
    if month > first_of(today):
        return ReportLeave(True, _("这个月还没有到，不能填报。"))
    if month.year < project.plan.start_year:
        return ReportLeave(True, _("月份早于规划起始年 %(year)d 年。") % {"year": project.plan.start_year})
    return ReportLeave(True)
