"""Keys of wall displays: issued once in plain text, kept as a hash, revoked for good."""

from __future__ import annotations

import hmac
import logging
import re
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, DisplayKey, User
from accounts.services import audit
from accounts.services.api_keys import hash_key, prefix_of
from accounts.services.history import history
from regions.models import Region
from regions.recorded import recorded

_PREFIX = re.compile(r"xs_[0-9a-f]{8}_")
log = logging.getLogger("security.displays")
#: ``last_used_at`` is for people who look for dead walls.
USE_IS_NOTED_EVERY = timedelta(minutes=10)


def issue_display_key(
    *, name: str, region: Region, by: User, expires_at: datetime | None = None
) -> tuple[DisplayKey, str]:
    """A new key and its plain text, which is stored nowhere. ``expires_at`` None: good until it is revoked."""
    access.require(access.may_administer(by, region), user=by, what=f"issue display key of {region.code}")
    if expires_at is not None and expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("到期时间必须晚于现在")})
    plain = f"xs_{secrets.token_hex(4)}_{secrets.token_urlsafe(32)}"
    key = DisplayKey(name=name.strip(), region=region, prefix=prefix_of(plain), key_hash=hash_key(plain), issued_by=by)
    key.expires_at = expires_at
    with transaction.atomic(), history(by, recorded("签发显示屏链接")):
        key.full_clean()
        key.save()
        _record(recorded("签发显示屏链接 %(what)s"), key, by)
    return key, plain


def revoke_display_key(*, key: DisplayKey, by: User) -> DisplayKey:
    """End a key now; its wall shows so within about a minute. Revoking twice keeps the first time."""
    access.require(access.may_administer(by, key.region), user=by, what=f"revoke display key {key.pk}")
    if key.revoked_at is None:
        with transaction.atomic(), history(by, recorded("停用显示屏链接")):
            key.revoked_at, key.revoked_by = timezone.now(), by
            key.save(update_fields=["revoked_at", "revoked_by"])
            _record(recorded("停用显示屏链接 %(what)s"), key, by)
    return key


def connect_display(*, plain: str, address: str | None) -> DisplayKey | None:
    """The key that a wall shows when its link is opened, recorded; None where it is not good."""
    key = display_key_of(plain)
    if key is None:
        shown = prefix_of(plain) if _PREFIX.match(plain) else "no key"  # people paste pass words into the wrong field
        log.warning("display key not accepted: %s (ip=%s)", shown, address)
        return None
    about = recorded("显示屏接入：%(name)s（%(prefix)s）") % {"name": key.name, "prefix": key.prefix}
    audit.record(kind=AuditKind.LOG_IN, about=about, by=None, name=key.prefix, region=key.region, address=address)
    return key


def display_key_of(plain: str, *, address: str | None = None) -> DisplayKey | None:
    """The key of a plain text where it is good now: known, not revoked, not expired. Its use is noted, seldom."""
    candidates = DisplayKey.objects.filter(prefix=prefix_of(plain).replace("\x00", "")).select_related("region")
    digest, now = hash_key(plain), timezone.now()
    key = next((one for one in candidates if hmac.compare_digest(one.key_hash, digest)), None)
    if key is None or key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
        return None
    if key.last_used_at is None or key.last_used_at < now - USE_IS_NOTED_EVERY:
        unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_IS_NOTED_EVERY)
        DisplayKey.objects.filter(unnoted, pk=key.pk).update(last_used_at=now, last_used_ip=address)
    return key


def _record(about: str, key: DisplayKey, by: User) -> None:
    what = recorded("%(name)s（%(prefix)s）") % {"name": key.name, "prefix": key.prefix}
    audit.record(kind=AuditKind.ACCOUNT, about=about % {"what": what}, by=by, region=key.region)
