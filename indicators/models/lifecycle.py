"""How rows change with their plan: what an adjustment in draft will change, and what became of a row in the plan after."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.rows import PlanIndicator
from plans.models import Adjustment


class ChangeOf(models.TextChoices):
    BASE = "base", _("基期值")
    TARGET = "target", _("目标")


@pghistory.track()
class PlannedChange(models.Model):
    """One new version that an adjustment will put in force. ``ordinal``: of the target, None for a base.

    ``version``: the version in force that the planner saw (None: there was none); another one by then stops the adjustment.
    ``terms``: the fields that become other ones, as JSON, decimals as strings. ``keeps``: what a revision keeps.
    """

    class Keeps(models.TextChoices):
        NOTHING = "", _("重新确定")
        GROWTH = "growth", _("保持原定增速，水平值随基数重算")
        CHANGE = "change", _("保持原定增量，水平值随基数重算")
        LEVEL = "level", _("目标水平值不变")

    adjustment = models.ForeignKey(
        Adjustment, verbose_name=_("规划调整"), on_delete=models.CASCADE, related_name="changes"
    )
    row = models.ForeignKey(
        PlanIndicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="planned_changes"
    )
    of = models.CharField(_("对象"), max_length=6, choices=ChangeOf.choices)
    ordinal = models.PositiveSmallIntegerField(_("第几个"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("所见版本"), null=True, blank=True)
    terms = models.JSONField(_("新的内容"), default=dict)
    keeps = models.CharField(_("修订方式"), max_length=6, choices=Keeps.choices, blank=True, default="")

    class Meta:
        verbose_name = _("拟调整内容")
        verbose_name_plural = _("拟调整内容")
        ordering = ["adjustment", "row", "of", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["adjustment", "row", "of", "ordinal"],
                name="planned_change_once",
                nulls_distinct=False,
                violation_error_message=_("这次调整里已有该项"),
            ),
            models.CheckConstraint(
                condition=Q(of=ChangeOf.BASE, ordinal__isnull=True) | Q(of=ChangeOf.TARGET, ordinal__isnull=False),
                name="planned_change_names_its_target",
                violation_error_message=_("调整目标须指明第几个目标，调整基期值则不指明"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.get_of_display()}"


class SuccessionKind(models.TextChoices):
    KEPT = "kept", _("沿用")
    RENAMED = "renamed", _("更名")
    SPLIT = "split", _("拆分")
    MERGED = "merged", _("合并")
    DROPPED = "dropped", _("取消")


@pghistory.track()
class Succession(models.Model):
    """What became of a row in the plan after (上下期衔接). ``to_row`` None: dropped, with its reason. A row that is split has several."""

    from_row = models.ForeignKey(
        PlanIndicator, verbose_name=_("上期指标"), on_delete=models.PROTECT, related_name="successions"
    )
    to_row = models.ForeignKey(
        PlanIndicator, verbose_name=_("本期指标"), null=True, blank=True, on_delete=models.CASCADE,
        related_name="origins",
    )  # fmt: skip
    to_plan = models.ForeignKey(
        "plans.Plan", verbose_name=_("本期规划"), on_delete=models.CASCADE, related_name="successions"
    )
    kind = models.CharField(_("衔接方式"), max_length=7, choices=SuccessionKind.choices)
    reason = models.TextField(_("理由"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("决定人"), on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("上下期衔接")
        verbose_name_plural = _("上下期衔接")
        ordering = ["to_plan", "from_row"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_row", "to_row", "to_plan"],
                name="succession_once",
                nulls_distinct=False,
                violation_error_message=_("该衔接关系已登记"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SuccessionKind.values),
                name="succession_kind_known",
                violation_error_message=_("衔接方式不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(kind=SuccessionKind.DROPPED, to_row__isnull=True)
                | (~Q(kind=SuccessionKind.DROPPED) & Q(to_row__isnull=False)),
                name="succession_dropped_leads_nowhere",
                violation_error_message=_("取消的指标没有下期对应行，其他衔接方式必须有"),
            ),
            models.CheckConstraint(
                condition=~Q(kind=SuccessionKind.DROPPED) | ~Q(reason=""),
                name="succession_dropped_has_reason",
                violation_error_message=_("取消指标必须写明理由"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_row} → {self.to_row or self.get_kind_display()}"
