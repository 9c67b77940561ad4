"""Status moves: when an assessment began to say something else."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models import choices
from indicators.models.assessment import JobRun
from indicators.models.promises import Target
from indicators.models.rows import PlanIndicator


class StatusMove(models.Model):
    """One change of a stored status, written by the recompute that found it; never for a first assessment.

    ``shown``: the row itself showed ``before`` and shows ``after`` in that year, whichever of its targets said so
    (``target``: the one that says it now). Otherwise it is the status of ``target`` alone. Kept as long as its target.
    """

    row = models.ForeignKey(PlanIndicator, verbose_name=_("指标"), on_delete=models.CASCADE, related_name="moves")
    target = models.ForeignKey(Target, verbose_name=_("目标"), on_delete=models.CASCADE, related_name="moves")
    year = models.PositiveSmallIntegerField(_("年份"))
    before = models.CharField(_("原状态"), max_length=16, choices=choices.STATUSES)
    after = models.CharField(_("现状态"), max_length=16, choices=choices.STATUSES)
    shown = models.BooleanField(_("在行中显示"))
    moved_at = models.DateTimeField(_("变动时间"))
    job = models.ForeignKey(
        JobRun, verbose_name=_("重算任务"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("状态变动")
        verbose_name_plural = _("状态变动")
        ordering = ["-moved_at", "-pk"]
        indexes = [models.Index(fields=["moved_at"], condition=Q(shown=True), name="move_shown_at")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(before=F("after")),
                name="move_changes_the_status",
                violation_error_message=_("变动前后的状态相同"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.year}: {self.before} → {self.after}"
