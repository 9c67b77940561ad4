"""How webhooks and their deliveries are shown to an administrator."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.domain.addresses import AddressRefused, read_address
from exchange.models import AttemptError, Delivery, DeliveryAttempt, DeliveryState, EventKind, Webhook
from exchange.presenters.clients import State
from exchange.services.calling import allowed

#: When each kind is told.
MEANINGS: dict[str, Promise] = {
    EventKind.STATUS_CHANGED: gettext_lazy("一个指标显示的状态变了，例如“符合预期”变为“滞后”"),
    EventKind.FIGURE_APPROVED: gettext_lazy("一个年度实际值审核通过，或者更正、修订通过"),
    EventKind.ROUND_OPENED: gettext_lazy("一次填报任务到了开始日期"),
}


@dataclass(frozen=True)
class WebhookLine:
    """A row of the list; ``kinds`` in words."""

    webhook: Webhook
    kinds: str
    state: State


@dataclass(frozen=True)
class DeliveryLine:
    """A row of the deliveries. ``about``: what the event is about; ``result``: of the last try, "" before the first."""

    delivery: Delivery
    about: str
    state: State
    result: str


def webhook_lines(webhooks: Iterable[Any]) -> list[WebhookLine]:
    """``webhooks`` as ``webhooks_of`` gives them."""
    return [WebhookLine(one, kinds_of(one), webhook_state(one)) for one in webhooks]


def kinds_of(webhook: Webhook) -> str:
    return _("、").join(str(kind.label) for kind in EventKind if kind in webhook.kinds)


def webhook_state(webhook: Any) -> State:
    """Of a webhook as ``webhooks_of`` gives it: what an administrator should look at, else that it is on."""
    if not webhook.is_active:
        return State(_("停用"), "mark")
    if not webhook.client.is_active:
        return State(_("系统已停用"), "mark")
    try:
        allowed().check(read_address(webhook.address))
    except AddressRefused as refused:
        return State(_("不能推送"), "mark mark-warning", str(AttemptError(refused.why.value).label))
    if webhook.failing:
        return State(_("正在重试"), "mark mark-warning", _("%(number)s 个待送达") % {"number": webhook.waiting})
    return State(_("启用"))


def delivery_lines(deliveries: Iterable[Delivery]) -> list[DeliveryLine]:
    """Each with its last try; ``log`` is fetched."""
    return [DeliveryLine(one, about(one), delivery_state(one), _last_result(list(one.log.all()))) for one in deliveries]


def about(delivery: Delivery) -> str:
    """What the event is about, in a line."""
    data = delivery.body.get("data", {})
    parts = [data.get("region_name"), data.get("name") or data.get("title"), data.get("year")]
    return " · ".join(str(part) for part in parts if part)


def delivery_state(delivery: Delivery) -> State:
    label = str(DeliveryState(delivery.state).label)
    if delivery.state == DeliveryState.GIVEN_UP:
        return State(label, "mark mark-late")
    if delivery.state == DeliveryState.WAITING:
        return State(label, "mark mark-warning" if delivery.attempts else "mark")
    return State(label)


def result_of(attempt: DeliveryAttempt) -> str:
    """A try in words: the answer's status, or why there was none."""
    if not attempt.error:
        return _("收到（%(status)s）") % {"status": attempt.status}
    label = str(AttemptError(attempt.error).label)
    return label if attempt.status is None else _("%(what)s（%(status)s）") % {"what": label, "status": attempt.status}


def printed_body(delivery: Delivery) -> str:
    """What was sent, to be read."""
    return json.dumps(delivery.body, ensure_ascii=False, indent=2)


def _last_result(attempts: list[DeliveryAttempt]) -> str:
    return result_of(attempts[-1]) if attempts else ""
