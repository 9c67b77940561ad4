"""Reporting rounds (填报任务): which figures of which year are asked of whom, and until when they may be written."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from indicators.models.rows import PlanIndicator
from plans.models import Plan


@pghistory.track()
class ReportingRound(models.Model):
    """One plan, one year. Open from the first moment of ``opens_on`` to the last of ``closes_on``, local time."""

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField(_("年份"))
    title = models.CharField(_("名称"), max_length=80)
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("截止日期"))
    note = models.TextField(_("填报说明"), blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)
    lock = models.PositiveIntegerField(_("修改次数"), default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("创建人"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("填报任务")
        verbose_name_plural = _("填报任务")
        ordering = ["-year", "plan"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year"], name="round_once_a_year", violation_error_message=_("该规划这一年已有填报任务")
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_opening",
                violation_error_message=_("截止日期不能早于开始日期"),
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class RoundAsk(models.Model):
    """One row asked of one unit. ``unit`` None: no unit answers for the row, the reviewer or planner enters it."""

    round = models.ForeignKey(ReportingRound, verbose_name=_("填报任务"), on_delete=models.CASCADE, related_name="asks")
    row = models.ForeignKey(PlanIndicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="asks")
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="asks"
    )

    class Meta:
        verbose_name = _("填报要求")
        verbose_name_plural = _("填报要求")
        ordering = ["round", "row"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "row", "unit"],
                nulls_distinct=False,
                name="ask_once",
                violation_error_message=_("该单位已列入此指标的填报要求"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} – {self.unit or '—'}"


@pghistory.track()
class Reopening(models.Model):
    """A round is opened again (重新开放) until a day, for one row or (``row`` None) for all it asks, with the reason.

    Only while one covers a row may its approved figure be corrected.
    """

    round = models.ForeignKey(
        ReportingRound, verbose_name=_("填报任务"), on_delete=models.PROTECT, related_name="reopenings"
    )
    row = models.ForeignKey(
        PlanIndicator,
        verbose_name=_("指标"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reopenings",
    )
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("截止日期"))
    reason = models.TextField(_("理由"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("开放人"), on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(_("开放时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("重新开放")
        verbose_name_plural = _("重新开放")
        ordering = ["round", "opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="reopening_closes_after_opening",
                violation_error_message=_("截止日期不能早于开始日期"),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="reopening_has_reason", violation_error_message=_("重新开放须写明理由")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.closes_on:%Y-%m-%d}"


class ReminderKind(models.TextChoices):
    OPENED = "opened", _("开始填报")
    CLOSING = "closing", _("即将截止")
    OVERDUE = "overdue", _("逾期")
    BY_HAND = "by_hand", _("催报")


@pghistory.track()
class Reminder(models.Model):
    """A reminder (提醒) to one person about one round, shown in the application until it is read, and sent by e-mail.

    ``sent_by`` None: the clock sent it. ``emailed_at`` None: not (yet) sent by e-mail, for example for want of an address.
    ``mail_tries``: how often the mail server took the connection but refused this letter.
    """

    round = models.ForeignKey(
        ReportingRound, verbose_name=_("填报任务"), on_delete=models.CASCADE, related_name="reminders"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("收件人"), on_delete=models.PROTECT, related_name="reminders"
    )
    kind = models.CharField(_("种类"), max_length=10, choices=ReminderKind.choices)
    text = models.TextField(_("内容"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发出人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    sent_at = models.DateTimeField(_("发出时间"), auto_now_add=True)
    emailed_at = models.DateTimeField(_("邮件发出时间"), null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(_("邮件被拒次数"), default=0)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("填报提醒")
        verbose_name_plural = _("填报提醒")
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person", "kind"],
                condition=~Q(kind=ReminderKind.BY_HAND),
                name="reminder_once_of_a_kind",
                violation_error_message=_("这一提醒已经发过"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ReminderKind.values),
                name="reminder_kind_known",
                violation_error_message=_("种类不在允许的范围内"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.get_kind_display()}"
