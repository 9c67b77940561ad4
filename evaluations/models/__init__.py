"""Evaluations of plans: the papers, their words, their files; and by which weights units are appraised."""

from evaluations.models.appraisal import AppraisalScheme
from evaluations.models.evaluation import Evaluation, EvaluationKind, EvaluationState, EvaluationText
from evaluations.models.paper import PaperFile, PaperFormat, PaperState

__all__ = [
    "AppraisalScheme",
    "Evaluation",
    "EvaluationKind",
    "EvaluationState",
    "EvaluationText",
    "PaperFile",
    "PaperFormat",
    "PaperState",
]
