"""`/exchange/clients/`: systems of other bureaus, registered and changed by administrators."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import ApiClient
from accounts.selectors.audit import entries_about_client
from accounts.selectors.people import regions_to_choose, units_of
from accounts.services.api_keys import save_client
from accounts.views.common import PER_PAGE, for_administrators, person_of
from exchange.forms.clients import ClientForm, KeyForm, initial_of
from exchange.presenters.clients import client_lines, key_lines
from exchange.selectors.clients import calls_on, clients_of, keys_of
from exchange.views.common import managed_client


@require_safe
@for_administrators
def clients(request: HttpRequest) -> HttpResponse:
    """The systems of the scope: how far each reaches, what it may do, when and from where it called last."""
    now = timezone.now()
    found = Paginator(clients_of(person_of(request), now=now), PER_PAGE).get_page(request.GET.get("page"))
    lines = client_lines(found, calls_on(found, timezone.localdate()), now)
    return render(request, "exchange/clients.html", {"found": found, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: HttpRequest) -> HttpResponse:
    """A system of a region in scope. Its first key is issued on its page."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def edit(request: HttpRequest, client_id: int) -> HttpResponse:
    """Another name, reach, rate or other scopes; they hold for every key at once. Stopping closes all keys."""
    return _form(request, managed_client(request, client_id))


def _form(request: HttpRequest, client: ApiClient | None) -> HttpResponse:
    user = person_of(request)
    form = ClientForm(
        request.POST or None, administrator=user, units=units_of(user), client=client,
        initial=initial_of(client) if client else None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        written = ApiClient.objects.get(pk=client.pk) if client else ApiClient()
        for name, value in form.cleaned_data.items():
            setattr(written, name, value)
        try:
            save_client(client=written, by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            told = _("已保存。") if client else _("已登记。现在可以给它签发密钥。")
            messages.success(request, told)
            return redirect("exchange:client", client_id=written.pk)
    context = {"form": form, "client": client, "regions": regions_to_choose(user)}
    return render(request, "exchange/client_form.html", context, status=422 if form.errors else 200)


@require_safe
@for_administrators
def client(request: HttpRequest, client_id: int) -> HttpResponse:
    """One system: what it may do, its keys, what was recorded about it."""
    return client_page(request, managed_client(request, client_id))


def client_page(request: HttpRequest, found: ApiClient, form: KeyForm | None = None) -> HttpResponse:
    """The page of a system; ``form``: the one for a new key as it was sent, where something is wrong with it."""
    now, keys = timezone.now(), keys_of(found)
    [line] = client_lines([found], calls_on([found], timezone.localdate()), now)
    context = {
        "client": found,
        "line": line,
        "keys": key_lines(keys, now),
        "form": form or KeyForm(initial={"newest": keys[0].pk if keys else 0, "days": "365"}),
        "webhooks": found.webhooks.order_by("pk"),
        "entries": entries_about_client(found, person_of(request)),
    }
    return render(request, "exchange/client.html", context, status=422 if form else 200)
