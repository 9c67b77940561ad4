"""Writing accounts: what follows from a role is set here and nowhere else."""

from __future__ import annotations

import pghistory
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import PersonRole, Unit, User
from regions.models import Region

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
) -> User:
    """A new account that can log in. ``by`` None: a command at the machine itself. ``ValidationError`` names the fields."""
    user = User(username=username, display_name=display_name, role=role, region=region, unit=unit)
    validate_password(password, user)
    user.set_password(password)
    return save_person(person=user, by=by, reason=_("新建账号"))


def save_person(*, person: User, by: User | None, reason: str = "") -> User:
    """Write an account as it was changed. An administrator manages the accounts of the own scope and grants none beyond it."""
    if by is not None:
        require_administrator(by, person)
    person.is_staff = person.role in {PersonRole.PLANNER, PersonRole.ADMINISTRATOR}  # may open the admin
    if person.role != PersonRole.ADMINISTRATOR or person.region is not None:
        person.is_superuser = False  # of the first administrator; it does not outlive the role
    with transaction.atomic(), pghistory.context(user=by.pk if by else None, reason=reason or _("修改账号")):
        person.full_clean()
        person.save()
    return person


def require_administrator(by: User, person: User) -> None:
    """Refuse and log unless ``by`` administers the account: as it stands, and as it would be written."""
    stored = User.objects.filter(pk=person.pk).first() if person.pk else None
    allowed = all(access.may_administer(by, one.region) for one in (person, stored) if one is not None)
    access.require(allowed, user=by, what=f"write account {person.username}")
