"""Who may see and do what: the one place where role and region scope are decided (DESIGN section 1).

Every check takes a person (``User``); a null region of an administrator or system user is the whole nation. What systems
of other bureaus may write too takes a ``Writer``. Pages ask these functions and never compare roles themselves; ``require``
raises a refusal as ``PermissionDenied`` and logs it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import ApiClient, PersonRole, Unit, User
from regions.models import Region

if TYPE_CHECKING:
    from django.db.models import QuerySet

log = logging.getLogger("accounts.access")

#: Who writes figures and reports: a person, or another bureau's system by its key.
Writer = User | ApiClient

# System users load published files; they are inactive, so that no page is ever asked by one.
_WRITES_ANY_UNIT = {PersonRole.REVIEWER, PersonRole.PLANNER, PersonRole.ADMINISTRATOR, PersonRole.SYSTEM}
_REVIEWS = {PersonRole.REVIEWER, PersonRole.ADMINISTRATOR, PersonRole.SYSTEM}
_PLANS = {PersonRole.PLANNER, PersonRole.ADMINISTRATOR, PersonRole.SYSTEM}


def visible_regions(user: User) -> QuerySet[Region]:
    """The regions of the person's scope: the own region and everything below it."""
    regions = Region.objects.all()
    return regions if user.region is None else regions.under(user.region)


def may_see(user: Writer, region: Region) -> bool:
    """Whether the region lies within the scope of the person or system."""
    if isinstance(user, ApiClient):
        return region.lineage.startswith(user.region.lineage)
    if user.region is None:
        return user.role in {PersonRole.ADMINISTRATOR, PersonRole.SYSTEM}
    return region.lineage.startswith(user.region.lineage)


def sees_drafts(user: User) -> bool:
    """Whether the person is shown plans of the scope that are still being set up: those who work on them, no leader."""
    return user.role != PersonRole.LEADER


def may_enter(user: Writer, region: Region, units: list[Unit]) -> bool:
    """Whether the person or system may write figures of a row of ``region`` for which ``units`` answer.

    A clerk writes the rows of the own unit only; reviewer, planner, administrator any row in scope; a leader none. A system
    that is bound to a unit writes that unit's rows; what its key may do at all (scopes) the API has asked before.
    """
    if not may_see(user, region):
        return False
    if isinstance(user, ApiClient):
        return user.is_active and (user.unit_id is None or user.unit_id in {unit.pk for unit in units})
    if user.role == PersonRole.CLERK:
        return user.unit_id in {unit.pk for unit in units}
    return user.role in _WRITES_ANY_UNIT


def may_review(user: User, region: Region) -> bool:
    """Whether the person may return or approve figures of the region. That it is not an own one is checked later."""
    return user.role in _REVIEWS and may_see(user, region)


def may_see_contact(user: User, region: Region, lead_unit: Unit | None) -> bool:
    """Whether the person is shown how to reach a project's owner: who reports on it or works on the register, no leader."""
    return may_enter(user, region, [] if lead_unit is None else [lead_unit])


def may_run_rounds(user: User, region: Region) -> bool:
    """Whether the person opens, changes, reopens and closes reporting rounds of the region."""
    return user.role in _WRITES_ANY_UNIT and may_see(user, region)


def may_direct(user: User, region: Region) -> bool:
    """Whether the person hands problems of the region's projects to units, closes them and sends letters."""
    return user.role in _WRITES_ANY_UNIT and may_see(user, region)


def may_plan(user: User, region: Region) -> bool:
    """Whether the person may change plans, bases, targets and resolve doubts of the region."""
    return user.role in _PLANS and may_see(user, region)


def may_evaluate(user: User, region: Region) -> bool:
    """Whether the person writes evaluations of the region's plans: starts, words, submits, takes back, corrects them."""
    return may_plan(user, region)


def may_decide_evaluation(user: User, region: Region) -> bool:
    """Whether the person returns, approves and freezes evaluations. That it is not an own one is checked later."""
    return may_review(user, region)


def may_administer(user: User, region: Region | None) -> bool:
    """Whether the person manages accounts and units of the region; None is the whole nation."""
    if user.role != PersonRole.ADMINISTRATOR:
        return False
    return user.region is None if region is None else may_see(user, region)


def writes_when_asked(user: Writer) -> bool:
    """Whether the person or system writes only what a reporting round asks for: clerks and systems do."""
    return isinstance(user, ApiClient) or user.role == PersonRole.CLERK


def enters_figures(user: User) -> bool:
    """Whether the person has figures to enter anywhere: what the navigation asks."""
    return user.role == PersonRole.CLERK or user.role in _WRITES_ANY_UNIT


def reviews_figures(user: User) -> bool:
    """Whether the person reviews figures anywhere: what the navigation asks."""
    return user.role in {PersonRole.REVIEWER, PersonRole.ADMINISTRATOR}


def runs_rounds(user: User) -> bool:
    """Whether the person runs reporting rounds anywhere: what the navigation asks."""
    return user.role in {PersonRole.REVIEWER, PersonRole.PLANNER, PersonRole.ADMINISTRATOR}


def directs_work(user: User) -> bool:
    """Whether the person hands out problems and sends letters anywhere: what the pages ask."""
    return user.role in {PersonRole.REVIEWER, PersonRole.PLANNER, PersonRole.ADMINISTRATOR}


def makes_plans(user: User) -> bool:
    """Whether the person sets up or changes plans anywhere: what the navigation asks."""
    return user.role in {PersonRole.PLANNER, PersonRole.ADMINISTRATOR}


def administers(user: User) -> bool:
    """Whether the person manages accounts anywhere: what the navigation asks."""
    return user.role == PersonRole.ADMINISTRATOR


def require(allowed: bool, *, user: Writer, what: str) -> None:
    """Refuse and log where not allowed. ``what`` names the action and its object in English, for the log."""
    if not allowed:
        if isinstance(user, ApiClient):
            log.warning("refused: %s (client=%s)", what, user.pk)
        else:
            log.warning("refused: %s (user=%s role=%s)", what, user.pk, user.role)
        raise PermissionDenied(_("您没有权限进行此操作。如需要，请联系管理员。"))
