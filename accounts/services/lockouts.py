"""Releasing a log-in that django-axes has locked after too many wrong pass words."""

from __future__ import annotations

from axes.utils import reset
from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address

from accounts.models import AuditKind, User
from accounts.services import audit
from accounts.services.people import require_administrator
from regions.recorded import recorded


def release(*, person: User, address: str, by: User) -> int:
    """Let the account be tried again from this address. How many records of failures went; 0: it was not locked."""
    require_administrator(by, person)
    try:
        validate_ipv46_address(address)
    except ValidationError:  # an empty one would stand for all addresses
        return 0
    gone: int = reset(username=person.username, ip=address)
    if gone:
        about = recorded("解除了账号 %(name)s 在 %(address)s 的登录锁定") % {
            "name": person.username,
            "address": address,
        }
        audit.record(kind=AuditKind.RELEASED, about=about, by=by, region=person.region)
    return gone
