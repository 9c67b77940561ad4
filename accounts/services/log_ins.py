"""Log-ins into the audit log: who came in, who did not, from where."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import AuditEntry, AuditKind, User
from accounts.services import audit
from regions.recorded import recorded


def came_in(*, person: User, address: str | None, how: str = "") -> None:
    """``how``: what is worth saying about the second step."""
    audit.record(kind=AuditKind.LOG_IN, about=recorded("登录成功") + how, by=person, address=address)


def went_out(*, person: User, address: str | None) -> None:
    """By the person's own hand; a session that timed out is no log-out."""
    audit.record(kind=AuditKind.LOG_OUT, about=recorded("退出登录"), by=person, address=address)


def failed(*, name: str, address: str | None, why: str) -> None:
    """A refused log-in. ``name`` as it was typed: kept only where it is an account's, since people type pass words there."""
    person = _known(name)
    audit.record(
        kind=AuditKind.LOG_IN_FAILED, about=why, by=None, address=address,
        name=person.username if person else recorded("（未知账号）"), region=person.region if person else None,
    )  # fmt: skip


def locked_out(*, name: str, address: str | None) -> None:
    """The door closed. Said once for each lock-out, however often somebody knocks."""
    person = _known(name)
    shown = person.username if person else recorded("（未知账号）")
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    about = recorded("多次登录失败，暂停登录 %(minutes)d 分钟") % {"minutes": round(settings.AXES_COOLOFF_TIME * 60)}
    told = AuditEntry.objects.filter(kind=AuditKind.LOCKED_OUT, name=shown, address=address, at__gte=since)
    if not told.exists():
        region = person.region if person else None
        audit.record(kind=AuditKind.LOCKED_OUT, about=about, by=None, address=address, name=shown, region=region)


def _known(name: str) -> User | None:
    return User.objects.filter(username=name).select_related("region").first()
