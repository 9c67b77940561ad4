"""Actions of the matrix of roles in the life of a plan: set up, yearly targets, adjustments, evaluations, hand-over, release."""

from __future__ import annotations

from tests.security import role_appraisal as appraisal
from tests.security import role_evaluations as evaluations
from tests.security import role_hand_over as handing
from tests.security import role_plans as set_plans
from tests.security.role_adjusting import ADJUSTING
from tests.security.role_row_figures import ROW_FIGURES
from tests.security.role_yearly import YEARLY

LIFE = {
    **set_plans.ACTIONS,
    **handing.ACTIONS,
    **YEARLY,
    **ROW_FIGURES,
    **ADJUSTING,
    **appraisal.ACTIONS,
    **evaluations.ACTIONS,
}
