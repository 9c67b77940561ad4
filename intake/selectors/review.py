"""Everything the review screen shows of one upload: items beside their source lines, doubts with their answers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from indicators.domain.types import BLOCKING_DOUBTS
from indicators.models import DoubtState
from intake.domain.edit import Item, Listing, State, items_of, line_of
from intake.domain.proposal import FoundDoubt, Proposal, ReadIndicator, ReadPlan
from intake.models import Decision, DoubtAnswer, Intake
from intake.selectors.hindrances import DoubtKey, Hindrance, hindrances_of
from intake.selectors.proposals import decided, proposal_of
from plans.models import Plan, PlanStatus
from regions.models import Region


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source. ``own``: the item stands on it; else it is there to be read with it."""

    number: int
    place: str
    text: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """One doubt and what was said of it. ``index`` None: of the table as a whole. ``version`` 0: nobody said anything."""

    index: int | None
    part: int
    code: str
    figure: str
    message: str
    line: int | None
    blocking: bool
    state: str = DoubtState.OPEN
    how: str = ""
    version: int = 0
    by: str = ""
    at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state == DoubtState.OPEN


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One item. ``by``/``at``: who decided it last, "" and None where nobody did."""

    item: Item
    doubts: tuple[ShownDoubt, ...] = ()
    by: str = ""
    at: datetime | None = None

    @property
    def open_doubts(self) -> int:
        return sum(doubt.is_open for doubt in self.doubts)


@dataclass(frozen=True, slots=True)
class Review:
    """One upload under review. ``existing``: the plan that the region already has for this period (a later version), if any."""

    intake: Intake
    proposal: Proposal
    items: Mapping[Listing, tuple[ShownItem, ...]]
    doubts: tuple[ShownDoubt, ...]
    hindrances: tuple[Hindrance, ...]
    existing: Plan | None

    @property
    def plan(self) -> ReadPlan:
        """The particulars as they hold now."""
        return cast("ReadPlan", self.items[Listing.PLAN][0].item.value)

    def counts(self, listing: Listing) -> dict[str, int]:
        """How many items: all, going in, undecided, with an open doubt."""
        shown = [one for one in self.items[listing] if one.item.state not in (State.SPLIT, State.MERGED)]
        return {
            "all": len(shown),
            "in": sum(one.item.goes_in for one in shown),
            "undecided": sum(one.item.state is State.OPEN for one in shown),
            "doubted": sum(one.open_doubts > 0 for one in shown),
        }


def review_of(intake: Intake) -> Review:
    """The review of an upload that was read (or confirmed): three queries beyond the upload itself and its reference."""
    proposal = proposal_of(intake)
    decisions = list(intake.decisions.select_related("decided_by"))
    answers = _answers(intake)
    items = items_of(proposal, [decided(one) for one in decisions])
    who = {(Listing(one.listing), one.index, one.part): one for one in decisions}
    shown = {
        listing: tuple(_shown(item, who.get((listing, item.index, item.part)), answers) for item in of_list)
        for listing, of_list in items.items()
    }
    plan = cast("ReadPlan", items[Listing.PLAN][0].value)
    return Review(
        intake=intake,
        proposal=proposal,
        items=shown,
        doubts=tuple(_doubt(doubt, doubt.indicator, 0, answers) for doubt in proposal.doubts),
        hindrances=hindrances_of(items, closed(answers.values()), within=intake.region),
        existing=existing_plan(plan, within=intake.region),
    )


def existing_plan(plan: ReadPlan, *, within: Region) -> Plan | None:
    """The plan of the same region and period that stands already: in force before ended before draft.

    One that was replaced stands only where no other does: it is history, but the period has its plan and gets no second.
    ``within``: for whom the document was uploaded. Whatever region a document names, what others have is not shown.
    """
    found = Plan.objects.filter(region__code=plan.region_code, start_year=plan.start_year, end_year=plan.end_year)
    found = found.filter(region__in=Region.objects.under(within)).select_related("region").order_by("pk")
    order = [PlanStatus.IN_FORCE, PlanStatus.ENDED, PlanStatus.DRAFT, PlanStatus.REPLACED]
    return min(found, key=lambda one: order.index(PlanStatus(one.status)), default=None)


def lines_of(intake: Intake, *, line: int, last_line: int | None = None, around: int = 2) -> tuple[SourceLine, ...]:
    """The lines on which an item stands, and ``around`` lines before and after them."""
    last = max(last_line or line, line)
    numbers = [number for number, _place, _text in intake.lines]
    first_at = max(bisect_left(numbers, line) - around, 0)
    last_at = bisect_right(numbers, last) + around
    return tuple(
        SourceLine(number, place, text, line <= number <= last)
        for number, place, text in intake.lines[first_at:last_at]
    )


def closed(answers: Iterable[DoubtAnswer]) -> set[DoubtKey]:
    """The doubts that a person closed."""
    return {(one.index, one.part, one.code, one.figure) for one in answers if one.state != DoubtState.OPEN}


def _answers(intake: Intake) -> dict[DoubtKey, DoubtAnswer]:
    found: Sequence[DoubtAnswer] = list(intake.doubt_answers.select_related("answered_by"))
    return {(one.index, one.part, one.code, one.figure): one for one in found}


def _shown(item: Item, decision: Decision | None, answers: Mapping[DoubtKey, DoubtAnswer]) -> ShownItem:
    found = item.value.doubts if isinstance(item.value, ReadIndicator) else ()
    doubts = tuple(_doubt(doubt, item.index, item.part, answers) for doubt in found)
    if decision is None:
        return ShownItem(item, doubts)
    return ShownItem(item, doubts, str(decision.decided_by), decision.decided_at)


def _doubt(doubt: FoundDoubt, index: int | None, part: int, answers: Mapping[DoubtKey, DoubtAnswer]) -> ShownDoubt:
    blocking = doubt.code in BLOCKING_DOUBTS and index is not None
    shown = ShownDoubt(index, part, doubt.code, doubt.figure, doubt.message, doubt.line, blocking)
    answer = answers.get((index, part, doubt.code, doubt.figure))
    if answer is None:
        return shown
    return ShownDoubt(
        index, part, doubt.code, doubt.figure, doubt.message, doubt.line, blocking,
        answer.state, answer.how, answer.version, str(answer.answered_by), answer.answered_at,
    )  # fmt: skip


def line_span(item: Item) -> tuple[int, int | None]:
    """First and last line of an item, as ``lines_of`` takes them."""
    return line_of(item.value), getattr(item.value, "last_line", None)
