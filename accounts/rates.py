"""How often somebody calls the API: counted in Redis, so that all processes of all machines count together.

The window moves: in any stretch of ``WINDOW`` seconds nobody makes more calls than allowed. A Redis that is down stops
nobody: whoever calls is let through, and the log says so once, and once when counting goes on.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger("api.rates")

WINDOW = 60
#: Seconds for which a process does not ask a Redis again that did not answer: calls must not wait for it one by one.
PAUSE = 10.0
_KEPT = int(timedelta(days=2).total_seconds())


@dataclass(frozen=True, slots=True)
class Count:
    """What is left to a caller after this call. ``frees_in``: seconds (at least 1) until the oldest counted call no longer counts."""

    allowed: bool
    limit: int
    left: int
    frees_in: int


class Rates:
    """Counters in one Redis. Safe between threads and across a fork, as redis-py's pool is."""

    def __init__(self, url: str, *, window: int = WINDOW, pause: float = PAUSE) -> None:
        self.window, self.pause = window, pause
        self._storage = RedisStorage(
            url, key_prefix="rate", socket_connect_timeout=0.5, socket_timeout=0.5, retry=Retry(NoBackoff(), 0)
        )  # type: ignore[arg-type]
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._asks_again_at: float | None = None  # None: Redis answered last time

    def take(self, who: str, limit: int, *, today: date) -> Count | None:
        """Count a call of ``who``, who may make ``limit`` in a window; one that is refused counts for the day alone.

        None: Redis does not answer, nothing is counted.
        """
        if self._asks_again_at is not None and time.monotonic() < self._asks_again_at:
            return None
        item = RateLimitItemPerSecond(limit, self.window)
        try:
            allowed = self._limiter.hit(item, who)
            stats = self._limiter.get_window_stats(item, who)
            self._storage.incr(_day(who, today), _KEPT)
        except RedisError as error:
            self._lost(error)
            return None
        self._found()
        left = stats.remaining if allowed else 0
        return Count(allowed, limit, left, max(1, math.floor(stats.reset_time - time.time()) + 1))

    def of_day(self, callers: Sequence[str], day: date) -> dict[str, int] | None:
        """Calls of each of ``callers`` on a day, refused ones too; None: Redis does not answer."""
        if not callers:
            return {}
        keys = [self._storage.prefixed_key(_day(who, day)) for who in callers]
        try:
            found: Iterable[bytes | None] = self._storage.get_connection().mget(keys)  # type: ignore[assignment]
        except RedisError:
            return None
        return {who: int(number or 0) for who, number in zip(callers, found, strict=True)}

    def _lost(self, error: RedisError) -> None:
        if self._asks_again_at is None:
            log.error("calls are not counted and nobody is held back: Redis does not answer (%s)", type(error).__name__)
        self._asks_again_at = time.monotonic() + self.pause

    def _found(self) -> None:
        if self._asks_again_at is not None:
            log.warning("calls are counted again")
            self._asks_again_at = None


def _day(who: str, day: date) -> str:
    return f"day:{who}:{day:%Y%m%d}"


def name_of_client(client_id: int) -> str:
    """Under which a system's calls are counted, over all its keys."""
    return f"client:{client_id}"


@lru_cache(maxsize=4)
def rates(url: str) -> Rates:
    """The counters of this process in the Redis at ``url``."""
    return Rates(url)
