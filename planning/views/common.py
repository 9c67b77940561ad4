"""What the pages of a plan share: the plan that a person may see or change."""

from __future__ import annotations

from django.http import Http404

from accounts import access
from accounts.models import User
from entry.views.common import CONFLICT, UNREADABLE, announce, person, take_over
from plans.models import Plan, PlanStatus

__all__ = [
    "CONFLICT",
    "UNREADABLE",
    "announce",
    "person",
    "plan_in_scope",
    "plan_to_change",
    "require_shown",
    "take_over",
]


def plan_in_scope(user: User, plan_id: int) -> Plan:
    """The plan; 404 where there is none, or one in the making that the person is not shown; refused outside the scope."""
    found = Plan.objects.select_related("region", "predecessor__region").filter(pk=plan_id).first()
    if found is None:
        raise Http404
    require_shown(user, found)
    return found


def plan_to_change(user: User, plan_id: int) -> Plan:
    """The plan, for a person who plans for its region; else 404 or refused."""
    found = plan_in_scope(user, plan_id)
    access.require(access.may_plan(user, found.region), user=user, what=f"change plan {plan_id}")
    return found


def require_shown(user: User, plan: Plan) -> None:
    """404 or refusal unless the person is shown this plan; its region is loaded."""
    access.require(access.may_see(user, plan.region), user=user, what=f"see plan {plan.pk}")
    if plan.status == PlanStatus.DRAFT and not access.sees_drafts(user):
        raise Http404
