"""The main navigation: only pages that exist and that the person may use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import administers, enters_figures, reviews_figures
from accounts.models import User
from entry.templatetags.entry_pages import unread_reminders

register = template.Library()


def _everybody(user: User) -> bool:
    return True


def _looks_on(user: User) -> bool:
    """Whoever enters nothing has no way to the rounds but this."""
    return not enters_figures(user)


#: Label, name of the address, who may use it. A page that another app has not added yet is left out.
_PAGES: list[tuple[Promise, str, Callable[[User], bool]]] = [
    (_("总览"), "dashboards:overview", _everybody),
    (_("指标"), "dashboards:indicators", _everybody),
    (_("地图"), "dashboards:map", _everybody),
    (_("重点项目"), "projects:list", _everybody),
    (_("填报"), "entry:list", enters_figures),
    (_("填报任务"), "entry:rounds", _looks_on),
    (_("审核"), "entry:review", reviews_figures),
    (_("疑点"), "dashboards:doubts", _everybody),
    (_("规划"), "planning:list", _everybody),
    (_("账号"), "accounts", administers),
]

#: Pages elsewhere that belong to an entry: those that its tabs lead to.
_BELONGING: dict[str, tuple[str, ...]] = {
    "projects:list": (
        "dashboards:commitments", "entry:breakdown", "projects:problems", "projects:letters", "reports:bulletins",
    ),
    "planning:list": ("intake:list", "evaluations:list", "publicity:releases"),
    "accounts": ("exchange:clients", "exchange:webhooks"),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    label: Promise
    address: str
    current: bool
    count: int = 0
    count_means: str = ""


@register.inclusion_tag("navigation/menu.html", takes_context=True)
def navigation(context: dict[str, Any]) -> dict[str, list[Entry]]:
    """The menu of the person of this request; the entry whose address starts the current one is marked."""
    request = context["request"]
    entries = []
    for label, name, allowed in _PAGES:
        if not allowed(request.user):
            continue
        address = next(_addresses(name), None)
        if address is None:
            continue
        rooms = (address, *_addresses(*_BELONGING.get(name, ())))
        current = request.path == address if address == "/" else request.path.startswith(rooms)
        count = len(unread_reminders(request)) if name == "entry:list" else 0
        means = gettext("%(count)d 条未读提醒") % {"count": count} if count else ""
        entries.append(Entry(label, address, current, count, means))
    return {"entries": entries}


def _addresses(*names: str) -> Iterator[str]:
    """Those of the pages that exist."""
    for name in names:
        with suppress(NoReverseMatch):
            yield reverse(name)
