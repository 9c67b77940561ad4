"""What a document is read against: the shared catalogue and the list of divisions, handed in by the caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.domain.types import CatalogueFacts


@dataclass(frozen=True, slots=True)
class Division:
    code: str
    name: str
    level: str  # province, prefecture, county, …
    parent_code: str


@dataclass(frozen=True, slots=True)
class Reference:
    """``names``: every printed spelling (``indicators.domain.names.plain_name``) → catalogue code."""

    catalogue: Mapping[str, CatalogueFacts] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    divisions: tuple[Division, ...] = ()
