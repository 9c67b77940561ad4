"""An uploaded plan document and its reading: a visible job, then a proposal that is never changed."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Plan
from regions.models import Region

#: One pattern guards field and database.
SHA256_PATTERN = r"^[0-9a-f]{64}$"


class IntakeState(models.TextChoices):
    QUEUED = "queued", _("排队中")
    READING = "reading", _("读取中")
    READ = "read", _("待审阅")
    REFUSED = "refused", _("无法读取")
    CONFIRMED = "confirmed", _("已确认")
    DISCARDED = "discarded", _("已作废")


class Why(models.TextChoices):
    """Why a document was not read: the readers' reasons, and ours."""

    EMPTY = "empty", _("文件是空的")
    TOO_LARGE = "too_large", _("文件太大")
    TOO_LONG = "too_long", _("读取时间太长")
    BOMB = "bomb", _("解压后过大")
    NO_TEXT = "no_text", _("没有文字（扫描件）")
    OLD_WORD = "old_word", _("旧版 Word 或 WPS 文字")
    OLD_EXCEL = "old_excel", _("旧版 Excel 或 WPS 表格")
    ENCRYPTED = "encrypted", _("有密码")
    MACROS = "macros", _("含宏")
    DAMAGED = "damaged", _("不完整或已损坏")
    BINARY = "binary", _("不是文档")
    NOT_A_PLAN = "not_a_plan", _("不是规划文本")
    FAULT = "fault", _("读取时出错")


class DocumentKind(models.TextChoices):
    TEXT = "text", _("文本")
    WORD = "docx", _("Word")
    PDF = "pdf", _("PDF")
    HTML = "html", _("网页")
    WORKBOOK = "xlsx", _("Excel")


#: Written while a document is read, many times and by no person; the proposal is never changed once it is there.
_NO_HISTORY = ["proposal", "lines", "step", "steps", "doing", "attempts", "active_at", "error"]


@pghistory.track(exclude=_NO_HISTORY)
class Intake(models.Model):
    """One uploaded document. ``region``: for whom it was uploaded, who may plan there may see it.

    ``file``: where it lies below MEDIA_ROOT, named by its hash. ``proposal``: as read, in its stored form; ``lines``: the
    source as ``[number, place, text]``. ``step`` of ``steps``: how far the reading came, ``doing`` in words.
    """

    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="intakes")
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小（字节）"))
    sha256 = models.CharField(
        _("内容指纹"), max_length=64, validators=[RegexValidator(SHA256_PATTERN, _("内容指纹须为 64 位十六进制数"))]
    )
    file = models.CharField(_("存放位置"), max_length=120, editable=False)
    pasted = models.BooleanField(_("粘贴的文字"), default=False)
    kind = models.CharField(_("类型"), max_length=6, choices=DocumentKind.choices, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=IntakeState.choices, default=IntakeState.QUEUED)
    why = models.CharField(_("未读原因"), max_length=12, choices=Why.choices, blank=True)
    detail = models.CharField(_("原因细节"), max_length=200, blank=True)
    step = models.PositiveSmallIntegerField(_("第几步"), default=0)
    steps = models.PositiveSmallIntegerField(_("共几步"), default=0)
    doing = models.CharField(_("正在"), max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    error = models.TextField(_("错误"), blank=True)
    active_at = models.DateTimeField(_("最近活动时间"), null=True, blank=True, editable=False)
    proposal = models.JSONField(_("读出的内容"), null=True, blank=True, editable=False)
    lines = models.JSONField(_("原文各行"), default=list, blank=True, editable=False)
    reader_version = models.PositiveSmallIntegerField(_("读取程序版本"), null=True, blank=True)
    plan = models.ForeignKey(
        Plan, verbose_name=_("规划"), null=True, blank=True, on_delete=models.PROTECT, related_name="intakes"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("导入")
        verbose_name_plural = _("导入")
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["state", "uploaded_at"], name="intake_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "sha256"],
                condition=~Q(state=IntakeState.DISCARDED),
                name="intake_once_per_region",
                violation_error_message=_("该地区已上传过同一文件"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=IntakeState.values),
                name="intake_state_known",
                violation_error_message=_("状态不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256_PATTERN),
                name="intake_sha256_pattern",
                violation_error_message=_("内容指纹须为 64 位十六进制数"),
            ),
            models.CheckConstraint(
                condition=(Q(state=IntakeState.REFUSED, why__in=Why.values))
                | (~Q(state=IntakeState.REFUSED) & Q(why=""))
                | Q(state=IntakeState.DISCARDED),
                name="intake_refused_says_why",
                violation_error_message=_("无法读取的文件必须写明原因，其他文件不写"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[IntakeState.READ, IntakeState.CONFIRMED])
                | Q(proposal__isnull=False, reader_version__isnull=False),
                name="intake_read_has_proposal",
                violation_error_message=_("读完的文件必须有读出的内容和读取程序版本"),
            ),
            models.CheckConstraint(
                condition=Q(
                    state=IntakeState.CONFIRMED,
                    plan__isnull=False,
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                )
                | (
                    ~Q(state=IntakeState.CONFIRMED)
                    & Q(plan__isnull=True, confirmed_by__isnull=True, confirmed_at__isnull=True)
                ),
                name="intake_confirmed_by_whom",
                violation_error_message=_("已确认的导入必须有规划、确认人和时间，未确认的都没有"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="proposal_stays_as_read",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__proposal__isnull=False)
                & pgtrigger.Q(new__proposal__df=pgtrigger.F("old__proposal")),
            )
        ]

    def __str__(self) -> str:
        return self.name
