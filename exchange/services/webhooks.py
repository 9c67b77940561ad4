"""Webhooks as administrators set them up: registered, changed, tried, given another secret, switched off and on."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import ApiClient, AuditKind, User
from accounts.services import audit
from accounts.services.history import history
from exchange.domain.addresses import AddressRefused, read_address
from exchange.domain.signing import secret_of
from exchange.models import PING, AttemptError, Delivery, DeliveryState, Webhook
from exchange.selectors.changes import newest_position
from exchange.selectors.events import SCOPE_OF_KIND, may_still_be_told
from exchange.services.calling import allowed
from exchange.services.numbering import number_changes
from regions.recorded import recorded


def register(*, client: ApiClient, address: str, kinds: Iterable[str], by: User) -> tuple[Webhook, str]:
    """A new webhook and its signing secret, which is shown once. It is told of what happens from now on."""
    _require(by, client)
    webhook = Webhook(client=client, salt=_salt(), position=_now())
    _describe(webhook, address, kinds)
    with transaction.atomic(), history(by, recorded("登记事件推送")):
        webhook.save()
        _record(webhook, by, recorded("登记事件推送 %(what)s"))
    return webhook, _secret(webhook)


def change(*, webhook: Webhook, address: str, kinds: Iterable[str], by: User) -> Webhook:
    """Another address or other events; what waits goes to the new address."""
    _require(by, webhook.client)
    _describe(webhook, address, kinds)
    with transaction.atomic(), history(by, recorded("修改事件推送")):
        webhook.save(update_fields=["address", "kinds"])
        _record(webhook, by, recorded("修改事件推送 %(what)s"))
    return webhook


def mark_of_secret(webhook: Webhook) -> str:
    """By which a form knows the secret that it was shown for, without telling anything of it."""
    return hashlib.sha256(webhook.salt.encode()).hexdigest()[:12]


def renew_secret(*, webhook: Webhook, mark: str, by: User) -> str:
    """Another secret, from now on: deliveries that the receiver refuses for it meanwhile are tried again.

    ``mark``: of the secret that is to be replaced; an error where another was made since (a form that was sent twice).
    """
    _require(by, webhook.client)
    if mark != mark_of_secret(webhook):
        raise ValidationError(_("刚才已换过密钥。密钥只显示一次；没有抄下的，请再换一次。"))
    webhook.salt = _salt()
    with transaction.atomic(), history(by, recorded("更换推送密钥")):
        webhook.save(update_fields=["salt"])
        _record(webhook, by, recorded("更换推送密钥 %(what)s"))
    return _secret(webhook)


def switch(*, webhook: Webhook, on: bool, by: User) -> Webhook:
    """Off: nobody is called, what waits goes on waiting. On again: what happened meanwhile is not told."""
    _require(by, webhook.client)
    if webhook.is_active != on:
        webhook.is_active = on
        with transaction.atomic(), history(by, recorded("启用事件推送") if on else recorded("停用事件推送")):
            if on:
                webhook.position, webhook.free_at = _now(), None
            webhook.save(update_fields=["is_active", "position", "free_at"])
            _record(webhook, by, recorded("启用事件推送 %(what)s") if on else recorded("停用事件推送 %(what)s"))
    return webhook


def ping(*, webhook: Webhook, by: User) -> Delivery:
    """An event that says nothing, to see whether the address answers; it is tried once. The caller enqueues it."""
    _require(by, webhook.client)
    _running(webhook)
    now, event = timezone.now(), f"ping-{secrets.token_hex(8)}"
    body = {"id": event, "kind": PING, "at": now.isoformat(), "data": {}}
    with transaction.atomic():
        made = Delivery.objects.create(webhook=webhook, event=event, kind=PING, body=body, next_at=now)
        _record(webhook, by, recorded("测试事件推送 %(what)s"))
    return made


def replay(*, delivery: Delivery, by: User) -> Delivery:
    """Tell an event once more, under its id. The caller enqueues it."""
    webhook = delivery.webhook
    _require(by, webhook.client)
    _running(webhook)
    if delivery.state == DeliveryState.WAITING:
        raise ValidationError(_("这次推送还在进行，不必重发。"))
    first = delivery.replays or delivery
    if not may_still_be_told(webhook, first):
        raise ValidationError(_("这个系统的地区范围或权限已变，不能再推送这一事件。"))
    with transaction.atomic():
        again = Delivery.objects.create(
            webhook=webhook, event=first.event, kind=first.kind, body=first.body, next_at=timezone.now(), replays=first
        )
        about = recorded("重发事件 %(event)s") % {"event": first.event}
        _record(webhook, by, f"{about}：%(what)s")
    return again


def _describe(webhook: Webhook, address: str, kinds: Iterable[str]) -> None:
    webhook.address, webhook.kinds = address.strip(), sorted(set(kinds))
    try:
        allowed().check(read_address(webhook.address))
    except AddressRefused as refused:
        raise ValidationError({"address": _SENTENCES[AttemptError(refused.why.value)]()}) from None
    missing = [kind for kind in webhook.kinds if SCOPE_OF_KIND.get(kind, "") not in {"", *webhook.client.scopes}]
    if missing:
        told = {"scopes": _("、").join(SCOPE_OF_KIND[kind] for kind in missing)}
        raise ValidationError({"kinds": _("该系统没有这些事件所需的权限：%(scopes)s。") % told})
    webhook.full_clean()


_SENTENCES = {
    AttemptError.WRITING: lambda: _(
        "请写完整地址，例如 https://data.example.gov.cn/hooks/。只用英文字母和数字，不带用户名、“#”和末尾的点。"
    ),
    AttemptError.NOT_ALLOWED: lambda: _(
        "服务器不允许向这个主机和端口推送。允许的主机由运维人员在 WEBHOOK_HOSTS 中设置。"
    ),
    AttemptError.NOT_ENCRYPTED: lambda: _("请用 https。只有 WEBHOOK_PRIVATE_HOSTS 中的内部主机可以用 http。"),
}


def _running(webhook: Webhook) -> None:
    if not webhook.is_active:
        raise ValidationError(_("这个推送已停用，请先启用。"))
    if not webhook.client.is_active:
        raise ValidationError(_("这个系统已停用，请先启用它。"))


def _now() -> int:
    """The end of the feed, with what is committed (after a recompute of the nation not all of it: somebody waits)."""
    number_changes()
    return newest_position()


def _salt() -> str:
    return secrets.token_hex(32)


def _secret(webhook: Webhook) -> str:
    return secret_of(settings.SECRET_KEY, webhook.salt)


def _require(by: User, client: ApiClient) -> None:
    access.require(access.may_administer(by, client.region), user=by, what=f"webhooks of client {client.pk}")


def _record(webhook: Webhook, by: User, about: str) -> None:
    what = recorded("%(client)s（%(address)s）") % {"client": webhook.client.name, "address": webhook.address}
    audit.record(kind=AuditKind.ACCOUNT, about=about % {"what": what}, by=by, region=webhook.client.region)
