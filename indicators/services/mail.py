"""Reminders as letters, through Django's mail backend. A server that is down loses nothing: the sweep comes again."""

from __future__ import annotations

import logging
from smtplib import SMTPException, SMTPServerDisconnected
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pghistory
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from indicators.models import Reminder
from indicators.selectors.reminders import waiting_for_mail
from regions.recorded import recorded

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger("indicators.mail")


def send_waiting() -> int:
    """Send every letter that waits; how many went out. Each once: who sends one holds its row until it is marked.

    Away is not refused: where the server cannot be reached all letters wait for the next sweep; a letter that it refuses is
    tried a few times more and then left, the reminder stands in the application.
    """
    waiting = waiting_for_mail(timezone.now()) if settings.SENDS_MAIL else []
    if not waiting:
        return 0
    connection, sent = get_connection(), 0
    try:
        connection.open()
        for reminder_id in waiting:
            sent += _send(reminder_id, connection)
    except (OSError, SMTPException) as error:
        log.warning("mail server away, %d letters wait: %s", len(waiting) - sent, error)
    finally:
        _close(connection)
    return sent


def _send(reminder_id: int, connection: BaseEmailBackend) -> bool:
    """One letter, unless another worker has it in hand or has sent it. A refusal of the letter itself is counted."""
    with transaction.atomic(), pghistory.context(user=None, reason=recorded("发送邮件")):
        reminders = Reminder.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        reminder = (
            reminders.filter(pk=reminder_id, emailed_at__isnull=True)
            .select_related("person", "round__plan__region", "sent_by")
            .first()
        )
        if reminder is None:
            return False
        try:
            letter(reminder, connection).send()
        except SMTPServerDisconnected:
            raise
        except (SMTPException, ValueError) as error:  # ValueError: an address or a name that cannot stand in a header
            log.warning("letter of reminder %s refused: %s", reminder_id, error)
            reminder.mail_tries += 1
            reminder.save(update_fields=["mail_tries"])
            return False
        reminder.emailed_at = timezone.now()
        reminder.save(update_fields=["emailed_at"])
        return True


def letter(reminder: Reminder, connection: Any = None) -> EmailMessage:
    """What is sent: plain text, with a link where SITE_ADDRESS says how people reach us."""
    round = reminder.round
    lines = [recorded("%(name)s：") % {"name": reminder.person}, "", reminder.text]
    if settings.SITE_ADDRESS:
        asked = urlencode({"plan": round.plan_id, "year": round.year})
        lines += ["", recorded("填报地址：%(address)s") % {"address": f"{settings.SITE_ADDRESS}/entry/?{asked}"}]
    if reminder.sent_by:
        lines += ["", recorded("发出人：%(name)s") % {"name": reminder.sent_by}]
    lines += ["", recorded("此邮件由“规划进度”发出，请勿直接回复。")]
    subject = recorded("【规划进度】%(kind)s：%(title)s") % {
        "kind": reminder.get_kind_display(),
        "title": " ".join(round.title.split()),
    }
    return EmailMessage(subject=subject, body="\n".join(lines), to=[reminder.person.email], connection=connection)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, SMTPException) as error:  # every letter is sent and marked by now
        log.info("mail connection did not close well: %s", error)
