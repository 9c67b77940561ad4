"""What browsers are told: content security policy, cookies, transport. Everything is served by ourselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

#: Nothing is allowed but what is named; no inline script or style, no other host.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}


def refuse_null_characters(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 for a NUL anywhere in address, cookies or form. PostgreSQL stores none, so every query would fail on it.

    The API answers for itself: its parameters are checked one by one, and told as a problem.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            sent = (request.GET, request.POST)
            texts = [text for query in sent for name, values in query.lists() for text in (name, *values)]
            if any("\x00" in text for text in (request.path, *request.COOKIES.values(), *texts)):
                raise SuspiciousOperation("a NUL character in a request")
        return get_response(request)

    return middleware


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw; what a client wrote into the header itself is never believed.

    Each proxy appends the address it was called from, so with n proxies the client's is the n-th from the right.
    """
    remote = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
    count: int = settings.PROXY_COUNT
    return hops[-count] if 0 < count <= len(hops) else remote


def transport(https: bool) -> dict[str, Any]:
    """Settings that depend on whether people reach us over HTTPS (behind a proxy that says so)."""
    answers: dict[str, Any] = {
        "SESSION_COOKIE_SECURE": https,
        "CSRF_COOKIE_SECURE": https,
        "SECURE_SSL_REDIRECT": https,
        "SECURE_HSTS_SECONDS": 31_536_000 if https else 0,
    }
    if https:
        answers["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    return answers
