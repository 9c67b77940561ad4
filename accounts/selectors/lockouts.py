"""Who is locked out now: an account from an address, after too many wrong pass words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone

from accounts.models import User
from accounts.selectors.people import people_of


@dataclass(frozen=True)
class LockOut:
    """``until``: when the door opens by itself, if nobody tries before."""

    person: User
    address: str
    failures: int
    until: datetime


def cool_off() -> timedelta:
    """How long a door stays closed."""
    return timedelta(hours=settings.AXES_COOLOFF_TIME)


def lock_outs(administrator: User) -> list[LockOut]:
    """The lock-outs of accounts in scope, the latest first. What was typed that is no account's name is shown to nobody."""
    people = {person.username: person for person in people_of(administrator)}
    found = (
        AccessAttempt.objects.filter(attempt_time__gte=timezone.now() - cool_off(), username__in=people)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-last")
    )
    return [
        LockOut(people[one["username"]], one["ip_address"], one["failures"], one["last"] + cool_off()) for one in found
    ]
