"""`/accounts/me/` and the own pass word."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import OwnPasswordForm
from accounts.selectors.audit import log_ins_of
from accounts.selectors.second_factor import second_factor_of
from accounts.services.passwords import change_own_password
from accounts.views.common import person_of


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """What the account may, its pass word and second step, and the last log-ins."""
    person = person_of(request)
    context = {"person": person, "second": second_factor_of(person), "log_ins": log_ins_of(person)}
    return render(request, "accounts/me.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """The own pass word; the first thing for an account whose pass word somebody else made."""
    person = person_of(request)
    first = person.must_change_password
    form = OwnPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_own_password(person=person, password=form.cleaned_data["new_password1"])
        except ValidationError as error:
            form.add_error("new_password1", error.messages)
        else:
            update_session_auth_hash(request, person)
            if not first:
                return redirect("password_change_done")
            messages.success(request, _("密码已修改，欢迎使用。"))
            return redirect("/")
    context = {"form": form, "first": first, "rules": password_validators_help_texts()}
    return render(request, "accounts/password_change.html", context)
