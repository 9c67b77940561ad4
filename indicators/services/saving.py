"""Writing drafts and submitting them, one or many at once: one code for form, grid, sheet and API.

The rows are locked in one order, the versions, rounds and surroundings read once for all. A figure is refused before
anything of it is written, so that it takes nothing with it and needs no savepoint. Figures are checked after all of
them are written: parts and whole of one sheet are seen together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import Writer
from accounts.models import ApiClient
from accounts.services.history import history
from indicators.domain.checks.findings import Finding, Severity
from indicators.models import Observation, ObservationState, PlanIndicator
from indicators.selectors.assessment_inputs import inputs_of_rows
from indicators.selectors.findings import actual_of, findings_of_rows
from indicators.selectors.rounds import UNITS, Why, leaves_of
from indicators.selectors.value_units import value_unit
from indicators.services import observation_rules as rules
from indicators.services import observation_steps as steps
from indicators.services.entered import Entered, ObservationFigures, Outcome, figures_of
from indicators.services.errors import FindingsRefused, ServiceError, WrongState
from indicators.services.warnings import refresh_many
from regions.recorded import recorded


def save_many(
    *, entries: Sequence[Entered], by: Writer, submit: bool = False, all_or_nothing: bool = False
) -> list[Outcome]:
    """Write every entry as a draft (and submit it), in one transaction; one outcome each, in the same order.

    A refused entry leaves the others alone, unless ``all_or_nothing``: then nothing at all is written. One that is
    saved but may not be submitted stays a draft.
    """
    with transaction.atomic():
        outcomes = write(entries, by=by, submit=submit)
        if all_or_nothing and any(outcome.error for outcome in outcomes):
            transaction.set_rollback(True)
            for outcome in outcomes:
                outcome.observation = None
    return outcomes


def submit_all(
    *, entries: Sequence[Entered], by: Writer, all_or_nothing: bool = True, dry_run: bool = False
) -> list[Outcome]:
    """Submit every entry or leave nothing of it behind, no draft either; one outcome each, in the same order.

    For systems that push many figures: written means handed to the reviewer. Every entry has ``figures``. One transaction;
    inside a caller's it is a part of that. An entry is

    - ``unchanged``: what stands is submitted or approved and says exactly this; whatever its ``lock``, nothing is written;
    - refused: its ``error`` says why (``kind``); a figure stands and ``lock`` is None or another number: ``stale`` with
      ``theirs``. Its ``observation`` is None;
    - else submitted: ``observation`` is what stands now. With ``dry_run``, or where ``all_or_nothing`` and any other is
      refused, it would have been: ``observation`` is None and ``error`` too.

    Figures of one call are checked beside each other. Row by row (not ``all_or_nothing``), a figure that is refused for what
    was found takes no part any more, so that the others are checked again without it, until nobody else is refused:
    ``findings`` of a refused one are those of the round that refused it.
    """
    outcomes = [Outcome(entered) for entered in entries]
    with transaction.atomic():
        desk = _Desk(entries, by)
        for outcome in outcomes:
            outcome.observation = desk.unchanged(outcome.entered)
            outcome.unchanged = outcome.observation is not None
        pending = [outcome for outcome in outcomes if not outcome.unchanged]
        while pending:
            mark = transaction.savepoint()
            tried = write([outcome.entered for outcome in pending], by=by, submit=True)
            refused = any(one.error for one in tried)
            for outcome, one in zip(pending, tried, strict=True):
                outcome.findings, outcome.error, outcome.inputs = one.findings, one.error, one.inputs
                outcome.leave, outcome.observation = one.leave, None if refused or dry_run else one.observation
            if not refused and not dry_run:
                transaction.savepoint_commit(mark)
                break
            transaction.savepoint_rollback(mark)
            if not refused or all_or_nothing:
                break
            pending = [outcome for outcome in pending if outcome.error is None]
    return outcomes


def write(entries: Sequence[Entered], *, by: Writer, submit: bool) -> list[Outcome]:
    """The work of ``save_many`` inside the caller's transaction."""
    outcomes = [Outcome(entered) for entered in entries]
    desk = _Desk(entries, by)
    with history(by, recorded("保存草稿")):
        for outcome in outcomes:
            outcome.leave = desk.leaves[outcome.entered.year][outcome.entered.row.pk]
            _attempt(outcome, desk.draft if outcome.entered.figures is not None else desk.present)
        answered = _check(outcomes, by)
    if submit:
        with history(by, recorded("提交审核")):
            for outcome in outcomes:
                if outcome.error is None:
                    _attempt(outcome, lambda one: _submitted(one, answered, by))
    return outcomes


