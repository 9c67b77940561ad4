"""What the pages of other systems share."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from accounts.views.common import person_of
from exchange.selectors.clients import clients_of


def managed_client(request: HttpRequest, client_id: int) -> Any:
    """The system, as ``clients_of`` gives it: 404 where there is none in the administrator's scope."""
    client = clients_of(person_of(request), now=timezone.now()).filter(pk=client_id).first()
    if client is None:
        raise Http404
    return client
