"""What the services of intake answer when they will not write, beside those of ``indicators.services.errors``."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.services.errors import ServiceError
from intake.selectors.hindrances import Hindrance


class Stale(ServiceError):
    """Another person decided this item first; the page must be looked at again."""


class NotReady(ServiceError):
    """Something must be decided before the plan can be written. ``hindrances``: where, what, what to do."""

    def __init__(self, hindrances: Sequence[Hindrance]) -> None:
        super().__init__("\n".join(str(one) for one in hindrances))
        self.hindrances = tuple(hindrances)
