"""Base classes and forms of the admin of figures: refusals told, scopes kept, versions instead of overwriting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import PersonRole, User
from accounts.scoped_admin import ScopedAdmin
from indicators import models
from indicators.services import master_data
from indicators.services.errors import ServiceError
from indicators.tasks import enqueue_on_commit

ROW_SEARCH = ["row__name", "row__plan__region__name", "row__plan__region__code"]


class Refusing(ScopedAdmin):
    """A service that refuses is told to the person, who may look again; nothing is written."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ServiceError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.path)


class OfRow(Refusing):
    """A thing that belongs to a row."""

    region_path = "row__plan__region"
    list_select_related = ["row__plan__region"]
    search_fields = ROW_SEARCH
    autocomplete_fields = ["row"]

    @admin.display(description=_("地区"), ordering="row__plan__region__code")
    def region(self, thing: Any) -> str:
        return str(thing.row.plan.region.name)


class WrittenBySeries(OfRow):
    """Facts of a series whose change makes assessments stale."""

    adds = changes = True

    def write(self, user: User, thing: Any, form: Any, change: bool) -> None:
        enqueue_on_commit(master_data.save_series_fact(fact=thing, by=user))


class SharedByAll(Refusing):
    """Shared by all regions: seen by every planner, written by administrators of the nation."""

    region_path = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and self._of_nation(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and self._of_nation(request)

    def _of_nation(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and user.role == PersonRole.ADMINISTRATOR and user.region is None


class VersionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A change of a base or target is a new version, which says why."""

    reason = forms.CharField(label=_("本次修订的理由"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:
            self.initial["reason"] = self.initial["document"] = ""

    def clean(self) -> dict[str, Any]:
        """The next version, as the service would write it, keeps the rules of the table."""
        typed = super().clean() or self.cleaned_data
        stored = {field.attname: getattr(self.instance, field.attname) for field in self.instance._meta.concrete_fields}
        candidate = type(self.instance)(**stored)
        for name, value in typed.items():
            setattr(candidate, name, value)
        candidate.pk, candidate.in_force, candidate.version = None, False, self.instance.version + 1
        candidate._state.adding = True
        try:
            candidate.full_clean(exclude=set(self.errors))
        except ValidationError as error:
            self.add_error(None, error.messages)
        return typed

    def _post_clean(self) -> None:
        """Nothing is put on the stored version: the service checks and writes the new one."""


class DoubtForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("state") == models.DoubtState.OPEN:
            self.add_error("state", _("请选“已解决”或“不成立”。"))
        if not typed.get("resolution", "").strip():
            self.add_error("resolution", _("请写明处理意见。"))
        return typed

    def _post_clean(self) -> None:
        """Checked and written by the service."""
