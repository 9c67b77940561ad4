"""Checking one entered figure: every kind of check, one finding a key, errors first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indicators.domain.checks.contradiction import check_contradiction
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.growths import check_growth
from indicators.domain.checks.limits import check_limits
from indicators.domain.checks.neighbours import check_neighbours
from indicators.domain.checks.parts import check_parts
from indicators.domain.checks.promised import check_promised
from indicators.domain.checks.scale import check_scale
from indicators.domain.checks.signs import check_sign
from indicators.domain.checks.surroundings import Surroundings
from indicators.domain.checks.wholes import check_regions, check_related
from indicators.domain.types import Actual

CHECKS: tuple[Callable[[Actual, Surroundings], Iterator[Finding]], ...] = (
    check_limits, check_sign, check_scale, check_parts, check_contradiction, check_growth, check_promised,
    check_related, check_regions, check_neighbours,
)  # fmt: skip
#: What a slip or a jump of the value explains: said again it would only ask the same question twice.
_EXPLAINED = frozenset({CheckCode.LEVEL_GROWTH, CheckCode.PARTS_WHOLE, CheckCode.COUNTY_CITY})
_FIELDS = ("value", "growth", "parts")


def check_figure(actual: Actual, around: Surroundings) -> tuple[Finding, ...]:
    """What is to be said about ``actual`` as the figure of its row for ``around.year``: errors first, then by cell.

    At most one finding a key. Where a slip of the unit explains the value, what follows from the wrong value (a growth that
    contradicts it, a county above its city) is not said as well. The promised number explains a jump, and what is outside
    the limits is not asked about its sign or its jump.
    """
    found: dict[str, Finding] = {}
    for check in CHECKS:
        for finding in check(actual, around):
            found.setdefault(finding.key, finding)
    explained = _explained(found)
    kept = [finding for finding in found.values() if finding.key not in explained]
    return tuple(sorted(kept, key=lambda one: (one.severity is not Severity.ERROR, _FIELDS.index(one.field))))


def _explained(found: dict[str, Finding]) -> set[str]:
    keys: set[str] = set()
    if f"{CheckCode.UNIT_SLIP}:value" in found:
        keys |= {one.key for one in found.values() if one.code in _EXPLAINED}
    if f"{CheckCode.JUMP}:value" in found:
        keys.add(f"{CheckCode.LEVEL_GROWTH}:growth")
    if f"{CheckCode.EQUALS_TARGET}:value" in found:
        keys.add(f"{CheckCode.JUMP}:value")
    if f"{CheckCode.NATURAL_LIMIT}:value" in found:
        keys |= {f"{CheckCode.SIGN}:value", f"{CheckCode.JUMP}:value"}
    return keys
