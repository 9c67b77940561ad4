"""A later version of a plan that stands: its differences accepted one by one, as new versions; nothing is deleted."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from indicators.domain.types import ActualKind, Comparator, Form, PriceBasis
from indicators.models import Base, JobRun, Listing, PlanIndicator, Target
from indicators.models.promises import BaseSource
from indicators.services.errors import WrongState
from indicators.services.jobs import queue_recompute
from indicators.services.loading.plan_entries import BaseEntry, PlanEntry, RowEntry, TargetEntry
from indicators.services.loading.plan_writer import Definitions, write_rows
from indicators.services.loading.writing import Loading, in_history, loading
from intake.domain.difference import Kind
from intake.domain.edit import Listing as ItemListing
from intake.domain.proposal import ReadPlan
from intake.models import Intake, IntakeState
from intake.selectors.differences import Differences, RowDifference, differences_of
from intake.services.confirm import Confirmed, answers_of, definitions, mark_confirmed, project_entries, reviewed
from intake.services.entries import commitment_entry, plan_entry, row_entry
from intake.services.errors import Stale
from plans.models import Plan
from projects.services.register import add_projects
from regions.provenance import settle
from regions.recorded import recorded


def accept_difference(*, intake: Intake, key: str, reason: str, by: User) -> JobRun:
    """Bring one row that differs into the plan that stands: base and targets as new versions with reason and document.

    ``key``: of ``selectors.differences.RowDifference``. A row that the document no longer has is never deleted
    (``WrongState``): whoever wants it gone adjusts the plan. The recompute is queued; the caller enqueues it.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("请写明采纳这一差异的理由。")})
    with loading(by=by, decided=reason.strip()) as load, in_history(load, "accept difference", intake.name):
        stored, found = _differences(intake, by)
        difference = next((one for one in found.rows if one.key == key), None)
        if difference is None:
            raise Stale(_("这一差异已经处理。请刷新页面后再看。"))
        if difference.kind is Kind.REMOVED:
            raise WrongState(_("新文本里没有这一行，但已有的指标不会删除。如需取消，请办理规划调整。"))
        load.document = found.proposal.plan.title[:200]
        _write(difference, found, stored, load)
        return queue_recompute(plan=found.plan, why=recorded("采纳规划文本的差异"))


def accept_particulars(*, intake: Intake, by: User) -> Plan:
    """Bring title, document number, date and stated count into the plan that stands; what the document does not name stays."""
    with (
        loading(by=by, decided=recorded("采纳规划文本的差异")) as load,
        in_history(load, "accept particulars", intake.name),
    ):
        _stored, found = _differences(intake, by)
        new: ReadPlan = found.proposal.plan
        plan = Plan.objects.select_for_update(of=["self"]).get(pk=found.plan.pk)
        named = {
            "title": new.title[:200], "document_number": new.document_number[:60], "issued_on": new.issued_on,
            "stated_count": new.stated_count,
        }  # fmt: skip
        wanted = {name: value for name, value in named.items() if value not in ("", None)}
        settle(plan, wanted, by=load.by, receipt=load.receipt, where=intake.name, decided=True)
        return plan


def accept_new(*, intake: Intake, listing: ItemListing, by: User) -> int:
    """Append the projects (or commitments) that only the document has to the plan that stands; how many. Twice: none."""
    with (
        loading(by=by, decided=recorded("采纳规划文本的差异")) as load,
        in_history(load, "accept new entries", intake.name),
    ):
        _stored, found = _differences(intake, by)
        if listing is ItemListing.PROJECTS:
            return len(add_projects(plan=found.plan, entries=project_entries(found.new_projects)))
        if listing is not ItemListing.COMMITMENTS:
            raise WrongState(_("指标的差异须逐行采纳。"))
        if found.new_commitments:
            last = _last(found.plan, Listing.COMMITMENT)
            rows = tuple(commitment_entry(one, n) for n, one in enumerate(found.new_commitments, start=last + 1))
            known = definitions()
            head = _head(found, intake, known)
            write_rows(replace(head, commitments=rows), found.plan, known, load=load)
            queue_recompute(plan=found.plan, why=recorded("采纳规划文本的差异"))
        return len(found.new_commitments)


def close_later(*, intake: Intake, by: User) -> Confirmed:
    """The differences were looked at: the upload is done and belongs to the plan that stands. Twice: the same answer."""
    with loading(by=by) as load, in_history(load, "close later version", intake.name):
        stored = (
            Intake.objects.select_for_update(of=["self"]).select_related("region", "plan__region").get(pk=intake.pk)
        )
        access.require(access.may_plan(by, stored.region), user=by, what=f"close intake {intake.pk}")
        if stored.state == IntakeState.CONFIRMED:
            assert stored.plan is not None
            return Confirmed(stored.plan, new=False)
        stored, found = _differences(intake, by)
        mark_confirmed(stored, found.plan, by=by)
        return Confirmed(found.plan, new=False)


