"""Writing accounts: what follows from a role is set here and nowhere else."""

from __future__ import annotations

import pghistory
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, PersonRole, Unit, User
from accounts.services import audit
from regions.models import Region
from regions.recorded import recorded

SUBMITTER, APPROVER = "system-submit", "system-approve"


def system_users() -> tuple[User, User]:
    """The two accounts in whose names files are loaded: one submits, the other approves. They can never log in."""
    names = {SUBMITTER: _("系统（提交）"), APPROVER: _("系统（审核）")}
    found = [_system_user(username, str(name)) for username, name in names.items()]
    return found[0], found[1]


def _system_user(username: str, display_name: str) -> User:
    stored = User.objects.filter(username=username).first()
    if stored is not None:
        return stored
    user = User(username=username, display_name=display_name, role=PersonRole.SYSTEM, is_active=False)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user


def create_person(
    *,
    username: str,
    password: str,
    role: str,
    region: Region | None,
    by: User | None,
    unit: Unit | None = None,
    display_name: str = "",
    email: str = "",
) -> User:
    """A new account that can log in. ``by`` None: a command at the machine itself. ``ValidationError`` names the fields.

    Made by an administrator, it must get a pass word of the person's own at the first log-in.
    """
    user = User(username=username, display_name=display_name, role=role, region=region, unit=unit, email=email)
    user.must_change_password = by is not None
    validate_password(password, user)
    user.set_password(password)
    return save_person(person=user, by=by, reason=recorded("新建账号"))


def save_person(*, person: User, by: User | None, reason: str = "") -> User:
    """Write an account as it was changed. An administrator manages the accounts of the own scope and grants none beyond it,
    and changes neither role, scope nor activity of the own one: nobody locks oneself out. Each change is recorded.
    """
    stored = User.objects.select_related("region", "unit").filter(pk=person.pk).first() if person.pk else None
    if by is not None:
        require_administrator(by, person)
        kept = stored is None or by.pk != stored.pk or not changes_reach(person, stored)
        access.require(kept, user=by, what="change role or scope of the own account")
    person.is_staff = person.role in {PersonRole.PLANNER, PersonRole.ADMINISTRATOR}  # may open the admin
    if person.role != PersonRole.ADMINISTRATOR or person.region is not None:
        person.is_superuser = False  # of the first administrator; it does not outlive the role
    with transaction.atomic(), pghistory.context(user=by.pk if by else None, reason=reason or recorded("修改账号")):
        person.full_clean()
        person.save()
        if by is not None:
            _record(person, stored, by)
    return person


def changes_reach(person: User, stored: User) -> bool:
    """Whether the account as it would be written reaches elsewhere than the stored one, or cannot log in any more."""
    return (person.role, person.region_id, person.is_active) != (stored.role, stored.region_id, stored.is_active)


def _record(person: User, stored: User | None, by: User) -> None:
    """What was changed, in words. Nothing where nothing was. Both regions read of a move from one to the other."""
    after = _words(person)
    if stored is None:
        given = [word for word in after.values() if word not in {"—", person.username}]
        told = recorded("新建账号 %(name)s：") % {"name": person.username} + "，".join(given)
    else:
        changed = [(name, old, after[name]) for name, old in _words(stored).items() if old != after[name]]
        if not changed:
            return
        told = recorded("修改账号 %(name)s：") % {"name": person.username}
        told += "；".join(f"{name} {old} → {new}" for name, old, new in changed)
    for region in {one.region_id: one.region for one in (stored, person) if one is not None}.values():
        audit.record(kind=AuditKind.ACCOUNT, about=told, by=by, region=region)


def _words(person: User) -> dict[str, str]:
    return {
        str(recorded("用户名")): person.username,
        str(recorded("姓名")): person.display_name or "—",
        str(recorded("角色")): str(PersonRole(person.role).label),
        str(recorded("地区范围")): person.region.name if person.region else str(recorded("全国")),
        str(recorded("单位")): person.unit.name if person.unit else "—",
        str(recorded("邮箱")): person.email or "—",
        str(recorded("状态")): str(recorded("启用") if person.is_active else recorded("停用")),
    }


def require_administrator(by: User, person: User) -> None:
    """Refuse and log unless ``by`` administers the account: as it stands, and as it would be written."""
    stored = User.objects.filter(pk=person.pk).first() if person.pk else None
    allowed = all(access.may_administer(by, one.region) for one in (person, stored) if one is not None)
    allowed = allowed and person.role != PersonRole.SYSTEM
    access.require(allowed, user=by, what=f"write account {person.username}")
