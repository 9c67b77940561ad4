"""Deliveries of a webhook: what was sent, how each try went, once more."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.common import for_administrators, person_of
from exchange.models import Delivery
from exchange.presenters.webhooks import delivery_lines, printed_body, result_of
from exchange.selectors.webhooks import delivery_of
from exchange.services import webhooks as services
from exchange.tasks import send_on_commit
from exchange.views.webhooks import managed


@require_safe
@for_administrators
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One delivery with its tries."""
    found = _managed(request, delivery_id)
    context = {
        "delivery": found,
        "webhook": found.webhook,
        "line": delivery_lines([found])[0],
        "attempts": [(one, result_of(one)) for one in found.log.all()],
        "body": printed_body(found),
    }
    return render(request, "exchange/delivery.html", context)


@require_POST
@for_administrators
def ping(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """An event that says nothing, sent at once."""
    webhook = managed(request, webhook_id)
    try:
        made = services.ping(webhook=webhook, by=person_of(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("exchange:webhook", webhook_id=webhook_id)
    send_on_commit(made)
    messages.success(request, _("测试已发出，结果几秒钟后显示在下面。"))
    return redirect("exchange:delivery", delivery_id=made.pk)


@require_POST
@for_administrators
def replay(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The same event once more, under its id."""
    found = _managed(request, delivery_id)
    try:
        again = services.replay(delivery=found, by=person_of(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("exchange:delivery", delivery_id=delivery_id)
    send_on_commit(again)
    messages.success(request, _("已重发，结果几秒钟后显示在下面。"))
    return redirect("exchange:delivery", delivery_id=again.pk)


def _managed(request: HttpRequest, delivery_id: int) -> Delivery:
    """The delivery: 404 where there is none of a webhook in the administrator's scope."""
    found = delivery_of(delivery_id)
    if found is None:
        raise Http404
    found.webhook = managed(request, found.webhook_id)
    return found
