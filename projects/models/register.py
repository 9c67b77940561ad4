"""What belongs to a project: units that take part, dated stages, yearly plans, likely duplicates, the promises it serves."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from indicators.models.fields import optional_figure
from indicators.models.rows import PlanIndicator
from projects.models.project import Project, Stage


@pghistory.track()
class CooperatingUnit(models.Model):
    """A unit that takes part in a project beside its lead unit (配合单位)."""

    project = models.ForeignKey(
        Project, verbose_name=_("重点项目"), on_delete=models.CASCADE, related_name="cooperations"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="cooperations")

    class Meta:
        verbose_name = _("配合单位")
        verbose_name_plural = _("配合单位")
        ordering = ["project", "unit"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "unit"], name="cooperation_once", violation_error_message=_("该单位已列为配合单位")
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} – {self.unit}"


@pghistory.track()
class StageChange(models.Model):
    """A project came into a stage on a day. The latest by (``on``, id) is the project's stage.

    ``report``: the monthly report that said so; None: recorded by hand. ``note``: why, where a stage was skipped or taken back.
    """

    project = models.ForeignKey(
        Project, verbose_name=_("重点项目"), on_delete=models.PROTECT, related_name="stage_changes"
    )
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage.choices)
    on = models.DateField(_("日期"))
    report = models.ForeignKey(
        "projects.ProjectReport", verbose_name=_("月报"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="stage_changes",
    )  # fmt: skip
    note = models.CharField(_("说明"), max_length=300, blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("记录人"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("阶段变化")
        verbose_name_plural = _("阶段变化")
        ordering = ["project", "on", "pk"]
        indexes = [models.Index(fields=["on", "stage"], name="stage_change_on")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "stage", "on"],
                name="stage_change_once_a_day",
                violation_error_message=_("这一天已经记录了同一阶段"),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values),
                name="stage_change_stage_known",
                violation_error_message=_("阶段不在允许的范围内"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_stage_display()} {self.on}"


@pghistory.track()
class ProjectYear(models.Model):
    """What one year asks of a project: planned investment in 万元 (None = not stated), the year's target and the measures."""

    project = models.ForeignKey(Project, verbose_name=_("重点项目"), on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("年份"))
    planned_investment = optional_figure(_("年度计划投资（万元）"))
    target = models.CharField(_("年度目标"), max_length=300, blank=True)
    measures = models.TextField(_("措施"), blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)
    lock = models.PositiveIntegerField(_("修改次数"), default=0)

    class Meta:
        verbose_name = _("项目年度计划")
        verbose_name_plural = _("项目年度计划")
        ordering = ["project", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year"], name="project_year_once", violation_error_message=_("该年已有计划")
            ),
            models.CheckConstraint(
                condition=Q(planned_investment__isnull=True) | Q(planned_investment__gte=0),
                name="project_year_investment_not_negative",
                violation_error_message=_("年度计划投资不能为负数"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year}"


class Decision(models.TextChoices):
    """What a person decided about two entries that may be the same works."""

    OPEN = "open", _("待定")
    MERGED = "merged", _("同一项目，合并")
    LINKED = "linked", _("有关联，不合并")
    APART = "apart", _("不是同一项目")


@pghistory.track()
class LikePair(models.Model):
    """Two entries of one plan that may be the same works (疑似重复), proposed by ``projects.domain.likeness``.

    ``first`` stands before ``second`` in the plan. ``score``: likeness of the names, 0 to 1. ``signs``: codes of what speaks for it.
    """

    first = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="pairs_first")
    second = models.ForeignKey(
        Project, verbose_name=_("另一项目"), on_delete=models.PROTECT, related_name="pairs_second"
    )
    score = models.DecimalField(_("名称相似度"), max_digits=4, decimal_places=3)
    signs = models.JSONField(_("依据"), default=list, blank=True)
    decision = models.CharField(_("处理"), max_length=7, choices=Decision.choices, default=Decision.OPEN)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("处理人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("疑似重复项目")
        verbose_name_plural = _("疑似重复项目")
        ordering = ["first", "second"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="like_pair_once", violation_error_message=_("这两个项目已经列出")
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="like_pair_of_two",
                violation_error_message=_("一个项目不能与自己重复"),
            ),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values),
                name="like_pair_decision_known",
                violation_error_message=_("处理结果不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(decision="open", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="open") & Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason="")),
                name="like_pair_decided_by_whom",
                violation_error_message=_("处理结果必须有处理人、时间和理由"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


@pghistory.track()
class CommitmentLink(models.Model):
    """A project serves what the plan promises: a commitment of the text or a main indicator."""

    project = models.ForeignKey(Project, verbose_name=_("重点项目"), on_delete=models.PROTECT, related_name="serves")
    row = models.ForeignKey(
        PlanIndicator, verbose_name=_("指标或承诺"), on_delete=models.PROTECT, related_name="served_by"
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("项目支撑的目标")
        verbose_name_plural = _("项目支撑的目标")
        ordering = ["row", "project"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "row"], name="commitment_link_once", violation_error_message=_("已经关联")
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} → {self.row}"
