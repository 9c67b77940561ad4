"""What becomes of a promised level when its base is revised: the growth or the change that was agreed is kept, or the level.

METHODS section 5. Only levels start from the base; what is promised as growth, sum, cut or change holds on any base.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from .arithmetic import CONTEXT, HUNDRED, ONE, root
from .display import digits_of, number, rounded
from .said import Said, say, word
from .types import Form, TargetTerms


class Keeps(StrEnum):
    """What a revision keeps of a promised level."""

    GROWTH = "growth"
    CHANGE = "change"
    LEVEL = "level"


class NotRestated(StrEnum):
    """Why a target stays as it is although its base becomes another."""

    LEVEL_STAYS = "level_stays"
    NOT_A_LEVEL = "not_a_level"
    NO_BASE = "no_base"
    NOT_POSITIVE = "not_positive"
    OTHER_YEAR = "other_year"


NOT_RESTATED_LABELS: dict[NotRestated, str] = {
    NotRestated.LEVEL_STAYS: word("目标水平值不变"),
    NotRestated.NOT_A_LEVEL: word("该目标不是水平值，不随基数重算"),
    NotRestated.NO_BASE: word("原来没有基数，无从重算"),
    NotRestated.NOT_POSITIVE: word("基数或目标不大于零，不能按增速重算"),
    NotRestated.OTHER_YEAR: word("基数年份不同，不能按原定增速或增量重算"),
}


@dataclass(frozen=True, slots=True)
class Restated:
    """The level on the new base. ``exact``: unrounded; ``value``: with ``digits`` decimals, as it is to be promised.

    ``formula``: the sum in words. ``yearly``: the growth a year in per cent that was agreed, and ``brings`` the one that ``value``
    means; None where the change was kept.
    """

    value: Decimal
    value_high: Decimal | None
    exact: Decimal
    digits: int
    formula: Said
    yearly: Decimal | None = None
    brings: Decimal | None = None


def restate(
    terms: TargetTerms, keeps: Keeps, *, before: tuple[Decimal | None, int], after: tuple[Decimal, int], end_year: int,
    printed: str = "",
) -> Restated | NotRestated:  # fmt: skip
    """``terms`` on the base ``after`` instead of ``before``, both value and year, in one unit. ``printed``: the target's text.

    As many decimals as target and bases have. A range is restated at both ends.
    """
    if keeps is Keeps.LEVEL:
        return NotRestated.LEVEL_STAYS
    if (terms.assigned_form or terms.form) is not Form.LEVEL or terms.value is None:
        return NotRestated.NOT_A_LEVEL
    old, new = before[0], after[0]
    if old is None:
        return NotRestated.NO_BASE
    if before[1] != after[1]:
        return NotRestated.OTHER_YEAR
    if keeps is Keeps.GROWTH and min(old, new, terms.value) <= 0:
        return NotRestated.NOT_POSITIVE
    digits = max(digits_of(printed), *(digits_of(one) for one in (old, new, terms.value)))
    with localcontext(CONTEXT):
        exact = _moved(terms.value, keeps, old, new)
        high = None if terms.value_high is None else rounded(_moved(terms.value_high, keeps, old, new), digits)
        value = rounded(exact, digits)
        years = end_year - after[1]
        grows = keeps is Keeps.GROWTH and years > 0
        yearly = (root(terms.value / old, years) - ONE) * HUNDRED if grows else None
        brings = (root(value / new, years) - ONE) * HUNDRED if grows and value > 0 else None
    return Restated(value, high, exact, digits, _formula(terms.value, keeps, old, new, value), yearly, brings)


def _moved(level: Decimal, keeps: Keeps, old: Decimal, new: Decimal) -> Decimal:
    return new * level / old if keeps is Keeps.GROWTH else new + (level - old)


def _formula(level: Decimal, keeps: Keeps, old: Decimal, new: Decimal, value: Decimal) -> Said:
    figures = {
        "new": number(new, digits_of(new)),
        "old": number(old, digits_of(old)),
        "level": number(level, digits_of(level)),
        "value": number(value, digits_of(value)),
    }
    if keeps is Keeps.GROWTH:
        return say("%(new)s × %(level)s ÷ %(old)s = %(value)s（保持原定增速）", **figures)
    return say("%(new)s +（%(level)s − %(old)s）= %(value)s（保持原定增量）", **figures)
