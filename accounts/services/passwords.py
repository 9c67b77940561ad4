"""Pass words: generated for others, chosen for oneself."""

from __future__ import annotations

import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, User
from accounts.services import audit
from accounts.services.history import history
from accounts.services.people import require_administrator
from regions.recorded import recorded

#: Nothing that is misread from a slip of paper: no 0 o 1 l i.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


def generate_password() -> str:
    """``kmtq-7h4w-x9dp-rvn3``: 16 of 31 characters, 79 bits; with a digit, so that it never reads as a word."""
    while True:
        groups = ["".join(secrets.choice(_ALPHABET) for _one in range(_GROUP)) for _group in range(_GROUPS)]
        made = "-".join(groups)
        if any(character.isdigit() for character in made):
            return made


def reset_password(*, person: User, by: User) -> str:
    """A new one-time pass word of somebody else's account, which the answer alone holds; it is changed at the next log-in.

    All sessions of the account end with the old pass word.
    """
    require_administrator(by, person)
    access.require(person.pk != by.pk, user=by, what="reset the own pass word")
    made = generate_password()
    validate_password(made, person)
    with transaction.atomic(), history(by, recorded("重置密码")):
        person.set_password(made)
        person.must_change_password = True
        person.save(update_fields=["password", "must_change_password"])
        about = recorded("重置了账号 %(name)s 的密码") % {"name": person.username}
        audit.record(kind=AuditKind.PASSWORD, about=about, by=by, region=person.region)
    return made


def change_own_password(*, person: User, password: str) -> None:
    """The person's own choice; it ends the duty to change. ``ValidationError`` on the field ``new_password1``."""
    if person.check_password(password):
        raise ValidationError({"new_password1": _("新密码不能与现在的密码相同。")})
    validate_password(password, person)
    with transaction.atomic(), history(person, recorded("修改密码")):
        person.set_password(password)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        audit.record(kind=AuditKind.PASSWORD, about=recorded("修改了自己的密码"), by=person)
