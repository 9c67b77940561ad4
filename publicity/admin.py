"""What was released, to be looked up: its pages release and withdraw."""

from __future__ import annotations

from django.contrib import admin

from accounts.scoped_admin import ScopedAdmin
from publicity import models


@admin.register(models.Release)
class ReleaseAdmin(ScopedAdmin):
    region_path = "plan__region"
    list_display = ["plan", "year", "version", "released_by", "released_at", "withdrawn_at", "sample"]
    list_filter = ["year", "sample"]
    list_select_related = ["plan__region", "released_by"]
    search_fields = ["plan__region__name"]
