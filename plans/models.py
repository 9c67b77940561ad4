"""A region's plan for a period, and what was later adjusted in it."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regions.models import Region


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("草案")
    IN_FORCE = "in_force", _("实施中")
    ENDED = "ended", _("已结束")
    REPLACED = "replaced", _("已被替代")


@pghistory.track()
class Plan(models.Model):
    """A five-year plan (or one of another length): ``base_year`` < ``start_year`` <= ``end_year``."""

    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="plans")
    base_year = models.PositiveSmallIntegerField(_("基期年"))
    start_year = models.PositiveSmallIntegerField(_("起始年"))
    end_year = models.PositiveSmallIntegerField(_("末年"))
    title = models.CharField(_("标题"), max_length=200)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    source_document = models.CharField(_("来源文件"), max_length=200, blank=True)
    source_table = models.CharField(_("来源表"), max_length=100, blank=True)
    predecessor = models.ForeignKey(
        "self", verbose_name=_("上期规划"), null=True, blank=True, on_delete=models.PROTECT, related_name="successors"
    )
    stated_count = models.PositiveSmallIntegerField(
        _("文中所称指标数"), null=True, blank=True, help_text=_("规划正文写明的主要指标项数；没有写则留空")
    )

    class Meta:
        verbose_name = _("规划")
        verbose_name_plural = _("规划")
        ordering = ["region__code", "-start_year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(base_year__lt=models.F("start_year"))
                & models.Q(start_year__lte=models.F("end_year")),
                name="plan_years_in_order",
                violation_error_message=_("年份须满足：基期年 < 起始年 ≤ 末年"),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=PlanStatus.values),
                name="plan_status_known",
                violation_error_message=_("规划状态不在允许的范围内"),
            ),
            models.UniqueConstraint(
                fields=["region", "start_year"],
                condition=models.Q(status=PlanStatus.IN_FORCE),
                name="plan_one_in_force",
                violation_error_message=_("同一地区、同一起始年只能有一个实施中的规划"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region.name} {self.span}"

    @property
    def period(self) -> str:
        """The period as addresses and the API write it: ``2021-2025``."""
        return f"{self.start_year}-{self.end_year}"

    @property
    def span(self) -> str:
        """The period as people write it: 2021–2025."""
        return f"{self.start_year}–{self.end_year}"


class AdjustmentKind(models.TextChoices):
    ADJUSTMENT = "adjustment", _("规划调整")
    REVISION = "revision", _("统计修订")


class AdjustmentState(models.TextChoices):
    DRAFT = "draft", _("草拟中")
    IN_FORCE = "in_force", _("已执行")
    WITHDRAWN = "withdrawn", _("已撤销")


@pghistory.track()
class Adjustment(models.Model):
    """A change of the plan that the approving body agreed (调整), or a revision of statistics such as a census (修订).

    In draft it holds proposed changes (``indicators.PlannedChange``); once in force their new versions name it, and it is
    never changed again.
    """

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="adjustments")
    kind = models.CharField(_("种类"), max_length=10, choices=AdjustmentKind.choices, default=AdjustmentKind.ADJUSTMENT)
    state = models.CharField(_("状态"), max_length=10, choices=AdjustmentState.choices, default=AdjustmentState.DRAFT)
    body = models.CharField(_("批准机关"), max_length=100)
    document_number = models.CharField(_("文号"), max_length=60)
    approved_on = models.DateField(_("批准日期"))
    reason = models.TextField(_("理由"))
    summary = models.TextField(_("调整内容"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("执行人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    applied_at = models.DateTimeField(_("执行时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("规划调整")
        verbose_name_plural = _("规划调整")
        ordering = ["plan", "approved_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AdjustmentKind.values),
                name="adjustment_kind_known",
                violation_error_message=_("种类不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=AdjustmentState.values),
                name="adjustment_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(state=AdjustmentState.IN_FORCE, applied_by__isnull=False, applied_at__isnull=False)
                | (~Q(state=AdjustmentState.IN_FORCE) & Q(applied_by__isnull=True, applied_at__isnull=True)),
                name="adjustment_applied_by_whom",
                violation_error_message=_("已执行的调整必须有执行人和时间，未执行的都没有"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.document_number}"
