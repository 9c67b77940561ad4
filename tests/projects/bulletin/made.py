"""Material of bulletins, made by hand."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

from projects.domain.bulletin.records import BY_REGION, Asked, Hindrance, Material, Outline, Party, Work

YANJIN, WEIBIN, OWN = Party("410726", "延津县"), Party("410703", "卫滨区"), Party("410700", "新乡市本级")
NOBODY = Party("", "未明确牵头单位", ranked=False)
_ids = itertools.count(1)


def outline(kind: str = "monthly", month: date = date(2025, 6, 1), **given: Any) -> Outline:
    return Outline(
        **{
            "region": "410700", "region_name": "新乡市", "kind": kind, "month": month, "day": date(2025, 7, 10),
            "by": BY_REGION, **given,
        }
    )  # fmt: skip


def work(**given: Any) -> Work:
    """A project of Yanjin that reports monthly; figures may be given as int or text."""
    number = next(_ids)
    money = ("total", "planned", "year_done", "span_done", "before_done", "year_before", "progress")
    exact = {name: Decimal(given.pop(name)) for name in money if given.get(name) is not None}
    return Work(**{"id": number, "name": f"项目{number}", "party": YANJIN, "place": "延津县", **given, **exact})


def material(*works: Work, hindrances: Any = (), asked: Any = (), **of_outline: Any) -> Material:
    return Material(outline(**of_outline), works, tuple(hindrances), tuple(asked))


def hindrance(of: Work, **given: Any) -> Hindrance:
    return Hindrance(
        **{"id": next(_ids), "project": of.id, "text": "用地未批", "raised": date(2025, 6, 1), "state": "open", **given}
    )


def asked(of: Work, handed_in: date | None = None, **given: Any) -> Asked:
    return Asked(
        **{"project": of.id, "month": date(2025, 6, 1), "due": date(2025, 7, 5), "handed_in": handed_in, **given}
    )
