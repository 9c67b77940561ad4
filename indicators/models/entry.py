"""What stands beside an entered figure: warnings with their answers, attached files."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.domain.checks.findings import CheckCode
from indicators.models.figures import Observation
from regions.tracking import by_statement

CHECK_CODES = [
    (CheckCode.UNIT_SLIP.value, _("疑为单位错")),
    (CheckCode.JUMP.value, _("变动过大")),
    (CheckCode.SIGN.value, _("正负号")),
    (CheckCode.NATURAL_LIMIT.value, _("超出自然界限")),
    (CheckCode.LEVEL_GROWTH.value, _("数值与增速矛盾")),
    (CheckCode.EQUALS_TARGET.value, _("与目标值相同")),
    (CheckCode.GROWTH_REPEATED.value, _("增速与上年相同")),
    (CheckCode.PARTS_WHOLE.value, _("分项与总项不符")),
    (CheckCode.COUNTY_CITY.value, _("县与市不符")),
    (CheckCode.NEIGHBOUR.value, _("与其他数相同")),
]


@pghistory.track(*by_statement())
class ObservationWarning(models.Model):
    """A warning (提示) about an entered figure. It is passed only with a ``reason``, which the reviewer sees.

    ``field``: which cell it is about (value, growth, parts). ``message`` carries the numbers: about other numbers it is
    another warning, and the reason given before no longer answers it.
    """

    observation = models.ForeignKey(
        Observation, verbose_name=_("实际值"), on_delete=models.CASCADE, related_name="warnings"
    )
    code = models.CharField(_("种类"), max_length=20, choices=CHECK_CODES)
    field = models.CharField(_("单元格"), max_length=20)
    message = models.TextField(_("内容"))
    reason = models.TextField(_("说明"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("说明人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    answered_at = models.DateTimeField(_("说明时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("填报提示")
        verbose_name_plural = _("填报提示")
        ordering = ["observation", "field", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "code", "field"], name="warning_once", violation_error_message=_("提示重复")
            ),
            models.CheckConstraint(
                condition=Q(code__in=[code for code, _label in CHECK_CODES]),
                name="warning_code_known",
                violation_error_message=_("种类不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(reason="", answered_at__isnull=True) | (~Q(reason="") & Q(answered_at__isnull=False)),
                name="warning_answered_when",
                violation_error_message=_("有说明必有时间"),
            ),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def key(self) -> str:
        """How forms, sheets and API name it: ``code:field``."""
        return f"{self.code}:{self.field}"


class EvidenceKind(models.TextChoices):
    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    WORD = "docx", "Word"
    WORKBOOK = "xlsx", "Excel"


@pghistory.track()
class Evidence(models.Model):
    """A file attached to a figure (佐证材料). The bytes lie below MEDIA_ROOT under their SHA-256; ``kind`` is told by content.

    ``removed_at``: taken off by a person; the row and the file stay.
    """

    observation = models.ForeignKey(
        Observation, verbose_name=_("实际值"), on_delete=models.PROTECT, related_name="evidence"
    )
    name = models.CharField(_("文件名"), max_length=120)
    kind = models.CharField(_("类型"), max_length=5, choices=EvidenceKind.choices)
    size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    file = models.CharField(_("存放位置"), max_length=120)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("移除人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        ordering = ["observation", "uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["observation", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="evidence_once",
                violation_error_message=_("这个文件已经附在该数据上"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values),
                name="evidence_kind_known",
                violation_error_message=_("类型不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(removed_by__isnull=True, removed_at__isnull=True)
                | Q(removed_by__isnull=False, removed_at__isnull=False),
                name="evidence_removed_by_whom",
                violation_error_message=_("移除的材料必须有移除人和时间"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
