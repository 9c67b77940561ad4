"""A stored proposal and its decisions as records of the pure core."""

from __future__ import annotations

from indicators.domain.stored import from_stored
from intake.domain.edit import RECORDS, Decided, Listing, State
from intake.domain.proposal import Proposal
from intake.models import Decision, Intake


def proposal_of(intake: Intake) -> Proposal:
    """The proposal as it was read. The upload must have been read."""
    return from_stored(Proposal, intake.proposal)


def decided(decision: Decision) -> Decided:
    """A stored decision as the pure core takes it."""
    listing = Listing(decision.listing)
    value = None if decision.value is None else from_stored(RECORDS[listing], decision.value)
    return Decided(
        listing, decision.index, decision.part, State(decision.state), value, decision.reason, decision.into, decision.version
    )  # fmt: skip


def decisions_of(intake: Intake) -> list[Decided]:
    """Every decision about an upload."""
    return [decided(decision) for decision in intake.decisions.all()]
