"""From the change feed to deliveries: each event once for every webhook that wants it and may know of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from exchange.models import Change, ChangeKind, Delivery, EventKind, Webhook
from exchange.selectors.changes import newest_position
from exchange.selectors.events import changes_to_tell, round_event, rounds_to_tell
from exchange.services.numbering import number_all_changes
from indicators.models import ReportingRound

#: Events that are handed out in one transaction.
LOT = 500


def hand_out(*, now: datetime, today: date) -> int:
    """Write the deliveries of all that happened since the last time; how many. May run twice at once, and be killed."""
    number_all_changes()
    until = newest_position()
    running = Webhook.objects.filter(is_active=True, client__is_active=True).order_by("pk")
    return sum(_hand_out_to(one, until, now, today) for one in running.values_list("pk", flat=True))


def _hand_out_to(webhook_id: int, until: int, now: datetime, today: date) -> int:
    written, more = 0, True
    while more:
        with transaction.atomic():
            webhook = _locked(webhook_id)
            if webhook is None:
                return written
            changes = changes_to_tell(webhook, until=until, most=LOT)
            more = len(changes) == LOT
            waiting = [_delivery(webhook, *_of_change(one), now) for one in changes]
            rounds = [] if more else rounds_to_tell(webhook, today=today)
            waiting += [_delivery(webhook, *_of_round(one, now), now) for one in rounds]
            # what is there already (a round that another worker told of meanwhile) stays as it is
            Delivery.objects.bulk_create(waiting, ignore_conflicts=True)
            reached = changes[-1].position if more else until
            Webhook.objects.filter(pk=webhook_id, position__lt=reached).update(position=reached)
            written += len(waiting)
    return written


def _locked(webhook_id: int) -> Webhook | None:
    """The webhook, ours until the transaction ends; None where it was switched off or another worker is at it."""
    found = Webhook.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    running = found.filter(pk=webhook_id, is_active=True, client__is_active=True)
    return running.select_related("client__region").first()


def _delivery(webhook: Webhook, event: str, kind: str, body: dict[str, Any], now: datetime) -> Delivery:
    return Delivery(webhook=webhook, event=event, kind=kind, body=body, next_at=now)


def _of_change(change: Change) -> tuple[str, str, dict[str, Any]]:
    """Id, kind and body of what a change of the feed tells."""
    row = change.row
    event = f"change-{change.position}"
    data: dict[str, Any] = {
        "position": change.position,
        "region": change.plan.region.code,
        "region_name": change.plan.region.name,
        "period": f"{change.plan.start_year}-{change.plan.end_year}",
        "plan_indicator": row.pk if row else None,
        "indicator": row.indicator.code if row and row.indicator else None,
        "number": row.number if row else None,
        "name": row.short_name if row else None,
        "year": change.year,
        "why": change.why,
    }
    if change.kind == ChangeKind.ASSESSMENT:
        kind, resource = EventKind.STATUS_CHANGED, "assessments"
        data |= {"status_before": change.status_before or None, "status_after": change.status_after}
    else:
        kind, resource = EventKind.FIGURE_APPROVED, "observations"
        data |= {"supersedes": change.supersedes}
    data |= {"id": change.object_id, "address": f"/api/v1/{resource}/{change.object_id}/"}
    return event, kind, {"id": event, "kind": str(kind), "at": change.at.isoformat(), "data": data}


def _of_round(one: ReportingRound, now: datetime) -> tuple[str, str, dict[str, Any]]:
    event, plan = round_event(one.pk), one.plan
    data = {
        "id": one.pk,
        "region": plan.region.code,
        "region_name": plan.region.name,
        "period": f"{plan.start_year}-{plan.end_year}",
        "year": one.year,
        "title": one.title,
        "opens_on": one.opens_on.isoformat(),
        "closes_on": one.closes_on.isoformat(),
    }
    kind = EventKind.ROUND_OPENED
    return event, kind, {"id": event, "kind": str(kind), "at": now.isoformat(), "data": data}
