"""What the reviewer sees: differences, doubts, and what the figure would mean."""

from __future__ import annotations

from typing import Any

from django.forms import Form

from accounts.models import User
from entry.presenters.figures import FIGURES, differences
from entry.presenters.outlook import OutlookText, actual_of, outlook_text
from entry.selectors.preview import outlook
from entry.selectors.review import ReviewPage
from indicators.models import Observation, ObservationState
from indicators.services.observations import figures_of


def review_context(page: ReviewPage, form: Form, user: User) -> dict[str, Any]:
    """``waiting``: the figure can still be decided; ``own``: the person submitted it and may not decide."""
    figure = page.figure
    return {
        "page": page,
        "figure": figure,
        "row": figure.row,
        "plan": figure.row.plan,
        "form": form,
        "waiting": figure.state == ObservationState.SUBMITTED,
        "own": figure.submitted_by_id == user.pk,
        "to_last_version": differences(page.in_force, figure),
        "to_last_year": differences(page.last_year, figure, only=FIGURES) if page.last_year else [],
        "outlook": _outlook(figure) if figure.state == ObservationState.SUBMITTED else None,
    }


def _outlook(figure: Observation) -> OutlookText:
    texts = list(figure.row.targets.filter(in_force=True).order_by("ordinal").values_list("text", flat=True))
    return outlook_text(outlook(figure.row_id, actual_of(figure.year, figures_of(figure))), texts)
