"""The form of a webhook. It reads what was typed and never saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient
from accounts.models.api_clients import Scope
from exchange.models import EventKind, Webhook
from exchange.presenters.webhooks import MEANINGS
from exchange.selectors.events import SCOPE_OF_KIND


class WebhookForm(forms.Form):
    """An address and what it is told of. Whether it may be called the service decides."""

    address = forms.CharField(
        label=_("地址"), max_length=300, help_text=_("对方系统接收推送的地址，例如 https://data.example.gov.cn/hooks/。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("事件"), choices=EventKind.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("至少选一种事件。")},
    )  # fmt: skip

    def __init__(self, *args: Any, client: ApiClient, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client

    def ticks(self) -> list[dict[str, Any]]:
        """Each kind with its words, whether it is ticked, and the scope that the system lacks for it ("" where none)."""
        ticked = set(self["kinds"].value() or ())
        return [
            {
                "value": kind.value,
                "label": kind.label,
                "means": MEANINGS[kind],
                "ticked": kind.value in ticked,
                "lacks": self._lacks(kind),
            }
            for kind in EventKind
        ]

    def _lacks(self, kind: str) -> str:
        scope = SCOPE_OF_KIND.get(kind)
        return str(Scope(scope).label) if scope and scope not in self.client.scopes else ""


def initial_of(webhook: Webhook) -> dict[str, Any]:
    """What the form shows of a webhook."""
    return {"address": webhook.address, "kinds": webhook.kinds}
