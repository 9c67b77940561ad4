"""Letting figures of a plan out, and taking a release back: by an administrator of the region, never changed in between."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, User
from accounts.services import audit
from accounts.services.history import history
from evaluations.domain.facts import Facts
from evaluations.selectors.facts import seal, waits
from indicators.domain.stored import to_stored
from indicators.services.errors import ServiceError
from plans.models import Plan, PlanStatus
from publicity.models import Release
from regions.models import Region
from regions.recorded import recorded


class FiguresMoved(ServiceError):
    """The figures are no longer those that the administrator looked at."""


@transaction.atomic
def release(
    *, plan: Plan, facts: Facts, looked_at: str, with_projects: bool, with_commitments: bool, by: User, words: str = "",
    at: datetime | None = None,
) -> Release:  # fmt: skip
    """Let ``facts`` (cut already) out as the next version of the region's period. ``looked_at``: their seal as seen.

    ``PermissionDenied`` for who does not administer the region; ``FiguresMoved``; ``ServiceError`` for a draft or figures
    that wait to be computed anew.
    """
    access.require(access.may_administer(by, plan.region), user=by, what=f"release plan {plan.pk}")
    if plan.status == PlanStatus.DRAFT:
        raise ServiceError(_("规划还是草案，不能公开。"))
    if waits(facts):
        raise ServiceError(_("有数据刚刚变动，评估结果待重算，请稍候再发布。"))
    if looked_at != seal(facts):
        raise FiguresMoved(_("您查看之后数字有变化，没有发布。请看过现在的内容再发布。"))
    Region.objects.select_for_update(no_key=True).get(pk=plan.region_id)  # one version after the other
    same = Release.objects.filter(
        plan__region=plan.region_id, plan__start_year=plan.start_year, plan__end_year=plan.end_year
    )
    last = same.aggregate(last=Max("version"))["last"] or 0
    with history(by, recorded("发布信息公开")):
        made = Release(
            plan=plan, year=facts.year, version=last + 1, with_projects=with_projects, with_commitments=with_commitments,
            content=to_stored(facts), words=words.strip(), sample=facts.sample, released_by=by,
            released_at=at or timezone.now(),
        )  # fmt: skip
        made.full_clean()
        made.save()
    about = recorded("信息公开：%(plan)s %(year)s 年第 %(version)s 版")
    _note(made, about, by)
    return made


@transaction.atomic
def withdraw(*, release: Release, reason: str, by: User, at: datetime | None = None) -> Release:
    """Take a release back for good: its address says that it was withdrawn, and no more. ``ValidationError`` without a reason."""
    access.require(access.may_administer(by, release.plan.region), user=by, what=f"withdraw release {release.pk}")
    stored = Release.objects.select_for_update(no_key=True).get(pk=release.pk)
    if stored.withdrawn_at is not None:
        raise ServiceError(_("这一版已经撤回。"))
    with history(by, recorded("撤回信息公开")):
        stored.withdrawn_by, stored.withdrawn_at, stored.withdrawn_because = by, at or timezone.now(), reason.strip()
        stored.full_clean()
        stored.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])
    about = recorded("撤回信息公开：%(plan)s %(year)s 年第 %(version)s 版")
    _note(stored, about, by)
    return stored


def _note(release: Release, about: str, by: User) -> None:
    """A line in the audit log: what left the house, or was taken back."""
    said = about % {"plan": release.plan, "year": release.year, "version": release.version}
    audit.record(kind=AuditKind.EXPORT, about=said, by=by, region=release.plan.region)
