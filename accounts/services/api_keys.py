"""Systems of other bureaus and their keys.

A system is registered, changed and stopped, never deleted. A key is issued once in plain text, kept as a hash, replaced with
an overlap, revoked for good. Every step stands in the audit log.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import ApiClient, ApiKey, AuditKind, Unit, User
from accounts.models.api_clients import Scope
from accounts.selectors.audit import about_client
from accounts.services import audit
from accounts.services.history import history
from regions.models import Region
from regions.recorded import recorded

log = logging.getLogger("security.api_keys")

#: What ``read`` and ``write`` on the command line stand for.
READ_SCOPES = tuple(scope.value for scope in Scope if scope.value.startswith("read:"))
WRITE_SCOPES = tuple(scope.value for scope in Scope if scope.value.startswith("write:"))
_WRITTEN = ("name", "region_id", "unit_id", "scopes", "rate_per_minute", "is_active")


def hash_key(plain: str) -> str:
    """SHA-256 of a key, in hexadecimal. A key holds 256 random bits, so that a slow hash would add nothing."""
    return hashlib.sha256(plain.encode()).hexdigest()


def prefix_of(plain: str) -> str:
    """The part of a key that people may see: ``jd_`` and eight characters."""
    return plain[:11]


@transaction.atomic
def register_client(
    *, name: str, region: Region, scopes: Iterable[str], by: User | None, unit: Unit | None = None
) -> ApiClient:
    """The client called ``name``: created, or found and then with exactly this region, unit and these scopes.

    A client that is there with another range is an error and stays as it is: a key never widens what was granted.
    """
    wanted = sorted(set(scopes))
    client = ApiClient.objects.select_for_update(of=("self",)).filter(name=name).select_related("region").first()
    if client is None:
        return save_client(client=ApiClient(name=name, region=region, unit=unit, scopes=wanted), by=by)
    if client.region_id != region.pk or client.unit_id != (unit.pk if unit else None):
        known = {"name": name, "code": client.region.code, "region": client.region.name}
        raise ValidationError(
            _(
                "客户端“%(name)s”已登记，范围是 %(code)s %(region)s，与所给范围不同。"
                "请换一个名称，或先在“系统对接”里修改它的范围。"
            )
            % known
        )
    if sorted(client.scopes) != wanted:
        known = {"name": name, "scopes": _("、").join(sorted(client.scopes))}
        raise ValidationError(
            _(
                "客户端“%(name)s”已登记，权限是 %(scopes)s，与所给权限不同。"
                "请换一个名称，或先在“系统对接”里修改它的权限。"
            )
            % known
        )
    if not client.is_active:
        raise ValidationError(_("客户端“%(name)s”已停用。请先启用它。") % {"name": name})
    return client


def save_client(*, client: ApiClient, by: User | None) -> ApiClient:
    """Write a client as it was set up or changed; what it may do from now on, with every key, is recorded.

    ``by`` None: a command. An administrator manages the clients of the own scope and grants none beyond it.
    ``ValidationError`` names the fields; the unit must lie within the region.
    """
    stored = ApiClient.objects.select_related("region", "unit").filter(pk=client.pk).first() if client.pk else None
    for one in (stored, client):
        if one is not None:
            require_may_manage(one, by, "change" if stored else "register")
    client.scopes = sorted(set(client.scopes))
    client.full_clean()
    if client.unit is not None and not client.unit.region.lineage.startswith(client.region.lineage):
        raise ValidationError({"unit": _("该单位不在系统的地区范围内。")})
    if stored is not None and all(getattr(stored, name) == getattr(client, name) for name in _WRITTEN):
        return client
    with transaction.atomic(), _reason(by, recorded("修改接口客户端") if stored else recorded("登记接口客户端")):
        client.save()
        if stored is not None and stored.region_id != client.region_id:  # told where it was; where it is now follows
            record(client=stored, by=by, what=recorded("地区范围改为 %(region)s") % {"region": client.region.name})
        if stored is not None and stored.name != client.name:
            record(client=stored, by=by, what=recorded("改名为 %(name)s") % {"name": client.name})
        record(client=client, by=by, what=recorded("接口权限：%(said)s") % {"said": "，".join(_words(client)[1:])})
    log.info("saved client %s for region %s (user=%s)", client.pk, client.region.code, by.pk if by else None)
    return client


@transaction.atomic
def issue_key(
    *, client: ApiClient, by: User | None, expires_at: datetime | None = None, newest: int | None = None
) -> tuple[ApiKey, str]:
    """Write a new key of ``client`` and return it with its plain text, which is stored nowhere.

    ``by`` None: somebody at the command line. ``expires_at`` None: good until it is revoked. Older keys stay valid.
    ``newest``: id of the newest key when the form was shown, 0 for none; where another was issued since (the form was sent
    twice, the page that showed the key was loaded again), nothing is issued: ``ValidationError`` with code ``sent_twice``.
    """
    require_may_manage(client, by, "issue key")
    _require_newest(client, newest)
    key, plain = _new(client, expires_at)
    told = {"what": key.prefix, "until": _until(expires_at)}
    with _reason(by, recorded("签发接口密钥")):
        key.save()
        record(client=client, by=by, what=recorded("签发接口密钥 %(what)s，%(until)s") % told)
    log.info("issued key %s of client %s (user=%s)", key.prefix, client.pk, by.pk if by else None)
    return key, plain


@transaction.atomic
def rotate_key(
    *, key: ApiKey, by: User | None, overlap: timedelta, expires_at: datetime | None = None, newest: int | None = None
) -> tuple[ApiKey, str]:
    """A new key in place of ``key``, which stays good for ``overlap`` (at most as long as it would have been) and then ends.

    The plain text of the new one is returned and stored nowhere. ``newest`` as in ``issue_key``. ``ValidationError`` where the
    key is not good any more: there is nothing to hand over, a new one is issued.
    """
    client, now = key.client, timezone.now()
    require_may_manage(client, by, "rotate key")
    _require_newest(client, newest)
    key = ApiKey.objects.select_for_update().get(pk=key.pk)
    if not is_good(key, now):
        raise ValidationError(_("这个密钥已失效，不能轮换。请直接签发新的密钥。"))
    end = now + overlap
    fresh, plain = _new(client, expires_at)
    key.expires_at = end if key.expires_at is None else min(end, key.expires_at)
    told = {"old": key.prefix, "new": fresh.prefix, "until": _until(expires_at), "end": _until(key.expires_at)}
    with _reason(by, recorded("轮换接口密钥")):
        fresh.save()
        key.save(update_fields=["expires_at"])
        record(client=client, by=by, what=recorded("轮换接口密钥 %(old)s（%(end)s）→ %(new)s（%(until)s）") % told)
    log.info("rotated key %s to %s (user=%s)", key.prefix, fresh.prefix, by.pk if by else None)
    return fresh, plain


def revoke_key(*, key: ApiKey, by: User | None) -> ApiKey:
    """End a key now. Revoking twice keeps the first time."""
    require_may_manage(key.client, by, "revoke key")
    with transaction.atomic(), _reason(by, recorded("吊销接口密钥")):
        stored = ApiKey.objects.select_for_update().get(pk=key.pk)
        if stored.revoked_at is None:
            stored.revoked_at = timezone.now()
            stored.save(update_fields=["revoked_at"])
            record(client=key.client, by=by, what=recorded("吊销接口密钥 %(what)s") % {"what": key.prefix})
            log.info("revoked key %s of client %s (user=%s)", key.prefix, key.client_id, by.pk if by else None)
    key.revoked_at = stored.revoked_at
    return key


def is_good(key: ApiKey, now: datetime) -> bool:
    """Whether the key opens anything at ``now``, if its client is active."""
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > now)


def record(*, client: ApiClient, by: User | None, what: str) -> None:
    """A line of the audit log about a client. ``by`` None: somebody at the command line."""
    name = "" if by else recorded("（命令行）")
    audit.record(kind=AuditKind.ACCOUNT, about=about_client(client.name) + what, by=by, name=name, region=client.region)


def require_may_manage(client: ApiClient, by: User | None, what: str) -> None:
    """Refuse and log unless ``by`` administers the client's region; None is somebody at the machine itself."""
    if by is not None:
        allowed = access.may_administer(by, client.region)
        access.require(allowed, user=by, what=f"{what} of client {client.pk} ({client.region.code})")


