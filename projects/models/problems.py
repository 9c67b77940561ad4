"""Problems of projects (问题清单), what was done about them, and letters that remind a unit (提示函)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from projects.models.project import Project
from projects.models.reports import ProjectReport
from regions.models import Region


class ProblemKind(models.TextChoices):
    LAND = "land", _("用地")
    MONEY = "money", _("资金")
    APPROVAL = "approval", _("审批")
    CLEARING = "clearing", _("征拆")
    ENVIRONMENT = "environment", _("环评能评")
    UTILITIES = "utilities", _("水电气路配套")
    LABOUR = "labour", _("用工")
    OTHER = "other", _("其他")


class ProblemState(models.TextChoices):
    OPEN = "open", _("待交办")
    ASSIGNED = "assigned", _("已交办")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已销号")


@pghistory.track()
class Problem(models.Model):
    """What hinders a project. ``unit`` must solve it by ``due``; None: not assigned yet. ``report``: the report that raised it.

    One open problem per project and text. Its steps, with words, are ``ProblemStep``.
    """

    project = models.ForeignKey(Project, verbose_name=_("重点项目"), on_delete=models.PROTECT, related_name="problems")
    report = models.ForeignKey(
        ProjectReport, verbose_name=_("月报"), null=True, blank=True, on_delete=models.PROTECT, related_name="raised"
    )
    text = models.CharField(_("问题"), max_length=500)
    kind = models.CharField(_("类别"), max_length=12, choices=ProblemKind.choices, default=ProblemKind.OTHER)
    unit = models.ForeignKey(
        Unit, verbose_name=_("责任单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="problems"
    )
    due = models.DateField(_("解决时限"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=8, choices=ProblemState.choices, default=ProblemState.OPEN)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("提出时间"))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("销号人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)
    lock = models.PositiveIntegerField(_("修改次数"), default=0)

    class Meta:
        verbose_name = _("项目问题")
        verbose_name_plural = _("项目问题")
        ordering = ["project", "pk"]
        indexes = [models.Index(fields=["state", "due"], name="problem_state_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "text"],
                condition=~Q(state="closed"),
                name="problem_open_once",
                violation_error_message=_("这个项目的同一问题还没有销号"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ProblemKind.values),
                name="problem_kind_known",
                violation_error_message=_("类别不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProblemState.values),
                name="problem_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "closed"]) | Q(unit__isnull=False, due__isnull=False),
                name="problem_assigned_to_whom",
                violation_error_message=_("交办的问题必须有责任单位和时限"),
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="problem_closed_by_whom",
                violation_error_message=_("销号必须有销号人和时间"),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class StepKind(models.TextChoices):
    RAISED = "raised", _("提出")
    ASSIGNED = "assigned", _("交办")
    ANSWERED = "answered", _("答复")
    SENT_BACK = "sent_back", _("退回重办")
    EXTENDED = "extended", _("延期")
    CLOSED = "closed", _("销号")
    REOPENED = "reopened", _("重新打开")


class ProblemStep(models.Model):
    """One thing done about a problem; written once, never changed. ``unit`` and ``due``: as they stand after it."""

    problem = models.ForeignKey(Problem, verbose_name=_("项目问题"), on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("步骤"), max_length=9, choices=StepKind.choices)
    text = models.TextField(_("内容"), blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("责任单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due = models.DateField(_("解决时限"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("经办人"), on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("问题办理过程")
        verbose_name_plural = _("问题办理过程")
        ordering = ["problem", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values),
                name="problem_step_kind_known",
                violation_error_message=_("步骤不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["raised", "assigned"]) | ~Q(text=""),
                name="problem_step_says_something",
                violation_error_message=_("请写明内容"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem} {self.get_kind_display()}"


class LetterState(models.TextChoices):
    ISSUED = "issued", _("待回复")
    REPLIED = "replied", _("已回复")
    CLOSED = "closed", _("已办结")


@pghistory.track()
class Letter(models.Model):
    """A letter to a unit (提示函) with figures and a deadline. ``content`` is frozen at issue, so that it prints again unchanged.

    ``content``: what ``projects.domain.letters`` defines (JSON). ``region`` sends it. Its number is unique in a region.
    """

    region = models.ForeignKey(Region, verbose_name=_("发函地区"), on_delete=models.PROTECT, related_name="letters")
    unit = models.ForeignKey(Unit, verbose_name=_("收函单位"), on_delete=models.PROTECT, related_name="letters")
    number = models.CharField(_("文号"), max_length=40)
    deadline = models.DateField(_("回复时限"))
    content = models.JSONField(_("内容"))
    problems = models.ManyToManyField(
        Problem, verbose_name=_("项目问题"), through="LetterProblem", related_name="letters"
    )
    state = models.CharField(_("状态"), max_length=8, choices=LetterState.choices, default=LetterState.ISSUED)
    reply = models.TextField(_("回复"), blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("签发人"), on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(_("签发时间"))
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("回复人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    replied_at = models.DateTimeField(_("回复时间"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("办结人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)
    lock = models.PositiveIntegerField(_("修改次数"), default=0)

    class Meta:
        verbose_name = _("提示函")
        verbose_name_plural = _("提示函")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "number"], name="letter_number_once", violation_error_message=_("该文号已经用过")
            ),
            models.CheckConstraint(
                condition=Q(state__in=LetterState.values),
                name="letter_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=~Q(state="replied") | (~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False)),
                name="letter_replied_by_whom",
                violation_error_message=_("回复必须有内容、回复人和时间"),
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="letter_closed_by_whom",
                violation_error_message=_("办结必须有办结人和时间"),
            ),
        ]

    def __str__(self) -> str:
        return self.number


@pghistory.track()
class LetterProblem(models.Model):
    """A problem that a letter is about."""

    letter = models.ForeignKey(Letter, verbose_name=_("提示函"), on_delete=models.CASCADE, related_name="about")
    problem = models.ForeignKey(Problem, verbose_name=_("项目问题"), on_delete=models.PROTECT, related_name="named_in")

    class Meta:
        verbose_name = _("提示函所列问题")
        verbose_name_plural = _("提示函所列问题")
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "problem"], name="letter_problem_once", violation_error_message=_("该问题已列入此函")
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter} – {self.problem}"
