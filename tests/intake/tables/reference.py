"""What the tests of tables read against: the committed catalogue, without a database."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from indicators.domain.names import plain_name
from indicators.domain.types import Bound, CatalogueFacts, Direction, Measure, PathKind
from intake.domain.reference import Reference

CATALOGUE = Path(__file__).parents[3] / "indicators" / "catalogue"


@cache
def reference() -> Reference:
    """The catalogue as `read_plan` has it; no divisions."""
    entries = [entry for path in sorted(CATALOGUE.glob("*.yaml")) for entry in yaml.safe_load(path.read_text("utf-8"))]
    names = {
        plain_name(name): entry["code"] for entry in entries for name in (entry["name"], *(entry["aliases"] or ()))
    }
    return Reference(catalogue={entry["code"]: _facts(entry) for entry in entries}, names=names)


def _facts(entry: dict[str, Any]) -> CatalogueFacts:
    def limit(key: str) -> Decimal | None:
        return None if entry[key] is None else Decimal(entry[key])

    return CatalogueFacts(
        code=entry["code"],
        unit=entry["unit"] or "",
        direction=Direction(entry["direction"]),
        path=PathKind(entry["path"]),
        measure=Measure(entry["measure"]),
        bound=Bound(entry["bound"]) if entry["bound"] else None,
        price_sensitive=entry["price_sensitive"],
        natural_min=limit("natural_min"),
        natural_max=limit("natural_max"),
    )
