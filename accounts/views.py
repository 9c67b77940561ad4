"""`/accounts/`: the list of accounts. Log-in and pass words are Django's own views with our templates."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import access
from accounts.models import User
from accounts.selectors.people import people_of

PER_PAGE = 100


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Accounts of the administrator's scope; each is changed in the admin."""
    user = request.user
    assert isinstance(user, User)
    access.require(access.administers(user), user=user, what="list of accounts")
    page = Paginator(people_of(user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"page": page})
