"""What the pages of accounts share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts import access
from accounts.models import User

PER_PAGE = 50
View = Callable[..., HttpResponse]


def person_of(request: HttpRequest) -> User:
    """Who is logged in."""
    assert isinstance(request.user, User)
    return request.user


def for_administrators(view: View) -> View:
    """The view is for administrators; what of it lies in their scope, it decides itself."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = person_of(request)
        access.require(access.administers(user), user=user, what=f"page {view.__name__} of accounts")
        return view(request, *args, **kwargs)

    return guarded


def managed(request: HttpRequest, person_id: int) -> User:
    """The account, which the administrator manages: 404 where there is none, 403 where it is another's."""
    person = User.objects.select_related("region", "unit__region").filter(pk=person_id).first()
    if person is None:
        raise Http404
    by = person_of(request)
    allowed = access.may_administer(by, person.region) and person.role != "system"
    access.require(allowed, user=by, what=f"account {person.pk}")
    return person


def query_of(request: HttpRequest) -> str:
    """The filters of a list, encoded, without the page."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
