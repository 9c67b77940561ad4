"""Evaluations, to be looked up: their pages write them."""

from __future__ import annotations

from django.contrib import admin

from accounts.scoped_admin import ScopedAdmin
from evaluations import models


@admin.register(models.Evaluation)
class EvaluationAdmin(ScopedAdmin):
    region_path = "plan__region"
    list_display = ["title", "plan", "kind", "year", "version", "state", "sample"]
    list_filter = ["kind", "state", "year", "sample"]
    list_select_related = ["plan__region"]
    search_fields = ["title", "plan__region__name", "number"]


@admin.register(models.EvaluationText)
class EvaluationTextAdmin(ScopedAdmin):
    region_path = "evaluation__plan__region"
    list_display = ["evaluation", "section"]
    list_select_related = ["evaluation__plan__region"]
    search_fields = ["evaluation__title"]


@admin.register(models.PaperFile)
class PaperFileAdmin(ScopedAdmin):
    region_path = "evaluation__plan__region"
    list_display = ["evaluation", "format", "state", "asked_by", "asked_at"]
    list_filter = ["format", "state"]
    list_select_related = ["evaluation__plan__region", "asked_by"]
    search_fields = ["evaluation__title"]


@admin.register(models.AppraisalScheme)
class AppraisalSchemeAdmin(ScopedAdmin):
    region_path = "plan__region"
    list_display = ["plan", "version", "in_force", "binding", "expected", "commitments", "projects", "decided_by"]
    list_filter = ["in_force"]
    list_select_related = ["plan__region", "decided_by"]
    search_fields = ["plan__region__name", "document"]
