"""JSON as the contract has it: numbers exact and as numbers, Chinese unescaped; and lists as CSV with the same names and numbers."""

from __future__ import annotations

import csv
import io
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
    """What the API speaks."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        return b"" if data is None else dumps(data)


class CsvRenderer(BaseRenderer):
    """A page of a list as CSV for spreadsheets: UTF-8 with BOM, one line of names; whatever is no list stays JSON (problems).

    Null is an empty cell. What has an inner structure is a cell of JSON text.
    """

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        view = renderer_context["view"] if renderer_context else None
        if view is None or not isinstance(data, Mapping) or "results" not in data:
            return dumps(data)
        names = view.names_of_fields()
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([cell(row[name]) for name in names] for row in data["results"])
        return b"\xef\xbb\xbf" + file.getvalue().encode()


def cell(value: Any) -> str:
    """A value as CSV shows it. Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers do not."""
    if value is None:
        return ""
    if isinstance(value, str | Promise):
        text = str(value)
        return f"'{text}" if text[:1] in _FORMULAE and len(text) > 1 else text
    written = dumps(value).decode()
    return written[1:-1] if written.startswith('"') else written  # a date or a time


_FORMULAE = frozenset("=+-@\t\r\n＝＋－＠")
