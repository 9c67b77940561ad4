"""Level and growth that contradict each other: what two years' values say against the growth that is stated.

More than ``APART`` percentage points apart, or of opposite sign and more than ``OPPOSITE`` apart. Where both stand on the same
known price basis ``SAME_BASIS`` is enough: there the two must agree up to revisions. A share has no growth to compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from indicators.domain.arithmetic import HUNDRED
from indicators.domain.checks import words
from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.domain.checks.surroundings import Known, Surroundings, ValueKind
from indicators.domain.types import Actual, PriceBasis
from indicators.domain.units import is_rate

APART = Decimal(5)
SAME_BASIS = Decimal(2)
OPPOSITE = Decimal(1)


def check_contradiction(actual: Actual, around: Surroundings) -> Iterator[Finding]:
    """level_growth, said at the growth."""
    before = previous_value(around)
    if actual.value is None or actual.growth is None or before is None or before.value is None:
        return
    implied = implied_growth(actual.value, before.value)
    if not contradict(actual, implied):
        return
    yield Finding(CheckCode.LEVEL_GROWTH, Severity.WARNING, "growth", _message(actual, before, implied, around))


def previous_value(around: Surroundings) -> Known | None:
    """The figure of the year before that a growth is counted from; None for cuts, changes and shares."""
    if around.kind in (ValueKind.CUT, ValueKind.CHANGE) or is_rate(around.unit):
        return None
    found = next((one for one in around.known if one.year == around.year - 1), None)
    return found if found is not None and found.value is not None and found.value > 0 else None


def implied_growth(value: Decimal, before: Decimal) -> Decimal:
    return (value / before - 1) * HUNDRED


def contradict(actual: Actual, implied: Decimal) -> bool:
    """Whether the stated growth and the one that the values imply cannot both be right without an explanation."""
    if actual.growth is None:
        return False
    apart = abs(implied - actual.growth)
    if implied * actual.growth < 0:
        return apart > OPPOSITE
    return apart > (SAME_BASIS if _same_basis(actual) else APART)


def _same_basis(actual: Actual) -> bool:
    return actual.value_basis is actual.growth_basis and actual.growth_basis is not PriceBasis.UNKNOWN


def _message(actual: Actual, before: Known, implied: Decimal, around: Surroundings) -> str:
    assert actual.value is not None
    assert actual.growth is not None
    assert before.value is not None
    way = "多" if implied >= 0 else "少"
    opposite = implied * actual.growth < 0
    joint = "公布增速却为" if opposite else "所填增速为"
    said = (
        f"{words.figure(actual.value, around.unit)}比{words.when(before, around.year)}"
        f"{words.figure(before.value, around.unit)}{way} {words.rounded_rate(implied)}，"
        f"{joint} {words.per_cent(actual.growth, signed=True)}"
    )
    said += "，方向相反。" if opposite else f"，相差 {words.rounded_rate(implied - actual.growth)[:-2]} 个百分点。"
    return said + _bases(actual) + "请核对两个数；上年数已修订的，请说明修订后的上年数和依据。"


def _bases(actual: Actual) -> str:
    if _same_basis(actual):
        return f"两者同为{words.basis(actual.growth_basis)}，应当一致。"
    if PriceBasis.UNKNOWN in (actual.value_basis, actual.growth_basis):
        return "口径没有注明，请一并写明。"
    return (
        f"数值按{words.basis(actual.value_basis)}、增速按{words.basis(actual.growth_basis)}，"
        "口径不同会有差别，但不会这么大。"
    )
