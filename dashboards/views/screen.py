"""`/screen/`: a wall display. A person who is logged in sees the own scope; a wall comes with the key of its link.

The key stands in a cookie that is sent to ``/screen/`` alone and opens nothing else. Its link carries it behind ``#``, which
browsers do not send: it stands in no log. The script of the page asks with ``?part=slides`` and gets the slides alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import may_see, require
from accounts.models import User
from accounts.selectors.boundaries import boundaries_for
from accounts.services.displays import connect_display, display_key_of
from accounts.views.asked import BadParameter, refuses_bad_parameters
from dashboards.presenters.maps import map_view
from dashboards.presenters.screen import MapSlide, Screen, browser_words, mapped
from dashboards.presenters.screen import screen as present
from dashboards.views.parameters import today
from indicators.domain.years import default_year
from indicators.selectors.map_page import cells
from indicators.selectors.moves import moves_since
from indicators.selectors.region_page import find_region
from indicators.selectors.screen import ScreenFacts, screen_facts
from plans.models import Plan
from regions.models import NATION_CODE, Region

COOKIE = "display"
_PATH = "/screen/"
_ASSETS = ("css/tokens.css", "css/map.css", "css/screen.css", "js/screen.js")
_SECONDS = (1, 15, 600)  # least, usual, most
_CHANGES, _CHANGED_WITHIN = 6, timedelta(days=30)
_LONGEST = 20  # characters of a parameter that the link hands on
_YEAR = 365 * 24 * 3600  # browsers keep no cookie for much longer


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the top of what may be shown, and the person (None: a wall)."""

    scope: Region
    person: User | None


@login_not_required  # decided below: a session, or the key of a wall
@never_cache
@require_safe
@refuses_bad_parameters
def screen(request: HttpRequest) -> HttpResponse:
    """The slides of ``region`` (the scope's own by default), each shown for ``seconds``."""
    part = request.GET.get("part") == "slides"
    viewer = _viewer(request)
    if viewer is None and request.user.is_authenticated:  # no region is loaded: the overview says what is missing
        return HttpResponse(status=404, content_type="text/plain") if part else redirect("dashboards:overview")
    if viewer is None:
        return _refused(request, part)
    region, seconds = _region(request, viewer), _seconds(request)
    slides = render_to_string("dashboards/_slides.html", {"page": _page(region)})
    version = hashlib.sha256("".join(map(static, _ASSETS)).encode()).hexdigest()[:16]
    tag = f'"{hashlib.sha256(f"{version}{slides}".encode()).hexdigest()[:32]}"'
    if not part:
        context = {"slides": slides, "region": region, "seconds": seconds, "version": version, "tag": tag}
        context |= {"words": browser_words(), "now": timezone.now()}
        return _stamped(render(request, "dashboards/screen.html", context), version, tag)
    known = request.headers.get("If-None-Match", "").removeprefix("W/")
    return _stamped(HttpResponseNotModified() if known == tag else HttpResponse(slides), version, tag)


def _stamped(answer: HttpResponse, version: str, tag: str) -> HttpResponse:
    """When the server answered (office time), which assets belong to it, which slides it has."""
    now = timezone.localtime()
    answer["ETag"] = tag
    answer["X-Assets"] = version
    answer["X-Served-At"] = now.strftime("%Y-%m-%dT%H:%M:%S")
    return answer


def _viewer(request: HttpRequest) -> Viewer | None:
    if request.user.is_authenticated:
        assert isinstance(request.user, User)
        scope = request.user.region or find_region(NATION_CODE)
        return Viewer(scope, request.user) if scope else None
    plain = request.COOKIES.get(COOKIE, "")
    key = display_key_of(plain, address=get_client_ip_address(request)) if plain else None
    return Viewer(key.region, None) if key else None


def _refused(request: HttpRequest, part: bool) -> HttpResponse:
    """A script is told by a status; a wall whose key is no good any more gets the page that says so; people log in."""
    if part:
        return HttpResponse(status=403, content_type="text/plain")
    if COOKIE in request.COOKIES:
        answer = render(request, "dashboards/screen_open.html", {"refused": True}, status=403)
        answer.delete_cookie(COOKIE, path=_PATH)
        return answer
    return redirect_to_login(request.get_full_path())


def _region(request: HttpRequest, viewer: Viewer) -> Region:
    code = request.GET.get("region", "").strip()
    if not code or code == viewer.scope.code:
        return viewer.scope
    found = find_region(code)
    if found is None:
        raise BadParameter(_("没有代码为“%(code)s”的地区。") % {"code": code[:20]})
    if viewer.person is not None:
        require(may_see(viewer.person, found), user=viewer.person, what=f"see screen of {found.code}")
    elif not found.lineage.startswith(viewer.scope.lineage):
        raise BadParameter(_("这个显示屏链接只用于%(region)s。") % {"region": viewer.scope.name})
    return found


def _seconds(request: HttpRequest) -> int:
    least, usual, most = _SECONDS
    text = request.GET.get("seconds", "").strip()
    if not text:
        return usual
    if not text.isdecimal() or not text.isascii() or not least <= int(text) <= most:
        raise BadParameter(_("参数 seconds 是每屏停留的秒数，%(least)s 到 %(most)s。") % {"least": least, "most": most})
    return int(text)


def _page(region: Region) -> Screen:
    this_year = today().year

    def year_of(plan: Plan) -> int:
        return default_year(start_year=plan.start_year, end_year=plan.end_year, today_year=this_year)

    facts = screen_facts(region, year_of)
    below = Region.objects.under(region)
    moved = moves_since(below, timezone.now() - _CHANGED_WITHIN, _CHANGES, today_year=this_year)
    return present(facts, _maps(region, facts), moved)


def _maps(region: Region, facts: ScreenFacts) -> list[MapSlide]:
    chosen = mapped(facts)
    if chosen is None or facts.own is None:
        return []
    indicators, period, year = chosen
    found = cells([one.code for one in indicators], Region.objects.under(region), period, year)
    boundaries = boundaries_for(region, {one.region_id for one in found})
    slides = []
    for one in indicators:
        of_one = [cell for cell in found if cell.indicator == one.code]
        if len(of_one) > 1:
            label = f"{period[0]}–{period[1]}"
            slides.append(MapSlide(one.said_name, one.unit, label, year, map_view(of_one, year, boundaries)))
    return slides


@login_not_required  # a wall that boots opens this page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_screen(request: HttpRequest) -> HttpResponse:
    """Where a wall comes with its link: the script takes the key from behind ``#`` and sends it; a good one is remembered."""
    if request.method != "POST":
        return render(request, "dashboards/screen_open.html")
    plain = request.POST.get("key", "").strip()
    key = connect_display(plain=plain, address=get_client_ip_address(request)) if plain else None
    if key is None:
        return render(request, "dashboards/screen_open.html", {"refused": True}, status=403)
    wanted = {name: request.GET[name][:_LONGEST] for name in ("region", "seconds") if name in request.GET}
    answer = redirect(f"{reverse('dashboards:screen')}?{urlencode(wanted)}" if wanted else "dashboards:screen")
    left = _YEAR if key.expires_at is None else int((key.expires_at - timezone.now()).total_seconds())
    answer.set_cookie(
        COOKIE, plain, max_age=min(left, _YEAR), path=_PATH, httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return answer
