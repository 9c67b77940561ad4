"""What the pages of entry and review share: asking for leave, taking over refusals, telling about the recompute."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import User
from indicators.models import JobRun, PlanIndicator
from indicators.tasks import enqueue_on_commit


def person(request: HttpRequest) -> User:
    """The person who is logged in; the middleware lets nobody else come this far."""
    assert isinstance(request.user, User)
    return request.user


#: The answer to a form that is wrong, and to one that was overtaken.
UNREADABLE, CONFLICT = 422, 409


def take_over(form: BaseForm, error: ValidationError) -> None:
    """Put a service's refusal on the fields it names; what names no field of the form stands above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)


def require_entry(user: User, row: PlanIndicator, what: str) -> None:
    """Refuse and log unless the person may write figures of the row."""
    access.require(access.may_enter(user, row.plan.region, list(row.units.all())), user=user, what=what)


def announce(request: HttpRequest, jobs: JobRun | Iterable[JobRun], done: str) -> None:
    """Hand queued recomputes to the workers and say so; where they cannot be reached the figures are kept and wait."""
    different = {job.pk: job for job in ([jobs] if isinstance(jobs, JobRun) else jobs)}
    sent = [enqueue_on_commit(job) for job in different.values()]
    if all(sent):
        messages.success(request, done + _("评估正在更新。"))
    else:
        messages.warning(request, done + _("后台暂不可用，评估待重算，恢复后会自动补算。"))
