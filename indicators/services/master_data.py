"""Changes of what many assessments rest on: catalogue, thresholds, rows, results, breaks. Each queues its recompute."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.models import (
    DefinitionBreak,
    Indicator,
    JobRun,
    PeriodResult,
    PlanIndicator,
    ReferenceFigure,
    StatusRule,
)
from indicators.services.doubts import refresh_series_doubts
from indicators.services.errors import ServiceError
from indicators.services.jobs import queue_recompute
from regions.recorded import recorded


def save_indicator(*, indicator: Indicator, by: User) -> JobRun:
    """Write a catalogue indicator; every plan that prints it is computed again. Planners of the nation only."""
    _require_nation(by, f"write indicator {indicator.code}")
    return _save(indicator, by=by, why=recorded("修改指标目录：%(name)s") % {"name": indicator.name})


def activate_rule(*, rule: StatusRule, by: User) -> JobRun:
    """Put new thresholds in force as the next version; earlier versions are kept as they were."""
    _require_nation(by, "write status rule")
    if rule.pk is not None:
        raise ServiceError(_("已有的规则版本不能修改。请新建一个版本。"))
    with transaction.atomic():
        StatusRule.objects.select_for_update().filter(active=True).update(active=False)
        rule.version = (StatusRule.objects.aggregate(last=Max("version"))["last"] or 0) + 1
        rule.active = True
        return _save(rule, by=by, why=recorded("状态规则 v%(version)d") % {"version": rule.version})


def save_row(*, row: PlanIndicator, by: User, reason: str = "") -> JobRun:
    """Write what is understood of a row (nature, catalogue link …); the printed cells stay as they are."""
    _require_planner(by, row, f"write row {row.pk}")
    why = recorded("修改规划指标：%(name)s") % {"name": row.short_name}
    return _save(row, by=by, why=f"{why}（{reason.strip()}）" if reason.strip() else why, row=row)


def save_series_fact(*, fact: PeriodResult | DefinitionBreak | ReferenceFigure, by: User) -> JobRun:
    """Write an official result of a period, a marked definition break, or a year of a reference series."""
    row = fact.target.row if isinstance(fact, ReferenceFigure) else fact.row
    _require_planner(by, row, f"write {fact._meta.label} of row {row.pk}")
    why = recorded("修改%(kind)s：%(name)s") % {"kind": fact._meta.verbose_name, "name": row.short_name}
    return _save(fact, by=by, why=why, row=row)


def drop_reference_figure(*, figure: ReferenceFigure, by: User) -> JobRun:
    """Take away a year of a reference series that was entered by mistake; the history keeps it."""
    row = figure.target.row
    _require_planner(by, row, f"drop reference figure {figure.pk}")
    why = recorded("去掉参照数：%(name)s %(year)d") % {"name": row.short_name, "year": figure.year}
    with transaction.atomic(), history(by, why):
        figure.delete()
        return queue_recompute(plan=row.plan, why=why)


def _save(thing: Model, *, by: User, why: str, row: PlanIndicator | None = None) -> JobRun:
    """Write, refresh the row's doubts, queue: of the row's plan, or of all plans where no row is given."""
    with transaction.atomic(), history(by, why):
        thing.full_clean()
        thing.save()
        if row is not None:
            refresh_series_doubts(row=row, by=by)
        return queue_recompute(plan=row.plan if row else None, why=why)


def _require_planner(by: User, row: PlanIndicator, what: str) -> None:
    access.require(access.may_plan(by, row.plan.region), user=by, what=what)


def _require_nation(by: User, what: str) -> None:
    """The catalogue and the thresholds are shared by all regions."""
    access.require(access.may_administer(by, None), user=by, what=what)
