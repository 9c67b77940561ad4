"""Webhooks and their deliveries, as administrators see them and as the worker looks for what is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from accounts.models import ApiClient, User
from exchange.models import Delivery, DeliveryAttempt, DeliveryState, Webhook


def clients_of(administrator: User) -> QuerySet[ApiClient]:
    """The systems of the administrator's scope that are in use."""
    return _within(ApiClient.objects.filter(is_active=True), administrator, "region").order_by("name")


def webhooks_of(administrator: User) -> QuerySet[Webhook]:
    """The webhooks of the scope with ``waiting`` and ``given_up`` deliveries and when one ``arrived`` last (None: never)."""
    states = {
        "waiting": Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        "given_up": Count("deliveries", filter=Q(deliveries__state=DeliveryState.GIVEN_UP)),
        "arrived": Max("deliveries__finished_at", filter=Q(deliveries__state=DeliveryState.DELIVERED)),
    }
    found = Webhook.objects.select_related("client__region").annotate(**states)
    return _within(found, administrator, "client__region").order_by("client__name", "pk")


def webhook_of(webhook_id: int) -> Webhook | None:
    """One webhook with its system and region."""
    return Webhook.objects.select_related("client__region", "client__unit").filter(pk=webhook_id).first()


def deliveries_of(webhook: Webhook, *, state: str = "") -> QuerySet[Delivery]:
    """The webhook's deliveries, the newest first, each with its attempts in order."""
    attempts = Prefetch("log", DeliveryAttempt.objects.order_by("at", "pk"))
    found = webhook.deliveries.select_related("replays").prefetch_related(attempts)
    return found.filter(state=state) if state else found


def delivery_of(delivery_id: int) -> Delivery | None:
    """One delivery with its attempts and where it goes."""
    attempts = Prefetch("log", DeliveryAttempt.objects.order_by("at", "pk"))
    found = Delivery.objects.select_related("webhook__client__region").prefetch_related(attempts)
    return found.filter(pk=delivery_id).first()


def due_webhooks(now: datetime) -> list[int]:
    """The webhooks that may be called now and have something to be told."""
    due = Delivery.objects.filter(webhook=OuterRef("pk"), state=DeliveryState.WAITING, next_at__lte=now)
    free = Q(free_at__isnull=True) | Q(free_at__lte=now)
    found = Webhook.objects.filter(free, Exists(due), is_active=True, client__is_active=True)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _within(found: QuerySet[Any], administrator: User, path: str) -> QuerySet[Any]:
    if administrator.region is None:
        return found
    return found.filter(**{f"{path}__lineage__startswith": administrator.region.lineage})
