"""Plan indicators: what was promised, what was reached, what that means."""

from indicators.models.assessment import Assessment, JobRun, JobState, StatusRule
from indicators.models.catalogue import Indicator
from indicators.models.doubts import Doubt, DoubtState
from indicators.models.entry import Evidence, EvidenceKind, ObservationWarning
from indicators.models.figures import (
    AnnualTarget,
    BackgroundFigure,
    DefinitionBreak,
    Observation,
    ObservationState,
    PeriodResult,
)
from indicators.models.lifecycle import ChangeOf, PlannedChange, Succession, SuccessionKind
from indicators.models.moves import StatusMove
from indicators.models.promises import Base, BaseSource, Cause, ReferenceFigure, Target
from indicators.models.rounds import Reminder, ReminderKind, Reopening, ReportingRound, RoundAsk
from indicators.models.rows import Listing, PlanIndicator, ResponsibleUnit
from indicators.models.sheets import SavedWorkbook, SheetMapping, SheetName

__all__ = [
    "AnnualTarget",
    "Assessment",
    "BackgroundFigure",
    "Base",
    "BaseSource",
    "Cause",
    "ChangeOf",
    "DefinitionBreak",
    "Doubt",
    "DoubtState",
    "Evidence",
    "EvidenceKind",
    "Indicator",
    "JobRun",
    "JobState",
    "Listing",
    "Observation",
    "ObservationState",
    "ObservationWarning",
    "PeriodResult",
    "PlanIndicator",
    "PlannedChange",
    "ReferenceFigure",
    "Reminder",
    "ReminderKind",
    "Reopening",
    "ReportingRound",
    "ResponsibleUnit",
    "RoundAsk",
    "SavedWorkbook",
    "SheetMapping",
    "SheetName",
    "StatusMove",
    "StatusRule",
    "Succession",
    "SuccessionKind",
    "Target",
]
