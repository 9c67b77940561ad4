"""Wall displays: a link that opens ``/screen/`` of one region and nothing else."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region


@pghistory.track(exclude=["key_hash", "last_used_at", "last_used_ip"])
class DisplayKey(models.Model):
    """The key of one wall. Shown once and stored as its SHA-256; it shows ``region`` and what lies below, read only.

    ``expires_at`` None: good until it is revoked.
    """

    name = models.CharField(_("名称"), max_length=60, help_text=_("挂在哪里，例如“三楼会议室”"))
    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="display_keys")
    prefix = models.CharField(_("前缀"), max_length=12, db_index=True)
    key_hash = models.CharField(_("摘要"), max_length=64, unique=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("签发人"), on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(_("签发时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("停用人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    last_used_ip = models.GenericIPAddressField(_("最近来源"), null=True, blank=True)

    class Meta:
        verbose_name = _("显示屏链接")
        verbose_name_plural = _("显示屏链接")
        ordering = ["-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="display_revoked_by_somebody",
                violation_error_message=_("停用须同时有停用人和时间"),
            )
        ]

    def __str__(self) -> str:
        return self.name
