"""Requests that carry an ``Idempotency-Key``: carried out once, answered the same each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.db import OperationalError, connection, transaction

from accounts.models import ApiClient
from exchange.models import SentRequest

#: How long an answer is kept.
KEPT = timedelta(days=7)
#: Seconds that a second request waits for the first one of the same key.
PATIENCE = 10
_LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back. ``replayed``: it was given before, nothing was done now."""

    status: int
    content_type: str
    body: bytes
    replayed: bool = False


class KeyReused(Exception):
    """The key was sent before with another request."""


class StillRunning(Exception):
    """The first request of this key has not ended yet."""


def carry_out(*, client: ApiClient, key: str | None, digest: str, act: Callable[[], Answer]) -> Answer:
    """``act()`` in a transaction, with its answer kept under the key; the kept answer where there is one.

    A refusal is not kept: nothing was applied, and what stood in the way (a round that is closed, an older etag) may be gone when
    the same is sent again. An exception of ``act`` undoes all of it and frees the key. The key is written before the work and
    belongs to the transaction: a second request waits at it until the first has ended one way or the other. ``key`` None: carried
    out, kept nowhere.
    """
    with transaction.atomic():
        if key is None:
            return act()
        sent, new = _claim(client, key, digest)
        if not new:
            if sent.digest != digest:
                raise KeyReused
            return Answer(sent.status or 500, sent.content_type, bytes(sent.body), replayed=True)
        answer = act()
        if answer.status >= HTTPStatus.BAD_REQUEST:
            sent.delete()
            return answer
        sent.status, sent.content_type, sent.body = answer.status, answer.content_type, answer.body
        sent.save(update_fields=["status", "content_type", "body"])
        return answer


def _claim(client: ApiClient, key: str, digest: str) -> tuple[SentRequest, bool]:
    """The request of this key, and whether it is this one. Waits for another that is under way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{int(PATIENCE * 1000)}ms"])
    try:
        claimed = SentRequest.objects.get_or_create(client=client, key=key, defaults={"digest": digest})
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise StillRunning from error
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    return claimed


def clear(*, now: datetime) -> int:
    """Forget answers that are older than a week; how many."""
    return SentRequest.objects.filter(created_at__lt=now - KEPT).delete()[0]
