"""``Authorization: Bearer <key>``. The log says what is wrong with a key, the caller only that something is."""

from __future__ import annotations

import hmac
import logging
from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.api.callers import KeyHolder
from accounts.models import ApiKey
from accounts.services.api_keys import hash_key, prefix_of

log = logging.getLogger("security.api")

#: ``last_used_at`` is for people who look for dead keys: a write a minute is exact enough.
USE_IS_NOTED_EVERY = timedelta(minutes=1)


class KeyAuthentication(BaseAuthentication):
    """The key of a system. No ``Authorization: Bearer``: not our business, the next class looks (a session)."""

    def authenticate(self, request: Request) -> tuple[KeyHolder, ApiKey] | None:
        scheme, _space, shown = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        key, fault = _find(shown.strip().decode("latin-1"))
        if key is None or fault:
            address = get_client_ip_address(request)
            log.warning("key not accepted: %s (key=%s ip=%s %r)", fault, key and key.prefix, address, request.path)
            raise AuthenticationFailed(_("密钥无效。请检查 Authorization 标头，或向管理员申请新的密钥。"))
        _note_use(key, request)
        return KeyHolder(key), key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def _find(shown: str) -> tuple[ApiKey | None, str]:
    """The key that was shown and what is wrong with it ("" = nothing). The whole hash is compared, in constant time."""
    digest = hash_key(shown)
    candidates = ApiKey.objects.filter(prefix=prefix_of(shown).replace("\x00", "")).select_related("client__region")
    key = next((known for known in candidates if hmac.compare_digest(known.key_hash, digest)), None)
    if key is None:
        return None, "unknown"
    if key.revoked_at is not None:
        return key, "revoked"
    if key.expires_at is not None and key.expires_at <= timezone.now():
        return key, "expired"
    if not key.client.is_active:
        return key, "client is not active"
    return key, ""


def _note_use(key: ApiKey, request: Request) -> None:
    now = timezone.now()
    if key.last_used_at is not None and key.last_used_at > now - USE_IS_NOTED_EVERY:
        return
    long_ago = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_IS_NOTED_EVERY)
    ApiKey.objects.filter(long_ago, pk=key.pk).update(last_used_at=now, last_used_ip=get_client_ip_address(request))
