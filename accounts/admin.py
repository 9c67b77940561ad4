"""Units, people and the systems of other bureaus, for administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from accounts.models import ApiClient, ApiKey, AuditEntry, DisplayKey, PersonRole, Unit, User
from accounts.scoped_admin import AdministratorAdmin, ScopedAdmin
from accounts.services.api_keys import revoke_key
from accounts.services.people import save_person
from regions.models import BoundarySet

admin.site.site_header = _("规划进度 · 管理后台")
admin.site.site_title = _("规划进度")
admin.site.index_title = _("数据与账号")
admin.site.unregister(Group)  # roles decide, not groups
admin.site.unregister([TOTPDevice, StaticDevice])  # they would show secrets; see /accounts/two-step/


@admin.register(Unit)
class UnitAdmin(ScopedAdmin):
    """Planners search units when they divide the work; they are written at /accounts/units/, where it is recorded."""

    list_display = ["name", "region"]
    list_select_related = ["region"]
    search_fields = ["name", "region__name", "region__code"]


class PersonCreationForm(AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("username", "display_name", "role", "region", "unit")


@admin.register(User)
class PersonAdmin(AdministratorAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    """Accounts. What follows from the role (access to this admin) is set by the service, not by hand."""

    adds = changes = True
    add_form = PersonCreationForm
    list_display = ["username", "display_name", "role", "region", "unit", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    list_select_related = ["region", "unit"]
    search_fields = ["username", "display_name", "region__name", "unit__name"]
    autocomplete_fields = ["region", "unit"]
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", "display_name", "email"]}),
        (_("角色与范围"), {"fields": ["role", "region", "unit", "is_active"]}),
        (_("时间"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "display_name",
                    "role",
                    "region",
                    "unit",
                    "usable_password",
                    "password1",
                    "password2",
                ]
            },
        )
    ]

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> forms.Field:
        """Nobody makes a system account by hand."""
        if db_field.name == "role":
            kwargs["choices"] = [one for one in PersonRole.choices if one[0] != PersonRole.SYSTEM]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.role != PersonRole.SYSTEM)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Nobody types the pass word of another: a one-time one is made there, and recorded."""
        if not (id.isascii() and id.isdigit() and len(id) < 19):
            raise Http404
        return redirect("account", person_id=int(id))

    def write(self, user: User, thing: User, form: Any, change: bool) -> None:
        if not change:
            thing.must_change_password = True
        save_person(person=thing, by=user)


@admin.register(AuditEntry)
class AuditEntryAdmin(AdministratorAdmin):
    """To look at; nobody writes it by hand. With filters and as a file: /accounts/audit/."""

    list_display = ["at", "kind", "name", "region", "about", "address"]
    list_filter = ["kind"]
    list_select_related = ["region"]
    search_fields = ["name", "about"]


@admin.register(ApiClient)
class ApiClientAdmin(AdministratorAdmin):
    """To look at; they are registered and changed at /exchange/clients/, where it is recorded."""

    list_display = ["name", "region", "unit", "is_active", "created_at"]
    list_filter = ["is_active"]
    list_select_related = ["region", "unit"]
    search_fields = ["name", "region__name", "region__code"]


@admin.register(ApiKey)
class ApiKeyAdmin(AdministratorAdmin):
    """Keys are issued at /exchange/clients/ and by ``manage.py issue_key``; here they are seen, with their last use, and revoked."""

    region_path = "client__region"
    list_display = ["prefix", "client", "created_at", "expires_at", "revoked_at", "last_used_at", "last_used_ip"]
    list_filter = ["client"]
    list_select_related = ["client__region"]
    search_fields = ["prefix", "client__name"]
    exclude = ["key_hash"]
    actions = ["revoke"]

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.action(description=_("吊销所选密钥（立即失效，不能恢复）"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiKey]) -> None:
        assert isinstance(request.user, User)
        for key in chosen:
            revoke_key(key=key, by=request.user)
        self.message_user(request, _("所选密钥已吊销。"), messages.SUCCESS)


@admin.register(DisplayKey)
class DisplayKeyAdmin(AdministratorAdmin):
    """To look at; they are issued and revoked at /accounts/displays/, where it is recorded."""

    list_display = ["name", "region", "prefix", "issued_at", "expires_at", "revoked_at", "last_used_at"]
    list_select_related = ["region"]
    search_fields = ["name", "prefix"]
    exclude = ["key_hash"]


@admin.register(BoundarySet)
class BoundarySetAdmin(AdministratorAdmin):
    """To look at; they are loaded and retired at /map/boundaries/, where it is recorded."""

    region_path = "root"
    list_display = ["name", "root", "review_number", "uploaded_at", "retired_at"]
    list_select_related = ["root"]
    search_fields = ["name", "review_number", "root__name"]
