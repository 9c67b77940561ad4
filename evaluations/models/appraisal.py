"""By which weights the units of a plan are appraised (考核): versioned, with reason and document; without one the pages suggest."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import FigureField
from plans.models import Plan

_PARTS = ("binding", "expected", "commitments", "projects")


@pghistory.track()
class AppraisalScheme(models.Model):
    """Weights and scores of a plan, all between 0 and 100. One version is in force; earlier ones stay as they were.

    ``binding`` … ``projects``: weights, together 100. ``joint``: per cent of a lead unit's share for a unit that takes part.
    ``scores``: points by state (``evaluations.domain.appraisal.STATES``) as strings, null = the state is not counted.
    """

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="appraisal_schemes")
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    in_force = models.BooleanField(_("现行"), default=True)
    binding = FigureField(_("约束性指标权重"))
    expected = FigureField(_("预期性指标权重"))
    commitments = FigureField(_("正文承诺权重"))
    projects = FigureField(_("重点项目权重"))
    joint = FigureField(_("配合单位折算比例（%）"))
    scores = models.JSONField(_("各状态得分"))
    reason = models.CharField(_("理由"), max_length=300)
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("确定人"), on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("确定时间"))

    class Meta:
        verbose_name = _("考核权重")
        verbose_name_plural = _("考核权重")
        ordering = ["plan", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "version"],
                name="appraisal_scheme_version_once",
                violation_error_message=_("这一版考核权重已经有了"),
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(in_force=True),
                name="appraisal_scheme_one_in_force",
                violation_error_message=_("一个规划只能有一版现行的考核权重"),
            ),
            models.CheckConstraint(
                condition=Q(binding=100 - F("expected") - F("commitments") - F("projects")),
                name="appraisal_scheme_weights_are_whole",
                violation_error_message=_("四项权重之和必须为 100"),
            ),
            models.CheckConstraint(
                condition=Q(**{f"{part}__gte": 0 for part in _PARTS}),
                name="appraisal_scheme_weights_not_negative",
                violation_error_message=_("权重不能为负数"),
            ),
            models.CheckConstraint(
                condition=Q(joint__gte=0, joint__lte=100),
                name="appraisal_scheme_joint_is_a_share",
                violation_error_message=_("配合单位折算比例须在 0 到 100 之间"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="appraisal_scheme_has_reason",
                violation_error_message=_("确定考核权重必须写明理由"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.version}"
