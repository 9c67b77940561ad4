"""`/accounts/two-step/`: the own second step of the log-in: switch on, new backup codes, switch off."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.forms import CodeAndPasswordForm, CodeForm
from accounts.selectors.second_factor import second_factor_of
from accounts.services import second_factor
from accounts.views.common import person_of


@never_cache
@require_safe
def two_step(request: HttpRequest) -> HttpResponse:
    """Where it stands, and the next thing to do."""
    return _page(request, CodeForm(), CodeAndPasswordForm(person=person_of(request)))


def _page(request: HttpRequest, confirm: CodeForm, leave: CodeAndPasswordForm) -> HttpResponse:
    second = second_factor_of(person_of(request))
    context = {"second": second, "form": confirm, "leave": leave}
    if second.pending and not second.enabled:
        address = second.pending.config_url
        context["picture"] = segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#fff")
        secret = address.partition("secret=")[2].partition("&")[0]
        context["secret"] = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    status = 422 if confirm.errors or leave.errors else 200
    return render(request, "accounts/two_step.html", context, status=status)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A new secret, to be confirmed with a code."""
    second_factor.prepare(person=person_of(request))
    return redirect("two-step")


@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The first code of the phone; the answer shows the backup codes, once."""
    person = person_of(request)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            made = second_factor.confirm(person=person, code=form.cleaned_data["code"])
        except second_factor.WrongCode as error:
            form.add_error("code", str(error))
        else:
            return render(request, "accounts/backup_codes.html", {"codes": made, "first": True})
    return _page(request, form, CodeAndPasswordForm(person=person))


@never_cache
@sensitive_post_parameters()
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """``what``: ``codes`` for new backup codes, anything else switches off. Both ask for pass word and code."""
    person = person_of(request)
    form = CodeAndPasswordForm(request.POST, person=person)
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            if request.POST.get("what") == "codes":
                made = second_factor.renew_backup_codes(person=person, code=code)
                return render(request, "accounts/backup_codes.html", {"codes": made})
            second_factor.disable(person=person, code=code)
        except second_factor.WrongCode as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("两步验证已停用，登录只用密码。"))
            return redirect("me")
    return _page(request, CodeForm(), form)
