"""What browsers are told: content security policy, cookies, transport. Everything is served by ourselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

#: Bytes of a refused body that are thrown away at once.
_PIECE = 256 * 1024
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


def refuse_large_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 413 with a sentence for a body that is larger than anything people send, before any of it is taken in.

    Files count to ``MAX_REQUEST_SIZE``; what is typed or pasted to ``DATA_UPLOAD_MAX_MEMORY_SIZE``, which holds for all of
    the form but its files.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            length = str(request.META.get("CONTENT_LENGTH") or "0")
            if not length.isdecimal() or int(length) > settings.MAX_REQUEST_SIZE:
                return _too_large(request, settings.MAX_REQUEST_SIZE)
            try:
                request.POST  # noqa: B018  (read here, so that whatever comes later finds it read)
            except RequestDataTooBig:
                while request.read(_PIECE):  # a browser that is still sending would miss the answer
                    pass
                return _too_large(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return get_response(request)

    return middleware


def _too_large(request: HttpRequest, most: int) -> HttpResponse:
    # no context of a person: nobody was asked who this is
    return HttpResponse(render_to_string("413.html", {"most": most >> 20}), status=413)


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
        "LANGUAGE_COOKIE_SECURE": https,
        "SECURE_SSL_REDIRECT": https,
        "SECURE_HSTS_SECONDS": 31_536_000 if https else 0,
    }
    if https:
        answers["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    return answers
