"""Published and entered figures: yearly actuals, official results of a period, background."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient
from indicators.models import choices
from indicators.models.catalogue import Indicator
from indicators.models.fields import FigureField, optional_figure
from indicators.models.rows import PlanIndicator
from plans.models import Plan
from regions.models import Region
from regions.tracking import by_statement


class ObservationState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已审核")


OPEN_STATES = [ObservationState.DRAFT, ObservationState.SUBMITTED, ObservationState.RETURNED]


class Sourced(models.Model):
    """Where a figure comes from, and whether it is sample data (演示数据)."""

    source_title = models.CharField(_("来源"), max_length=200, blank=True)
    source_address = models.CharField(_("来源地址"), max_length=300, blank=True)
    note = models.TextField(_("备注"), blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        abstract = True


def check_year(plan: Plan, year: int) -> None:
    """``ValidationError`` where a figure's year lies outside the plan."""
    if not plan.start_year <= year <= plan.end_year:
        raise ValidationError(
            {"year": _("年份须在规划期 %(start)s–%(end)s 之内") % {"start": plan.start_year, "end": plan.end_year}}
        )


@pghistory.track(*by_statement())
class Observation(Sourced):
    """What was reached in one year, in one version (METHODS section 5).

    ``value``: the year's own figure in ``unit`` — level, amount, cut (positive = fall) or change, as the target asks.
    ``growth``: growth of the year in per cent. ``in_force``: approved and not replaced by a later approved version.
    ``lock`` counts saves: a writer names the one it read, so that nothing is overwritten unseen.
    """

    row = models.ForeignKey(
        PlanIndicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="observations"
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    state = models.CharField(_("状态"), max_length=10, choices=ObservationState.choices, default=ObservationState.DRAFT)
    in_force = models.BooleanField(_("现行"), default=False)
    lock = models.PositiveIntegerField(_("修改次数"), default=0)
    value = optional_figure(_("实际值"))
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    value_basis = models.CharField(_("数值口径"), max_length=10, choices=choices.PRICE_BASES, default="unknown")
    growth = optional_figure(_("增速（%）"))
    growth_basis = models.CharField(_("增速口径"), max_length=10, choices=choices.PRICE_BASES, default="unknown")
    parts = ArrayField(FigureField(), verbose_name=_("各部分"), default=list, blank=True)
    comparator = models.CharField(_("比较"), max_length=2, choices=choices.COMPARATORS, default="=")
    reported = models.BooleanField(_("上报完成"), null=True, blank=True)
    judgement = models.CharField(_("人工判定"), max_length=20, choices=choices.STATUSES, blank=True)
    text = models.CharField(_("原文"), max_length=100, blank=True)
    vintage = models.CharField(_("数据版次"), max_length=12, choices=choices.VINTAGES, default="preliminary")
    reason = models.TextField(_("更正理由"), blank=True)  # of a version beside an approved figure
    comment = models.TextField(_("审核意见"), blank=True)
    cell_comments = models.JSONField(_("各单元格意见"), default=dict, blank=True)  # field of the figure -> sentence
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("填报人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="submitted_observations",
    )  # fmt: skip
    submitted_client = models.ForeignKey(
        ApiClient, verbose_name=_("填报系统"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("审核人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="approved_observations",
    )  # fmt: skip
    approved_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("实际值")
        verbose_name_plural = _("实际值")
        ordering = ["row", "year", "version"]
        indexes = [
            models.Index(fields=["state", "updated_at"], name="observation_queue"),
            models.Index(fields=["approved_at"], name="observation_news", condition=models.Q(in_force=True)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="year_within_plan",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("row_id", "year"),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM indicators_planindicator r JOIN plans_plan p ON p.id = r.plan_id
                        WHERE r.id = NEW.row_id AND NEW.year BETWEEN p.start_year AND p.end_year
                    ) THEN
                        RAISE EXCEPTION 'year % is outside the plan', NEW.year USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "year", "version"], name="observation_version", violation_error_message=_("版本号重复")
            ),
            models.UniqueConstraint(
                fields=["row", "year"],
                condition=Q(in_force=True),
                name="observation_one_in_force",
                violation_error_message=_("该年已有现行的实际值"),
            ),
            models.UniqueConstraint(
                fields=["row", "year"],
                condition=Q(state__in=OPEN_STATES),
                name="observation_one_open",
                violation_error_message=_("该年已有一条未审结的填报"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ObservationState.values),
                name="observation_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ObservationState.APPROVED) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="observation_approved_by_whom",
                violation_error_message=_("已审核的数据必须有审核人和时间"),
            ),
            models.CheckConstraint(
                condition=Q(in_force=False) | Q(state=ObservationState.APPROVED),
                name="observation_in_force_is_approved",
                violation_error_message=_("只有已审核的数据才能现行"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(approved_by=F("submitted_by")),
                name="observation_not_own_approval",
                violation_error_message=_("不能审核自己填报的数据"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ObservationState.SUBMITTED, ObservationState.APPROVED])
                | Q(submitted_by__isnull=False)
                | Q(submitted_client__isnull=False),
                name="observation_submitted_by_whom",
                violation_error_message=_("已提交的数据必须有填报人或填报系统"),
            ),
            models.CheckConstraint(
                condition=Q(state=ObservationState.DRAFT)
                | Q(value__isnull=False)
                | Q(growth__isnull=False)
                | Q(reported__isnull=False)
                | ~Q(judgement="")
                | ~Q(parts=[]),
                name="observation_says_something",
                violation_error_message=_("没有填任何数值，不能提交"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ObservationState.RETURNED) | ~Q(comment="") | ~Q(cell_comments={}),
                name="observation_returned_with_comment",
                violation_error_message=_("退回时必须写明意见"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.year} v{self.version}"

    def clean(self) -> None:
        """The year lies within the plan."""
        check_year(self.row.plan, self.year)


@pghistory.track()
class PeriodResult(Sourced):
    """An official cumulative or average from the base to ``year``; it overrides a chain of yearly figures."""

    row = models.ForeignKey(PlanIndicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="results")
    kind = models.CharField(_("种类"), max_length=10, choices=choices.RESULT_KINDS)
    year = models.PositiveSmallIntegerField(_("截至年份"))
    value = FigureField(_("数值"))
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    comparator = models.CharField(_("比较"), max_length=2, choices=choices.COMPARATORS, default="=")
    price_basis = models.CharField(_("价格口径"), max_length=10, choices=choices.PRICE_BASES, default="unknown")
    text = models.CharField(_("原文"), max_length=60, blank=True)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    in_force = models.BooleanField(_("现行"), default=True)

    class Meta:
        verbose_name = _("期间结果")
        verbose_name_plural = _("期间结果")
        ordering = ["row", "year", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "year", "kind"],
                condition=Q(in_force=True),
                name="period_result_one_in_force",
                violation_error_message=_("该年已有同类的期间结果"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.get_kind_display()} {self.year}"


@pghistory.track()
class AnnualTarget(models.Model):
    """The yearly plan's own target (年度计划目标) and its measures; it never changes a status. ``value`` None: no number.

    ``proposed``: taken over as the planned path gives it, changed by nobody since.
    """

    row = models.ForeignKey(
        PlanIndicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="annual_targets"
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    value = optional_figure(_("目标值"))
    comparator = models.CharField(_("比较"), max_length=2, choices=choices.COMPARATORS, default="=")
    text = models.CharField(_("原文"), max_length=60, blank=True)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    measures = models.TextField(_("措施"), blank=True)
    proposed = models.BooleanField(_("由规划路径推算"), default=False)

    class Meta:
        verbose_name = _("年度目标")
        verbose_name_plural = _("年度目标")
        ordering = ["row", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "year"], name="annual_target_once", violation_error_message=_("该年已有年度目标")
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.year}"


@pghistory.track()
class DefinitionBreak(models.Model):
    """A year from which the figure is defined otherwise (统计口径变化): no chaining across it without an official result."""

    row = models.ForeignKey(PlanIndicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="breaks")
    year = models.PositiveSmallIntegerField(_("年份"))
    reason = models.TextField(_("理由"))
    document = models.CharField(_("依据文件"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("口径变化")
        verbose_name_plural = _("口径变化")
        ordering = ["row", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["row", "year"], name="break_once_a_year", violation_error_message=_("该年已标记口径变化")
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.year}"


@pghistory.track()
class BackgroundFigure(Sourced):
    """A published figure that feeds no row: kept and shown as background, never as an actual. ``year`` None: undated."""

    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="background")
    plan = models.ForeignKey(
        Plan, verbose_name=_("规划"), null=True, blank=True, on_delete=models.PROTECT, related_name="background"
    )
    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("目录指标"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="background",
    )
    name = models.CharField(_("名称"), max_length=100)
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    value = optional_figure(_("数值"))
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    growth = optional_figure(_("增速（%）"))
    growth_basis = models.CharField(_("增速口径"), max_length=10, choices=choices.PRICE_BASES, default="unknown")
    why = models.CharField(_("为何不作实际值"), max_length=200)

    class Meta:
        verbose_name = _("背景数据")
        verbose_name_plural = _("背景数据")
        ordering = ["region__code", "name", "year"]

    def __str__(self) -> str:
        return f"{self.region} {self.name} {self.year or ''}"
