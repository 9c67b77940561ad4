"""What takes long is made for a few at a time; whoever comes beyond that is told so at once, and keeps nobody else waiting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_AGAIN_AFTER = 10  # seconds


def busy(request: HttpRequest) -> HttpResponse:
    """503: ask for the same again in a few seconds."""
    answer = render(request, "dashboards/busy.html", {"seconds": _AGAIN_AFTER}, status=503)
    answer["Retry-After"] = str(_AGAIN_AFTER)
    return answer