# --- parts ------------------------------------------------------------------------------------------------------------
def _differences(intake: Intake, by: User) -> tuple[Intake, Differences]:
    """The upload, locked and ready, and what it has otherwise; refused where there is nothing to compare with."""
    stored = Intake.objects.select_for_update(of=["self"]).select_related("region").get(pk=intake.pk)
    access.require(access.may_plan(by, stored.region), user=by, what=f"differences of intake {intake.pk}")
    reviewed(stored)
    found = differences_of(stored)
    if found is None:
        raise WrongState(_("该地区还没有同一时期的规划，请直接确认。"))
    access.require(access.may_plan(by, found.plan.region), user=by, what=f"differences in plan {found.plan.pk}")
    return stored, found


def _write(difference: RowDifference, found: Differences, intake: Intake, load: Loading) -> None:
    known = definitions()
    assert difference.new is not None and difference.item is not None
    answers = answers_of(intake, [difference.item])
    head = _head(found, intake, known)
    facts = known.catalogue.get(difference.new.catalogue)
    entry = row_entry(
        replace(difference.new, parent=None), _position(difference, found), base_year=found.plan.base_year,
        facts=facts, answers=answers.get(0, ()), parent=_parent(difference, found),
    )  # fmt: skip
    entry = _beside(entry, difference.row) if difference.row is not None else entry
    headings = found.plan.rows.filter(listing=Listing.MAIN, is_heading=True)
    above = dict(headings.values_list("position", "short_name"))
    write_rows(replace(head, rows=(entry,), above=above), found.plan, known, load=load)


def _position(difference: RowDifference, found: Differences) -> int:
    """Of a row that stands its own; an added one goes to the end, because numbers of others are in use."""
    if difference.row is not None:
        return difference.row.position
    return _last(found.plan, Listing.MAIN) + 1


def _last(plan: Plan, listing: Listing) -> int:
    """The highest position in use; 0 for none."""
    return plan.rows.filter(listing=listing).order_by("-position").values_list("position", flat=True).first() or 0


def _head(found: Differences, intake: Intake, known: Definitions) -> PlanEntry:
    """The particulars of the document without any row: what is accepted is put in."""
    bare = replace(found.proposal, indicators=(), commitments=(), doubts=())
    source = found.proposal.plan.title
    return plan_entry(bare, file=intake.name, source=source, catalogue=known.catalogue, answers={})


def _parent(difference: RowDifference, found: Differences) -> int | None:
    """Position of the heading: as it stands, of an added row that of the row with the same name."""
    if difference.row is not None:
        return difference.row.parent.position if difference.row.parent else None
    if difference.new is None or difference.new.parent is None:
        return None
    name = found.proposal.indicators[difference.new.parent].name
    above = found.plan.rows.filter(listing=Listing.MAIN, short_name=name).order_by("position").first()
    return above.position if above else None


def _beside(entry: RowEntry, row: PlanIndicator) -> RowEntry:
    """What the document does not say of a row that stands is kept: its indicator, a base from elsewhere, price bases."""
    base: Base | None = next(iter(row.base_in_force), None)  # type: ignore[attr-defined]
    if entry.base is None and base is not None and base.source != BaseSource.TABLE:
        entry = replace(entry, base=_kept_base(base))
    stored: dict[int, Target] = {target.ordinal: target for target in row.targets_in_force}  # type: ignore[attr-defined]
    targets = tuple(_kept_terms(one, stored.get(n)) for n, one in enumerate(entry.targets, start=1))
    return replace(entry, catalogue=row.indicator.code if row.indicator else "", targets=targets)


def _kept_base(base: Base) -> BaseEntry:
    return BaseEntry(
        base.value, tuple(base.parts), base.unit, base.year, base.source, base.source_line, base.document, base.reason
    )


def _kept_terms(target: TargetEntry, stored: Target | None) -> TargetEntry:
    if stored is None:
        return target
    kept = replace(
        target,
        price_basis=PriceBasis(stored.price_basis),
        actual_kind=ActualKind(stored.actual_kind),
        due_year=stored.due_year,
    )
    if target.form is Form.ASSIGNED and stored.form == Form.ASSIGNED:
        return replace(kept, value=stored.value, comparator=Comparator(stored.comparator), unit=stored.unit)
    return kept
