"""Keys of a system: issued, replaced, revoked. A key is shown by the answer that makes it and never again."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import ApiClient, ApiKey
from accounts.services.api_keys import is_good, issue_key, revoke_key, rotate_key
from accounts.views.common import for_administrators, person_of
from exchange.forms.clients import KeyForm, RotationForm
from exchange.selectors.clients import keys_of
from exchange.views.clients import client_page
from exchange.views.common import managed_client


@never_cache
@require_POST
@for_administrators
def issue(request: HttpRequest, client_id: int) -> HttpResponse:
    """A new key, shown once: loaded again, the page neither shows it nor makes another."""
    client, form = managed_client(request, client_id), KeyForm(request.POST)
    if not form.is_valid():
        return client_page(request, client, form)
    ends, newest = form.ends(timezone.now()), form.cleaned_data["newest"]
    try:
        key, plain = issue_key(client=client, by=person_of(request), expires_at=ends, newest=newest)
    except ValidationError as error:
        return _not_made(request, client, error)
    return render(request, "exchange/key.html", {"client": client, "key": key, "plain": plain})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def rotate(request: HttpRequest, key_id: int) -> HttpResponse:
    """A new key in place of an old one; both are good for a while."""
    key, now = _managed(request, key_id), timezone.now()
    client, keys = key.client, keys_of(key.client)
    form = RotationForm(request.POST or None, initial={"newest": keys[0].pk, "days": "365", "overlap": "7"})
    if request.method == "POST" and form.is_valid():
        overlap, newest = timedelta(days=form.cleaned_data["overlap"]), form.cleaned_data["newest"]
        try:
            fresh, plain = rotate_key(
                key=key, by=person_of(request), overlap=overlap, expires_at=form.ends(now), newest=newest
            )
        except ValidationError as error:
            return _not_made(request, client, error)
        key.refresh_from_db()
        return render(request, "exchange/key.html", {"client": client, "key": fresh, "plain": plain, "old": key})
    context = {"client": client, "key": key, "good": is_good(key, now), "form": form}
    return render(request, "exchange/rotate.html", context, status=422 if form.errors else 200)


@require_POST
@for_administrators
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """From the next call on the key opens nothing."""
    key = _managed(request, key_id)
    revoke_key(key=key, by=person_of(request))
    messages.success(request, _("密钥 %(prefix)s 已吊销。") % {"prefix": f"{key.prefix}…"})
    return redirect("exchange:client", client_id=key.client_id)


def _managed(request: HttpRequest, key_id: int) -> ApiKey:
    """The key: 404 where there is none of a system in the administrator's scope."""
    key = ApiKey.objects.filter(pk=key_id).first()
    if key is None:
        raise Http404
    key.client = managed_client(request, key.client_id)
    return key


def _not_made(request: HttpRequest, client: ApiClient, error: ValidationError) -> HttpResponse:
    for message in error.messages:
        messages.warning(request, message)
    return redirect("exchange:client", client_id=client.pk)
