"""Assessments, the thresholds they were made with, and the jobs that make them."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import choices
from indicators.models.fields import FigureField, optional_figure
from indicators.models.promises import Target
from indicators.models.rows import PlanIndicator
from plans.models import Plan


@pghistory.track()
class StatusRule(models.Model):
    """Thresholds of the pace ratio, by version. Exactly one is active."""

    version = models.PositiveSmallIntegerField(_("版本"), unique=True)
    active = models.BooleanField(_("现行"), default=False)
    ahead = FigureField(_("快于预期 ≥"))
    on_track = FigureField(_("符合预期 ≥"))
    behind = FigureField(_("滞后 ≥"))
    nearly_share = FigureField(_("基本完成：完成幅度 ≥"))
    nearly_bound = FigureField(_("基本完成：距底线（上限）≤"))
    tolerance_pp = FigureField(_("基本同步容许差（个百分点）"))
    reason = models.TextField(_("理由"), blank=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("状态规则")
        verbose_name_plural = _("状态规则")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["active"],
                condition=Q(active=True),
                name="rule_one_active",
                violation_error_message=_("只能有一个现行规则"),
            ),
            models.CheckConstraint(
                condition=Q(ahead__gte=models.F("on_track")) & Q(on_track__gte=models.F("behind")) & Q(behind__gt=0),
                name="rule_thresholds_in_order",
                violation_error_message=_("阈值须满足：快于预期 ≥ 符合预期 ≥ 滞后 > 0"),
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"


class Assessment(models.Model):
    """What METHODS.md computes for one target and year; figures quantised to 10 decimals, shares as fractions, rates in per cent.

    Computed, never typed: it has no history of its own and is rebuilt from what it was computed from. ``None`` = not applicable or
    not computable; ``reason`` explains the status, ``required_reason`` why ``required`` is empty ("" = none).
    """

    target = models.ForeignKey(Target, verbose_name=_("目标"), on_delete=models.CASCADE, related_name="assessments")
    row = models.ForeignKey(PlanIndicator, verbose_name=_("指标"), on_delete=models.CASCADE, related_name="assessments")
    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.CASCADE, related_name="assessments")
    year = models.PositiveSmallIntegerField(_("年份"))
    shown = models.BooleanField(_("在行中显示"), default=False)
    status = models.CharField(_("状态"), max_length=16, choices=choices.STATUSES)
    reason = models.CharField(_("状态说明"), max_length=20, blank=True)
    actual_year = models.PositiveSmallIntegerField(_("实际值年份"), null=True)
    base = optional_figure(_("基期值"))
    target_value = optional_figure(_("目标值"))
    actual = optional_figure(_("实际值"))
    vintage = models.CharField(_("数据版次"), max_length=12, blank=True)
    price_basis = models.CharField(_("价格口径"), max_length=10, blank=True)
    attainment = optional_figure(_("完成进度"))
    elapsed_share = optional_figure(_("时序进度"))
    expected = optional_figure(_("时序应达值"))
    gap = optional_figure(_("距目标差距"))
    lead = optional_figure(_("较时序"))
    required = optional_figure(_("余下每年需"))
    required_unit = models.CharField(_("余下每年需的单位"), max_length=40, blank=True)
    required_reason = models.CharField(_("无余下每年需的原因"), max_length=20, blank=True)
    average = optional_figure(_("年均至今"))
    average_unit = models.CharField(_("年均的单位"), max_length=40, blank=True)
    pace_ratio = optional_figure(_("进度比"))
    projected_end = optional_figure(_("按现速预计期末值"))
    on_course = models.BooleanField(_("按现速可达"), null=True)
    early_warning = models.BooleanField(_("预警"), default=False)
    breached_years = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("未守住的年份"), default=list)
    first_met_year = models.PositiveSmallIntegerField(_("首次达到年份"), null=True)
    fell_back = models.BooleanField(_("达到后回落"), default=False)
    end_not_published = models.BooleanField(_("期末数未公布"), default=False)
    sample = models.BooleanField(_("演示数据"), default=False)
    # The status on the base as it was first given, all else alike; "" where the base was not revised.
    unrevised_status = models.CharField(
        _("按原基数的状态"), max_length=16, choices=choices.STATUSES, blank=True, default=""
    )
    # The status on base and target as first agreed, where the target was adjusted since; "" where it was not.
    unadjusted_status = models.CharField(
        _("按原目标的状态"), max_length=16, choices=choices.STATUSES, blank=True, default=""
    )
    parts = models.JSONField(_("各部分"), default=list)
    inputs = models.JSONField(_("所用数据"), default=dict)
    method_version = models.PositiveSmallIntegerField(_("方法版本"))
    rule_version = models.PositiveSmallIntegerField(_("规则版本"))
    computed_at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = _("评估")
        verbose_name_plural = _("评估")
        ordering = ["plan", "row__position", "target__ordinal", "year"]
        indexes = [models.Index(fields=["plan", "year"], name="assessment_plan_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "year"], name="assessment_once", violation_error_message=_("该目标该年已有评估")
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.year}: {self.status}"

    @property
    def moved_by_revision(self) -> bool:
        """Whether the revision of the base alone changed the status."""
        return self.unrevised_status not in ("", self.status)

    @property
    def moved_by_adjustment(self) -> bool:
        """Whether adjusting the target (and its base with it) alone changed the status."""
        return self.unadjusted_status not in ("", self.status)


class JobState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("计算中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("失败")


class JobRun(models.Model):
    """One recompute: written queued in the transaction that made assessments stale, so that nothing is forgotten.

    ``plan`` None: the whole nation (nightly). While a job of a plan is queued or running, its pages say 待重算.
    ``reached``: id of the last plan done (0: the job's own), None before the first; ``active_at``: its last sign of life.
    """

    plan = models.ForeignKey(
        Plan, verbose_name=_("规划"), null=True, blank=True, on_delete=models.CASCADE, related_name="jobs"
    )
    why = models.CharField(_("缘由"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    error = models.TextField(_("错误"), blank=True)
    computed = models.PositiveIntegerField(_("计算条数"), default=0)
    changed = models.PositiveIntegerField(_("变动条数"), default=0)
    reached = models.PositiveBigIntegerField(_("已算到的规划"), null=True, blank=True, editable=False)
    active_at = models.DateTimeField(_("最近活动时间"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("重算任务")
        verbose_name_plural = _("重算任务")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "created_at"], name="jobrun_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values),
                name="jobrun_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan or _('全部')} {self.state}"
