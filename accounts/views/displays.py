"""`/accounts/displays/`: links of wall displays, issued and revoked by administrators."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import DisplayForm
from accounts.selectors.displays import display_keys_of
from accounts.selectors.people import regions_to_choose
from accounts.services.displays import issue_display_key, revoke_display_key
from accounts.views.common import for_administrators, person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def displays(request: HttpRequest) -> HttpResponse:
    """The links of the scope, and a form for a new one, whose key is shown once."""
    user = person_of(request)
    form = DisplayForm(request.POST or None, administrator=user)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        until = timezone.now() + timedelta(days=days) if days else None
        name, region = form.cleaned_data["name"], form.cleaned_data["region"]
        try:
            key, plain = issue_display_key(name=name, region=region, by=user, expires_at=until)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            link = request.build_absolute_uri(f"{reverse('dashboards:screen-open')}#{plain}")
            return render(request, "accounts/display_link.html", {"key": key, "link": link})
    context = {"form": form, "keys": display_keys_of(user), "regions": regions_to_choose(user), "now": timezone.now()}
    return render(request, "accounts/displays.html", context, status=422 if form.errors else 200)


@require_POST
@for_administrators
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """The wall of this link goes dark with its next question, within about a minute."""
    user = person_of(request)
    key = display_keys_of(user).filter(pk=key_id).first()
    if key is None:
        raise Http404
    revoke_display_key(key=key, by=user)
    messages.success(request, _("显示屏链接 %(name)s 已停用。") % {"name": key.name})
    return redirect("displays")
