"""The language of a page: the one that a person chose (a cookie), else Chinese; never what a browser happens to ask for.

The choice lives in the browser, not in the account: a visitor of the log-in page has it too. A program, which sends no cookie,
asks with ``Accept-Language``: English where it prefers that to Chinese. A person who tries the API in a browser has a session.
What is stored (doubts, warnings, reasons, letters) stays as it was recorded.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from indicators.domain import unit_names

#: Asked for by programs without a cookie, many times a minute: their answers vary by nothing.
_SPOKEN_TO_NOBODY = ("/healthz", "/readyz")
API = "/api/v1/"


def language_of(request: HttpRequest) -> str:
    """The language that was chosen in this browser; the language of the house where none was, or one we do not speak."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    program = request.path.startswith(API) and settings.SESSION_COOKIE_NAME not in request.COOKIES
    return _asked_for(request) if program else settings.LANGUAGE_CODE


def _asked_for(request: HttpRequest) -> str:
    """English where ``Accept-Language`` puts it before Chinese; what cannot be read asks for nothing."""
    for tag, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        language = tag.partition("-")[0]
        if quality > 0 and language in {"en", "zh", "*"}:
            return "en" if language == "en" else settings.LANGUAGE_CODE
    return settings.LANGUAGE_CODE


def speak_the_chosen_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: everything behind it is said in the chosen language, units of figures too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language), unit_names.said_in_english(language == "en"):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        if not request.path.startswith(_SPOKEN_TO_NOBODY):
            patch_vary_headers(response, ("Cookie", "Accept-Language") if request.path.startswith(API) else ("Cookie",))
        return response

    return middleware


#: POST ``language=en``: the cookie is set and the reader is back on the page.
choose = login_not_required(require_POST(set_language))
