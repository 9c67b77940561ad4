"""Reminders of a person, and those that still wait for the mail server."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from indicators.models import Reminder

#: So many unread ones are shown; more nobody reads.
MOST_SHOWN = 20
#: A letter that could not be sent for so long is news no more: the person has seen it in the application.
MAIL_DAYS = 7
#: So often a mail server may refuse one letter.
MAIL_TRIES = 5


def unread(user: User) -> list[Reminder]:
    """What the person has not read yet, the newest first: one query."""
    reminders = Reminder.objects.filter(person=user, read_at__isnull=True)
    return list(reminders.select_related("round__plan__region", "sent_by").order_by("-sent_at", "-pk")[:MOST_SHOWN])


def waiting_for_mail(now: datetime) -> list[int]:
    """Reminders whose letter is still to be sent, the oldest first. People without an address are left out."""
    waiting = Reminder.objects.filter(
        emailed_at__isnull=True,
        sent_at__gte=now - timedelta(days=MAIL_DAYS),
        mail_tries__lt=MAIL_TRIES,
        person__is_active=True,
    ).exclude(person__email="")
    return list(waiting.order_by("sent_at", "pk").values_list("pk", flat=True))
