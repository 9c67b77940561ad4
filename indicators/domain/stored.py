"""A record as JSON that reads back into the same record: proposals, decisions, and what is frozen when it is issued.

Numbers are strings, so that 7.0 stays 7.0; what a field may hold is taken from the records themselves.
"""

from __future__ import annotations

import datetime
import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


class NotStored(ValueError):
    """What should be a record is none: ``str(error)`` names the place."""


def to_stored(value: Any) -> Any:
    """A record (or a value of one) as JSON values; ``None`` stays null, a tuple becomes a list."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: to_stored(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_stored(one) for one in value]
    return value


def from_stored(kind: type[Record], stored: Any) -> Record:
    """The record of this kind. A field that is not named keeps its default; an unknown one raises ``NotStored``."""
    return cast("Record", _read(kind, stored, kind.__name__))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, stored: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if stored is None:
            return None
        (hint,) = [one for one in get_args(hint) if one is not type(None)]
        return _read(hint, stored, where)
    if origin is tuple:
        return _sequence(get_args(hint), stored, where)
    if is_dataclass(hint):
        return _record(hint, stored, where)  # type: ignore[arg-type]
    return _plain(hint, stored, where)


def _record(kind: type, stored: Any, where: str) -> Any:
    hints = _hints(kind)
    if not isinstance(stored, dict) or stored.keys() - hints.keys():
        raise NotStored(where)
    try:
        return kind(**{name: _read(hints[name], value, f"{where}.{name}") for name, value in stored.items()})
    except TypeError:
        raise NotStored(where) from None  # a field without default is missing


def _sequence(inner: tuple[Any, ...], stored: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(stored, list):
        raise NotStored(where)
    if inner[-1] is Ellipsis:
        return tuple(_read(inner[0], one, f"{where}[{n}]") for n, one in enumerate(stored))
    if len(stored) != len(inner):
        raise NotStored(where)
    return tuple(_read(hint, one, f"{where}[{n}]") for n, (hint, one) in enumerate(zip(inner, stored, strict=True)))


def _plain(hint: Any, stored: Any, where: str) -> Any:
    try:
        if hint is Decimal and isinstance(stored, str):
            return Decimal(stored)
        if hint is datetime.date and isinstance(stored, str):
            return datetime.date.fromisoformat(stored)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return hint(stored)
    except (ValueError, ArithmeticError):
        raise NotStored(where) from None
    if isinstance(hint, type) and isinstance(stored, hint) and not (hint is int and isinstance(stored, bool)):
        return stored
    raise NotStored(where)
