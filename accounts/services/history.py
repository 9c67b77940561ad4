"""Who writes and why, for the history that triggers keep of every table."""

from __future__ import annotations

from contextlib import AbstractContextManager

import pghistory

from accounts.access import Writer
from accounts.models import ApiClient


def history(by: Writer, reason: str) -> AbstractContextManager[object]:
    """What is written inside stands in the history under ``by`` (a person, or another bureau's system) and ``reason``."""
    if isinstance(by, ApiClient):
        return pghistory.context(client=by.pk, reason=reason)
    return pghistory.context(user=by.pk, reason=reason)
