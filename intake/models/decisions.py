"""What a person decided about a proposal, kept apart from what was read."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import DoubtState
from intake.models.uploads import Intake


class ItemListing(models.TextChoices):
    """``intake.domain.edit.Listing`` with its words."""

    PLAN = "plan", _("规划基本情况")
    INDICATORS = "indicators", _("主要指标")
    RESULTS = "previous_results", _("上期完成情况")
    PROJECTS = "projects", _("专栏项目")
    COMMITMENTS = "commitments", _("正文承诺")


class ItemState(models.TextChoices):
    """``intake.domain.edit.State`` with its words."""

    OPEN = "open", _("未决定")
    ACCEPTED = "accepted", _("采纳")
    EDITED = "edited", _("已改")
    DROPPED = "dropped", _("不要")
    SPLIT = "split", _("已拆分")
    MERGED = "merged", _("已并入他项")
    ADDED = "added", _("补充")


@pghistory.track()
class Decision(models.Model):
    """One decision about one item (list, index, part: see ``intake.domain.edit``). ``version`` guards against two writers.

    ``value``: the item as decided, in its stored form; null: as read. ``into``: index of the item it was merged into.
    """

    intake = models.ForeignKey(Intake, verbose_name=_("导入"), on_delete=models.PROTECT, related_name="decisions")
    listing = models.CharField(_("清单"), max_length=16, choices=ItemListing.choices)
    index = models.PositiveIntegerField(_("第几项"))
    part = models.PositiveSmallIntegerField(_("第几部分"), default=0)
    state = models.CharField(_("决定"), max_length=8, choices=ItemState.choices)
    value = models.JSONField(_("改后的内容"), null=True, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    into = models.PositiveIntegerField(_("并入第几项"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("决定人"), on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        verbose_name = _("审阅决定")
        verbose_name_plural = _("审阅决定")
        ordering = ["intake", "listing", "index", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "listing", "index", "part"],
                name="decision_once",
                violation_error_message=_("该项已有决定"),
            ),
            models.CheckConstraint(
                condition=Q(listing__in=ItemListing.values),
                name="decision_listing_known",
                violation_error_message=_("清单不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ItemState.values),
                name="decision_state_known",
                violation_error_message=_("决定不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.DROPPED) | ~Q(reason=""),
                name="decision_dropped_with_reason",
                violation_error_message=_("不要一项必须写明理由"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ItemState.EDITED, ItemState.ADDED]) | Q(value__isnull=False),
                name="decision_edited_has_value",
                violation_error_message=_("改动或补充的一项必须有内容"),
            ),
            models.CheckConstraint(
                condition=Q(state=ItemState.MERGED, into__isnull=False)
                | (~Q(state=ItemState.MERGED) & Q(into__isnull=True)),
                name="decision_merged_into_what",
                violation_error_message=_("并入他项必须写明并入哪一项"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_listing_display()} {self.index + 1}: {self.get_state_display()}"


@pghistory.track()
class DoubtAnswer(models.Model):
    """What a person says of one doubt of the proposal. ``index`` null: of the table as a whole. Open again: asked anew."""

    intake = models.ForeignKey(Intake, verbose_name=_("导入"), on_delete=models.PROTECT, related_name="doubt_answers")
    index = models.PositiveIntegerField(_("第几行"), null=True, blank=True)
    part = models.PositiveSmallIntegerField(_("第几部分"), default=0)
    code = models.CharField(_("种类"), max_length=30)
    figure = models.CharField(_("所涉数据"), max_length=30, default="row")
    state = models.CharField(_("状态"), max_length=10, choices=DoubtState.choices)
    how = models.TextField(_("处理意见"), blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("处理人"), on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("处理时间"))

    class Meta:
        verbose_name = _("疑点处理")
        verbose_name_plural = _("疑点处理")
        ordering = ["intake", "index", "part", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "index", "part", "code", "figure"],
                nulls_distinct=False,
                name="doubt_answer_once",
                violation_error_message=_("该疑点已有处理"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=DoubtState.values),
                name="doubt_answer_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(state=DoubtState.OPEN) | ~Q(how=""),
                name="doubt_answer_says_how",
                violation_error_message=_("关闭疑点必须写明意见"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_state_display()}"
