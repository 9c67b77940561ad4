"""Systems of other bureaus as an administrator sees them: their keys and their use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import ApiClient, ApiKey, User
from accounts.rates import name_of_client, rates


def clients_of(administrator: User, *, now: datetime) -> QuerySet[ApiClient]:
    """The systems of the administrator's scope, those in use first.

    Each with ``good_keys`` (how many keys open something at ``now``), ``last_end`` (when the last of them ends; None: there is
    none or one without an end), ``last_used_at`` and ``last_used_ip`` (over all its keys; None: never).
    """
    clients = ApiClient.objects.select_related("region", "unit__region")
    if administrator.region is not None:
        clients = clients.filter(region__lineage__startswith=administrator.region.lineage)
    good = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))
    keys = ApiKey.objects.filter(client=OuterRef("pk"))
    used = keys.exclude(last_used_at=None).order_by("-last_used_at")
    counted = keys.filter(good).order_by().values("client")
    return clients.annotate(
        good_keys=Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0),
        last_end=Subquery(keys.filter(good).order_by(F("expires_at").desc(nulls_first=True)).values("expires_at")[:1]),
        last_used_at=Subquery(used.values("last_used_at")[:1]),
        last_used_ip=Subquery(used.values("last_used_ip")[:1]),
    ).order_by("-is_active", "name")


def keys_of(client: ApiClient) -> list[ApiKey]:
    """The keys of a system, the newest first."""
    return list(ApiKey.objects.filter(client=client).order_by("-pk"))


def calls_on(clients: Iterable[ApiClient], day: date) -> dict[int, int] | None:
    """How often each system called on a day, by its id, refused calls too; None: nobody can say (Redis does not answer)."""
    names = {name_of_client(client.pk): client.pk for client in clients}
    counted = rates(settings.REDIS_URL).of_day(list(names), day)
    return None if counted is None else {names[name]: number for name, number in counted.items()}
