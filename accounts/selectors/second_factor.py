"""Whether and how an account confirms its log-in in a second step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User


@dataclass(frozen=True)
class SecondFactor:
    """``pending``: begun, not confirmed. ``since`` None: not enabled. ``backup_codes``: how many are left."""

    pending: TOTPDevice | None
    since: datetime | None
    backup_codes: int

    @property
    def enabled(self) -> bool:
        return self.since is not None


def second_factor_of(person: User) -> SecondFactor:
    """All of it, for the pages about it."""
    devices = list(TOTPDevice.objects.filter(user=person))
    confirmed = next((device for device in devices if device.confirmed), None)
    return SecondFactor(
        pending=next((device for device in devices if not device.confirmed), None),
        since=confirmed.created_at if confirmed else None,
        backup_codes=StaticToken.objects.filter(device__user=person).count(),
    )


def needs_code(person: User) -> bool:
    """Whether a log-in of the account asks for a code."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).exists()
