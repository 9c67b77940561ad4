"""What all loaders share: one transaction at a time, in the name of the two system users, with the file in the history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pghistory
from django.db import connection, transaction

from accounts.models import PersonRole, User
from accounts.services.people import system_users
from regions.files import Receipt

#: One load at a time: key of the advisory lock that a loading transaction holds until it ends.
_LOCK = 8_240_726


@dataclass(slots=True)
class Loading:
    """One running load. ``stale``: ids of plans whose assessments must be recomputed, with the reason why.

    ``decided``: why a person put these very figures in force; they then replace what stands, whoever wrote it. "": a file
    is loaded, and what a person has changed since stands. ``document``: on what that decision rests.
    """

    submitter: User
    approver: User
    receipt: Receipt = field(default_factory=Receipt)
    stale: dict[int, str] = field(default_factory=dict)
    decided: str = ""
    document: str = ""

    @property
    def by(self) -> int:
        """Id of the user under whom the history keeps what was loaded."""
        return self.submitter.pk

    @property
    def by_a_person(self) -> bool:
        """Whether this is a document that a person confirmed: the same figure out of another source is then nothing new."""
        return self.submitter.role != PersonRole.SYSTEM

    def created(self, model: type, count: int) -> None:
        """Count new records."""
        if count:
            self.receipt.created[str(model._meta.verbose_name)] += count  # type: ignore[attr-defined]

    def changed(self, model: type, count: int = 1) -> None:
        """Count changed records."""
        if count:
            self.receipt.changed[str(model._meta.verbose_name)] += count  # type: ignore[attr-defined]

    def unchanged(self, model: type, count: int = 1) -> None:
        """Count records that already were what the file says."""
        if count:
            self.receipt.unchanged[str(model._meta.verbose_name)] += count  # type: ignore[attr-defined]

    def kept(self, model: type) -> None:
        """Count a record that a person changed and about which the file says nothing new."""
        self.receipt.kept[str(model._meta.verbose_name)] += 1  # type: ignore[attr-defined]


@contextmanager
def loading(*, by: User | None = None, decided: str = "", document: str = "") -> Iterator[Loading]:
    """The transaction of one load; two loads take turns. ``by``: the person in whose name it is; None: the system user.

    What a plan document publishes is approved by the other system user, because nobody approves an own figure.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        submitter, approver = system_users()
        yield Loading(by or submitter, approver, decided=decided, document=document)


def in_history(load: Loading, command: str, file: str) -> pghistory.context:
    """Who and why, for the history that triggers write."""
    return pghistory.context(user=load.by, reason=f"{command} {file}")
