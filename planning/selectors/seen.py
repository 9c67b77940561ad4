"""What a person looked at, so that two do not overwrite each other unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import Model

from indicators.models import PlanIndicator

#: What is written about a plan itself.
PARTICULARS = (
    "title", "document_number", "issued_on", "base_year", "start_year", "end_year", "stated_count", "source_document",
)  # fmt: skip
#: What is understood of a row.
UNDERSTOOD = (
    "number", "name", "short_name", "category", "unit", "is_heading", "nature", "nature_text", "assessed_over_period",
    "direction", "indicator_id", "parent_id",
)  # fmt: skip


def seen_of(thing: Model, names: Iterable[str]) -> str:
    """Changes when any of the columns does; "" of a thing that is not stored yet."""
    if thing.pk is None:
        return ""
    return _digest([getattr(thing, name) for name in names])


def seen_units(row: PlanIndicator) -> str:
    """Changes when anything about who answers for the row does."""
    return _digest(list(row.responsibilities.order_by("unit").values_list("unit", "is_lead", "confirmed")))


def _digest(said: list[object]) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
