"""What stands above every page of entry: the tabs between its pages, and reminders that were not read yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import enters_figures, reviews_figures
from accounts.models import User
from indicators.models import Reminder
from indicators.selectors.reminders import unread

register = template.Library()


def _everybody(user: User) -> bool:
    return True


#: Label, name of the address, who may use it. A page that does not exist (yet) is left out.
_TABS: list[tuple[Promise, str, Callable[[User], bool]]] = [
    (_("填报表"), "entry:list", enters_figures),
    (_("项目月报"), "entry:projects", enters_figures),
    (_("历年数据"), "entry:years", enters_figures),
    (_("Excel 填报"), "entry:sheets", enters_figures),
    (_("填报任务"), "entry:rounds", _everybody),
    (_("待审核"), "entry:review", reviews_figures),
    (_("月报待审"), "entry:projects-review", reviews_figures),
]


@dataclass(frozen=True, slots=True)
class Tab:
    label: Promise
    address: str
    current: bool


def unread_reminders(request: HttpRequest) -> list[Reminder]:
    """Unread reminders of whoever enters figures: one query a page, however often it is asked; nothing for the others."""
    user = getattr(request, "user", None)  # a request refused at the door was asked by nobody
    if not isinstance(user, User) or not enters_figures(user):
        return []
    if not hasattr(request, "unread_reminders"):
        request.unread_reminders = unread(user)  # type: ignore[attr-defined]
    found: list[Reminder] = request.unread_reminders  # type: ignore[attr-defined]
    return found


@register.inclusion_tag("entry/tabs.html", takes_context=True)
def entry_tabs(context: dict[str, Any]) -> dict[str, list[Tab]]:
    """The pages of entry that the person may use; the one whose address starts the current one is marked."""
    request = context["request"]
    found: list[tuple[Promise, str]] = []
    for label, name, allowed in _TABS:
        if allowed(request.user):
            try:
                found.append((label, reverse(name)))
            except NoReverseMatch:
                continue
    here = max((address for _label, address in found if request.path.startswith(address)), key=len, default="")
    return {"tabs": [Tab(label, address, address == here) for label, address in found]}


@register.inclusion_tag("entry/reminders.html", takes_context=True)
def reminders(context: dict[str, Any]) -> dict[str, Any]:
    """The banner with what is unread, on pages of entry alone."""
    request = context.get("request")
    if request is None or not request.path.startswith("/entry/"):
        return {"reminders": []}
    return {"reminders": unread_reminders(request), "request": request}
