"""A Word or Excel file of an evaluation, made in the background: a visible job, then a file that is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evaluations.models.evaluation import Evaluation


class PaperFormat(models.TextChoices):
    WORD = "docx", _("Word")
    WORKBOOK = "xlsx", _("Excel")


class PaperState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    MAKING = "making", _("生成中")
    DONE = "done", _("已生成")
    FAILED = "failed", _("失败")


class PaperFile(models.Model):
    """One file of an evaluation. ``step`` of ``steps``: how far the work came, ``doing`` in words.

    ``file``: where it lies below MEDIA_ROOT, named by its hash; set once it is done. ``language``: in which it speaks.
    """

    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("规划评估"), on_delete=models.CASCADE, related_name="files"
    )
    format = models.CharField(_("格式"), max_length=4, choices=PaperFormat.choices)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    state = models.CharField(_("状态"), max_length=7, choices=PaperState.choices, default=PaperState.QUEUED)
    step = models.PositiveSmallIntegerField(_("第几步"), default=0)
    steps = models.PositiveSmallIntegerField(_("共几步"), default=0)
    doing = models.CharField(_("正在"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    error = models.TextField(_("错误"), blank=True)
    file = models.CharField(_("存放位置"), max_length=120, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("字节数"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("索取人"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("索取时间"), auto_now_add=True)
    active_at = models.DateTimeField(_("最近活动时间"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("评估文件")
        verbose_name_plural = _("评估文件")
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "asked_at"], name="paper_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(format__in=PaperFormat.values),
                name="paper_format_known",
                violation_error_message=_("格式不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=PaperState.values),
                name="paper_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.DONE) | (~Q(file="") & Q(finished_at__isnull=False)),
                name="paper_done_has_its_file",
                violation_error_message=_("已生成的必须有文件和完成时间"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation} {self.get_format_display()}"
