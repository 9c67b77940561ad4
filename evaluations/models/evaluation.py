"""An evaluation of a plan: yearly monitoring, mid-term or final; from draft to a paper that never changes."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Plan


class EvaluationKind(models.TextChoices):
    ANNUAL = "annual", _("年度监测")
    MIDTERM = "midterm", _("中期评估")
    FINAL = "final", _("总结评估")


class EvaluationState(models.TextChoices):
    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("待审定")
    APPROVED = "approved", _("已审定")
    FROZEN = "frozen", _("已定稿")


_PERSON = {"null": True, "blank": True, "on_delete": models.PROTECT, "related_name": "+"}
_WITH_FIGURES = [EvaluationState.SUBMITTED, EvaluationState.APPROVED, EvaluationState.FROZEN]


@pghistory.track(exclude=["content"])
class Evaluation(models.Model):
    """One evaluation of ``plan`` as it stands in ``year``. ``version`` 2 and later correct a frozen one, with a ``reason``.

    ``content``: ``evaluations.domain.facts.Facts`` as JSON (``indicators.domain.stored``): None while in draft (the figures
    are those of the moment), set when it is submitted, never another one once frozen. ``number``: 文号, given when frozen.
    ``comment``: why it was returned.
    """

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="evaluations")
    kind = models.CharField(_("种类"), max_length=7, choices=EvaluationKind.choices)
    year = models.PositiveSmallIntegerField(_("年份"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    title = models.CharField(_("标题"), max_length=200)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=9, choices=EvaluationState.choices, default=EvaluationState.DRAFT)
    with_counties = models.BooleanField(_("附所辖县（市、区）"), default=True)
    content = models.JSONField(_("数据"), null=True, blank=True, editable=False)
    sample = models.BooleanField(_("演示数据"), default=False)
    comment = models.TextField(_("退回意见"), blank=True)
    reason = models.CharField(_("更正理由"), max_length=300, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("起草人"), on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("提交人"), **_PERSON)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("审定人"), **_PERSON)
    approved_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("定稿人"), **_PERSON)
    frozen_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)
    lock = models.PositiveIntegerField(_("保存次数"), default=0, editable=False)

    class Meta:
        verbose_name = _("规划评估")
        verbose_name_plural = _("规划评估")
        ordering = ["-year", "plan", "kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind", "year", "version"],
                name="evaluation_version_once",
                violation_error_message=_("这一年的这种评估已经有了"),
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "year"],
                condition=~Q(state=EvaluationState.FROZEN),
                name="evaluation_one_open",
                violation_error_message=_("这一年的这种评估还有一份没有定稿"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EvaluationKind.values),
                name="evaluation_kind_known",
                violation_error_message=_("种类不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=EvaluationState.values),
                name="evaluation_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(state=EvaluationState.DRAFT, content__isnull=True)
                | Q(state__in=_WITH_FIGURES, content__isnull=False),
                name="evaluation_figures_once_submitted",
                violation_error_message=_("提交后必须带有数据，起草中的没有"),
            ),
            models.CheckConstraint(
                condition=Q(state=EvaluationState.DRAFT) | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="evaluation_submitted_by_whom",
                violation_error_message=_("已提交的评估必须有提交人和时间"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[EvaluationState.APPROVED, EvaluationState.FROZEN])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="evaluation_approved_by_whom",
                violation_error_message=_("已审定的评估必须有审定人和时间"),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("submitted_by")),
                name="evaluation_not_approved_by_submitter",
                violation_error_message=_("不能审定自己提交的评估"),
            ),
            models.CheckConstraint(
                condition=Q(state=EvaluationState.FROZEN, frozen_by__isnull=False, frozen_at__isnull=False)
                | (~Q(state=EvaluationState.FROZEN) & Q(frozen_by__isnull=True, frozen_at__isnull=True)),
                name="evaluation_frozen_by_whom",
                violation_error_message=_("已定稿的评估必须有定稿人和时间，未定稿的都没有"),
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="evaluation_later_version_has_reason",
                violation_error_message=_("更正已定稿的评估必须写明理由"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=EvaluationState.FROZEN),
            )
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class EvaluationText(models.Model):
    """What people write in one section (定性评估). ``section``: a key of ``evaluations.domain.sections``.

    ``body``: paragraphs; ``{名称.项目}`` quotes a figure and is filled in when shown, so that words and table agree.
    """

    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("规划评估"), on_delete=models.CASCADE, related_name="texts"
    )
    section = models.CharField(_("部分"), max_length=20)
    body = models.TextField(_("文字"), blank=True)

    class Meta:
        verbose_name = _("评估文字")
        verbose_name_plural = _("评估文字")
        ordering = ["evaluation", "section"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "section"],
                name="evaluation_text_once",
                violation_error_message=_("该部分已有文字"),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_words_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("changed", "INTEGER")],
                func="""
                    changed := CASE WHEN TG_OP = 'DELETE' THEN OLD.evaluation_id ELSE NEW.evaluation_id END;
                    IF EXISTS (
                        SELECT 1 FROM evaluations_evaluation e
                        WHERE e.state = 'frozen'
                        AND e.id IN (changed, CASE WHEN TG_OP = 'UPDATE' THEN OLD.evaluation_id ELSE changed END)
                    ) THEN
                        RAISE EXCEPTION 'the evaluation is frozen' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} {self.section}"
