"""Reminding of reporting rounds: due reminders every morning, their letters soon after; workbooks swept at night.

Each may run twice and does it once."""

from __future__ import annotations

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from entry.services.sheets import saved
from indicators.services import mail, reminders
from indicators.tasks import AWAY

log = logging.getLogger("entry.tasks")


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3)
def remind_of_rounds() -> int:
    """Every morning: write what is due today and send it; how many reminders."""
    written = reminders.remind_by_the_clock(today=timezone.localdate())
    if written:
        send_reminder_mail.delay()
    return written


@shared_task(autoretry_for=AWAY, retry_backoff=1, max_retries=3)
def send_reminder_mail() -> int:
    """Every ten minutes, and right after reminders were written: send the letters that wait; how many went out."""
    return mail.send_waiting()


@shared_task
def clear_workbooks() -> int:
    """Every night: throw away workbooks that nobody needs any more; how many files went."""
    return saved.clear(today=timezone.localdate())


def send_mail_on_commit() -> None:
    """Ask for the letters once the transaction (if one is open) is committed. Without a broker the sweep sends them."""

    def send() -> None:
        try:
            send_reminder_mail.delay()
        except AWAY as error:
            log.warning("letters wait for the sweep, the broker is away: %s", error)

    transaction.on_commit(send)
