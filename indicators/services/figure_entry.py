"""One figure with the files that prove it, from one form: saved together, submitted together, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.models import User
from indicators.services import evidence
from indicators.services.entered import Entered, Outcome
from indicators.services.errors import FindingsRefused
from indicators.services.saving import save_many


def enter(
    *, entered: Entered, added: Iterable[evidence.Sent], removed: Iterable[int], submit: bool, by: User
) -> Outcome:
    """Save the draft, attach and take off files, and (``submit``) hand it to the reviewer.

    Whatever is refused leaves everything as it was, but for findings: they keep the figure from being submitted, the draft
    and its files stay. ``PermissionDenied`` is raised, every other refusal stands in the outcome.
    """
    with transaction.atomic():
        (outcome,) = save_many(entries=[entered], by=by)
        if outcome.error is None:
            outcome = _with_files(outcome, added, removed, by)
        if outcome.error is None and submit:
            outcome = _submitted(outcome, by)
        if outcome.error is not None and not isinstance(outcome.error, FindingsRefused):
            outcome.observation = None
            transaction.set_rollback(True)
    if isinstance(outcome.error, PermissionDenied):
        raise outcome.error
    return outcome


def _with_files(outcome: Outcome, added: Iterable[evidence.Sent], removed: Iterable[int], by: User) -> Outcome:
    assert outcome.observation is not None
    try:
        evidence.change(observation=outcome.observation, added=added, removed=removed, by=by)
    except (ValidationError, PermissionDenied) as refused:
        outcome.error = refused
    return outcome


def _submitted(outcome: Outcome, by: User) -> Outcome:
    """The draft just saved, handed on; the outcome speaks of what was entered."""
    assert outcome.observation is not None
    saved = replace(outcome.entered, figures=None, lock=outcome.observation.lock, reason=None)
    (handed,) = save_many(entries=[saved], by=by, submit=True)
    return Outcome(outcome.entered, handed.observation, handed.findings, handed.error)
