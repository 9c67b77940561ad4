"""The audit log (操作日志) as one may read it."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Q, QuerySet

from accounts.models import ApiClient, AuditEntry, AuditKind, User
from regions.recorded import recorded

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


def about_client(name: str) -> str:
    """How an entry about the system of this name begins."""
    return recorded("接口客户端 %(client)s：") % {"client": name}


def entries_about_client(client: ApiClient, administrator: User, most: int = 20) -> list[AuditEntry]:
    """The latest entries about a system, under every name that it has had, as far as the administrator reads the log."""
    earlier = apps.get_model("accounts", "ApiClientEvent").objects.filter(pgh_obj_id=client.pk)
    about = Q()
    for name in {client.name, *earlier.values_list("name", flat=True)}:
        about |= Q(about__startswith=about_client(name))
    entries = entries_for(administrator).filter(about, kind=AuditKind.ACCOUNT, at__gte=client.created_at)
    return list(entries[:most])
