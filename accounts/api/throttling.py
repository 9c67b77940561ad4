"""Each system calls as often as was agreed, and every answer says what is left (``RateLimit``, ``RateLimit-Policy``).

The headers are those of draft-ietf-httpapi-ratelimit-headers; a refusal (429) says ``Retry-After`` too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from accounts.models import User
from accounts.rates import WINDOW, Count, name_of_client, rates

if TYPE_CHECKING:  # rest_framework.views itself asks for this module while it loads
    from rest_framework.views import APIView

#: What people who are logged in may ask in a minute: far more than the pages and the documentation ever do.
PERSON_PER_MINUTE = 1200


class TooOften(Throttled):
    """429. ``wait``: whole seconds after which a call will be let through."""

    def __init__(self, count: Count) -> None:
        super().__init__(wait=count.frees_in)
        told = {"limit": count.limit, "wait": count.frees_in}
        self.detail = _("每分钟最多 %(limit)d 次请求，已用完。请在 %(wait)d 秒后再试。") % told


class Rate(BaseThrottle):
    """DRF's throttle of every view: a system by the rate of its client, over all its keys; people by a generous one."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        count_call(request)
        return True


def count_call(request: Request) -> None:
    """Count the call of an authenticated caller, once however often this is asked. ``TooOften`` where it is one too many."""
    http, user = request._request, request.user
    if hasattr(http, "rate_of_caller") or not (user and user.is_authenticated):
        return
    if isinstance(user, User):
        name, who, limit = "person", f"person:{user.pk}", PERSON_PER_MINUTE
    else:
        name, who, limit = "client", name_of_client(user.client.pk), user.client.rate_per_minute
    count = rates(settings.REDIS_URL).take(who, limit, today=timezone.localdate())
    http.rate_of_caller = (name, count)  # type: ignore[attr-defined]
    if count is not None and not count.allowed:
        raise TooOften(count)


def tell_rate(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what is left, on every answer to a call that was counted, whatever it says (304, 404 and 429 too)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        name, count = getattr(request, "rate_of_caller", ("", None))
        if count is not None:
            response["RateLimit-Policy"] = f'"{name}";q={count.limit};w={WINDOW}'
            response["RateLimit"] = f'"{name}";r={count.left};t={count.frees_in}'
        return response

    return middleware
