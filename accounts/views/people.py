"""`/accounts/`: people of the administrator's scope, new ones, changes, resets."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.filters import PersonFilterSet
from accounts.forms import PersonForm, initial_of
from accounts.models import User
from accounts.selectors.lockouts import lock_outs
from accounts.selectors.people import people_of, regions_to_choose, units_of
from accounts.selectors.second_factor import second_factor_of
from accounts.services import second_factor
from accounts.services.passwords import generate_password, reset_password
from accounts.services.people import create_person, save_person
from accounts.views.common import PER_PAGE, for_administrators, managed, person_of, query_of


@require_safe
@for_administrators
def people(request: HttpRequest) -> HttpResponse:
    """The list. A filter that cannot be understood shows nobody and says why."""
    user = person_of(request)
    locked = {one.person.pk for one in lock_outs(user)}
    regions = regions_to_choose(user)
    filters = PersonFilterSet(
        request.GET, queryset=people_of(user), regions=regions, units=units_of(user), locked=locked
    )
    found = filters.qs if filters.is_valid() else User.objects.none()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"found": page, "form": filters.form, "locked": locked, "query": query_of(request)}
    return render(request, "accounts/people.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: HttpRequest) -> HttpResponse:
    """A new account, with a one-time pass word that the answer shows and nothing keeps."""
    user = person_of(request)
    form = PersonForm(request.POST or None, administrator=user, units=units_of(user))
    if request.method == "POST" and form.is_valid():
        made = generate_password()
        try:
            person = create_person(**form.cleaned_data, password=made, by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return render(request, "accounts/one_time_password.html", {"person": person, "password": made, "new": True})
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Role, scope, unit, name, whether it may log in."""
    person, user = managed(request, person_id), person_of(request)
    initial = initial_of(person)
    form = PersonForm(request.POST or None, administrator=user, units=units_of(user), person=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(person, name, value)
        try:
            save_person(person=person, by=user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("账号 %(name)s 已保存。") % {"name": person.username})
            return redirect("accounts")
    return _form(request, form, person)


def _form(request: HttpRequest, form: PersonForm, person: User | None) -> HttpResponse:
    user = person_of(request)
    stored = User.objects.get(pk=person.pk) if person else None
    context = {
        "form": form,
        "person": stored,
        "own": person is not None and person.pk == user.pk,
        "second": second_factor_of(person) if person else None,
        "locks": [one for one in lock_outs(user) if person and one.person.pk == person.pk],
        "regions": regions_to_choose(user),
    }
    return render(request, "accounts/person.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@for_administrators
def new_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Another one-time pass word, shown once."""
    person = managed(request, person_id)
    made = reset_password(person=person, by=person_of(request))
    return render(request, "accounts/one_time_password.html", {"person": person, "password": made})


@require_POST
@for_administrators
def no_second_step(request: HttpRequest, person_id: int) -> HttpResponse:
    """For somebody who lost the phone."""
    person = managed(request, person_id)
    second_factor.reset(person=person, by=person_of(request))
    told = _("已解除 %(name)s 的两步验证，下次登录只用密码。") % {"name": person}
    messages.success(request, told)
    return redirect("account", person_id=person.pk)


@require_safe
@for_administrators
def roles(request: HttpRequest) -> HttpResponse:
    """Roles and scopes in words."""
    return render(request, "accounts/roles.html")
