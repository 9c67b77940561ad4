"""Key projects at a glance: how many of each kind, and how far those have come that report a stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from projects.models import Kind, Stage
from projects.selectors.register import ProjectCount


@dataclass(frozen=True, slots=True)
class ProjectsAtAGlance:
    """``kinds``: code, label, number. ``stages``: label and number of those reported; ``unreported``: without a stage."""

    total: int
    kinds: tuple[tuple[str, str, int], ...]
    stages: tuple[tuple[str, str, int], ...]
    unreported: int
    sample: bool


def at_a_glance(counts: Iterable[ProjectCount]) -> ProjectsAtAGlance | None:
    """None where there is no project: the block is left out."""
    kinds: Counter[str] = Counter()
    stages: Counter[str] = Counter()
    sample = False
    for one in counts:
        kinds[one.kind] += one.number
        stages[one.stage] += one.number
        sample = sample or one.sample
    if not kinds:
        return None
    return ProjectsAtAGlance(
        total=sum(kinds.values()),
        kinds=tuple((code, str(label), kinds[code]) for code, label in Kind.choices if kinds[code]),
        stages=tuple((code, str(label), stages[code]) for code, label in Stage.choices if stages[code]),
        unreported=stages[""],
        sample=sample,
    )
