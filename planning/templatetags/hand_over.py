"""What moved on in the plan before, on the pages of the plan after."""

from __future__ import annotations

from typing import Any

from django import template

from dashboards.presenters.moved_bases import move_lines
from indicators.selectors.succession import moved_bases_of
from plans.models import Plan

register = template.Library()


@register.inclusion_tag("dashboards/_moved_bases.html", takes_context=True)
def moved_bases(context: dict[str, Any], plan: Plan, may_plan: bool) -> dict[str, Any]:
    """Bases whose figure was revised since, each with the one click that takes it over. Two queries."""
    return {
        "moves": move_lines(moved_bases_of(plan)),
        "may_plan": may_plan,
        "csrf_token": context.get("csrf_token"),
    }
