"""What can be done with one plan: the links of `/plans/<id>/`. A new page of a plan adds its line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.models import User
from plans.models import Plan, PlanStatus

May = Callable[[User, Plan], bool]


def sees(user: User, plan: Plan) -> bool:
    """Whoever sees the region."""
    return access.may_see(user, plan.region)


def plans(user: User, plan: Plan) -> bool:
    """Whoever plans for the region."""
    return access.may_plan(user, plan.region)


def administers(user: User, plan: Plan) -> bool:
    """Whoever administers the region."""
    return access.may_administer(user, plan.region)


def not_a_draft(may: May) -> May:
    """The same, once the plan is no draft any more."""
    return lambda user, plan: plan.status != PlanStatus.DRAFT and may(user, plan)


@dataclass(frozen=True, slots=True)
class Way:
    """One page of a plan. ``query``: the address takes no number but ``?plan=``. ``who``: asked where the plan is in scope."""

    label: Promise
    means: Promise
    address: str
    who: May
    query: bool = False


#: A page that does not exist (yet) is left out.
WAYS: list[Way] = [
    Way(_("编辑"), _("规划概况、各行指标、责任单位"), "planning:edit", plans),
    Way(_("状态"), _("设为实施中、结束、被替代"), "planning:state", plans),
    Way(_("年度目标"), _("把期末目标分到每一年"), "planning:yearly", sees),
    Way(_("调整修订"), _("规划调整和统计修订"), "planning:adjustments", not_a_draft(sees)),
    Way(_("评估报告"), _("年度监测、中期评估、总结评估"), "evaluations:list", not_a_draft(sees), query=True),
    Way(_("单位考核"), _("按单位计分"), "evaluations:appraisal", not_a_draft(sees)),
    Way(_("衔接下期"), _("由本规划编制下一期"), "planning:succeed", not_a_draft(plans)),
    Way(_("信息公开"), _("向社会公开的内容"), "publicity:plan", not_a_draft(administers)),
]


@dataclass(frozen=True, slots=True)
class Link:
    label: Promise
    means: Promise
    address: str


def ways_of(plan: Plan, user: User) -> list[Link]:
    """The links that exist and that the person may follow, in the order of a plan's life."""
    found = []
    for way in WAYS:
        if not way.who(user, plan):
            continue
        try:
            address = f"{reverse(way.address)}?plan={plan.pk}" if way.query else reverse(way.address, args=[plan.pk])
        except NoReverseMatch:
            continue
        found.append(Link(way.label, way.means, address))
    return found
