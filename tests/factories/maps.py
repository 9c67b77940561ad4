"""Made-up boundaries: small squares side by side. No real boundary stands anywhere in the repository."""

from __future__ import annotations

import json
from typing import Any

REVIEW_NUMBER = "GS(2024)0001号"
SOURCE = "演示方块，不是地图"


def square(west: float, south: float, side: float = 0.3) -> list[list[list[float]]]:
    """A square as a polygon of one ring."""
    east, north = west + side, south + side
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(adcode: Any, coordinates: Any = None, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": square(114.0, 35.0) if coordinates is None else coordinates}
    return {
        "type": "Feature",
        "properties": {"adcode": adcode, "name": f"演示{adcode}", **properties},
        "geometry": geometry,
    }


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def squares(*codes: str) -> bytes:
    """A row of squares, one for each code."""
    return collection(*(feature(code, square(113.5 + 0.3 * at, 35.0)) for at, code in enumerate(codes)))


def load(*codes: str, root: Any, by: Any, **given: Any) -> Any:
    """Loaded squares of these regions."""
    from accounts.services.boundaries import load_boundaries

    facts = {"file_name": "演示.json", "data": squares(*codes), "root": root, "name": "演示边界", "by": by}
    return load_boundaries(**facts | {"review_number": REVIEW_NUMBER, "source": SOURCE} | given)
