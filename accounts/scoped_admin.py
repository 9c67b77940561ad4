"""The admin keeps to the same roles and region scopes as the pages: base classes for every ``ModelAdmin`` of the house."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts import access
from accounts.models import PersonRole, User
from regions.models import Region


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
        self.write(user, obj, form, change)

    def write(self, user: User, thing: Any, form: Any, change: bool) -> None:
        """How a thing is written; a subclass whose figures make assessments stale calls a service here."""
        thing.save()


class AdministratorAdmin(ScopedAdmin):
    """For accounts, units and keys: administrators only."""

    may = staticmethod(access.may_administer)
    roles = frozenset({PersonRole.ADMINISTRATOR})