class _Desk:
    """What the entries are written against: locked rows, their versions of the years, leave to write."""

    def __init__(self, entries: Sequence[Entered], by: Writer) -> None:
        self.by = by
        row_ids = {entered.row.pk for entered in entries}
        locked = PlanIndicator.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=row_ids)
        rows = locked.select_related("plan__region", "indicator").prefetch_related(UNITS).order_by("pk")
        self.rows = {row.pk: row for row in rows}
        years = {entered.year for entered in entries}
        self.versions: dict[tuple[int, int], list[Observation]] = defaultdict(list)
        for one in Observation.objects.filter(row__in=row_ids, year__in=years).order_by("version"):
            one.row = self.rows[one.row_id]
            self.versions[one.row_id, one.year].append(one)
        self.leaves = {year: leaves_of(by, self.rows.values(), year, approved=self._approved(year)) for year in years}
        self.seen: set[tuple[int, int]] = set()

    def _approved(self, year: int) -> set[int]:
        lines = ((key[0], line) for key, line in self.versions.items() if key[1] == year)
        return {row_id for row_id, line in lines if any(one.state == ObservationState.APPROVED for one in line)}

    def draft(self, outcome: Outcome) -> Observation:
        """The open version with what was entered, or the next one beside an approved figure."""
        entered = outcome.entered
        assert entered.figures is not None
        row, latest = self._opened(entered, "save draft of")
        if latest is not None and latest.state == ObservationState.SUBMITTED:
            raise WrongState(_("该数据已提交待审核，不能直接修改。请先撤回，或请审核员退回。"))
        line = self.versions[row.pk, entered.year]
        if latest is None or latest.state == ObservationState.APPROVED:
            latest = steps.next_version(row, entered.year, after=latest)
        _fill(latest, entered.figures)
        latest.state, latest.unit = ObservationState.DRAFT, value_unit(row)
        if entered.reason is not None and any(one.state == ObservationState.APPROVED for one in line):
            latest.reason = entered.reason.strip()
        rules.check_figures(row, latest, line)
        steps.save(latest)
        if latest not in line:
            line.append(latest)
        return latest

    def unchanged(self, entered: Entered) -> Observation | None:
        """What stands, where it is in the reviewer's hands or approved and says exactly this, and the writer may write it."""
        line = self.versions.get((entered.row.pk, entered.year))
        leave = self.leaves[entered.year].get(entered.row.pk)
        if not line or leave is None or leave.why == Why.NOT_ENTITLED:
            return None
        standing = line[-1].state in {ObservationState.SUBMITTED, ObservationState.APPROVED}
        return line[-1] if standing and figures_of(line[-1]) == entered.figures else None

    def present(self, outcome: Outcome) -> Observation:
        """What is saved already and is to be submitted."""
        latest = self._opened(outcome.entered, "submit")[1]
        if latest is None:
            raise WrongState(_("还没有填写，不能提交。"))
        steps.check_state(latest, {ObservationState.DRAFT, ObservationState.RETURNED})
        return latest

    def _opened(self, entered: Entered, doing: str) -> tuple[PlanIndicator, Observation | None]:
        row = self.rows[entered.row.pk]
        if (row.pk, entered.year) in self.seen:
            raise ValidationError(_("“%(row)s”在这一批里出现了两次，只取第一次的。") % {"row": row.short_name})
        self.seen.add((row.pk, entered.year))
        leave = self.leaves[entered.year][row.pk]
        steps.require_entitled(leave, self.by, f"{doing} row {row.pk} year {entered.year}")
        rules.check_askable(row, entered.year)
        line = self.versions[row.pk, entered.year]
        latest = line[-1] if line else None
        steps.check_lock(latest, entered.lock)
        steps.require_open(leave)
        return row, latest


def _fill(observation: Observation, figures: ObservationFigures) -> None:
    for name, value in asdict(figures).items():
        setattr(observation, name, list(value) if name == "parts" else value)


def _attempt(outcome: Outcome, step: Callable[[Outcome], Observation]) -> None:
    """Run a step of one figure; a refusal, which always comes before the first write, stays with the figure."""
    try:
        outcome.observation = step(outcome)
    except (ServiceError, ValidationError, PermissionDenied) as error:
        outcome.error = error


def _check(outcomes: Sequence[Outcome], by: Writer) -> Mapping[int, frozenset[str]]:
    """What the checks say about all that is written; the keys of the answered warnings, by figure."""
    by_year: dict[int, dict[int, tuple[Outcome, Observation]]] = defaultdict(dict)
    for outcome in outcomes:
        if outcome.error is None and outcome.observation is not None:
            by_year[outcome.observation.year][outcome.observation.row_id] = outcome, outcome.observation
    checked = []
    for year, written in by_year.items():
        inputs = inputs_of_rows(list(written))
        actuals = {row_id: actual_of(one, year) for row_id, (_outcome, one) in written.items()}
        found = findings_of_rows(actuals, year, inputs=inputs)
        for row_id, (outcome, observation) in written.items():
            outcome.inputs = inputs.get(row_id)
            outcome.findings = found.get(row_id, ())
            checked.append((observation, outcome.findings, outcome.entered.answers))
    return refresh_many(checked, by)


def _submitted(outcome: Outcome, answered: Mapping[int, frozenset[str]], by: Writer) -> Observation:
    """Hand the draft to the reviewer, unless something found stands in the way."""
    observation = outcome.observation
    assert observation is not None
    _refuse(outcome.findings, answered[observation.pk])
    observation.state, observation.cell_comments = ObservationState.SUBMITTED, {}
    observation.submitted_by = None if isinstance(by, ApiClient) else by
    observation.submitted_client = by if isinstance(by, ApiClient) else None
    observation.submitted_at = timezone.now()
    return steps.save(observation)


def _refuse(findings: Sequence[Finding], answered: frozenset[str]) -> None:
    errors = tuple(one for one in findings if one.severity is Severity.ERROR)
    if errors:
        raise FindingsRefused(
            _("有错误须改正，不能提交：%(found)s") % {"found": " ".join(one.message for one in errors)}, errors
        )
    open_still = tuple(one for one in findings if one.severity is Severity.WARNING and one.key not in answered)
    if open_still:
        raise FindingsRefused(
            _("有提示须说明理由或改正，才能提交：%(found)s") % {"found": " ".join(one.message for one in open_still)},
            open_still,
        )
