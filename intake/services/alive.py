"""The signs of life of a reading: how far it came, in words for the page that watches, and that it goes on at all.

A message may be delivered twice, and a reading that seemed lost may wake up: what a reading writes carries the number of its
attempt, and one whose upload was taken up by another (or put aside) is told so and ends.
"""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from intake.domain.propose import Step
from intake.models import Intake, IntakeState
from intake.services.words import OPENING, STEPS, doing, opening_page

log = logging.getLogger("intake.reading")

#: A reading without a sign of life for so many seconds has no worker any more.
LOST_AFTER: Final = 15.0
_BEAT: Final = 4.0
_TELL_EVERY: Final = 0.5


class NoLongerOurs(BaseException):
    """The upload was taken up by another worker or put aside. No ``Exception``: no library may take it for a damaged file."""


class Sign:
    """``with Sign(intake) as sign``: beats in a thread of its own, so that one long step does not look like a dead worker."""

    def __init__(self, intake: Intake) -> None:
        self._own = own(intake)
        self._pages = 1
        self._told = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"alive-{intake.pk}", daemon=True)

    def __enter__(self) -> Sign:
        self.step(OPENING)
        if (
            not transaction.get_connection().in_atomic_block
        ):  # else nobody could see the beats, and they would wait for us
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def page(self, number: int, pages: int) -> None:
        """``number`` of ``pages`` is opened now."""
        if time.monotonic() < self._told + _TELL_EVERY and number < pages:
            return
        self._pages = pages
        self._tell(number, opening_page(number, pages))

    def step(self, step: str | Step) -> None:
        """The step that begins now. The pages of the document count as steps too: opening them takes longest."""
        after = STEPS.index(step)
        self._tell(self._pages + after if after else 1, doing(step))

    def _tell(self, step: int, words: str) -> None:
        steps = self._pages + len(STEPS) - 1
        if not self._own.update(step=step, steps=steps, doing=words, active_at=timezone.now()):
            raise NoLongerOurs
        self._told = time.monotonic()

    def _beat(self) -> None:
        try:
            while not self._ended.wait(_BEAT):
                try:
                    self._own.update(active_at=timezone.now())
                except DatabaseError as error:  # the reading itself will meet it, if it lasts
                    log.warning("no sign of life: %s", error)
                    connection.close()
        finally:
            connection.close()


def own(intake: Intake) -> QuerySet[Intake]:
    """The upload as long as it is in the hands of this reading."""
    return Intake.objects.filter(pk=intake.pk, state=IntakeState.READING, attempts=intake.attempts)
