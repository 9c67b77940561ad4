"""`/public/`: what was released, for everybody and every cache: no log-in, no session, nothing that was not let out."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from publicity.models import Release
from publicity.presenters.page import public_page
from publicity.presenters.tables import as_csv, public_tables
from publicity.selectors.releases import kept_facts, released_plans, releases_of

_PERIOD = re.compile(r"(\d{4})-(\d{4})")
#: Seconds: what is withdrawn is gone everywhere within five minutes.
_FRESH = 300


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every region and period of which anything stands released."""
    found = released_plans()
    newest = max((one.released_at for one in found), default=None)
    return _answer(request, _page("publicity/index.html", {"found": found}), changed=newest)


@login_not_required
@require_safe
def newest(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """The newest release that stands; 410 where all were withdrawn."""
    found = _releases(code, period)
    standing = next((one for one in found if one.withdrawn_at is None), None)
    return _gone(request) if standing is None else _shown(request, standing, found)


@login_not_required
@require_safe
def version(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """One release for good; 410 once it was withdrawn."""
    found = _releases(code, period)
    release = _of(found, number)
    return _gone(request) if release.withdrawn_at is not None else _shown(request, release, found)


@login_not_required
@require_safe
def table(request: HttpRequest, code: str, period: str, number: int, key: str) -> HttpResponse:
    """One table of a release as CSV."""
    release = _of(_releases(code, period), number)
    if release.withdrawn_at is not None:
        return _gone(request)
    found = next((one for one in public_tables(kept_facts(release)) if one.key == key), None)
    if found is None:
        raise Http404
    answer = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{code}-{period}-{number}-{key}.csv"'
    return _answer(request, answer, changed=release.released_at)


# --- what they share --------------------------------------------------------------------------------------------------
def _releases(code: str, period: str) -> list[Release]:
    years = _PERIOD.fullmatch(period)
    found = list(releases_of(code, int(years[1]), int(years[2]))) if years and code.isascii() else []
    if not found:
        raise Http404
    return found


def _of(found: list[Release], number: int) -> Release:
    release = next((one for one in found if one.version == number), None)
    if release is None:
        raise Http404
    return release


def _shown(request: HttpRequest, release: Release, found: list[Release]) -> HttpResponse:
    standing = [one for one in found if one.withdrawn_at is None]
    page = public_page(kept_facts(release), release.words)
    context = {"page": page, "release": release, "versions": standing, "newest": standing[0]}
    changed = max(one.withdrawn_at or one.released_at for one in found)  # the list of versions changes with them
    return _answer(request, _page("publicity/release.html", context), changed=changed)


def _gone(request: HttpRequest) -> HttpResponse:
    return _answer(request, _page("publicity/gone.html", {}, status=410), changed=None)


def _page(template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """Rendered without the request: no person, no session, no token can get into it."""
    return HttpResponse(render_to_string(template, context), status=status)


def _answer(request: HttpRequest, answer: HttpResponse, *, changed: datetime | None) -> HttpResponse:
    """With what caches need; a browser that is logged in keeps it for itself, for its answers renew the session."""
    private = settings.SESSION_COOKIE_NAME in request.COOKIES
    answer["Cache-Control"] = f"{'private' if private else 'public'}, max-age={_FRESH}"
    if answer.status_code != 200:
        return answer
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = etag
    if changed is not None:
        answer["Last-Modified"] = http_date(changed.timestamp())
    # by what it says alone: the same release looks different in another language or after an update
    found: HttpResponse = get_conditional_response(request, etag, None, answer)
    return found
