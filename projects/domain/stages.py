"""The order of a project's life, and what a step along it leaves out."""

from __future__ import annotations

from indicators.domain.said import word

#: In the order of ``projects.models.Stage``.
STAGES = ("idea", "reserve", "preparation", "signed", "started", "building", "completed", "in_operation")
NAMES = {
    "idea": word("谋划"),
    "reserve": word("储备"),
    "preparation": word("前期"),
    "signed": word("签约"),
    "started": word("开工"),
    "building": word("在建"),
    "completed": word("竣工"),
    "in_operation": word("投产"),
}
#: Public works have no investor to sign with: to leave this out says nothing.
_OPTIONAL = frozenset({"signed"})
_PLACE = {stage: place for place, stage in enumerate(STAGES)}
#: Works on the ground have begun; they have ended.
BEGUN = frozenset({"started", "building", "completed", "in_operation"})
ENDED = frozenset({"completed", "in_operation"})


def skipped(before: str, now: str) -> tuple[str, ...]:
    """The stages between the two that were left out, without those that need not be. Nothing where no stage was known."""
    if not before or not now:
        return ()
    between = STAGES[_PLACE[before] + 1 : _PLACE[now]]
    return tuple(stage for stage in between if stage not in _OPTIONAL)


def goes_back(before: str, now: str) -> bool:
    """Whether ``now`` lies before ``before``."""
    return bool(before and now) and _PLACE[now] < _PLACE[before]
