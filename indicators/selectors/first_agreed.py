"""What was first agreed, where a plan was adjusted or its figures revised since: the last version before the first such change.

A correction (更正录入) says what was agreed all along, a number that was handed down completes it: neither is a change. A later
version without a cause is from before causes were recorded and counts as a change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from indicators.domain import types as t
from indicators.domain.arithmetic import text
from indicators.models import Cause, Target
from indicators.selectors.stored_figures import among

_NO_CHANGE = (Cause.CORRECTION, Cause.HANDED_DOWN)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A target as first agreed. ``restated``: only because its base was revised; ``document``: of the latest change."""

    terms: t.TargetTerms
    reference: t.ReferenceFacts | None
    restated: bool
    document: str

    def told(self, base: t.BaseFigure | None) -> dict[str, object]:
        """What an assessment keeps of it among its inputs; ``base``: as first agreed."""
        terms = self.terms
        return {
            "document": self.document,
            "restated": self.restated,
            "form": (terms.assigned_form or terms.form).value,
            "target": text(terms.value),
            "base": text(base.value) if base else None,
            "base_year": base.year if base else None,
        }


@dataclass(frozen=True, slots=True)
class Earlier:
    """The stored columns of a target as first agreed, and of its changes the causes and the latest document."""

    stored: tuple[Any, ...]
    causes: frozenset[str]
    document: str


def is_change(version: int, cause: str) -> bool:
    """Whether this version of a base changed what was agreed."""
    return version > 1 and cause not in _NO_CHANGE


def earlier_targets(in_force: Iterable[tuple[int, int]], columns: tuple[str, ...]) -> Mapping[tuple[int, int], Earlier]:
    """By row and ordinal, of the rows and ordinals ``in_force`` whose version is not the first: no query without any.

    ``columns``: what is read of the target as first agreed; where nothing changed what was agreed there is no entry.
    """
    asked = set(in_force)
    if not asked:
        return {}
    versions: dict[tuple[int, int], list[tuple[Any, ...]]] = defaultdict(list)
    stored = Target.objects.filter(row_id__in=among({row_id for row_id, _ordinal in asked}))
    found = stored.order_by("row_id", "ordinal", "version").values_list(
        "row_id", "ordinal", "version", "cause", "document", "form", "value", *columns
    )
    for one in found:
        versions[one[0], one[1]].append(one)
    earlier = {key: _earlier(versions[key]) for key in asked if versions[key]}
    return {key: one for key, one in earlier.items() if one is not None}


def _earlier(versions: list[tuple[Any, ...]]) -> Earlier | None:
    agreed, causes, document = versions[0], set(), ""
    for before, one in pairwise(versions):
        cause = one[3] or (Cause.HANDED_DOWN if came_down(before[5:7], one[5:7]) else Cause.ADJUSTMENT)
        if cause not in _NO_CHANGE:
            causes.add(str(cause))
            document = one[4] or document
        elif not causes:
            agreed = one
    return Earlier(agreed[7:], frozenset(causes), document) if causes else None


def came_down(before: tuple[Any, ...], one: tuple[Any, ...]) -> bool:
    """Of two versions without a cause, form and value of each: whether a promise got its number, which had none before."""
    return one[0] == before[0] == t.Form.ASSIGNED and before[1] is None and one[1] is not None
