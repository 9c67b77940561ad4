"""Writing the audit log (操作日志): one row for each thing done; the database lets nobody change or delete it."""

from __future__ import annotations

from accounts.access import Writer
from accounts.models import ApiClient, AuditEntry, AuditKind
from regions.models import Region


def record(
    *,
    kind: AuditKind,
    about: str,
    by: Writer | None,
    region: Region | None = None,
    name: str = "",
    address: str | None = None,
) -> AuditEntry:
    """One entry. ``by`` None: nobody was logged in, ``name`` is what was typed. ``region`` None: the person's own.

    Of a system the entry keeps the name.

    ``address``: where the request came from (``config.security.client_address``), given by views; services leave it out.
    """
    entry = AuditEntry(
        kind=kind,
        about=about[:300],
        person=None if isinstance(by, ApiClient) else by,
        name=name or _name_of(by),
        region=region or (by.region if by else None),
        address=address or None,
    )
    entry.full_clean(
        exclude=["person", "region"], validate_constraints=False
    )  # the database checks them: no query each
    entry.save()
    return entry


def _name_of(by: Writer | None) -> str:
    if isinstance(by, ApiClient):
        return by.name
    return by.username if by else ""
