"""Issuing bulletins: what was looked at is frozen with its figures; a correction is another version with its reason."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from indicators.domain.stored import to_stored
from indicators.services.errors import ServiceError
from projects.domain.bulletin import spans
from projects.domain.bulletin.facts import Facts
from projects.models import Bulletin
from regions.models import Region


class FactsMoved(ServiceError):
    """The figures are no longer those that the person looked at."""


def seal(facts: Facts) -> str:
    """A short text that is another one as soon as any fact is."""
    text = json.dumps(to_stored(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@transaction.atomic
def issue_bulletin(
    *, facts: Facts, number: str, by: User, remarks: str = "", reason: str = "", looked_at: str = "",
    at: datetime | None = None,
) -> Bulletin:  # fmt: skip
    """Freeze the facts as the next version of this bulletin. ``PermissionDenied`` for who directs no work in the region.

    ``looked_at``: the seal of the facts that the person saw, "" = these. ``reason``: of a correction. ``at``: None = now.
    ``ServiceError`` before the month is over, ``FactsMoved``, ``ValidationError`` where a correction has no reason.
    """
    outline = facts.outline
    if outline.day <= spans.last_day(outline.month):
        raise ServiceError(_("这一期还没有结束，月末之后才能签发。"))
    if looked_at and looked_at != seal(facts):
        raise FactsMoved(_("您查看之后数字有变化，没有签发。请看过现在的数字再签发。"))
    region = Region.objects.select_for_update(no_key=True).get(code=outline.region)
    access.require(access.may_direct(by, region), user=by, what=f"issue bulletin of {region.code}")
    earlier = Bulletin.objects.filter(region=region, kind=outline.kind, month=outline.month)
    last = earlier.order_by("-version").values_list("version", flat=True).first() or 0
    bulletin = Bulletin(
        region=region, kind=outline.kind, month=outline.month, version=last + 1, number=number.strip(),
        content=to_stored(facts), remarks=remarks.strip(), reason=reason.strip(), sample=facts.sample, issued_by=by,
        issued_at=at or timezone.now(),
    )  # fmt: skip
    bulletin.full_clean()
    bulletin.save()
    return bulletin
