"""What a unit is credited with (考核): its binding and expected indicators, commitments and projects, by weights that are stated.

Only what can be judged counts: a part is the weighted mean of its judged items, a unit the weighted mean of its judged parts.
Whatever cannot be judged stands apart with its reason and moves no score. Scores and weights lie between 0 and 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from indicators.domain.said import word
from indicators.domain.types import Status
from indicators.domain.verdict import SETTLED, Outcome
from projects.domain.stages import NAMES, STAGES

_FULL: Final = Decimal(100)
#: Declared by phrase instead of a figure (上报完成): scored by itself, if at all.
DECLARED_MET, DECLARED_NOT_MET = "declared_met", "declared_not_met"


class Part(StrEnum):
    """The parts of an appraisal, binding indicators first. ``OTHER``: indicators whose nature is not mapped; never counted."""

    BINDING = "binding"
    EXPECTED = "expected"
    COMMITMENTS = "commitments"
    PROJECTS = "projects"
    OTHER = "other"


WEIGHED: Final = (Part.BINDING, Part.EXPECTED, Part.COMMITMENTS, Part.PROJECTS)
PART_LABELS: Final[dict[Part, str]] = {
    Part.BINDING: word("约束性指标"),
    Part.EXPECTED: word("预期性指标"),
    Part.COMMITMENTS: word("正文承诺"),
    Part.PROJECTS: word("重点项目"),
    Part.OTHER: word("属性未归类的指标"),
}
#: Every state that a scheme may score, in the order in which it is edited.
STATES: Final[dict[str, str]] = {
    "met_early": word("提前实现"),
    "met": word("完成"),
    "nearly_met": word("基本完成"),
    "not_met": word("未完成"),
    "ahead": word("快于预期"),
    "on_track": word("符合预期"),
    "behind": word("滞后"),
    "far_behind": word("严重滞后"),
    "reversing": word("倒退"),
    "holds": word("保持"),
    "breached": word("未保持"),
    DECLARED_MET: word("上报完成"),
    DECLARED_NOT_MET: word("上报未完成"),
    **{f"stage_{stage}": NAMES[stage] for stage in STAGES},
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """Weights by part (together 100), what each state scores (None: not counted, listed apart), and the share, in per cent
    of the lead unit's, with which a unit that only takes part is concerned (0: not at all)."""

    weights: Mapping[Part, Decimal]
    scores: Mapping[str, Decimal | None]
    joint: Decimal


def _scores(**given: int | None) -> dict[str, Decimal | None]:
    return {code: None if points is None else Decimal(points) for code, points in given.items()}


#: 建议权重: in force nowhere until a planner says so, and pages say that.
SUGGESTED: Final = Scheme(
    weights={
        Part.BINDING: Decimal(50), Part.EXPECTED: Decimal(20), Part.COMMITMENTS: Decimal(15), Part.PROJECTS: Decimal(15),
    },
    scores=_scores(
        met_early=100, met=100, nearly_met=80, not_met=0, ahead=100, on_track=100, behind=60, far_behind=30, reversing=0,
        holds=100, breached=0, declared_met=None, declared_not_met=None, stage_idea=0, stage_reserve=0, stage_preparation=30,
        stage_signed=40, stage_started=70, stage_building=80, stage_completed=100, stage_in_operation=100,
    ),
    joint=Decimal(50),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a unit answers for. ``state``: a key of ``STATES``, "" = cannot be judged, then ``why`` says so.

    ``lead``: the unit leads, else it takes part. ``confirmed``: the duty is; false = 默认分工，待确认.
    """

    key: str
    part: Part
    state: str
    why: str = ""
    lead: bool = True
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Scored:
    """An item with its score; None: it stands apart. ``share``: with which it counts, as a fraction of a lead unit's."""

    item: Item
    score: Decimal | None
    share: Decimal


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of a unit. ``score`` None: nothing of it can be judged. ``weight``: of the scheme, 0 for what never counts."""

    part: Part
    weight: Decimal
    score: Decimal | None
    counted: tuple[Scored, ...]
    apart: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A unit. ``score`` None: nothing of it can be judged. ``weighed``: the sum of the weights that were used, 100 if all parts were."""

    score: Decimal | None
    weighed: Decimal
    parts: tuple[PartScore, ...]

    @property
    def counted(self) -> int:
        """How many items make the score."""
        return sum(len(part.counted) for part in self.parts)

    @property
    def apart(self) -> int:
        """How many stand apart."""
        return sum(len(part.apart) for part in self.parts)

    @property
    def unconfirmed(self) -> int:
        """How many duties are a default that nobody confirmed."""
        return sum(not one.item.confirmed for part in self.parts for one in (*part.counted, *part.apart))


def state_of_row(status: Status, *, outcome: Outcome | None, reported: bool) -> str:
    """The state that is scored: the verdict where no year remains (``outcome`` not None), else the status; "" = none.

    ``reported``: declared by phrase, not by a figure.
    """
    if outcome is not None and outcome not in SETTLED:
        return ""
    code = status.value if outcome is None else outcome.value
    if reported:
        return DECLARED_MET if code in {"met", "met_early", "on_track", "holds"} else DECLARED_NOT_MET
    return code if code in STATES else ""


def appraise(items: Iterable[Item], scheme: Scheme) -> Appraisal:
    """The score of one unit. The order of the items does not matter to it; they are kept in the order given."""
    given = [_scored(item, scheme) for item in items]
    parts = tuple(
        found for part in Part if (found := _part(part, [one for one in given if one.item.part is part], scheme))
    )
    judged = [part for part in parts if part.score is not None and part.weight > 0]
    weighed = sum((part.weight for part in judged), Decimal(0))
    total = sum((part.weight * part.score for part in judged if part.score is not None), Decimal(0))
    return Appraisal(total / weighed if weighed else None, weighed, parts)


def _scored(item: Item, scheme: Scheme) -> Scored:
    share = Decimal(1) if item.lead else scheme.joint / _FULL
    score = scheme.scores.get(item.state) if item.state and item.part is not Part.OTHER and share > 0 else None
    return Scored(item, score, share)


def _part(part: Part, items: list[Scored], scheme: Scheme) -> PartScore | None:
    if not items:
        return None
    counted = tuple(one for one in items if one.score is not None)
    shares = sum((one.share for one in counted), Decimal(0))
    total = sum((one.share * one.score for one in counted if one.score is not None), Decimal(0))
    return PartScore(
        part=part,
        weight=scheme.weights.get(part, Decimal(0)),
        score=total / shares if shares else None,
        counted=counted,
        apart=tuple(one for one in items if one.score is None),
    )
