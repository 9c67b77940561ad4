"""Who calls the API, and what of it they reach: one record for keys of systems and for people who are logged in."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.access import sees_drafts
from accounts.api.throttling import count_call
from accounts.models import ApiKey, User
from regions.models import NATION_CODE

if TYPE_CHECKING:  # rest_framework.views itself asks for this module while it loads
    from rest_framework.views import APIView

log = logging.getLogger("security.api")


class KeyHolder:
    """What stands in ``request.user`` when a key was shown: a system, not a person."""

    is_authenticated = True
    is_anonymous = False
    is_active = True
    pk = None

    def __init__(self, key: ApiKey) -> None:
        self.key = key
        self.client = key.client

    def __str__(self) -> str:
        return self.client.name


@dataclass(frozen=True, slots=True)
class Caller:
    """What a request may reach. ``lineage``: prefix of the regions (empty: all); ``unit_id`` None: rows of all units.

    ``scopes`` None: a person, who reads every resource of the own regions. ``client_id`` None: a person.
    ``drafts``: what belongs to plans in the making too, which keys and leaders are shown nowhere.
    """

    who: str
    lineage: str
    unit_id: int | None = None
    scopes: frozenset[str] | None = None
    client_id: int | None = None
    drafts: bool = False

    def may(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes

    @property
    def reaches_all(self) -> bool:
        return self.lineage in {"", f"{NATION_CODE}/"}


def caller_of(request: Request) -> Caller:
    """The caller of an authenticated request."""
    user = request.user
    if isinstance(user, KeyHolder):
        client = user.client
        return Caller(
            who=f"client={client.pk} key={user.key.prefix}",
            lineage=client.region.lineage,
            unit_id=client.unit_id,
            scopes=frozenset(client.scopes),
            client_id=client.pk,
        )
    assert isinstance(user, User)
    lineage = user.region.lineage if user.region else ""
    return Caller(who=f"user={user.pk}", lineage=lineage, drafts=sees_drafts(user))


def note_refusal(request: Request, why: str) -> None:
    """Into the security log, which says what the answer does not."""
    log.warning("refused: %s (%s %s %r)", why, caller_of(request).who, request.method, request.path)


def refuse(request: Request, why: str, detail: str) -> NoReturn:
    """Log a refusal and raise it. ``why`` is for the log, ``detail`` the sentence for the caller."""
    note_refusal(request, why)
    raise PermissionDenied(detail)


class HasScope(BasePermission):
    """Authenticated, and the key holds the scope that the view names in ``resource``."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not (request.user and request.user.is_authenticated):
            return False
        count_call(request)  # what is refused below counts too
        scope = getattr(view, "resource", None)
        if scope is not None and not caller_of(request).may(scope):
            refuse(request, f"no scope {scope}", _("该密钥没有“%(scope)s”权限。") % {"scope": scope})
        return True