def _require_newest(client: ApiClient, newest: int | None) -> None:
    """Holds the client until the transaction ends, so that of two forms sent at once the second one sees what the first did."""
    ApiClient.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    last = ApiKey.objects.filter(client=client).order_by("-pk").values_list("pk", flat=True).first() or 0
    if newest is not None and last != newest:
        raise ValidationError(
            _("刚才已签发过密钥，没有再签发。密钥只显示一次；没有抄下就吊销它，再签发新的。"), "sent_twice"
        )


def _new(client: ApiClient, expires_at: datetime | None) -> tuple[ApiKey, str]:
    if not client.is_active:
        raise ValidationError(_("客户端“%(name)s”已停用。请先启用它。") % {"name": client.name})
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("到期时间必须晚于现在")})
    plain = f"jd_{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}"
    key = ApiKey(client=client, prefix=prefix_of(plain), key_hash=hash_key(plain), expires_at=expires_at)
    key.full_clean()
    return key, plain


def _until(moment: datetime | None) -> str:
    if moment is None:
        return recorded("不到期")
    return recorded("%(moment)s 到期") % {"moment": timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")}


def _reason(by: User | None, reason: str) -> AbstractContextManager[object]:
    return nullcontext() if by is None else history(by, reason)


def _words(client: ApiClient) -> list[str]:
    """Name, region, unit, scopes, rate and state, as they are recorded."""
    return [
        client.name,
        client.region.name,
        client.unit.name if client.unit else recorded("所有单位"),
        recorded("、").join(sorted(client.scopes)),
        recorded("每分钟 %(rate)d 次") % {"rate": client.rate_per_minute},
        recorded("启用") if client.is_active else recorded("停用"),
    ]
