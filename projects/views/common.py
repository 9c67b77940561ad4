"""What the pages of projects share: who asks, refusals taken over into forms, what these pages do not do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.views.asked import BadParameter, refuses_bad_parameters

#: The answer to a form that is wrong, and to one that was overtaken.
UNREADABLE, CONFLICT = 422, 409


def person(request: HttpRequest) -> User:
    """The person who is logged in; the middleware lets nobody else come this far."""
    assert isinstance(request.user, User)
    return request.user


def refuse_as_of(query: QueryDict) -> None:
    """These pages show things as they are now."""
    if query.get("as_of", "").strip():
        raise BadParameter(_("重点项目页不能按历史日期（as_of）查看。请去掉该参数。"))


def only_now(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page or file that shows things as they are now: ``as_of`` is refused with a sentence, never passed over."""

    @refuses_bad_parameters
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_as_of(request.GET)
        return view(request, *args, **kwargs)

    return wrapped


def take_over(form: BaseForm, error: ValidationError) -> None:
    """Put a service's refusal on the fields it names; what names no field of the form stands above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
