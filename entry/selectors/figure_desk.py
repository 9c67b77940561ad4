"""What lies beside the form of one figure: leave to write, whom to ask, warnings answered before, files, versions."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import PersonRole, User
from entry.selectors.figures import FigurePage
from indicators.domain.checks.findings import Finding
from indicators.models import Evidence, Observation, ObservationState, ObservationWarning
from indicators.selectors.evidence import evidence_of, may_add, may_take_off
from indicators.selectors.findings import actual_of, findings_of
from indicators.selectors.rounds import Leave, writable

MOST_NAMES = 3
_BEING_WRITTEN = {ObservationState.DRAFT, ObservationState.RETURNED}


@dataclass(frozen=True, slots=True)
class Desk:
    """``reviewers``: whom to ask, by name. ``reasons``: given for warnings of the open version, as (key, message) → reason.

    ``attached``: files of the newest version; ``before``: those of the version that it corrects, or would.
    """

    leave: Leave
    reviewers: tuple[str, ...]
    versions: tuple[Observation, ...]  # the newest first
    reasons: dict[tuple[str, str], str]
    attached: tuple[Evidence, ...]
    before: tuple[Evidence, ...]
    may_add: bool
    may_take_off: bool


def desk_of(user: User, page: FigurePage) -> Desk:
    """Twelve queries at most, whatever the number of versions and files."""
    row, latest = page.row, page.latest
    versions = tuple(row.observations.filter(year=page.year).select_related("approved_by").order_by("-version"))
    opened = latest if latest is not None and latest.state != ObservationState.APPROVED else None
    earlier = next((one for one in versions if one.state == ObservationState.APPROVED), None)
    files = evidence_of([one for one in (opened, earlier) if one is not None])
    return Desk(
        leave=writable(user, [row.pk], page.year)[row.pk],
        reviewers=_reviewers(page),
        versions=versions,
        reasons=_reasons(opened),
        attached=tuple(files.get(opened.pk, ())) if opened else (),
        before=tuple(files.get(earlier.pk, ())) if earlier else (),
        may_add=latest is not None and may_add(user, latest),
        may_take_off=latest is not None and may_take_off(user, latest),
    )


def stored_findings(page: FigurePage) -> tuple[Finding, ...]:
    """What the checks say about the figure that is being written, as it is stored; nothing about one handed on."""
    latest = page.latest
    if latest is None or latest.state not in _BEING_WRITTEN:
        return ()
    return findings_of(page.row, page.year, actual_of(latest, page.year))


def _reviewers(page: FigurePage) -> tuple[str, ...]:
    """The region's own reviewers, whom its clerks know."""
    people = User.objects.filter(role=PersonRole.REVIEWER, region=page.row.plan.region, is_active=True)
    return tuple(str(one) for one in people.order_by("username")[:MOST_NAMES])


def _reasons(figure: Observation | None) -> dict[tuple[str, str], str]:
    if figure is None:
        return {}
    warnings = ObservationWarning.objects.filter(observation=figure).exclude(reason="")
    return {(one.key, one.message): one.reason for one in warnings}
