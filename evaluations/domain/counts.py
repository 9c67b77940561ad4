"""How many rows stand how: binding, expected and unmapped apart, what was only declared apart from figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from evaluations.domain.facts import Counted, Line, counted_lines
from indicators.domain.types import Status
from indicators.domain.verdict import SETTLED, Outcome

#: Natures in the order in which they are counted, as pages call them.
NATURES = (("binding", "约束性"), ("expected", "预期性"), ("unmapped", "属性未归类"))
#: Rows that nothing is computed for yet stand behind all others.
NOT_COMPUTED = ("", "待计算")
#: In the order of METHODS; rows without any figure come last.
STATUS_ORDER = [one.value for one in Status if one is not Status.NO_DATA] + [Status.NO_DATA.value, ""]
OUTCOME_ORDER = [one.value for one in Outcome] + [""]


def counted(lines: Sequence[Line], *, ended: bool) -> tuple[Counted, ...]:
    """The rows of each nature that has any. ``ended``: verdicts are counted, too."""
    rows = counted_lines(lines)
    return tuple(
        _of_nature(nature, label, [one for one in rows if one.nature == nature], ended=ended)
        for nature, label in NATURES
        if any(one.nature == nature for one in rows)
    )


def with_statuses(lines: Sequence[Line], *, ended: bool) -> bool:
    """Whether the statuses are counted beside the verdicts: where the last figures of an ended plan are not all out."""
    found = {one.outcome for one in counted_lines(lines)}
    return ended and (Outcome.NOT_PUBLISHED in found or not found & set(SETTLED))


def of_all(groups: Sequence[Counted]) -> Counted:
    """All natures together: for a sentence, never in place of the groups."""
    statuses: Counter[tuple[str, str]] = Counter()
    outcomes: Counter[tuple[str, str]] = Counter()
    for group in groups:
        statuses.update({(code, label): number for code, label, number in group.statuses})
        outcomes.update({(code, label): number for code, label, number in group.outcomes})
    return Counted(
        nature="",
        label="",
        total=sum(group.total for group in groups),
        statuses=_in_order(statuses, STATUS_ORDER),
        outcomes=_in_order(outcomes, OUTCOME_ORDER),
        declared=sum(group.declared for group in groups),
    )


def _of_nature(nature: str, label: str, rows: Sequence[Line], *, ended: bool) -> Counted:
    statuses = Counter((one.status, one.status_label or NOT_COMPUTED[1]) for one in rows)
    outcomes = Counter((one.outcome, one.outcome_label or NOT_COMPUTED[1]) for one in rows if ended)
    return Counted(
        nature=nature,
        label=label,
        total=len(rows),
        statuses=_in_order(statuses, STATUS_ORDER),
        outcomes=_in_order(outcomes, OUTCOME_ORDER),
        declared=sum(1 for one in rows if one.reported),
    )


def _in_order(numbers: Counter[tuple[str, str]], order: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
    """By the code's place, what was declared behind what figures say."""
    keys = sorted(numbers, key=lambda one: (order.index(one[0]), one[1].startswith("上报"), one[1]))
    return tuple((code, label, numbers[code, label]) for code, label in keys)


def number_of(groups: Iterable[Counted], code: str, *, label: str = "") -> int:
    """How many rows have this verdict, of one label or of all."""
    found = (one for group in groups for one in group.outcomes)
    return sum(number for own, said, number in found if own == code and label in ("", said))
