"""Bases that are end values of the plan before: written once, and taken over again when that figure was revised."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.domain import types as t
from indicators.domain.hand_over import NoBase, ProposedBase, base_from
from indicators.models import Base, Cause, JobRun, Observation, PlanIndicator, Target
from indicators.models.choices import VINTAGES
from indicators.models.promises import BaseSource
from indicators.selectors.succession import end_figure, moved_bases
from indicators.services.doubts import close_doubts, refresh_series_doubts
from indicators.services.errors import StaleFigure, WrongState
from indicators.services.jobs import queue_recompute
from plans.models import PlanStatus
from regions.recorded import in_the_house_language, recorded


def write_base(*, row: PlanIndicator, one: Observation, figure: ProposedBase, by: User) -> Base:
    """The first base of a row: what the figure of the plan before says. The caller holds the history."""
    last = row.bases.aggregate(last=Max("version"))["last"] or 0
    reason = recorded("取自上期规划期末值") if last else ""
    base = Base(row=row, version=last + 1, reason=reason, cause=Cause.CORRECTION if last else "")
    _fill(base, one, figure)
    base.full_clean()
    base.save()
    if base.value is not None or base.parts:
        close_doubts(row=row, code=t.DoubtCode.MISSING_BASE, resolution=recorded("取自上期规划期末值"), by=by)
    return base


def take_over_end_value(*, row: PlanIndicator, version: int, seen: int, by: User) -> JobRun:
    """Make the figure that now stands at the end of the plan before the base of ``row``, at one click.

    Of a draft the base is set anew; of a plan that is carried out it gets a new version with the cause ``revision``, so that
    the status on the old base stays beside the new one. ``StaleFigure``: base or figure are others than those looked at.
    """
    plan = row.plan
    access.require(access.may_plan(by, plan.region), user=by, what=f"take over end value of row {row.pk}")
    with transaction.atomic(), history(by, recorded("采用上期修订后的期末值")):
        PlanIndicator.objects.select_for_update(no_key=True).get(pk=row.pk)
        base = row.bases.filter(in_force=True).select_related("from_observation__row__plan").first()
        moves = moved_bases([base] if base is not None else [])
        if base is None or not moves:
            raise WrongState(_("这一行的基期值与上期的期末值一致，不必再采用。"))
        now = moves[0].now
        if now is None:
            raise WrongState(_("上期这一行已没有已审核的数，基期值保持不变。"))
        if base.version != version or now.pk != seen:
            raise StaleFigure(_("基期值或上期的数已变动。请刷新页面，看过现在的数再采用。"), None)
        _take(base, now)
        if base.value is not None or base.parts:
            close_doubts(row=row, code=t.DoubtCode.MISSING_BASE, resolution=_said(now), by=by)
        refresh_series_doubts(row=row, by=by)
        return queue_recompute(plan=plan, why=recorded("修订基期值：%(name)s") % {"name": row.short_name})


def _take(base: Base, now: Observation) -> None:
    row = base.row
    figure = _figure_of(now)
    if not figure.is_written:
        raise WrongState(_("上期现在的数不能作为基期值（只有增速、当年数或上报结果）。请在基期值页面填写。"))
    if row.plan.status != PlanStatus.DRAFT:
        row.bases.filter(in_force=True).update(in_force=False)
        last = row.bases.aggregate(last=Max("version"))["last"]
        base = Base(row=row, version=last + 1, cause=Cause.REVISION, reason=_said(now))
    _fill(base, now, figure)
    base.full_clean()
    base.save()


def _figure_of(one: Observation) -> ProposedBase:
    main = Target.objects.filter(row=one.row_id, in_force=True).order_by("-is_primary", "ordinal").first()
    return base_from(
        end_figure(one),
        form=t.Form(main.figure_form) if main else t.Form.NONE,
        kind=t.ActualKind(main.actual_kind) if main else t.ActualKind.LEVEL,
        end_year=one.row.plan.end_year,
    )


def _fill(base: Base, one: Observation, figure: ProposedBase) -> None:
    """Value, year and vintage of the figure; one that is known from one side only is kept as printed."""
    assert figure.year is not None
    base.value, base.parts, base.year = figure.value, list(figure.parts), figure.year
    base.unit = one.unit or base.row.unit
    base.price_basis, base.vintage = one.value_basis, one.vintage
    base.source, base.from_observation = BaseSource.PREVIOUS_TABLE, one
    base.document = document_of(one)
    base.text = one.text[:100]
    if figure.why is NoBase.ONE_SIDED and not base.text:
        base.text = f"{one.comparator}{one.value.normalize():f}" if one.value is not None else ""


@in_the_house_language
def document_of(one: Observation) -> str:
    """Where a base comes from, in words: plan, year, vintage, and whether it is sample data."""
    said = recorded("%(plan)s 规划 %(year)d 年%(vintage)s") % {
        "plan": one.row.plan, "year": one.year, "vintage": dict(VINTAGES)[one.vintage],
    }  # fmt: skip
    return (said + recorded("（演示数据）") if one.sample else said)[:200]


def _said(one: Observation) -> str:
    return recorded("上期期末值已修订，采用%(document)s") % {"document": document_of(one)}
