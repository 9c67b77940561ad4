"""Warnings about an entered figure, kept beside it with the reasons given for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils import timezone

from accounts.access import Writer
from accounts.models import User
from indicators.domain.checks.findings import Finding, Severity
from indicators.models import Observation, ObservationWarning
from indicators.selectors.stored_figures import among

#: A figure, what the checks say about it, and the reasons that were given now, by key.
Checked = tuple[Observation, Sequence[Finding], Mapping[str, str]]


def refresh_many(checked: Sequence[Checked], by: Writer) -> dict[int, frozenset[str]]:
    """Make the stored warnings of the figures say what was found; by figure the keys of those with a reason.

    One query more than there are changes.

    A warning that is no longer found goes (the history keeps it). A reason stays with its warning as long as that says
    the same; about other numbers it is another warning, which wants its own. A blank answer takes the reason back.
    """
    stored = stored_of([one.pk for one, _found, _answers in checked])
    new, gone, answered = [], [], {}
    for observation, findings, answers in checked:
        before = stored[observation.pk]
        found = {one.key: one for one in findings if one.severity is Severity.WARNING}
        now = {key: before.get(key) or _new(observation, one) for key, one in found.items()}
        for key, warning in now.items():
            if _told(warning, found[key].message, answers.get(key), by) and warning.pk is not None:
                warning.save()
        new += [warning for warning in now.values() if warning.pk is None]
        gone += [warning.pk for key, warning in before.items() if key not in found]
        answered[observation.pk] = frozenset(key for key, warning in now.items() if warning.reason)
    if gone:
        ObservationWarning.objects.filter(pk__in=gone).delete()
    ObservationWarning.objects.bulk_create(new)
    return answered


def stored_of(observation_ids: Collection[int]) -> dict[int, dict[str, ObservationWarning]]:
    """The stored warnings of each figure, by key. One query."""
    stored: dict[int, dict[str, ObservationWarning]] = {one: {} for one in observation_ids}
    for warning in ObservationWarning.objects.filter(observation__in=among(stored)).order_by():
        stored[warning.observation_id][warning.key] = warning
    return stored


def answered_keys(
    findings: Sequence[Finding], answers: Mapping[str, str], before: Mapping[str, ObservationWarning]
) -> frozenset[str]:
    """Which of the warnings found would have a reason once they are stored (``refresh_many``); nothing is written."""
    return frozenset(
        one.key
        for one in findings
        if one.severity is Severity.WARNING and _reason(before.get(one.key), one.message, answers.get(one.key))
    )


def _reason(stored: ObservationWarning | None, message: str, answer: str | None) -> str:
    """The reason that holds for what is said now: the one given now, else the one that stands with the same words."""
    if answer is not None:
        return answer.strip()
    return stored.reason if stored is not None and stored.message == message else ""


def _new(observation: Observation, finding: Finding) -> ObservationWarning:
    return ObservationWarning(observation=observation, code=finding.code.value, field=finding.field)


def _told(warning: ObservationWarning, message: str, answer: str | None, by: Writer) -> bool:
    """Take over what is found and said now; whether anything changed."""
    reason = _reason(warning, message, answer)
    if (warning.message, warning.reason) == (message, reason):
        return False
    if reason != warning.reason:
        person = by if isinstance(by, User) else None  # of a system the figure itself says which
        warning.answered_by, warning.answered_at = (person, timezone.now()) if reason else (None, None)
    warning.message, warning.reason = message, reason
    return True
