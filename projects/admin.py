"""Key projects for planners and administrators. What has steps and rules of its own is read-only here: its pages write it."""

from __future__ import annotations

from django.contrib import admin

from accounts.scoped_admin import ScopedAdmin
from projects import models


@admin.register(models.Project)
class ProjectAdmin(ScopedAdmin):
    """Written by its page, which checks what one saw; here to be looked up."""

    list_display = ["name", "region", "box", "kind", "stage", "lead_unit", "investment"]
    list_filter = ["kind", "field", "stage", "reports_monthly", "sample"]
    list_select_related = ["region", "lead_unit"]
    search_fields = ["name", "box", "region__name", "region__code"]
    autocomplete_fields = ["plan", "region", "lead_unit", "merged_into"]


class OfProject(ScopedAdmin):
    region_path = "project__region"
    list_select_related = ["project"]
    search_fields = ["project__name"]


@admin.register(models.CooperatingUnit)
class CooperatingUnitAdmin(OfProject):
    list_display = ["project", "unit"]


@admin.register(models.StageChange)
class StageChangeAdmin(OfProject):
    list_display = ["project", "stage", "on", "recorded_by", "sample"]
    list_filter = ["stage", "sample"]


@admin.register(models.ProjectYear)
class ProjectYearAdmin(OfProject):
    list_display = ["project", "year", "planned_investment", "target", "sample"]
    list_filter = ["year", "sample"]


@admin.register(models.CommitmentLink)
class CommitmentLinkAdmin(OfProject):
    list_display = ["project", "row", "note"]


@admin.register(models.LikePair)
class LikePairAdmin(OfProject):
    region_path = "first__region"
    list_display = ["first", "second", "score", "decision", "decided_by"]
    list_filter = ["decision"]
    list_select_related = ["first", "second"]
    search_fields = ["first__name", "second__name"]


@admin.register(models.ReportingRule)
class ReportingRuleAdmin(ScopedAdmin):
    region_path = "plan__region"
    list_display = ["plan", "first_month", "last_month", "due_day", "sample"]
    list_select_related = ["plan__region"]


@admin.register(models.ProjectReport)
class ProjectReportAdmin(OfProject):
    list_display = ["project", "month", "state", "investment_month", "investment_to_date", "progress", "sample"]
    list_filter = ["state", "sample"]


@admin.register(models.ReportWarning)
class ReportWarningAdmin(OfProject):
    region_path = "report__project__region"
    list_display = ["report", "code", "message", "reason"]
    list_filter = ["code"]
    list_select_related = ["report__project"]
    search_fields = ["report__project__name"]


@admin.register(models.Problem)
class ProblemAdmin(OfProject):
    list_display = ["project", "text", "unit", "due", "state", "sample"]
    list_filter = ["state", "kind", "sample"]


@admin.register(models.ProblemStep)
class ProblemStepAdmin(OfProject):
    region_path = "problem__project__region"
    list_display = ["problem", "kind", "taken_by", "taken_at"]
    list_select_related = ["problem"]
    search_fields = ["problem__project__name"]


@admin.register(models.Letter)
class LetterAdmin(ScopedAdmin):
    list_display = ["number", "region", "unit", "deadline", "state", "sample"]
    list_filter = ["state", "sample"]
    search_fields = ["number", "unit__name"]


@admin.register(models.LetterProblem)
class LetterProblemAdmin(ScopedAdmin):
    region_path = "letter__region"
    list_display = ["letter", "problem"]


@admin.register(models.Bulletin)
class BulletinAdmin(ScopedAdmin):
    list_display = ["number", "region", "kind", "month", "version", "issued_by", "issued_at", "sample"]
    list_filter = ["kind", "sample"]
