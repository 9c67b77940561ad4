"""Which catalogue indicators stand in a fixed order (城镇 ≥ 全体 ≥ 农村): reviewed data, ``indicators/catalogue/relations/``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

ORDER = Path(__file__).resolve().parent.parent / "catalogue" / "relations" / "order.yaml"
WEIGHTS = ORDER.with_name("weights.yaml")


@dataclass(frozen=True, slots=True)
class Order:
    """Of one region and year the figure of ``lower`` is never above that of ``upper``; both are catalogue codes."""

    lower: str
    upper: str
    why: str


@cache
def orders() -> tuple[Order, ...]:
    """All of them, as the file has them. A key too few or too many is an error of the file, at the first use."""
    return tuple(Order(**entry) for entry in yaml.safe_load(ORDER.read_text(encoding="utf-8")))


@cache
def partners(code: str) -> tuple[tuple[str, bool, str], ...]:
    """What ``code`` is compared with: the other's code, whether ours is the lower one, and why."""
    below = tuple((one.upper, True, one.why) for one in orders() if one.lower == code)
    return below + tuple((one.lower, False, one.why) for one in orders() if one.upper == code)


@cache
def weights() -> dict[str, str]:
    """What an average of counties is weighted with: catalogue code → code of the weight. Others have no stated weight."""
    entries = yaml.safe_load(WEIGHTS.read_text(encoding="utf-8"))
    return {entry["indicator"]: entry["weight"] for entry in entries}
