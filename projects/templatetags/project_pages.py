"""What stands above every page about projects and promises: the tabs between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import makes_plans
from accounts.models import User

register = template.Library()


def _everybody(user: User) -> bool:
    return True


#: Label, name of the address, who may use it. A page that does not exist (yet) is left out.
_TABS: list[tuple[Promise, str, Callable[[User], bool]]] = [
    (_("项目清单"), "projects:list", _everybody),
    (_("专栏"), "projects:boxes", _everybody),
    (_("疑似重复"), "projects:pairs", makes_plans),
    (_("正文承诺"), "dashboards:commitments", _everybody),
    (_("任务分工"), "entry:breakdown", _everybody),
    (_("问题清单"), "projects:problems", _everybody),
    (_("提示函"), "projects:letters", _everybody),
    (_("通报"), "reports:bulletins", _everybody),
]


@dataclass(frozen=True, slots=True)
class Tab:
    label: Promise
    address: str
    current: bool


@register.inclusion_tag("projects/tabs.html", takes_context=True)
def project_tabs(context: dict[str, Any]) -> dict[str, list[Tab]]:
    """The pages about projects that the person may use; the one whose address starts the current one is marked."""
    return {"tabs": tabs_of(context["request"], _TABS)}


def tabs_of(request: HttpRequest, pages: Sequence[tuple[Promise, str, Callable[[User], bool]]]) -> list[Tab]:
    """Label, name of the address, who may use it → the tabs that exist for the person of the request."""
    found: list[tuple[Promise, str]] = []
    for label, name, allowed in pages:
        if allowed(cast(User, request.user)):
            try:
                found.append((label, reverse(name)))
            except NoReverseMatch:
                continue
    here = max((address for _label, address in found if request.path.startswith(address)), key=len, default="")
    return [Tab(label, address, address == here) for label, address in found]
