"""The plan's figures for planners and administrators. What services must write is read-only here, or written through them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.scoped_admin import ScopedAdmin
from indicators import admin_lifecycle, admin_rounds, models  # noqa: F401  (registers its own)
from indicators.admin_bases import DoubtForm, OfRow, Refusing, SharedByAll, VersionForm, WrittenBySeries
from indicators.services import doubts, master_data, targets
from indicators.services.errors import ServiceError
from indicators.tasks import enqueue_on_commit


@admin.register(models.Indicator)
class IndicatorAdmin(SharedByAll):
    adds = changes = True
    list_display = ["code", "name", "unit", "direction", "path", "measure", "bound", "price_sensitive"]
    list_filter = ["direction", "path", "measure", "bound", "price_sensitive"]
    search_fields = ["code", "name", "aliases"]

    def write(self, user: User, thing: Any, form: Any, change: bool) -> None:
        enqueue_on_commit(master_data.save_indicator(indicator=thing, by=user))


@admin.register(models.StatusRule)
class StatusRuleAdmin(SharedByAll):
    """Thresholds are never changed, a new version replaces them."""

    adds = True
    list_display = ["version", "active", "ahead", "on_track", "behind", "nearly_share", "nearly_bound", "created_at"]
    exclude = ["version", "active"]

    def write(self, user: User, thing: Any, form: Any, change: bool) -> None:
        enqueue_on_commit(master_data.activate_rule(rule=thing, by=user))


class ResponsibleUnitInline(admin.TabularInline):  # type: ignore[type-arg]
    """Which units answer for the row; a default of the catalogue is confirmed here."""

    model = models.ResponsibleUnit
    extra = 0
    autocomplete_fields = ["unit"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(models.PlanIndicator)
class PlanIndicatorAdmin(ScopedAdmin):
    """What is understood of a row. What is printed stays as printed."""

    changes = True
    region_path = "plan__region"
    list_display = ["plan", "position", "number", "short_name", "unit", "nature", "indicator", "is_heading"]
    list_filter = ["nature", "listing", "is_heading", "plan__start_year"]
    list_select_related = ["plan__region", "indicator"]
    search_fields = ["name", "short_name", "plan__region__name", "plan__region__code", "indicator__code"]
    autocomplete_fields = ["indicator"]
    readonly_fields = [
        "plan",
        "parent",
        "listing",
        "position",
        "number",
        "name",
        "nature_text",
        "source_line",
        "printed",
    ]
    inlines = [ResponsibleUnitInline]

    def write(self, user: User, thing: Any, form: Any, change: bool) -> None:
        enqueue_on_commit(master_data.save_row(row=thing, by=user))


class Versioned(OfRow):
    """Opened and changed like any other thing, but what is written is the next version."""

    form = VersionForm
    changes = True
    readonly_fields = ["row", "version", "in_force", "source_line", "cause", "adjustment"]
    autocomplete_fields: list[str] = []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.in_force)


@admin.register(models.Base)
class BaseAdmin(Versioned):
    list_display = ["row", "region", "year", "text", "value", "unit", "version", "in_force"]
    list_filter = ["in_force", "source", "row__plan__start_year"]
    readonly_fields = [*Versioned.readonly_fields, "vintage", "from_observation"]

    def write(self, user: User, thing: Any, form: Any, change: bool) -> None:
        typed = form.cleaned_data
        terms = targets.BaseTerms(
            year=typed["year"], value=typed["value"], parts=tuple(typed["parts"]), unit=typed["unit"],
            price_basis=typed["price_basis"], text=typed["text"], source=typed["source"],
        )  # fmt: skip
        job = targets.revise_base(
            row=thing.row,
            terms=terms,
            version=thing.version,
            reason=typed["reason"],
            document=typed["document"],
            by=user,
        )
        enqueue_on_commit(job)


@admin.register(models.Target)
class TargetAdmin(Versioned):
    list_display = ["row", "region", "form", "text", "value", "unit", "is_primary", "version", "in_force"]
    list_filter = ["in_force", "form", "is_primary", "row__plan__start_year"]
    readonly_fields = [*Versioned.readonly_fields, "ordinal", "is_primary"]
    autocomplete_fields = ["reference_indicator", "reference_region"]
    actions = ["make_primary"]

    def write(self, user: User, thing: Any, form: Any, change: bool) -> None:
        typed = dict(form.cleaned_data)
        reason, document = typed.pop("reason"), typed.pop("document")
        enqueue_on_commit(targets.revise_target(target=thing, changes=typed, reason=reason, document=document, by=user))

    @admin.action(description=_("设为该行的主要目标"), permissions=["change"])
    def make_primary(self, request: HttpRequest, chosen: QuerySet[models.Target]) -> None:
        assert isinstance(request.user, User)
        for target in chosen.select_related("row__plan__region"):
            try:
                enqueue_on_commit(targets.set_primary(target=target, by=request.user))
            except ServiceError as error:
                self.message_user(request, f"{target}：{error}", messages.ERROR)


@admin.register(models.ReferenceFigure)
class ReferenceFigureAdmin(WrittenBySeries):
    region_path = "target__row__plan__region"
    list_display = ["target", "year", "value", "growth", "source_title"]
    list_select_related = ["target__row__plan__region"]
    search_fields = ["source_title", "target__row__name"]
    autocomplete_fields = ["target"]


@admin.register(models.PeriodResult)
class PeriodResultAdmin(WrittenBySeries):
    list_display = ["row", "region", "kind", "year", "text", "value", "in_force"]
    list_filter = ["kind", "in_force", "year"]


@admin.register(models.DefinitionBreak)
class DefinitionBreakAdmin(WrittenBySeries):
    list_display = ["row", "region", "year", "reason"]
    list_filter = ["year"]


@admin.register(models.AnnualTarget)
class AnnualTargetAdmin(OfRow):
    adds = changes = True
    list_display = ["row", "region", "year", "text", "value"]
    list_filter = ["year"]


@admin.register(models.Observation)
class ObservationAdmin(OfRow):
    """Read-only: figures are written in entry and review."""

    list_display = ["row", "region", "year", "version", "state", "in_force", "value", "growth", "vintage", "sample"]
    list_filter = ["state", "in_force", "vintage", "sample", "year"]


@admin.register(models.BackgroundFigure)
class BackgroundFigureAdmin(ScopedAdmin):
    list_display = ["region", "name", "year", "value", "unit", "growth", "why"]
    list_filter = ["year"]
    list_select_related = ["region"]
    search_fields = ["name", "region__name", "region__code"]


@admin.register(models.Assessment)
class AssessmentAdmin(OfRow):
    """Read-only: computed."""

    list_display = ["row", "region", "year", "status", "attainment", "required", "shown", "computed_at"]
    list_filter = ["status", "year", "shown", "early_warning"]


@admin.register(models.StatusMove)
class StatusMoveAdmin(OfRow):
    """Read-only: written by the recompute that found it."""

    list_display = ["row", "region", "year", "before", "after", "shown", "moved_at"]
    list_filter = ["after", "year", "shown"]


@admin.register(models.Doubt)
class DoubtAdmin(Refusing):
    """A doubt is resolved or dismissed with a reason; nothing else about it can be changed."""

    form = DoubtForm
    changes = True
    region_path = "plan__region"
    list_display = ["plan", "row", "code", "figure", "message", "blocking", "state"]
    list_filter = ["state", "blocking", "code"]
    list_select_related = ["plan__region", "row"]
    search_fields = ["message", "row__name", "plan__region__name"]
    fields = ["plan", "row", "code", "figure", "message", "blocking", "raised_at", "state", "resolution"]
    readonly_fields = fields[:-2]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        open_still = obj is None or obj.state == models.DoubtState.OPEN
        return super().has_change_permission(request, obj) and open_still

    def write(self, user: User, thing: Any, form: Any, change: bool) -> None:
        typed = form.cleaned_data
        job = doubts.resolve_doubt(thing.pk, by=user, resolution=typed["resolution"], state=typed["state"])
        if job is not None:
            enqueue_on_commit(job)


@admin.register(models.JobRun)
class JobRunAdmin(ScopedAdmin):
    """Read-only: what was recomputed when, and what went wrong."""

    region_path = "plan__region"
    list_display = ["created_at", "plan", "why", "state", "attempts", "computed", "changed", "finished_at"]
    list_filter = ["state"]
    list_select_related = ["plan__region"]
