"""Reading an upload in the background: a visible job that may be killed at any moment and is taken up again.

The document is read whole or not at all: a second reading of the same upload finds it read and ends at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pghistory
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.services.people import system_users
from files.refusal import Unreadable
from files.refusal import Why as Unread
from indicators.domain.stored import to_stored
from intake.domain.proposal import Proposal
from intake.domain.propose import propose
from intake.models import Intake, IntakeState
from intake.models.uploads import Why
from intake.readers.document import Document
from intake.readers.open import MAX_BYTES, read_document, read_pasted
from intake.services.alive import LOST_AFTER, Sign, own
from intake.services.reference import reference_of_database
from intake.services.uploads import path_of
from intake.services.words import STEPS
from regions.recorded import recorded

#: Counts up when readers or rules change what is understood; an intake says by which it was read.
READER_VERSION = 1
#: An upload taken up so often without coming to an end is given up.
MAX_ATTEMPTS = 3
#: Codes of ``Proposal.notes`` that say the document is none of ours.
NOT_OURS = "not_a_plan"


@transaction.atomic
def start(*, intake_id: int, stale_before: datetime | None = None) -> Intake | None:
    """Take an upload: one that is queued, or one that is being read without a sign of life since ``stale_before``.

    That the broker delivers a message again says nothing: it does so too while a long reading goes on. None: the upload is
    read, refused, put aside, or in other hands.
    """
    intake = Intake.objects.select_for_update().filter(pk=intake_id).first()
    if intake is None or intake.state not in (IntakeState.QUEUED, IntakeState.READING):
        return None
    alive = intake.active_at is not None and intake.active_at >= (stale_before or lost_before())
    if intake.state == IntakeState.READING and alive:
        return None
    if intake.attempts >= MAX_ATTEMPTS:
        fail(intake=intake, error=f"given up after {intake.attempts} attempts. {intake.error}")
        return None
    intake.state, intake.attempts, intake.active_at = IntakeState.READING, intake.attempts + 1, timezone.now()
    intake.step, intake.steps, intake.doing = 0, len(STEPS), ""
    intake.save(update_fields=["state", "attempts", "active_at", "step", "steps", "doing"])
    return intake


def read(*, intake: Intake) -> None:
    """Read a started upload to its end: a proposal, or a refusal. Faults are raised; the caller says ``fail``.

    ``NoLongerOurs``: somebody else reads it or put it aside.
    """
    with Sign(intake) as sign:
        try:
            document = _document(intake, sign)
        except Unreadable as error:
            refuse(intake=intake, why=str(error.why), detail=error.detail)
            return
        proposal = propose(document, reference_of_database(), progress=sign.step)
    _finish(intake, document, proposal)


def let_go(*, intake: Intake) -> None:
    """A server was away: the upload may be taken up at once, and this attempt does not count."""
    with _in_history():
        own(intake).update(state=IntakeState.QUEUED, attempts=intake.attempts - 1, doing="")


def lost_before() -> datetime:
    """A reading whose last sign of life is older has no worker any more."""
    return timezone.now() - timedelta(seconds=LOST_AFTER)


def _document(intake: Intake, sign: Sign) -> Document:
    if intake.size > MAX_BYTES:
        raise Unreadable(Unread.TOO_LARGE, str(intake.size))
    data = path_of(intake).read_bytes()
    return read_pasted(data.decode()) if intake.pasted else read_document(data, name=intake.name, progress=sign.page)


def refuse(*, intake: Intake, why: str, detail: str = "") -> None:
    """Say why an upload was not read; the file stays for inspection."""
    with _in_history():
        own(intake).update(state=IntakeState.REFUSED, why=why, detail=detail[:200], doing="", active_at=timezone.now())


def fail(*, intake: Intake, error: str) -> None:
    """A fault of ours: the upload says so, ``error`` is for the administrator."""
    with _in_history():
        mine = Intake.objects.filter(pk=intake.pk, state__in=[IntakeState.QUEUED, IntakeState.READING])
        mine.filter(attempts=intake.attempts).update(
            state=IntakeState.REFUSED, why=Why.FAULT, doing="", error=error[:4000], active_at=timezone.now()
        )


def is_empty(proposal: Proposal) -> bool:
    """Whether nothing of a plan was found: a document of another kind."""
    found = proposal.indicators or proposal.projects or proposal.commitments
    return NOT_OURS in proposal.notes or not found


def _finish(intake: Intake, document: Document, proposal: Proposal) -> None:
    """The proposal and the lines it came from, in one statement; of a document of another kind the lines alone."""
    none = is_empty(proposal)
    with _in_history():
        own(intake).update(
            state=IntakeState.REFUSED if none else IntakeState.READ,
            why=Why.NOT_A_PLAN if none else "",
            kind=document.kind.value,
            lines=[[line.number, line.place, line.text] for line in document.lines],
            proposal=None if none else to_stored(proposal),
            reader_version=READER_VERSION,
            step=F("steps"),
            doing="",
            active_at=timezone.now(),
        )


def _in_history() -> pghistory.context:
    submitter, _approver = system_users()
    return pghistory.context(user=submitter.pk, reason=recorded("读取规划文本"))
