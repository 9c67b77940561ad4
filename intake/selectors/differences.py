"""How a reviewed document differs from the plan that its region already has for the period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from indicators.domain.names import plain_name
from indicators.domain.types import Form
from indicators.models import Base, Listing, PlanIndicator, Target
from indicators.models.promises import BaseSource
from intake.domain.difference import Change, Comparable, Kind, Promise, RowKey, differences
from intake.domain.edit import Item, items_of, outcome
from intake.domain.edit import Listing as ItemListing
from intake.domain.proposal import Commitment, Proposal, ReadIndicator, ReadProject
from intake.models import Intake
from intake.selectors.proposals import decisions_of, proposal_of
from intake.selectors.review import existing_plan
from plans.models import Plan


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row that differs. ``row``: as it stands (None: added); ``new``: as the document has it, ``item`` its address."""

    kind: Kind
    row: PlanIndicator | None
    new: ReadIndicator | None
    item: Item | None
    changes: tuple[Change, ...]

    @property
    def key(self) -> str:
        """Names the difference in an address: of a row that stands its id, of an added one its item."""
        if self.row is not None:
            return f"row-{self.row.pk}"
        assert self.item is not None
        return f"item-{self.item.index}-{self.item.part}"


@dataclass(frozen=True, slots=True)
class Differences:
    """``plan``: the one that stands. ``proposal``: the document as decided. Projects and commitments are compared by name
    and figure; those that the document no longer has (``gone``, in words) stay in the plan.
    """

    plan: Plan
    proposal: Proposal
    rows: tuple[RowDifference, ...]
    new_projects: tuple[ReadProject, ...] = ()
    gone_projects: tuple[str, ...] = ()
    new_commitments: tuple[Commitment, ...] = ()
    gone_commitments: tuple[str, ...] = ()


def differences_of(intake: Intake) -> Differences | None:
    """The differences that are left; None where the region has no plan of this period. Accepted ones are gone from it."""
    proposal, decisions = proposal_of(intake), decisions_of(intake)
    decided = outcome(proposal, decisions)
    plan = existing_plan(decided.plan, within=intake.region)
    if plan is None:
        return None
    stored = list(_rows_of(plan))
    kept = [item for item in items_of(proposal, decisions)[ItemListing.INDICATORS] if item.goes_in]
    found = differences(
        [_stored(row) for row in stored], [_read(row, decided.indicators) for row in decided.indicators]
    )
    rows = tuple(
        RowDifference(
            one.kind,
            None if one.old is None else stored[one.old],
            None if one.new is None else decided.indicators[one.new],
            None if one.new is None else kept[one.new],
            one.changes,
        )
        for one in found
    )
    return Differences(plan, decided, rows, *_projects(plan, decided), *_commitments(plan, decided))


def _projects(plan: Plan, decided: Proposal) -> tuple[tuple[ReadProject, ...], tuple[str, ...]]:
    """What only the document has, and the names of what only the plan has."""
    names = list(plan.projects.order_by("position").values_list("name", flat=True))
    there, here = {plain_name(name) for name in names}, {plain_name(one.name) for one in decided.projects}
    new = tuple(one for one in decided.projects if plain_name(one.name) not in there)
    return new, tuple(name for name in names if plain_name(name) not in here)


def _commitments(plan: Plan, decided: Proposal) -> tuple[tuple[Commitment, ...], tuple[str, ...]]:
    stored = Target.objects.filter(row__plan=plan, row__listing=Listing.COMMITMENT, in_force=True).select_related("row")
    there = {(plain_name(one.row.short_name), one.value, one.unit): one for one in stored.order_by("row__position")}
    here = {_key(one) for one in decided.commitments}
    new = tuple(one for one in decided.commitments if _key(one) not in there)
    return new, tuple(str(target) for key, target in there.items() if key not in here)


def _key(one: Commitment) -> tuple[str, Decimal, str]:
    return (plain_name(one.subject), one.value, one.unit or ("%" if one.form == Form.GROWTH else ""))


def _rows_of(plan: Plan) -> Iterable[PlanIndicator]:
    return (
        PlanIndicator.objects.filter(plan=plan, listing=Listing.MAIN)
        .select_related("indicator", "parent", "plan__region")
        .prefetch_related(
            Prefetch("bases", Base.objects.filter(in_force=True), to_attr="base_in_force"),
            Prefetch("targets", Target.objects.filter(in_force=True).order_by("ordinal"), to_attr="targets_in_force"),
        )
        .order_by("position")
    )


def key_of(row: PlanIndicator) -> RowKey:
    """What a stored row is known by when a document is compared with its plan."""
    code = row.indicator.code if row.indicator else ""
    return RowKey(code, row.parent.short_name if row.parent else "", row.short_name, row.unit)


def _stored(row: PlanIndicator) -> Comparable:
    base = next(iter(row.base_in_force), None)  # type: ignore[attr-defined]
    return Comparable(
        key=key_of(row),
        number=row.number,
        category=row.category,
        nature_text=row.nature_text,
        base=None if base is None else (base.value, tuple(base.parts), base.unit),
        base_text=base.text if base else "",
        base_elsewhere=base is not None and base.source != BaseSource.TABLE,
        promises=tuple(_promise(target) for target in row.targets_in_force if target.form != "none"),  # type: ignore[attr-defined]
    )


def _promise(target: Target) -> Promise:
    return Promise(
        target.form, target.value, target.value_high, target.comparator, target.unit, tuple(target.parts), target.by, target.text
    )  # fmt: skip


def _read(row: ReadIndicator, rows: Sequence[ReadIndicator]) -> Comparable:
    has_base = row.base is not None or bool(row.base_parts)
    return Comparable(
        key=RowKey(row.catalogue, rows[row.parent].name if row.parent is not None else "", row.name, row.unit),
        number=row.number,
        category=row.category,
        nature_text=row.nature_text or "",
        base=(row.base, row.base_parts, row.base_unit or row.unit) if has_base and not row.heading else None,
        base_text=row.base_text or "",
        base_elsewhere=False,
        promises=tuple(
            Promise(
                spec.form.value, spec.value, spec.value_high, spec.comparator.value,
                "" if spec.form == "assigned" else spec.unit, spec.parts, spec.by, spec.text,
            )
            for spec in row.targets
        ),
    )  # fmt: skip
