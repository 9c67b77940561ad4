"""`/exchange/webhooks/`: which system is told of what, and the secret that its messages are signed with."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import ApiClient
from accounts.views.common import PER_PAGE, for_administrators, person_of, query_of
from exchange.forms.webhooks import WebhookForm, initial_of
from exchange.models import DeliveryState, Webhook
from exchange.presenters.webhooks import delivery_lines, webhook_lines
from exchange.selectors.webhooks import deliveries_of, webhooks_of
from exchange.services import webhooks as services
from exchange.views.common import managed_client


@require_safe
@for_administrators
def webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks of the scope: whom they tell, of what, whether it arrives."""
    found = Paginator(webhooks_of(person_of(request)), PER_PAGE).get_page(request.GET.get("page"))
    context = {"found": found, "lines": webhook_lines(found), "hosts": _hosts()}
    return render(request, "exchange/webhooks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: HttpRequest, client_id: int) -> HttpResponse:
    """A webhook of a system. Its secret is shown by the answer that makes it; sent again, the form finds the address taken."""
    client = managed_client(request, client_id)
    form = WebhookForm(request.POST or None, client=client)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = services.register(client=client, **form.cleaned_data, by=person_of(request))
        except ValidationError as error:
            _tell(form, error)
        else:
            return render(request, "exchange/webhook_secret.html", {"webhook": made, "secret": secret, "is_new": True})
    return _form(request, form, client, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def edit(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Another address or other events."""
    webhook = managed(request, webhook_id)
    form = WebhookForm(request.POST or None, client=webhook.client, initial=initial_of(webhook))
    if request.method == "POST" and form.is_valid():
        try:
            services.change(webhook=managed(request, webhook_id), **form.cleaned_data, by=person_of(request))
        except ValidationError as error:
            _tell(form, error)
        else:
            messages.success(request, _("已保存。"))
            return redirect("exchange:webhook", webhook_id=webhook_id)
    return _form(request, form, webhook.client, webhook)


@require_safe
@for_administrators
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """One webhook and what it delivered; ``state=`` shows one state alone."""
    found = managed(request, webhook_id)
    chosen = request.GET.get("state", "")
    state = chosen if chosen in DeliveryState.values else ""
    page = Paginator(deliveries_of(found, state=state), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "line": webhook_lines([found])[0],
        "webhook": found,
        "mark": services.mark_of_secret(found),
        "found": page,
        "lines": delivery_lines(page),
        "states": DeliveryState.choices,
        "chosen": state,
        "query": query_of(request),
    }
    return render(request, "exchange/webhook.html", context)


@never_cache
@require_POST
@for_administrators
def renew_secret(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Another secret, shown once: loaded again, the page neither shows it nor makes another."""
    found = managed(request, webhook_id)
    try:
        secret = services.renew_secret(webhook=found, mark=request.POST.get("mark", ""), by=person_of(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("exchange:webhook", webhook_id=webhook_id)
    return render(request, "exchange/webhook_secret.html", {"webhook": found, "secret": secret})


@require_POST
@for_administrators
def switch(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Off or on, as the button said."""
    on = request.POST.get("on") == "1"
    services.switch(webhook=managed(request, webhook_id), on=on, by=person_of(request))
    messages.success(request, _("推送已启用，从现在起的事件会送达。") if on else _("推送已停用。"))
    return redirect("exchange:webhook", webhook_id=webhook_id)


def managed(request: HttpRequest, webhook_id: int) -> Webhook:
    """The webhook, as ``webhooks_of`` gives it: 404 where there is none in the administrator's scope."""
    found = webhooks_of(person_of(request)).filter(pk=webhook_id).first()
    if found is None:
        raise Http404
    return found


def _tell(form: WebhookForm, error: ValidationError) -> None:
    """The service's words at their fields."""
    if hasattr(error, "error_dict"):
        for name, told in error.message_dict.items():
            form.add_error(name if name in form.fields else None, told)
    else:
        form.add_error(None, error.messages)


def _form(request: HttpRequest, form: WebhookForm, client: ApiClient, webhook: Webhook | None) -> HttpResponse:
    context = {"form": form, "client": client, "webhook": webhook, "hosts": _hosts()}
    return render(request, "exchange/webhook_form.html", context, status=422 if form.errors else 200)


def _hosts() -> list[str]:
    """Whom the server allows to be called."""
    return sorted({*settings.WEBHOOK_HOSTS, *settings.WEBHOOK_PRIVATE_HOSTS})
