"""Webhooks of systems, and changes of the feed that they are told of."""

from itertools import count

from exchange.models import Change, Delivery, EventKind, Webhook
from tests.factories import api

_numbers = count(1)
EVERYTHING = list(EventKind.values)


def webhook(client=None, *, address="https://hub.gov.cn/", kinds=EVERYTHING, **fields) -> Webhook:
    """A webhook for all kinds of a new system that reads everything in Yanjin."""
    client = client or api.system()
    return Webhook.objects.create(client=client, address=address, kinds=list(kinds), salt="5" * 64, **fields)


def delivery(hook: Webhook, *, due, **fields) -> Delivery:
    """An event that waits for its first try at ``due``."""
    event = f"change-{next(_numbers)}"
    given = {"kind": EventKind.STATUS_CHANGED, "body": {"id": event, "data": {"name": "地区生产总值"}}, "next_at": due}
    return Delivery.objects.create(webhook=hook, event=event, **given | fields)


def change(row, *, position, kind="assessment", **fields) -> Change:
    """A numbered change of a row: by default its status moved."""
    given = {
        "action": "set",
        "why": "entry",
        "object_id": position,
        "plan": row.plan,
        "row": row,
        "year": 2024,
        "data": {},
    }
    if kind == "assessment":
        given |= {"shown": True, "status_before": "on_track", "status_after": "behind"}
    else:
        given |= {"data": {"in_force": True}}
    return Change.objects.create(kind=kind, position=position, **given | fields)
