"""What stands above every page about plans: the tabs between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import administers, makes_plans
from accounts.models import User
from projects.templatetags.project_pages import Tab, tabs_of

register = template.Library()


def _everybody(user: User) -> bool:
    return True


#: Label, name of the address, who may use it. A page that does not exist (yet) is left out.
_TABS: list[tuple[Promise, str, Callable[[User], bool]]] = [
    (_("规划"), "planning:list", _everybody),
    (_("导入规划"), "intake:list", makes_plans),
    (_("评估报告"), "evaluations:list", _everybody),
    (_("信息公开管理"), "publicity:releases", administers),
]


@register.inclusion_tag("plans/tabs.html", takes_context=True)
def plan_tabs(context: dict[str, Any]) -> dict[str, list[Tab]]:
    """The pages about plans that the person may use; the one whose address starts the current one is marked."""
    return {"tabs": tabs_of(context["request"], _TABS)}
