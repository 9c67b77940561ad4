"""What an adjustment will change and what became of a row: read-only, their pages write them."""

from __future__ import annotations

from django.contrib import admin

from accounts.scoped_admin import ScopedAdmin
from indicators import models


@admin.register(models.PlannedChange)
class PlannedChangeAdmin(ScopedAdmin):
    region_path = "row__plan__region"
    list_display = ["adjustment", "row", "of", "ordinal", "version", "keeps"]
    list_filter = ["of"]
    list_select_related = ["adjustment__plan__region", "row"]
    search_fields = ["row__short_name", "adjustment__document_number"]


@admin.register(models.Succession)
class SuccessionAdmin(ScopedAdmin):
    region_path = "to_plan__region"
    list_display = ["from_row", "kind", "to_row", "to_plan", "decided_by"]
    list_filter = ["kind"]
    list_select_related = ["from_row", "to_row", "to_plan__region", "decided_by"]
    search_fields = ["from_row__short_name", "to_row__short_name"]
