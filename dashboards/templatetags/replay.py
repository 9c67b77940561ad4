"""What pages say of the day on which they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from dashboards.views import parameters
from dashboards.views.replay import Replay, replay_of

register = template.Library()

#: Not of the page but of how it is asked for.
_NOT_KEPT = frozenset({"as_of", "format", "page"})


@dataclass(frozen=True)
class State:
    """``replay`` None: today. ``rest``: the other parameters of the address; ``address``: this page today."""

    replay: Replay | None
    rest: list[tuple[str, str]]
    address: str
    latest: str  # the last day that may be asked for


@register.simple_tag(takes_context=True)
def replay_state(context: dict[str, Any]) -> State:
    """Everything that ``dashboards/_as_of.html`` shows."""
    request = context["request"]
    rest = request.GET.copy()
    for name in _NOT_KEPT:
        rest.pop(name, None)
    query = rest.urlencode()
    address = f"{request.path}?{query}" if query else request.path
    pairs = [(name, value) for name, values in rest.lists() for value in values]
    return State(replay_of(request), pairs, address, parameters.today().isoformat())


@register.simple_tag(takes_context=True)
def as_of_note(context: dict[str, Any]) -> str:
    """The day behind the title of a chart or a table, in brackets; nothing today."""
    request = context.get("request")
    replay = None if request is None else replay_of(request)
    return "" if replay is None else _("（截至 %(day)s 的记录）") % {"day": replay.label}


@register.simple_tag(takes_context=True)
def keep_as_of(context: dict[str, Any]) -> str:
    """The day as ``as_of=…`` for an address that a script puts together; nothing today. Links need it not: they keep it."""
    replay = replay_of(context["request"])
    return "" if replay is None else f"as_of={replay.text}"
