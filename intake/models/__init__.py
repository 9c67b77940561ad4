"""Uploads of plan documents, what was read in them, what a person decided."""

from intake.models.decisions import Decision, DoubtAnswer
from intake.models.uploads import Intake, IntakeState

__all__ = ["Decision", "DoubtAnswer", "Intake", "IntakeState"]
