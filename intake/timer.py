"""A time limit that ends what runs, whatever library it is in."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

_AGAIN: Final = 5.0  # seconds after which the limit is told anew, should somebody have swallowed it


class OutOfTime(BaseException):
    """The time is over. No ``Exception``: readers take those of their libraries for damage of the file."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises ``OutOfTime`` in the block after ``seconds``. Where no signal arrives (not the main thread) there is no limit."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _over)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _over(_number: int, _frame: Any) -> None:
    raise OutOfTime
