"""Key projects."""

from __future__ import annotations

from django.contrib import admin

from accounts.scoped_admin import ScopedAdmin
from projects.models import Project


@admin.register(Project)
class ProjectAdmin(ScopedAdmin):
    adds = changes = True
    list_display = ["name", "region", "box", "kind", "stage", "lead_unit", "investment"]
    list_filter = ["kind", "stage", "sample"]
    list_select_related = ["region", "lead_unit"]
    search_fields = ["name", "box", "region__name", "region__code"]
    autocomplete_fields = ["plan", "region", "lead_unit"]
