"""Plan indicators: what was promised, what was reached, what that means."""

from indicators.models.assessment import Assessment, JobRun, JobState, StatusRule
from indicators.models.catalogue import Indicator
from indicators.models.doubts import Doubt, DoubtState
from indicators.models.figures import (
    AnnualTarget,
    BackgroundFigure,
    DefinitionBreak,
    Observation,
    ObservationState,
    PeriodResult,
)
from indicators.models.rows import Base, Listing, PlanIndicator, ReferenceFigure, ResponsibleUnit, Target

__all__ = [
    "AnnualTarget",
    "Assessment",
    "BackgroundFigure",
    "Base",
    "DefinitionBreak",
    "Doubt",
    "DoubtState",
    "Indicator",
    "JobRun",
    "JobState",
    "Listing",
    "Observation",
    "ObservationState",
    "PeriodResult",
    "PlanIndicator",
    "ReferenceFigure",
    "ResponsibleUnit",
    "StatusRule",
    "Target",
]
