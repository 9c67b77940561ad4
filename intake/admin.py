"""Uploads and decisions: to be looked at. They are written on their pages alone."""

from __future__ import annotations

from django.contrib import admin

from accounts.scoped_admin import ScopedAdmin
from intake.models import Decision, DoubtAnswer, Intake


@admin.register(Intake)
class IntakeAdmin(ScopedAdmin):
    list_display = ["name", "region", "state", "why", "size", "uploaded_by", "uploaded_at", "plan"]
    list_filter = ["state", "why", "kind"]
    list_select_related = ["region", "uploaded_by", "plan__region"]
    search_fields = ["name", "sha256", "region__name", "region__code"]
    exclude = ["proposal", "lines"]


class _OfIntake(ScopedAdmin):
    region_path = "intake__region"
    list_select_related = ["intake"]
    search_fields = ["intake__name", "intake__region__name", "intake__region__code"]


@admin.register(Decision)
class DecisionAdmin(_OfIntake):
    list_display = ["intake", "listing", "index", "part", "state", "reason", "decided_by", "decided_at"]
    list_filter = ["listing", "state"]


@admin.register(DoubtAnswer)
class DoubtAnswerAdmin(_OfIntake):
    list_display = ["intake", "index", "part", "code", "figure", "state", "answered_by", "answered_at"]
    list_filter = ["state", "code"]
