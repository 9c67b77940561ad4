"""The admin keeps to the same roles and region scopes as the pages: base classes for every ``ModelAdmin`` of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, reduce
from typing import Any

from django.contrib import admin
from django.db.models import DecimalField, Model, QuerySet
from django.http import HttpRequest

from accounts import access
from accounts.models import PersonRole, User
from regions.models import Region


@cache
def plain_figure(model: type[Model], name: str) -> Callable[[Model], str]:
    """A column that shows a figure with the digits it has; Django's own would pad 6.5 to 6.5000000000."""

    def shown(thing: Model) -> str:
        value = getattr(thing, name)
        return "—" if value is None else f"{value:f}"

    shown.__name__ = name
    shown.short_description = model._meta.get_field(name).verbose_name  # type: ignore[attr-defined,union-attr]
    shown.admin_order_field = name  # type: ignore[attr-defined]
    return shown


class ScopedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows what lies in the person's region scope and writes nothing, unless ``writes`` says so; deletes never.

    ``region_path``: the lookup from the model to its region ("" = the thing belongs to no region and all may see it).
    ``may``: the rule of ``accounts.access`` that guards it.
    """

    region_path = "region"
    may: Callable[[User, Region], bool] = staticmethod(access.may_plan)
    roles = frozenset({PersonRole.PLANNER, PersonRole.ADMINISTRATOR})
    adds = False
    changes = False
    show_full_result_count = False

    def region_of(self, thing: Model) -> Region | None:
        """The region of a stored or typed thing; None where it has none (yet)."""
        return reduce(lambda one, name: getattr(one, name, None), self.region_path.split("__"), thing)  # type: ignore[return-value]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        things = super().get_queryset(request)
        user = request.user
        if not self.region_path or not isinstance(user, User) or user.region is None:
            return things
        return things.filter(**{f"{self.region_path}__lineage__startswith": user.region.lineage})

    def _plain(self, names: Iterable[Any]) -> list[Any]:
        decimals = {field.name for field in self.model._meta.fields if isinstance(field, DecimalField)}
        return [plain_figure(self.model, name) if name in decimals else name for name in names]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return self._plain(super().get_list_display(request))

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        fields = list(super().get_fields(request, obj))
        return fields if self._typed(request, obj) else self._plain(fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        fields = list(super().get_readonly_fields(request, obj))
        if self._typed(request, obj):
            return self._plain(fields)
        return [*self._plain(fields), *(one for one in self._plain(self._names()) if callable(one))]

    def _names(self) -> list[str]:
        return [field.name for field in self.model._meta.fields]

    def _typed(self, request: HttpRequest, obj: Model | None) -> bool:
        """Whether the page is a form, not a mere view."""
        return self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)

    def _allowed(self, request: HttpRequest, thing: Model | None = None) -> bool:
        user = request.user
        if not isinstance(user, User) or not user.is_active or user.role not in self.roles:
            return False
        if thing is None or not self.region_path:
            return True
        region = self.region_of(thing)
        return user.region is None if region is None else type(self).may(user, region)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._allowed(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._allowed(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.adds and self._allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.changes and self._allowed(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Nothing is written into a region beyond the scope, whatever the form was made to send."""
        user = request.user
        assert isinstance(user, User)
        access.require(self._allowed(request, obj), user=user, what=f"admin write of {obj._meta.label}")
        self._require_chosen(request, form)
        self.write(user, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for one in formset.forms:
            self._require_chosen(request, one)
        super().save_formset(request, form, formset, change)

    def _require_chosen(self, request: HttpRequest, form: Any) -> None:
        """A thing newly pointed at (unit, plan, row …) lies in the scope too: what the search box would not have offered."""
        user = request.user
        assert isinstance(user, User)
        for name in form.changed_data:
            thing = form.cleaned_data.get(name)
            keeper = self.admin_site._registry.get(type(thing))
            if isinstance(keeper, ScopedAdmin):
                access.require(keeper._allowed(request, thing), user=user, what=f"admin choice of {thing._meta.label}")

    def write(self, user: User, thing: Any, form: Any, change: bool) -> None:
        """How a thing is written; a subclass whose figures make assessments stale calls a service here."""
        thing.save()


class AdministratorAdmin(ScopedAdmin):
    """For accounts, units and keys: administrators only."""

    may = staticmethod(access.may_administer)
    roles = frozenset({PersonRole.ADMINISTRATOR})
