"""Writing the audit log (操作日志): one row for each thing done; the database lets nobody change or delete it."""

from __future__ import annotations

from accounts.models import AuditEntry, AuditKind, User
from regions.models import Region


def record(
    *,
    kind: AuditKind,
    about: str,
    by: User | None,
    region: Region | None = None,
    name: str = "",
    address: str | None = None,
) -> AuditEntry:
    """One entry. ``by`` None: nobody was logged in, ``name`` is what was typed. ``region`` None: the person's own.

    ``address``: where the request came from (``config.security.client_address``), given by views; services leave it out.
    """
    entry = AuditEntry(
        kind=kind,
        about=about[:300],
        person=by,
        name=name or (by.username if by else ""),
        region=region or (by.region if by else None),
        address=address or None,
    )
    entry.full_clean(
        exclude=["person", "region"], validate_constraints=False
    )  # the database checks them: no query each
    entry.save()
    return entry
