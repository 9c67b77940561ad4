"""What the services of projects answer when they will not write, beside those of ``indicators.services.errors``."""

from __future__ import annotations

from django.db.models import Model

from indicators.services.errors import ServiceError


class Stale(ServiceError):
    """Another person saved first. ``theirs``: the record as it stands now (None: it is gone), to be shown beside what was typed."""

    def __init__(self, message: str, theirs: Model | None) -> None:
        super().__init__(message)
        self.theirs = theirs
