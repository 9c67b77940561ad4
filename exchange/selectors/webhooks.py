"""Webhooks and their deliveries, as administrators see them and as the worker looks for what is due."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from exchange.models import Delivery, DeliveryAttempt, DeliveryState, Webhook


def webhooks_of(administrator: User) -> QuerySet[Webhook]:
    """The webhooks of the administrator's scope, those in use first.

    Each with how many deliveries wait (``waiting``), of these after a failure (``failing``), were given up (``given_up``), and
    when one ``arrived`` last (None: never).
    """
    waiting = Q(deliveries__state=DeliveryState.WAITING)
    found = Webhook.objects.select_related("client__region", "client__unit")
    if administrator.region is not None:
        found = found.filter(client__region__lineage__startswith=administrator.region.lineage)
    return found.annotate(
        waiting=Count("deliveries", filter=waiting),
        failing=Count("deliveries", filter=waiting & Q(deliveries__attempts__gt=0)),
        given_up=Count("deliveries", filter=Q(deliveries__state=DeliveryState.GIVEN_UP)),
        arrived=Max("deliveries__finished_at", filter=Q(deliveries__state=DeliveryState.DELIVERED)),
    ).order_by("-is_active", "client__name", "pk")


def deliveries_of(webhook: Webhook, *, state: str = "") -> QuerySet[Delivery]:
    """The webhook's deliveries, the newest first, each with its attempts in order."""
    attempts = Prefetch("log", DeliveryAttempt.objects.order_by("at", "pk"))
    found = webhook.deliveries.select_related("replays").prefetch_related(attempts)
    return found.filter(state=state) if state else found


def delivery_of(delivery_id: int) -> Delivery | None:
    """One delivery with what it repeats, its repeats and its attempts."""
    attempts = Prefetch("log", DeliveryAttempt.objects.order_by("at", "pk"))
    found = Delivery.objects.select_related("replays").prefetch_related(attempts, "replayed")
    return found.filter(pk=delivery_id).first()


def due_webhooks(now: datetime) -> list[int]:
    """The webhooks that may be called now and have something to be told, first whoever was called longest ago."""
    due = Delivery.objects.filter(webhook=OuterRef("pk"), state=DeliveryState.WAITING, next_at__lte=now)
    free = Q(free_at__isnull=True) | Q(free_at__lte=now)
    found = Webhook.objects.filter(free, Exists(due), is_active=True, client__is_active=True)
    return list(found.order_by(F("free_at").asc(nulls_first=True), "pk").values_list("pk", flat=True))
