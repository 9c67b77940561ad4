"""What of the facts of a plan goes out: only what was ticked, and nothing of how the office works."""

from __future__ import annotations

from dataclasses import replace

from evaluations.domain.facts import Facts, Line, Projects
from indicators.domain.display import REASON_LABELS
from indicators.domain.types import Reason

#: How the note begins that names what is in doubt (``evaluations.selectors.notes``).
_OF_DOUBTS = "有数据疑点尚待处理"


def cut(facts: Facts, *, with_projects: bool, with_commitments: bool) -> Facts:
    """The facts for everybody: no counties, units, doubts or early warnings, no words of monthly reports, no yearly plans."""
    projects = Projects()
    if with_projects:
        lines = tuple(replace(one, unit="", note="") for one in facts.projects.lines)
        projects = replace(facts.projects, lines=lines)
    kept = (*facts.lines, *(facts.commitments if with_commitments else ()))
    return replace(
        facts,
        lines=tuple(_line(one) for one in facts.lines),
        commitments=tuple(_line(one) for one in facts.commitments) if with_commitments else (),
        commitment_counts=facts.commitment_counts if with_commitments else (),
        projects=projects,
        counties=(),
        notes=tuple(one for one in facts.notes if not one.startswith(_OF_DOUBTS)),
        sample=projects.sample or any(one.sample for one in kept),
    )


def _line(one: Line) -> Line:
    """What a doubt says is for those who resolve it; that there is one stays said."""
    doubted = one.reason == Reason.BLOCKING_DOUBT
    why = REASON_LABELS[Reason.BLOCKING_DOUBT] if doubted else one.why
    return replace(one, units=(), doubts=0, early_warning=False, annual_target="", why=why)
