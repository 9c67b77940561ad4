"""The one door: pass word, then a code from those who asked for it. Until both fit, the session is nobody's.

What is remembered between the two steps (``PENDING``) opens no page; it ends after some minutes or with the pass word.
"""

from __future__ import annotations

import time
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import sessions
from accounts.forms import CodeForm
from accounts.models import User
from accounts.selectors.lockouts import cool_off
from accounts.selectors.second_factor import needs_code, second_factor_of
from accounts.services import log_ins, second_factor
from regions.recorded import recorded

PENDING = "pending"
_SECONDS = 300
_BACKEND = "django.contrib.auth.backends.ModelBackend"


class LogIn(auth.LoginView):
    """Pass word. Who has a second step goes on to ``log-in-code`` and is not logged in yet."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ended = self.request.session.pop(sessions.ENDED, "") if self.request.method == "GET" else ""
        minutes = settings.SESSION_IDLE_SECONDS // 60
        return super().get_context_data(**kwargs) | {"ended": ended, "idle_minutes": minutes}

    def form_valid(self, form: Any) -> HttpResponse:
        person: User = form.get_user()
        if needs_code(person):
            remembered = {"pk": person.pk, "at": int(time.time()), "next": self.get_redirect_url()}
            self.request.session[PENDING] = remembered | {"hash": person.get_session_auth_hash()}
            return redirect("log-in-code")
        answer = super().form_valid(form)
        log_ins.came_in(person=person, address=get_client_ip_address(self.request))
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        typed = str(form.data.get("username", "")).strip()
        if typed and form.data.get("password"):
            _record_failure(self.request, typed, recorded("用户名或密码不正确"))
        return super().form_invalid(form)


class LogOut(auth.LogoutView):
    """Records who went."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, User):
            log_ins.went_out(person=request.user, address=get_client_ip_address(request))
        return super().post(request, *args, **kwargs)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step. Wrong codes count like wrong pass words and lock out like them."""
    person = _pending(request)
    if person is None:
        return redirect("login")
    credentials = {"username": person.username}
    if request.method == "POST" and not AxesProxyHandler.is_allowed(request, credentials):
        return locked_out(request, credentials)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            backup = second_factor.check(person=person, code=form.cleaned_data["code"])
        except second_factor.WrongCode as error:
            user_login_failed.send(sender=__name__, credentials=credentials, request=request)
            _record_failure(request, person.username, recorded("两步验证的验证码不正确"))
            form.add_error("code", str(error))
        else:
            return _enter(request, person, backup)
    return render(request, "accounts/code.html", {"form": form}, status=422 if form.errors else 200)


def _enter(request: HttpRequest, person: User, backup: bool) -> HttpResponse:
    """Both steps done."""
    onward = request.session.pop(PENDING)["next"] or settings.LOGIN_REDIRECT_URL
    login(request, person, backend=_BACKEND)
    left = second_factor_of(person).backup_codes
    how = recorded("（备用码，还剩 %(left)d 个）") % {"left": left} if backup else recorded("（两步验证）")
    log_ins.came_in(person=person, address=get_client_ip_address(request), how=how)
    return HttpResponseRedirect(onward)


def _pending(request: HttpRequest) -> User | None:
    """Whose pass word fitted a moment ago, if it is still the account's and the account still open."""
    remembered = request.session.get(PENDING)
    if not remembered or time.time() - remembered["at"] > _SECONDS:
        return None
    person = User.objects.filter(pk=remembered["pk"], is_active=True).first()
    fits = person is not None and constant_time_compare(remembered["hash"], person.get_session_auth_hash())
    return person if fits else None


def _record_failure(request: HttpRequest, typed: str, why: str) -> None:
    address = get_client_ip_address(request)
    if getattr(request, "axes_locked_out", False):
        log_ins.locked_out(name=typed, address=address)
    else:
        log_ins.failed(name=typed, address=address, why=why)


def locked_out(request: HttpRequest, *args: Any) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: how long to wait, and whom to ask."""
    minutes = round(cool_off().total_seconds() / 60)
    return render(request, "429.html", {"minutes": minutes}, status=429)


@login_not_required
def admin_log_in(request: HttpRequest) -> HttpResponse:
    """There is no second door: the admin's log-in is ours. Who is logged in already may simply not enter."""
    if request.user.is_authenticated:
        raise PermissionDenied(_("管理后台只对规划科和管理员开放。"))
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{reverse('login')}?{query}" if query else reverse("login"))
