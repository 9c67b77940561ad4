"""What the pages of projects read from an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.views.asked import BadParameter
from plans.models import Plan
from projects.filters import MonthField, ProjectFilterSet
from projects.selectors.register import latest_month, visible_projects
from regions.filters import told_errors


def month_asked(query: QueryDict) -> date | None:
    """``month=2025-06``; None where it is not given."""
    try:
        asked: date | None = MonthField(required=False).clean(query.get("month", "").strip())
    except ValidationError as error:
        raise BadParameter(_("参数 month：%(said)s") % {"said": " ".join(error.messages)}) from None
    return asked


def month_of(query: QueryDict, user: User) -> date:
    """The month asked for; else the newest one with an approved report, else the current one."""
    return month_asked(query) or latest_month(user) or timezone.localdate().replace(day=1)


def filtered(query: QueryDict, user: User, month: date) -> ProjectFilterSet:
    """The filters of the list, those of the API. ``month`` stands for the page's own, of which ``report`` speaks."""
    asked = query.copy()
    asked.pop("month", None)
    if asked.get("report"):
        asked["month"] = f"{month:%Y-%m}"
    filters = ProjectFilterSet(asked, queryset=visible_projects(user))
    if not filters.is_valid():
        raise BadParameter(told_errors(filters))
    return filters


def asked_plan(query: QueryDict, plans: Sequence[Plan]) -> Plan | None:
    """The plan that ``plan=`` names; the only one there is where none is named; None: several, none named.

    ``BadParameter`` for one that is not among these, be it missing or of another region.
    """
    text = query.get("plan", "").strip()
    if not text:
        return plans[0] if len(plans) == 1 else None
    found = next((plan for plan in plans if str(plan.pk) == text), None)
    if found is None:
        raise BadParameter(_("没有编号为 %(value)s 的规划，或它没有列出项目。") % {"value": text[:20]})
    return found
