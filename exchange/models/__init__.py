"""Other systems: the change feed, webhooks and what they delivered, requests that were sent with a key of their own."""

from exchange.models.changes import Change, ChangeAction, ChangeKind, ChangeWhy
from exchange.models.requests import SentRequest
from exchange.models.watched import (
    WatchedAssessment,
    WatchedBase,
    WatchedObservation,
    WatchedPlan,
    WatchedRound,
    WatchedRow,
    WatchedTarget,
)
from exchange.models.webhooks import (
    PING,
    AttemptError,
    Delivery,
    DeliveryAttempt,
    DeliveryState,
    EventKind,
    Webhook,
)

__all__ = [
    "PING",
    "AttemptError",
    "Change",
    "ChangeAction",
    "ChangeKind",
    "ChangeWhy",
    "Delivery",
    "DeliveryAttempt",
    "DeliveryState",
    "EventKind",
    "SentRequest",
    "WatchedAssessment",
    "WatchedBase",
    "WatchedObservation",
    "WatchedPlan",
    "WatchedRound",
    "WatchedRow",
    "WatchedTarget",
    "Webhook",
]
