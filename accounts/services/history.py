"""Who writes and why, for the history that triggers keep of every table."""

from __future__ import annotations

from contextlib import AbstractContextManager

import pghistory

from accounts.models import User


def history(by: User, reason: str) -> AbstractContextManager[object]:
    """What is written inside stands in the history under ``by`` and ``reason``."""
    return pghistory.context(user=by.pk, reason=reason)
