"""What the pages of a plan share: the plan that a person may see or change."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from accounts.views.asked import BadParameter, refuses_bad_parameters
from entry.views.common import CONFLICT, UNREADABLE, announce, person, take_over
from plans.models import Plan, PlanStatus

__all__ = [
    "CONFLICT", "UNREADABLE", "announce", "only_now", "person", "plan_in_scope", "plan_to_change", "require_shown",
    "take_over",
]  # fmt: skip


def only_now(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Plans are set up as they are now: ``as_of`` is refused with a sentence, never passed over."""

    @refuses_bad_parameters
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("as_of", "").strip():
            raise BadParameter(_("规划的设置页不能按历史日期（as_of）查看。请去掉该参数；修改历史可从页末查看。"))
        return view(request, *args, **kwargs)

    return wrapped


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
