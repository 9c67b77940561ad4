"""The monthly report (月报) of a project, its warnings, and by when reports are due."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, Unit
from indicators.models.fields import optional_figure
from plans.models import Plan
from projects.models.project import Project, Stage
from regions.tracking import by_statement


class ReportState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已审核")


class ReportWarningCode(models.TextChoices):
    LATE = "late", _("逾期报送")
    BEYOND_TOTAL = "beyond_total", _("累计投资超过总投资")
    NOT_A_SUM = "not_a_sum", _("累计与上月累计加本月不符")
    MONEY_BACK = "money_back", _("累计投资减少")
    NEGATIVE_MONTH = "negative_month", _("本月投资为负数")
    PROGRESS_BACK = "progress_back", _("形象进度倒退")
    STAGE_SKIPPED = "stage_skipped", _("跳过了阶段")
    STAGE_BACK = "stage_back", _("阶段倒退")
    STAGE_AGAINST_PROGRESS = "stage_progress", _("阶段与进度不符")
    TENFOLD = "tenfold", _("疑似单位有误")
    MONTH_MISSING = "month_missing", _("上月未报")


@pghistory.track()
class ReportingRule(models.Model):
    """Which months a plan's projects report, and by which day of the following month (月报时间)."""

    plan = models.OneToOneField(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="reporting_rule")
    first_month = models.DateField(_("首月"), help_text=_("当月 1 日"))
    last_month = models.DateField(_("末月"), null=True, blank=True, help_text=_("当月 1 日；不填为一直报送"))
    due_day = models.PositiveSmallIntegerField(
        _("次月几日前报送"), default=5, validators=[MinValueValidator(1), MaxValueValidator(28)]
    )
    sample = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        verbose_name = _("月报时间")
        verbose_name_plural = _("月报时间")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_month__day=1) & (Q(last_month__isnull=True) | Q(last_month__day=1)),
                name="reporting_rule_first_of_month",
                violation_error_message=_("月份写成当月 1 日"),
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True) | Q(last_month__gte=F("first_month")),
                name="reporting_rule_in_order",
                violation_error_message=_("末月不能早于首月"),
            ),
            models.CheckConstraint(
                condition=Q(due_day__gte=1, due_day__lte=28),
                name="reporting_rule_due_day",
                violation_error_message=_("报送日须在 1 日至 28 日之间"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan)


@pghistory.track(*by_statement())
class ProjectReport(models.Model):
    """What a unit says of a project at the end of one month. Money in 万元, None = not stated (0 is a figure).

    ``month``: its first day. ``investment_to_date``: since the project began. ``progress``: physical progress in per cent, 0 to 100;
    ``progress_text``: the same in words (形象进度). ``stage``: at the end of the month, "" = as before; ``stage_on``: since when.
    ``problem``, ``problem_unit``, ``problem_due``: what hinders, who must solve it, by when; from it a ``Problem`` is raised.
    ``lock`` counts saves. An approved report that was wrong is reopened with a reason; earlier states are in the history.
    """

    project = models.ForeignKey(Project, verbose_name=_("重点项目"), on_delete=models.PROTECT, related_name="reports")
    month = models.DateField(_("月份"))
    state = models.CharField(_("状态"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    lock = models.PositiveIntegerField(_("修改次数"), default=0)
    investment_month = optional_figure(_("本月完成投资（万元）"))
    investment_to_date = optional_figure(_("累计完成投资（万元）"))
    progress = optional_figure(_("形象进度（%）"))
    progress_text = models.CharField(_("形象进度"), max_length=500, blank=True)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage.choices, blank=True)
    stage_on = models.DateField(_("进入阶段日期"), null=True, blank=True)
    next_step = models.CharField(_("下步计划"), max_length=500, blank=True)
    problem = models.CharField(_("存在问题"), max_length=500, blank=True)
    problem_unit = models.ForeignKey(
        Unit, verbose_name=_("需解决的单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    problem_due = models.DateField(_("解决时限"), null=True, blank=True)
    comment = models.TextField(_("审核意见"), blank=True)  # of a return or of a reopening
    cell_comments = models.JSONField(_("各单元格意见"), default=dict, blank=True)  # field of the report -> sentence
    sample = models.BooleanField(_("演示数据"), default=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("填报人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="submitted_reports",
    )  # fmt: skip
    submitted_client = models.ForeignKey(
        ApiClient, verbose_name=_("填报系统"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("审核人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="approved_reports",
    )  # fmt: skip
    approved_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("项目月报")
        verbose_name_plural = _("项目月报")
        ordering = ["project", "month"]
        indexes = [
            models.Index(fields=["month", "state"], name="report_month_state"),
            models.Index(fields=["state", "updated_at"], name="report_queue"),
            models.Index(  # a year's money of many projects is read from the index alone
                fields=["month", "project"],
                include=["investment_month", "sample"],
                condition=Q(state="approved"),
                name="report_money",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month"],
                name="report_once_a_month",
                violation_error_message=_("该项目这个月已有月报"),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="report_first_of_month", violation_error_message=_("月份写成当月 1 日")
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values),
                name="report_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(stage="") | Q(stage__in=Stage.values),
                name="report_stage_known",
                violation_error_message=_("阶段不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(investment_to_date__isnull=True) | Q(investment_to_date__gte=0),
                name="report_to_date_not_negative",
                violation_error_message=_("累计完成投资不能为负数"),
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__gte=0, progress__lte=100),
                name="report_progress_in_range",
                violation_error_message=_("形象进度须在 0 到 100 之间"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.APPROVED) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="report_approved_by_whom",
                violation_error_message=_("已审核的月报必须有审核人和时间"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.SUBMITTED, ReportState.APPROVED])
                | Q(submitted_by__isnull=False, submitted_at__isnull=False)
                | Q(submitted_client__isnull=False, submitted_at__isnull=False),
                name="report_submitted_by_whom",
                violation_error_message=_("提交的月报必须有填报人（或填报系统）和时间"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(approved_by=F("submitted_by")),
                name="report_not_own_approval",
                violation_error_message=_("不能审核自己填报的月报"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | ~Q(comment=""),
                name="report_returned_with_comment",
                violation_error_message=_("退回月报必须写明意见"),
            ),
            models.CheckConstraint(
                condition=~Q(problem="") | Q(problem_unit__isnull=True, problem_due__isnull=True),
                name="report_problem_said",
                violation_error_message=_("填了解决单位或时限，就要写明存在的问题"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.month:%Y-%m}"


@pghistory.track(*by_statement())
class ReportWarning(models.Model):
    """A warning (提示) about a monthly report. It is passed only with a ``reason``, which the reviewer sees.

    ``field``: the cell it is about. ``message`` carries the numbers: about other numbers it is another warning.
    """

    report = models.ForeignKey(
        ProjectReport, verbose_name=_("项目月报"), on_delete=models.CASCADE, related_name="warnings"
    )
    code = models.CharField(_("种类"), max_length=20, choices=ReportWarningCode.choices)
    field = models.CharField(_("单元格"), max_length=20)
    message = models.TextField(_("内容"))
    reason = models.TextField(_("说明"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("说明人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    answered_at = models.DateTimeField(_("说明时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("月报提示")
        verbose_name_plural = _("月报提示")
        ordering = ["report", "field", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "code", "field"], name="report_warning_once", violation_error_message=_("提示重复")
            ),
            models.CheckConstraint(
                condition=Q(code__in=ReportWarningCode.values),
                name="report_warning_code_known",
                violation_error_message=_("种类不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(reason="", answered_at__isnull=True) | (~Q(reason="") & Q(answered_at__isnull=False)),
                name="report_warning_answered_when",
                violation_error_message=_("有说明必有时间"),
            ),
        ]

    def __str__(self) -> str:
        return self.message
