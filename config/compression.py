"""Brotli for programs: a page of a thousand assessments shrinks to a twentieth, smaller and sooner than with gzip.

Pages, and whatever a session asks for, keep Django's gzip, which pads at random so that their size gives no secret away.
"""

from __future__ import annotations

from collections.abc import Callable

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from config.languages import API

#: Below this an answer fits into one packet anyway (as in Django's gzip).
_WORTH_IT = 200
#: Of 11: from here on it takes several times as long for a few per cent.
_QUALITY = 4


def weight(header: str, coding: str) -> float:
    """What ``Accept-Encoding`` says of a coding: its q, 0 where it is not named."""
    for item in header.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if name == coding:
            said = next((one[2:] for one in parameters if one.startswith("q=")), "1")
            return float(said) if said.replace(".", "", 1).isdecimal() and said.isascii() else 0.0
    return 0.0


def compress_for_programs(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, inside of Django's gzip, which leaves alone what is compressed already."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(API) or response.streaming or len(response.content) < _WORTH_IT:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.has_header("Content-Encoding"):
            return response
        header = request.headers.get("Accept-Encoding", "")
        if weight(header, "br") > 0 and weight(header, "br") >= weight(header, "gzip"):
            response.content = brotli.compress(response.content, quality=_QUALITY)
            response.headers["Content-Length"] = str(len(response.content))
            response.headers["Content-Encoding"] = "br"
            if (etag := response.get("ETag", "")).startswith('"'):
                response.headers["ETag"] = f"W/{etag}"  # of what it says, not of these bytes
        return response

    return middleware
