"""Doubts about figures (数据疑点): raised and refreshed when figures change, closed by a person who says why."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.services.history import history
from indicators.domain.doubt_records import Doubt as FoundDoubt
from indicators.domain.types import DoubtCode
from indicators.models import Doubt, DoubtState, JobRun, PlanIndicator
from indicators.selectors.assessment_inputs import inputs_of_row
from indicators.selectors.series_doubts import series_doubts_of
from indicators.services.errors import WrongState
from indicators.services.jobs import queue_recompute
from regions.recorded import recorded

#: Doubts that follow from the series of yearly figures alone; the others come from reading the plan document.
SERIES_CODES = frozenset(
    {
        DoubtCode.DEFINITION_BREAK,
        DoubtCode.HISTORY_REVISED,
        DoubtCode.SCALE_JUMP,
        DoubtCode.IMPOSSIBLE_VALUE,
    }
)

#: How a doubt is closed whose cause a correction took away.
GONE = recorded("数据已更正，疑点不再成立。")


def refresh_series_doubts(*, row: PlanIndicator, by: User) -> None:
    """Make the stored series doubts of a row say what its figures in force say now.

    New ones are raised. One whose cause is gone is closed in the name of ``by``, who put the corrected figure in force.
    One that a person closed stays closed while it is about the same numbers; about other numbers it opens again.
    """
    inputs = inputs_of_row(row.pk)
    found = series_doubts_of(inputs) if inputs else ()
    now = {(doubt.code.value, doubt.figure): doubt for doubt in found}
    stored = {
        (doubt.code, doubt.figure): doubt
        for doubt in Doubt.objects.select_for_update().filter(row=row, code__in=SERIES_CODES)
        if doubt.figure.startswith(("value:", "growth:"))
    }
    _raise_new(row, now, stored)
    for key, doubt in stored.items():
        if key in now:
            repeat_doubt(doubt, now[key].message)
        elif doubt.state == DoubtState.OPEN:
            close_doubt(doubt, DoubtState.RESOLVED, GONE, by)


def _raise_new(
    row: PlanIndicator, now: Mapping[tuple[str, str], FoundDoubt], stored: Mapping[tuple[str, str], Doubt]
) -> None:
    for key, doubt in now.items():
        if key not in stored:
            Doubt.objects.create(
                plan=row.plan,
                row=row,
                code=doubt.code.value,
                figure=doubt.figure,
                message=doubt.message,
                blocking=doubt.blocking,
            )


def repeat_doubt(doubt: Doubt, message: str) -> None:
    """The same doubt again: open with today's numbers, unless a person closed it about these very numbers."""
    closed_by_a_person = doubt.state != DoubtState.OPEN and doubt.resolution != GONE
    if doubt.message == message and (closed_by_a_person or doubt.state == DoubtState.OPEN):
        return
    doubt.message, doubt.state, doubt.resolution = message, DoubtState.OPEN, ""
    doubt.resolved_by = doubt.resolved_at = None
    doubt.save()


def close_doubts(*, row: PlanIndicator, code: DoubtCode, resolution: str, by: User) -> None:
    """Close the open doubts of one kind about a row, because another write settled them."""
    for doubt in Doubt.objects.select_for_update().filter(row=row, code=code, state=DoubtState.OPEN):
        close_doubt(doubt, DoubtState.RESOLVED, resolution, by)


def resolve_doubt(doubt_id: int, *, by: User, resolution: str, state: str = DoubtState.RESOLVED) -> JobRun | None:
    """Close a doubt as resolved or dismissed, with a reason. The job is queued where it was blocking, else None."""
    with transaction.atomic(), history(by, recorded("处理疑点")):
        doubt = Doubt.objects.select_for_update().select_related("plan__region").get(pk=doubt_id)
        access.require(access.may_plan(by, doubt.plan.region), user=by, what=f"resolve doubt {doubt_id}")
        if doubt.state != DoubtState.OPEN:
            raise WrongState(_("该疑点已由他人处理。请刷新页面后再看。"))
        if state not in (DoubtState.RESOLVED, DoubtState.DISMISSED):
            raise ValidationError({"state": _("只能选“已解决”或“不成立”。")})
        if not resolution.strip():
            raise ValidationError({"resolution": _("请写明处理意见。")})
        close_doubt(doubt, state, resolution.strip(), by)
        return (
            queue_recompute(plan=doubt.plan, why=recorded("处理疑点：%(doubt)s") % {"doubt": doubt})
            if doubt.blocking
            else None
        )


def close_doubt(doubt: Doubt, state: str, resolution: str, by: User) -> None:
    doubt.state, doubt.resolution = state, resolution
    doubt.resolved_by, doubt.resolved_at = by, timezone.now()
    doubt.full_clean()
    doubt.save()
