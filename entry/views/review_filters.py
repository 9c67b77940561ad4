"""What of the queue is wanted, read from an address and written into one. What cannot be read is passed over."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlencode

from django.http import QueryDict

from entry.selectors.review import Wanted
from indicators.domain.risk import RiskLevel

_NUMBERS = ("region", "plan", "year", "unit", "round")
_LARGEST = 2**31


def wanted_of(query: QueryDict) -> Wanted:
    """The filters of ``?region=&plan=&year=&unit=&round=&risk=`` (ids of the things, a year, a level)."""
    numbers = {name: _number(query.get(name, "")) for name in _NUMBERS}
    risk = query.get("risk", "")
    return Wanted(**numbers, risk=RiskLevel(risk) if risk in set(RiskLevel) else None)


def query_of(wanted: Wanted) -> str:
    """The same as part of an address, without what is not filtered by."""
    return urlencode({name: value for name, value in asdict(wanted).items() if value is not None})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text[:12]) < _LARGEST and len(text) < 12 else None
