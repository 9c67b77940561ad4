"""`/map/boundaries/`: administrators load approved boundaries with their review number, and retire them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.selectors.boundaries import boundary_sets_of
from accounts.selectors.people import regions_to_choose
from accounts.services.boundaries import Loaded, load_boundaries, retire_boundaries
from accounts.views.common import for_administrators, person_of
from dashboards.forms import BoundaryForm
from regions.boundary_files import MOST_BYTES
from regions.files import FileRefused


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def boundaries(request: HttpRequest) -> HttpResponse:
    """The maps of the scope, and the form that loads another; a refused file is answered with what is wrong in it."""
    user = person_of(request)
    form = BoundaryForm(request.POST or None, request.FILES or None, administrator=user)
    refused: FileRefused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            loaded = _load(form, user)
        except FileRefused as error:
            refused = error
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, told(loaded))
            return redirect("dashboards:boundaries")
    status = 422 if refused or form.errors else 200
    context = {"form": form, "refused": refused, "sets": boundary_sets_of(user), "regions": regions_to_choose(user)}
    return render(request, "dashboards/boundaries.html", context, status=status)


def _load(form: BoundaryForm, user: User) -> Loaded:
    given = dict(form.cleaned_data)
    file = given.pop("file")
    data = file.read(MOST_BYTES + 1)  # one more than allowed is refused without taking in the rest
    return load_boundaries(file_name=file.name, data=data, by=user, **given)


def told(loaded: Loaded) -> str:
    """What was done, in words; simplification is never left unsaid."""
    said = _("已载入 %(number)d 个地区的边界，%(vertices)d 个顶点。") % {
        "number": loaded.shapes,
        "vertices": loaded.after,
    }
    if loaded.boundaries.simplified_m:
        said += _("按 %(metres)d 米简化，原有 %(before)d 个顶点。") % {
            "metres": loaded.boundaries.simplified_m,
            "before": loaded.before,
        }
    return said + (_("原来在用的同级边界已停用。") if loaded.replaced else "")


@require_POST
@for_administrators
def retire(request: HttpRequest, set_id: int) -> HttpResponse:
    """Out of use; what was loaded stays recorded."""
    user = person_of(request)
    found = boundary_sets_of(user).filter(pk=set_id).first()
    if found is None:
        raise Http404
    retire_boundaries(boundaries=found, by=user)
    messages.success(request, _("边界 %(what)s 已停用。") % {"what": found})
    return redirect("dashboards:boundaries")
