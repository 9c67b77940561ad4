"""How long a session lasts: so many hours since the log-in, and so many minutes since anything was asked for.

Two moments stand in the session, in seconds since 1970. The later one is written again only after a tenth of the idle
time, so that a request as a rule writes nothing.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

BEGAN, SEEN = "began", "seen"
#: Why a session ended, for the log-in page that follows.
ENDED = "ended"


def now() -> float:
    """The clock of sessions."""
    return time.time()


def stamp_log_in(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Receiver of ``user_logged_in``: whichever door somebody came through, the clock starts there."""
    request.session[BEGAN] = request.session[SEEN] = int(now())


def why_over(session: SessionBase) -> str:
    """``hours`` or ``idle`` where the time is up, else "". A session without stamps is older than they are: over."""
    began, seen = session.get(BEGAN), session.get(SEEN)
    if not isinstance(began, int) or not isinstance(seen, int):
        return "hours"
    if now() - began >= settings.SESSION_COOKIE_AGE:
        return "hours"
    return "idle" if now() - seen >= settings.SESSION_IDLE_SECONDS else ""


def touch(session: SessionBase) -> None:
    """Something was asked for."""
    if now() - session[SEEN] >= settings.SESSION_IDLE_SECONDS / 10:
        session[SEEN] = int(now())
