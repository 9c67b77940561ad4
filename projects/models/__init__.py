"""Key projects: the register, monthly reports, problems and letters, issued bulletins."""

from projects.models.bulletins import Bulletin, BulletinKind
from projects.models.problems import (
    Letter,
    LetterProblem,
    LetterState,
    Problem,
    ProblemKind,
    ProblemState,
    ProblemStep,
    StepKind,
)
from projects.models.project import Field, InvestmentUnit, Kind, Project, Stage
from projects.models.register import CommitmentLink, CooperatingUnit, Decision, LikePair, ProjectYear, StageChange
from projects.models.reports import ProjectReport, ReportingRule, ReportState, ReportWarning, ReportWarningCode

__all__ = [
    "Bulletin",
    "BulletinKind",
    "CommitmentLink",
    "CooperatingUnit",
    "Decision",
    "Field",
    "InvestmentUnit",
    "Kind",
    "Letter",
    "LetterProblem",
    "LetterState",
    "LikePair",
    "Problem",
    "ProblemKind",
    "ProblemState",
    "ProblemStep",
    "Project",
    "ProjectReport",
    "ProjectYear",
    "ReportState",
    "ReportWarning",
    "ReportWarningCode",
    "ReportingRule",
    "Stage",
    "StageChange",
    "StepKind",
]
