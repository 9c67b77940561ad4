"""API keys of other bureaus' systems: issued once in plain text, kept as a hash, revoked for good."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ApiClient, ApiKey, AuditKind, Unit, User
from accounts.models.api_clients import Scope
from accounts.services import audit
from regions.models import Region
from regions.recorded import recorded

log = logging.getLogger("security.api_keys")

#: What ``read`` on the command line stands for.
READ_SCOPES = tuple(scope.value for scope in Scope if scope.value.startswith("read:"))


def hash_key(plain: str) -> str:
    """SHA-256 of a key, in hexadecimal. A key holds 256 random bits, so that a slow hash would add nothing."""
    return hashlib.sha256(plain.encode()).hexdigest()


def prefix_of(plain: str) -> str:
    """The part of a key that people may see: ``jd_`` and eight characters."""
    return plain[:11]


def issue_key(*, client: ApiClient, by: User | None, expires_at: datetime | None = None) -> tuple[ApiKey, str]:
    """Write a new key of ``client`` and return it with its plain text, which is stored nowhere.

    ``by`` None: somebody at the command line. ``expires_at`` None: good until it is revoked. Older keys stay valid.
    """
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("到期时间必须晚于现在")})
    plain = f"jd_{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}"
    key = ApiKey(client=client, prefix=prefix_of(plain), key_hash=hash_key(plain), expires_at=expires_at)
    key.full_clean()
    with transaction.atomic():
        key.save()
        _record(client, by, recorded("签发接口密钥 %(what)s") % {"what": key.prefix})
    log.info("issued key %s of client %s (user=%s)", key.prefix, client.pk, by.pk if by else None)
    return key, plain


def revoke_key(*, key: ApiKey, by: User | None) -> ApiKey:
    """End a key now. Revoking twice keeps the first time."""
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        with transaction.atomic():
            key.save(update_fields=["revoked_at"])
            _record(key.client, by, recorded("吊销接口密钥 %(what)s") % {"what": key.prefix})
        log.info("revoked key %s of client %s (user=%s)", key.prefix, key.client_id, by.pk if by else None)
    return key


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
        client = save_client(client=ApiClient(name=name, region=region, unit=unit, scopes=wanted), by=by)
        log.info("registered client %s for region %s (user=%s)", client.pk, region.code, by.pk if by else None)
        return client
    if client.region_id != region.pk or client.unit_id != (unit.pk if unit else None):
        known = {"name": name, "code": client.region.code, "region": client.region.name}
        raise ValidationError(
            _(
                "客户端“%(name)s”已登记，范围是 %(code)s %(region)s，与所给范围不同。"
                "请换一个名称，或先在后台修改它的范围。"
            )
            % known
        )
    if sorted(client.scopes) != wanted:
        known = {"name": name, "scopes": _("、").join(sorted(client.scopes))}
        raise ValidationError(
            _("客户端“%(name)s”已登记，权限是 %(scopes)s，与所给权限不同。请换一个名称，或先在后台修改它的权限。")
            % known
        )
    if not client.is_active:
        raise ValidationError(_("客户端“%(name)s”已停用。请先在后台启用它。") % {"name": name})
    return client


def save_client(*, client: ApiClient, by: User | None) -> ApiClient:
    """Write a client as it was set up or changed; what it may do from now on is recorded. ``by`` None: a command."""
    client.full_clean()
    with transaction.atomic():
        client.save()
        told = {
            "unit": client.unit.name if client.unit else recorded("所有单位"),
            "scopes": recorded("、").join(sorted(client.scopes)),
        }
        told["state"] = recorded("启用") if client.is_active else recorded("停用")
        _record(client, by, recorded("接口权限：%(unit)s，%(scopes)s，%(state)s") % told)
    return client


def _record(client: ApiClient, by: User | None, what: str) -> None:
    name = "" if by else recorded("（命令行）")
    about = recorded("接口客户端 %(client)s：%(what)s") % {"client": client.name, "what": what}
    audit.record(kind=AuditKind.ACCOUNT, about=about, by=by, name=name, region=client.region)
