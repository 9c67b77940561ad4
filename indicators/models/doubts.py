"""数据疑点: what is doubtful about a row or a figure, until a person says otherwise."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.rows import PlanIndicator
from plans.models import Plan


class DoubtState(models.TextChoices):
    OPEN = "open", _("待处理")
    RESOLVED = "resolved", _("已解决")
    DISMISSED = "dismissed", _("不成立")


@pghistory.track()
class Doubt(models.Model):
    """A doubt. ``figure`` names what it is about: ``base``, ``target``, ``value:2021``, ``growth:2021``, ``row``, ``table``.

    A blocking doubt that is open makes assessments that use its figure incomparable; every other never changes a status.
    """

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="doubts")
    row = models.ForeignKey(
        PlanIndicator, verbose_name=_("指标"), null=True, blank=True, on_delete=models.PROTECT, related_name="doubts"
    )
    code = models.CharField(_("种类"), max_length=30)
    figure = models.CharField(_("所涉数据"), max_length=30, default="row")
    message = models.TextField(_("说明"))
    blocking = models.BooleanField(_("影响评估"), default=False)
    source_line = models.PositiveIntegerField(_("来源行"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=DoubtState.choices, default=DoubtState.OPEN)
    resolution = models.TextField(_("处理意见"), blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("处理人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    resolved_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    raised_at = models.DateTimeField(_("提出时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("数据疑点")
        verbose_name_plural = _("数据疑点")
        ordering = ["plan", "row__position", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "row", "code", "figure"],
                nulls_distinct=False,
                name="doubt_once",
                violation_error_message=_("该疑点已登记"),
            ),
            models.CheckConstraint(
                condition=Q(state=DoubtState.OPEN, resolved_by__isnull=True, resolved_at__isnull=True)
                | (
                    ~Q(state=DoubtState.OPEN)
                    & Q(resolved_by__isnull=False, resolved_at__isnull=False)
                    & ~Q(resolution="")
                ),
                name="doubt_closed_by_whom",
                violation_error_message=_("关闭疑点必须写明处理人、时间和意见"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row or self.plan} {self.code}"
