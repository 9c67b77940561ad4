"""Noting that a person looks, at most once a minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import User, Visit

#: Whoever looked at nothing for so long comes anew.
PAUSE = timedelta(minutes=30)
#: A visit is written again only after so long.
GRAIN = timedelta(minutes=1)


def note_visit(*, person: User, now: datetime) -> None:
    """The person looks at ``now``: goes on with the visit, or begins the next one after a pause. One query as a rule."""
    visit = Visit.objects.filter(person=person).first()
    if visit is None:
        _begin_first(person, now)
        return
    if now - visit.seen_at < GRAIN:
        return
    written = {"seen_at": now}
    if now - visit.seen_at > PAUSE:
        written |= {"began_at": now, "previous_at": visit.seen_at}
    # Of two requests at once the second finds the visit seen already, and does not begin another one.
    Visit.objects.filter(Q(seen_at=visit.seen_at), person=person).update(**written)


def _begin_first(person: User, now: datetime) -> None:
    try:
        with transaction.atomic():
            Visit.objects.create(person=person, began_at=now, seen_at=now)
    except IntegrityError:  # another request of the same person was quicker
        return
