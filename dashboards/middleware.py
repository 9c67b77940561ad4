"""Noting who looks at the pages of leaders, so that the overview can say what is new since the visit before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.services.visits import note_visit

#: Pages that look by themselves, with nobody in front of them.
_UNATTENDED = frozenset({"screen", "screen-open"})


class Visits:
    """Middleware: a person who opens a page of ``dashboards`` is on a visit. A screen on a wall is on none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        if request.method != "GET" or match is None or match.app_name != "dashboards":
            return
        if match.url_name in _UNATTENDED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        if request.user.is_authenticated:
            note_visit(person=request.user, now=timezone.now())
