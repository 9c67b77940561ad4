"""Plans and what was adjusted in them."""

from __future__ import annotations

from django.contrib import admin

from accounts.scoped_admin import ScopedAdmin
from plans.models import Adjustment, Plan


@admin.register(Plan)
class PlanAdmin(ScopedAdmin):
    """Period and region of a plan are set when it is loaded; title, number and status may change."""

    changes = True
    list_display = ["region", "period", "title", "document_number", "status"]
    list_filter = ["status", "start_year"]
    list_select_related = ["region"]
    search_fields = ["title", "region__name", "region__code", "document_number"]
    readonly_fields = ["region", "base_year", "start_year", "end_year", "predecessor"]


@admin.register(Adjustment)
class AdjustmentAdmin(ScopedAdmin):
    """Read-only: drafted, tried and executed on its pages."""

    region_path = "plan__region"
    list_display = ["plan", "kind", "state", "document_number", "body", "approved_on"]
    list_filter = ["kind", "state"]
    list_select_related = ["plan__region"]
    search_fields = ["document_number", "summary", "plan__region__name"]
    autocomplete_fields = ["plan"]
