"""JSON as the contract has it: numbers exact and as numbers, Chinese unescaped."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer


def number(figure: Decimal) -> orjson.Fragment:
    """A figure as a JSON number with every digit it has; zeros at the end of a fraction are left out."""
    if not figure.is_finite():
        raise ValueError(f"{figure} is not a number that may leave the system")
    text = format(figure, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return orjson.Fragment("0" if text == "-0" else text)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def dumps(data: Any) -> bytes:
    """``data`` as JSON in UTF-8."""
    return orjson.dumps(data, default=_plain)


class ContractRenderer(BaseRenderer):
    """The one renderer of the API."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return b"" if data is None else dumps(data)
