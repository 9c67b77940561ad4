"""Evaluations of plans: the papers, their words, their files."""

from evaluations.models.evaluation import Evaluation, EvaluationKind, EvaluationState, EvaluationText
from evaluations.models.paper import PaperFile, PaperFormat, PaperState

__all__ = [
    "Evaluation",
    "EvaluationKind",
    "EvaluationState",
    "EvaluationText",
    "PaperFile",
    "PaperFormat",
    "PaperState",
]
