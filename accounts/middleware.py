"""What stands between a session and the pages: its time, and a pass word that somebody else chose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import sessions

Answer = Callable[[HttpRequest], HttpResponse]

#: Sent by a page that asks by itself (a wall): nobody sits there, so it keeps no session awake.
UNATTENDED = "X-Unattended"

#: Where a person who must change the pass word may go.
_OPEN = frozenset({"password_change", "logout", "login", "log-in-code", "language", "healthz", "readyz"})


def _has_session(request: HttpRequest) -> bool:
    """A system with a key, or a probe, has none: nothing is asked of the database, and no answer varies by cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def end_idle_sessions(get_response: Answer) -> Answer:
    """Middleware: a session whose time is up is one of nobody from here on; the log-in page says why."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if _has_session(request) and request.user.is_authenticated:
            why = sessions.why_over(request.session)
            if why:
                logout(request)
                request.session[sessions.ENDED] = why
            elif UNATTENDED not in request.headers:
                sessions.touch(request.session)
        return get_response(request)

    return middleware


def keep_pages_private(get_response: Answer) -> Answer:
    """Middleware: no cache keeps what a person was shown, and after the log-out the back button shows none of it.

    A view that says something else has its reasons; the API answers programs and says so itself.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _has_session(request) and not request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


class FirstPassword:
    """Middleware: who must change the pass word reaches that page and the way out, nothing else; a program gets a 403."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not _has_session(request) or not getattr(request.user, "must_change_password", False):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in _OPEN:
            return None
        if request.path.startswith("/api/"):
            told = {"type": "urn:problem-type:not-allowed", "title": _("没有权限"), "status": 403}
            told |= {"detail": _("请先登录网页修改密码。"), "instance": request.path, "errors": []}
            return JsonResponse(told, status=403, content_type="application/problem+json")
        return redirect("password_change")
