"""The change feed: every change of what other systems read, in one order without gap or double."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from indicators.models import PlanIndicator, choices
from plans.models import Plan


class ExactDecoder(json.JSONDecoder):
    """Figures with every digit that was stored."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "parse_float": Decimal})


class ChangeKind(models.TextChoices):
    OBSERVATION = "observation", _("实际值")
    BASE = "base", _("基期值")
    TARGET = "target", _("目标")
    ASSESSMENT = "assessment", _("评估")
    ROUND = "round", _("填报任务")
    PLAN = "plan", _("规划")  # a mark that is never shown: the plan left the making or went back to it


class ChangeAction(models.TextChoices):
    SET = "set", _("写入")  # the object is now as ``data`` says
    REMOVE = "remove", _("移除")


class ChangeWhy(models.TextChoices):
    ENTRY = "entry", _("填报")  # said for the first time
    CORRECTION = "correction", _("更正")  # an approved figure was wrong
    REVISION = "revision", _("修订")  # of a vintage, a base or a target
    DEFINITION = "definition", _("口径变化")  # another definition, rule or method
    RECOMPUTE = "recompute", _("重算")  # follows from other changes
    PUBLISHED = "published", _("规划公开")  # the plan left the making, with all that belongs to it


class Change(models.Model):
    """One change, written by a trigger in the transaction that made it; only what a key may read (approved figures).

    ``position``: the place in the feed, None until the transaction was committed and a reader numbered it: a number that is
    given out is never followed by a smaller one, and changes of one object keep their order. ``object_id``: of the observation,
    base, target, assessment or round; ``supersedes``: of the version that it replaces. ``status_before``, ``status_after``: of
    assessments, equal where only figures moved; ``shown``: the row shows this target. ``data``: the stored columns after the
    change; None where it was removed. No foreign key is checked: a feed outlives what it tells of.
    """

    position = models.BigIntegerField(_("序号"), null=True, editable=False)
    kind = models.CharField(_("对象"), max_length=12, choices=ChangeKind.choices)
    action = models.CharField(_("动作"), max_length=6, choices=ChangeAction.choices)
    why = models.CharField(_("缘由"), max_length=12, choices=ChangeWhy.choices)
    object_id = models.BigIntegerField(_("对象编号"))
    supersedes = models.BigIntegerField(_("取代"), null=True, blank=True)
    plan = models.ForeignKey(
        Plan, verbose_name=_("规划"), on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    row = models.ForeignKey(
        PlanIndicator, verbose_name=_("指标"), null=True, on_delete=models.DO_NOTHING, db_constraint=False,
        db_index=False, related_name="+",
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(_("年份"), null=True)
    shown = models.BooleanField(_("在行中显示"), default=False)
    status_before = models.CharField(_("原状态"), max_length=16, choices=choices.STATUSES, blank=True)
    status_after = models.CharField(_("现状态"), max_length=16, choices=choices.STATUSES, blank=True)
    data = models.JSONField(_("内容"), null=True, decoder=ExactDecoder)
    at = models.DateTimeField(_("时间"), db_default=Now())

    class Meta:
        verbose_name = _("变更")
        verbose_name_plural = _("变更")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(position__isnull=True), name="change_to_number"),
            models.Index(fields=["plan", "position"], condition=Q(position__isnull=False), name="change_of_plan"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(position__isnull=False),  # what waits is in no index but the one of its own
                name="change_position_once",
                violation_error_message=_("序号重复"),
            ),
            models.CheckConstraint(
                condition=Q(action=ChangeAction.REMOVE, data__isnull=True)
                | Q(action=ChangeAction.SET, data__isnull=False),
                name="change_data_of_action",
                violation_error_message=_("写入必有内容，移除没有内容"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.kind} {self.object_id}"
