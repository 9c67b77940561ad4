"""The column type of every figure."""

from __future__ import annotations

from typing import Any

from django.db import models


class FigureField(models.DecimalField):
    """An exact number: PostgreSQL ``numeric`` without a fixed scale, so that 9.70 stays 9.70 and nothing is rounded on the way in.

    Forms and ``full_clean`` accept up to 28 digits, 10 of them behind the point.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 28)
        kwargs.setdefault("decimal_places", 10)
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str:
        return "numeric"

    def cast_db_type(self, connection: Any) -> str:
        return "numeric"


def optional_figure(label: Any, **kwargs: Any) -> FigureField:
    """A figure that may be missing: ``None`` is missing, 0 is a figure."""
    return FigureField(label, null=True, blank=True, **kwargs)
