"""The audit log (操作日志) as one may read it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import AuditEntry, AuditKind, User

_LOG_INS = (AuditKind.LOG_IN, AuditKind.LOG_IN_FAILED, AuditKind.LOCKED_OUT)


def entries_for(administrator: User) -> QuerySet[AuditEntry]:
    """The entries of the administrator's scope, the latest first; what belongs to no region only for the nation's."""
    entries = AuditEntry.objects.select_related("person", "region")
    if administrator.region is not None:
        entries = entries.filter(region__lineage__startswith=administrator.region.lineage)
    return entries.order_by("-at", "-pk")


def log_ins_of(person: User, most: int = 10) -> list[AuditEntry]:
    """The last log-ins to the account, also those that failed."""
    mine = Q(person=person) | Q(person=None, name=person.username)
    return list(AuditEntry.objects.filter(mine, kind__in=_LOG_INS).order_by("-at", "-pk")[:most])
