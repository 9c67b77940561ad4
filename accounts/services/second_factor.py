"""The second step of the log-in (两步验证): a code of the person's phone (TOTP, RFC 6238), or a backup code used once.

Whoever has not asked for it is never asked. Backup codes are stored as keyed digests, so that the database shows none.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import access
from accounts.models import AuditKind, User
from accounts.services import audit
from accounts.services.people import require_administrator
from regions.recorded import recorded

BACKUP_CODES = 10
_DIGITS = 6
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongCode(Exception):
    """The code is wrong or used, or came too soon after a wrong one. ``str()`` is the sentence for the person."""


def prepare(*, person: User) -> TOTPDevice:
    """A device to be confirmed, with a fresh secret in place of one begun before; nothing is asked at log-ins yet."""
    access.require(not _devices(person).exists(), user=person, what="a second authenticator")
    with transaction.atomic():
        TOTPDevice.objects.filter(user=person, confirmed=False).delete()
        return TOTPDevice.objects.create(user=person, name="phone", confirmed=False)


def confirm(*, person: User, code: str) -> tuple[str, ...]:
    """Switch the second step on where the code fits the prepared device. The backup codes, which nobody sees again."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=person, confirmed=False).first()
        fits = device is not None and _verified(device, code)
        if device is not None and fits:
            device.confirmed = True
            device.save()
            made = _new_backup_codes(person)
            audit.record(kind=AuditKind.SECOND_FACTOR, about=recorded("启用了两步验证"), by=person)
    if not fits:  # outside of the transaction: the count of wrong codes stays
        raise _refusal(device)
    return made


def check(*, person: User, code: str) -> bool:
    """Whether the code is the phone's of now, or an unused backup code, which it uses up: True for a backup code.

    ``WrongCode`` otherwise; each wrong one doubles the time until the next is looked at.
    """
    code = "".join(code.split()).replace("-", "").lower()
    by_phone = code.isdecimal() and len(code) == _DIGITS
    with transaction.atomic():
        devices = _devices(person) if by_phone else StaticDevice.objects.filter(user=person)
        device = devices.select_for_update().first()
        fits = device is not None and _verified(device, code if by_phone else _digest(code))
    if not fits:
        raise _refusal(device)
    return not by_phone


def renew_backup_codes(*, person: User, code: str) -> tuple[str, ...]:
    """New backup codes; the old ones end. ``WrongCode`` where the code does not fit."""
    check(person=person, code=code)
    with transaction.atomic():
        made = _new_backup_codes(person)
        audit.record(kind=AuditKind.SECOND_FACTOR, about=recorded("更换了两步验证的备用码"), by=person)
    return made


def disable(*, person: User, code: str) -> None:
    """Switch the own second step off. The page has asked for the pass word too. ``WrongCode`` where the code does not fit."""
    check(person=person, code=code)
    with transaction.atomic():
        _forget(person)
        audit.record(kind=AuditKind.SECOND_FACTOR, about=recorded("停用了两步验证"), by=person)


def reset(*, person: User, by: User) -> None:
    """Take the second step from somebody who lost the phone; one's own goes through ``disable``."""
    require_administrator(by, person)
    access.require(person.pk != by.pk, user=by, what="reset the own second factor")
    with transaction.atomic():
        _forget(person)
        about = recorded("解除了账号 %(name)s 的两步验证") % {"name": person.username}
        audit.record(kind=AuditKind.SECOND_FACTOR, about=about, by=by, region=person.region)


def _devices(person: User):  # type: ignore[no-untyped-def]
    return TOTPDevice.objects.filter(user=person, confirmed=True)


def _verified(device: TOTPDevice | StaticDevice, code: str) -> bool:
    return bool(device.verify_token(code))


def _refusal(device: TOTPDevice | StaticDevice | None) -> WrongCode:
    allowed, told = device.verify_is_allowed() if device is not None else (True, None)
    until = (told or {}).get("locked_until")
    if allowed or until is None:
        return WrongCode(_("验证码不正确或已经用过。请等手机上换了新的再试。"))
    seconds = max(1, round((until - timezone.now()).total_seconds()))
    return WrongCode(_("验证码不正确或已经用过。请过 %(seconds)d 秒再试。") % {"seconds": seconds})


def _digest(code: str) -> str:
    return salted_hmac("accounts.backup-code", code, algorithm="sha256").hexdigest()[:16]


def _new_backup_codes(person: User) -> tuple[str, ...]:
    """Ten codes of eight characters, 39 bits each, behind a throttle; only their digests are stored."""
    StaticDevice.objects.filter(user=person).delete()
    device = StaticDevice.objects.create(user=person, name="backup")
    made = ["".join(secrets.choice(_ALPHABET) for _one in range(8)) for _code in range(BACKUP_CODES)]
    for code in made:
        device.token_set.create(token=_digest(code))
    return tuple(f"{code[:4]}-{code[4:]}" for code in made)


def _forget(person: User) -> None:
    TOTPDevice.objects.filter(user=person).delete()
    StaticDevice.objects.filter(user=person).delete()
