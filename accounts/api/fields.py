"""Serializer fields that ModelSerializer does not know, each as exact in the schema as in the answer."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

Choices = Iterable[tuple[Any, Any]]


@extend_schema_field(OpenApiTypes.DOUBLE)
class Figure(serializers.Field[Any, Any, Any, Any]):
    """An exact number as it is stored: not rounded, not quantised, not a string. ``None`` is missing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Decimal) -> Decimal:
        return value


class Word(serializers.CharField):
    """A code or text of which the empty string means "none": sent as null."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("allow_null", True)
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: str) -> str | None:  # type: ignore[override]
        return value or None


class Code(serializers.ChoiceField):
    """One of a closed list of codes, which the schema names ``name`` and lists with its words; "" is none and sent as null."""

    def __init__(self, name: str, choices: Choices, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        self.name_in_schema = name
        super().__init__(list(choices), **kwargs)

    def to_representation(self, value: Any) -> Any:
        return None if value == "" else value


@extend_schema_field({"type": "integer", "minimum": 1})
class Id(serializers.IntegerField):
    """The id of something."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        super().__init__(**kwargs)


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": 32767})
class Small(serializers.IntegerField):
    """A version, a place in an order, a calendar year."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        super().__init__(**kwargs)


@extend_schema_field({"type": "string", "pattern": "^[0-9]{6}([0-9]{3})?$"})
class RegionCode(serializers.CharField):
    """The code of a division: six digits, of a township nine."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        super().__init__(**kwargs)


@extend_schema_field({"type": "string", "pattern": "^[0-9]{4}-[0-9]{4}$"})
class Period(serializers.CharField):
    """``2021-2025``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        super().__init__(**kwargs)


@extend_schema_field({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})
class CatalogueCode(serializers.CharField):
    """The code of an indicator in the catalogue that all plans share; null where the row belongs to none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("read_only", True)
        super().__init__(**kwargs)
