"""What the pages of intake share: the upload a person may work on, and what stands above every page of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from accounts import access
from accounts.models import User
from intake.domain.edit import Listing
from intake.models import Intake, IntakeState
from intake.presenters.pages import tabs
from intake.presenters.review import SLUGS
from intake.selectors.review import Review

#: An upload in one of these has been read: its review screen exists.
REVIEWED = {IntakeState.READ, IntakeState.CONFIRMED}
UNREADABLE, CONFLICT = 422, 409


def person(request: HttpRequest) -> User:
    """The person who is logged in; the middleware lets nobody else come this far."""
    assert isinstance(request.user, User)
    return request.user


def require_planner(user: User, intake: Intake, what: str) -> None:
    """Refuse and log unless the person plans for the region of the upload."""
    access.require(access.may_plan(user, intake.region), user=user, what=f"{what} {intake.pk}")


def open_review(request: HttpRequest, intake_id: int) -> Intake:
    """An upload that was read, for a person who plans for its region; else 404 or 403."""
    intake = (
        Intake.objects.select_related("region", "uploaded_by", "plan__region").filter(pk=intake_id).first()
    )  # fmt: skip
    if intake is None:
        raise Http404
    require_planner(person(request), intake, "review of intake")
    if intake.state not in REVIEWED or intake.proposal is None:
        raise Http404
    return intake


def head(review: Review, current: str = "") -> dict[str, Any]:
    """The context of `_head.html`. ``current``: the word of the page in the address, "" for the summary."""
    intake = review.intake
    return {
        "intake": intake,
        "tabs": tabs(review, current),
        "editable": intake.state == IntakeState.READ,
    }


def listing_of(slug: str, *, particulars: bool = False) -> Listing:
    """The list that the word in the address names; 404 where there is none. ``particulars``: those of the plan count as one."""
    which = SLUGS.get(slug)
    if which is None or (which is Listing.PLAN and not particulars):
        raise Http404
    return which


def number_of(text: str | None) -> int:
    """A number out of an address or a hidden field; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 0
