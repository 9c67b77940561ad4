"""Rounds and what stands beside an entered figure, to look at: all of it is written by services, on the pages of entry."""

from __future__ import annotations

from django.contrib import admin

from accounts.scoped_admin import ScopedAdmin
from indicators import models


@admin.register(models.ReportingRound)
class ReportingRoundAdmin(ScopedAdmin):
    region_path = "plan__region"
    list_display = ["plan", "year", "title", "opens_on", "closes_on", "sample", "created_by"]
    list_filter = ["year", "sample"]
    list_select_related = ["plan__region", "created_by"]
    search_fields = ["title", "plan__region__name", "plan__region__code"]


class OfRound(ScopedAdmin):
    """A thing that belongs to a round."""

    region_path = "round__plan__region"
    search_fields = ["round__title", "round__plan__region__name", "round__plan__region__code"]


@admin.register(models.RoundAsk)
class RoundAskAdmin(OfRound):
    list_display = ["round", "row", "unit"]
    list_filter = ["round__year"]
    list_select_related = ["round", "row", "unit"]


@admin.register(models.Reopening)
class ReopeningAdmin(OfRound):
    list_display = ["round", "row", "opens_on", "closes_on", "reason", "opened_by"]
    list_filter = ["round__year"]
    list_select_related = ["round", "row", "opened_by"]


@admin.register(models.Reminder)
class ReminderAdmin(OfRound):
    list_display = ["sent_at", "round", "person", "kind", "emailed_at", "read_at"]
    list_filter = ["kind", "round__year"]
    list_select_related = ["round", "person"]


class OfFigure(ScopedAdmin):
    """A thing that belongs to an entered figure."""

    region_path = "observation__row__plan__region"
    list_select_related = ["observation__row__plan__region"]
    search_fields = ["observation__row__name", "observation__row__plan__region__name"]


@admin.register(models.ObservationWarning)
class ObservationWarningAdmin(OfFigure):
    list_display = ["observation", "code", "field", "message", "reason"]
    list_filter = ["code"]


@admin.register(models.Evidence)
class EvidenceAdmin(OfFigure):
    list_display = ["observation", "name", "kind", "size", "uploaded_at", "removed_at"]
    list_filter = ["kind"]


@admin.register(models.SheetMapping)
class SheetMappingAdmin(ScopedAdmin):
    list_display = ["region", "unit", "name", "created_by", "created_at"]
    list_select_related = ["region", "unit", "created_by"]
    search_fields = ["name", "region__name", "region__code"]


@admin.register(models.SheetName)
class SheetNameAdmin(ScopedAdmin):
    region_path = "plan__region"
    list_display = ["plan", "unit", "name", "row", "created_by"]
    list_select_related = ["plan__region", "unit", "row", "created_by"]
    search_fields = ["name", "plan__region__name", "plan__region__code"]


@admin.register(models.SavedWorkbook)
class SavedWorkbookAdmin(OfRound):
    list_display = ["round", "uploaded_by", "uploaded_at", "size"]
    list_filter = ["round__year"]
    list_select_related = ["round__plan__region", "uploaded_by"]
