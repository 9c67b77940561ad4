"""How far reporting rounds are: the state of every figure asked, in a number of queries that does not grow.

The pages of `entry` show it, reminders go by it, and an overview may count it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.models import Unit
from indicators.domain.rounds import RoundState, Window, standing
from indicators.models import Observation, PlanIndicator, Reopening, ReportingRound, RoundAsk


class AskState(StrEnum):
    """How far a figure is, from "nobody has begun" to "approved". OVERDUE: past its last day, neither submitted nor approved."""

    NOT_BEGUN = "not_begun"
    DRAFT = "draft"
    RETURNED = "returned"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    APPROVED = "approved"


#: With the clerk no longer: handed in, or done.
HANDED_IN = frozenset({AskState.SUBMITTED, AskState.APPROVED})


@dataclass(frozen=True, slots=True)
class Line:
    """One row asked of one unit (``unit`` None: of the reviewer or planner). ``until``: its last day of writing.

    ``until`` of a line that is closed: the day it was last open; None: it has not begun.
    """

    row: PlanIndicator
    unit: Unit | None
    state: AskState
    latest: Observation | None  # newest version, whatever its state; None: nothing entered
    standing: RoundState
    until: date | None

    @property
    def handed_in(self) -> bool:
        return self.state in HANDED_IN

    @property
    def correction(self) -> bool:
        """Whether a new version stands beside an approved figure."""
        return self.latest is not None and self.latest.version > 1 and self.state != AskState.APPROVED


@dataclass(frozen=True, slots=True)
class Board:
    """All that a round asks, in the order of the plan."""

    round: ReportingRound
    lines: tuple[Line, ...]
    standing: RoundState  # of all of it: reopened where at least one row is
    until: date | None  # the last day on which anything of it may be written; None: before it opens

    def of_unit(self, unit_id: int | None) -> Board:
        """The part of one unit; None: what no unit answers for."""
        mine = tuple(line for line in self.lines if (line.unit.pk if line.unit else None) == unit_id)
        return Board(self.round, mine, self.standing, self.until)

    @property
    def figures(self) -> Mapping[int, AskState]:
        """State by row: a row that two units answer for is one figure."""
        return {line.row.pk: line.state for line in self.lines}

    @property
    def counts(self) -> Counter[AskState]:
        """How many figures are in each state."""
        return Counter(self.figures.values())

    @property
    def asked(self) -> int:
        return len(self.figures)

    @property
    def handed_in(self) -> int:
        """How many figures are submitted or approved."""
        return sum(state in HANDED_IN for state in self.figures.values())


def boards(rounds: Iterable[ReportingRound], *, today: date) -> list[Board]:
    """One board for each round, in their order; three queries whatever their size. Rounds come with their plan."""
    rounds = list(rounds)
    asks = _asks(rounds)
    figures = _figures(rounds)
    reopenings: dict[int, list[Reopening]] = defaultdict(list)
    for one in Reopening.objects.filter(round__in=rounds):
        reopenings[one.round_id].append(one)
    return [_board(one, asks[one.pk], figures, reopenings[one.pk], today) for one in rounds]


def _asks(rounds: list[ReportingRound]) -> dict[int, list[RoundAsk]]:
    found: dict[int, list[RoundAsk]] = defaultdict(list)
    asks = RoundAsk.objects.filter(round__in=rounds).select_related("row", "unit")
    for ask in asks.order_by("-row__listing", "row__position", "unit__name", "pk"):
        found[ask.round_id].append(ask)
    return found


def _figures(rounds: list[ReportingRound]) -> dict[tuple[int, int], list[Observation]]:
    """Versions of every figure asked, by row and year, the oldest first."""
    found: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    asked = RoundAsk.objects.filter(round__in=rounds).values("row")
    years = {one.year for one in rounds}
    versions = Observation.objects.filter(row__in=asked, year__in=years).order_by("version")
    for figure in versions.select_related("submitted_by", "submitted_client"):
        found[figure.row_id, figure.year].append(figure)
    return found


def _board(
    one: ReportingRound,
    asks: list[RoundAsk],
    figures: Mapping[tuple[int, int], list[Observation]],
    reopenings: list[Reopening],
    today: date,
) -> Board:
    lines = tuple(_line(one, ask, figures.get((ask.row_id, one.year), []), reopenings, today) for ask in asks)
    whole = standing(_window(one), [_window(each) for each in reopenings], today)
    return Board(round=one, lines=lines, standing=whole.state, until=whole.until)


def _line(
    one: ReportingRound, ask: RoundAsk, versions: list[Observation], reopenings: list[Reopening], today: date
) -> Line:
    covering = [_window(each) for each in reopenings if each.row_id in (None, ask.row_id)]
    stands = standing(_window(one), covering, today)
    latest = versions[-1] if versions else None
    state = AskState.NOT_BEGUN if latest is None else AskState(latest.state)
    nothing_in_force = not any(version.in_force for version in versions)
    if stands.state == RoundState.CLOSED and state not in HANDED_IN and nothing_in_force:
        state = AskState.OVERDUE
    return Line(row=ask.row, unit=ask.unit, state=state, latest=latest, standing=stands.state, until=stands.until)


def _window(period: ReportingRound | Reopening) -> Window:
    return Window(period.opens_on, period.closes_on)
