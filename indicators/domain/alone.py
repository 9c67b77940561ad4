"""A row that the shared catalogue does not know: what its own target still says of direction and path.

Direction has no default: it follows from the form, from a printed comparator, from the sign of a change, or from what the
row itself states. Where nothing says it, the target is not assessed.
"""

from __future__ import annotations

from .types import CatalogueFacts, Comparator, Direction, Form, Measure, PathKind, TargetTerms

#: Forms whose arithmetic needs neither direction nor path: both follow from the form itself.
_SAYS_ITSELF = frozenset(
    {Form.NONE, Form.QUALITATIVE, Form.FLOOR, Form.CEILING, Form.QUOTA, Form.CUMULATIVE_CUT}
)  # fmt: skip
#: Forms whose printed comparator says which way is better, and those whose sign does.
_BY_COMPARATOR = frozenset({Form.LEVEL, Form.GROWTH, Form.CUMULATIVE, Form.CUMULATIVE_CHANGE, Form.POINTS})
_BY_SIGN = frozenset({Form.CUMULATIVE_CHANGE, Form.POINTS})
_ONE_SIDED = frozenset({Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT})
#: Units of figures that grow by steps: shares, years, days (METHODS section 3).
_STEPS = frozenset({"%", "％", "‰", "个百分点", "个千分点", "年", "岁", "天", "个工作日", "年一遇", "学时"})
_PER_HEAD = ("人均", "每千", "每万", "每百", "每名")
_MONEY = ("元", "美元")


def direction_is_known(target: TargetTerms, stated: Direction | None) -> bool:
    """Whether it can be said which way is better. ``stated``: what the row says itself; None: nothing."""
    form = target.assigned_form if target.form is Form.ASSIGNED else target.form
    if form is None or form in _SAYS_ITSELF or stated is not None:
        return True
    if form in _BY_SIGN and target.value:
        return True
    return form in _BY_COMPARATOR and target.comparator in _ONE_SIDED


def own_facts(*, name: str, unit: str, stated: Direction | None) -> CatalogueFacts:
    """What stands in the catalogue's place. ``direction`` means something only where ``direction_is_known``.

    The path is linear for shares, years, days and physical figures per head, geometric else, as the catalogue has it.
    """
    per_head = name.startswith(_PER_HEAD) and not unit.endswith(_MONEY)
    linear = not unit or unit in _STEPS or per_head
    return CatalogueFacts(
        code="",
        unit="",
        direction=stated or Direction.HIGHER,
        path=PathKind.LINEAR if linear else PathKind.GEOMETRIC,
        measure=Measure.AMOUNT,
    )
