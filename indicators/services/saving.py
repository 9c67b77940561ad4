"""Writing drafts and submitting them, one or many at once: one code for form, grid, sheet and API.

The rows are locked in one order, the versions, rounds and surroundings read once for all (``desk``). A figure is refused before
anything of it is written, so that it takes nothing with it and needs no savepoint. Figures are checked beside each other: parts
and whole of one sheet are seen together. All are written at once, first as drafts, then as submitted: the history says the same
whether they came one by one or by the thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Writer
from accounts.services.history import history
from indicators.domain.checks.findings import Finding, Severity
from indicators.models import Observation
from indicators.selectors.findings import actual_of, findings_of_rows
from indicators.services import observation_steps as steps
from indicators.services import warnings
from indicators.services.desk import Desk
from indicators.services.entered import Entered, Outcome
from indicators.services.errors import FindingsRefused, ServiceError
from regions.recorded import recorded

#: Outcomes with the figure that is to be written for each.
_Written = Sequence[tuple[Outcome, Observation]]


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
        desk = Desk(entries, by)
        drafts = [one for outcome in outcomes for one in _draft_of(outcome, desk)]
        submitted = _submittable(drafts, desk, again=not all_or_nothing)
        refused = all_or_nothing and any(outcome.error for outcome in outcomes)
        if submitted and not refused and not dry_run:
            _store(submitted, submitted, by)
            _hand_over(submitted, by)
            for outcome, observation in submitted:
                outcome.observation = observation
    return outcomes


def write(entries: Sequence[Entered], *, by: Writer, submit: bool) -> list[Outcome]:
    """The work of ``save_many`` inside the caller's transaction."""
    outcomes = [Outcome(entered) for entered in entries]
    desk = Desk(entries, by)
    for outcome in outcomes:
        outcome.leave = desk.leave(outcome.entered)
        outcome.observation = _attempt(outcome, desk.draft if outcome.entered.figures is not None else desk.present)
    written = [(outcome, outcome.observation) for outcome in outcomes if outcome.observation is not None]
    _check(written, desk)
    answered = _store([one for one in written if one[0].entered.figures is not None], written, by)
    if submit:
        for outcome, observation in written:
            _ask_submittable(outcome, observation, answered[observation.pk])
        _hand_over([one for one in written if one[0].error is None], by)
    return outcomes


def _draft_of(outcome: Outcome, desk: Desk) -> _Written:
    """What is to be submitted for an entry, not stored yet; nothing where it is refused or stands already."""
    outcome.leave = desk.leave(outcome.entered)
    outcome.observation = desk.unchanged(outcome.entered)
    outcome.unchanged = outcome.observation is not None
    draft = None if outcome.unchanged else _attempt(outcome, desk.draft)
    return [] if draft is None else [(outcome, draft)]


def _submittable(drafts: _Written, desk: Desk, *, again: bool) -> _Written:
    """Those of the drafts that may be submitted; the others' outcomes say why not. Nothing is written.

    ``again``: the rest is checked without who was refused, until nobody is. A round costs a reading of what stands around the
    rest; nearly always the second one refuses nobody.
    """
    stored = warnings.stored_of([draft.pk for _outcome, draft in drafts if draft.pk is not None])
    while drafts:
        _check(drafts, desk)
        for outcome, draft in drafts:
            before = stored.get(draft.pk, {})
            _ask_submittable(outcome, draft, warnings.answered_keys(outcome.findings, outcome.entered.answers, before))
        kept = [one for one in drafts if one[0].error is None]
        if not again or len(kept) == len(drafts):
            return kept
        drafts = kept
    return drafts


def _attempt(outcome: Outcome, step: Callable[[Entered], Observation]) -> Observation | None:
    """Run a step of one figure; a refusal, which always comes before the first write, stays with the figure."""
    try:
        return step(outcome.entered)
    except (ServiceError, ValidationError, PermissionDenied) as error:
        outcome.error = error
        return None


def _check(written: _Written, desk: Desk) -> None:
    """Let the outcomes say what the checks find about each, beside all the others."""
    by_year: dict[int, dict[int, tuple[Outcome, Observation]]] = defaultdict(dict)
    for outcome, observation in written:
        by_year[observation.year][observation.row_id] = outcome, observation
    for year, of_year in by_year.items():
        actuals = {row_id: actual_of(observation, year) for row_id, (_outcome, observation) in of_year.items()}
        found = findings_of_rows(actuals, year, inputs=desk.inputs)
        for row_id, (outcome, _observation) in of_year.items():
            outcome.inputs = desk.inputs.get(row_id)
            outcome.findings = found.get(row_id, ())


def _store(drafts: _Written, checked: _Written, by: Writer) -> Mapping[int, frozenset[str]]:
    """Write the drafts, and the warnings of all that is checked; the keys of the answered ones, by figure."""
    with history(by, recorded("保存草稿")):
        steps.store_drafts([draft for _outcome, draft in drafts])
        return warnings.refresh_many([(one, outcome.findings, outcome.entered.answers) for outcome, one in checked], by)


def _hand_over(drafts: _Written, by: Writer) -> None:
    with history(by, recorded("提交审核")):
        steps.hand_over([draft for _outcome, draft in drafts], by)


def _ask_submittable(outcome: Outcome, draft: Observation, answered: frozenset[str]) -> None:
    """Let the outcome say what stands in the way of submitting the draft, if anything does."""
    try:
        _refuse(outcome.findings, answered)
        if outcome.entered.figures is None:
            steps.check(draft)  # what was stored earlier, whoever did; what is entered now is checked
        steps.check_constraints(draft)
    except (ServiceError, ValidationError) as error:
        outcome.error = error


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
