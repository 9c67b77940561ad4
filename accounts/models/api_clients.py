"""Systems of other bureaus and the keys they call with."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Unit
from regions.models import Region


class Scope(models.TextChoices):
    """What a key may do. ``read`` on the command line stands for all ``read:*``."""

    READ_REGIONS = "read:regions", _("读地区")
    READ_PLANS = "read:plans", _("读规划")
    READ_INDICATORS = "read:indicators", _("读指标")
    READ_OBSERVATIONS = "read:observations", _("读实际值")
    READ_ASSESSMENTS = "read:assessments", _("读评估")
    READ_PROJECTS = "read:projects", _("读项目")
    READ_CHANGES = "read:changes", _("读变更")
    WRITE_OBSERVATIONS = "write:observations", _("报送实际值")
    WRITE_PROJECT_REPORTS = "write:project-reports", _("报送项目月报")


@pghistory.track()
class ApiClient(models.Model):
    """Another bureau's system: it sees the subtree of ``region``; a null ``unit`` means all units.

    ``rate_per_minute``: requests that it may make in any minute, over all its keys.
    """

    name = models.CharField(_("系统名称"), max_length=80, unique=True)
    region = models.ForeignKey(Region, verbose_name=_("地区范围"), on_delete=models.PROTECT, related_name="api_clients")
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位范围"), null=True, blank=True, on_delete=models.PROTECT, related_name="api_clients"
    )
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope.choices), verbose_name=_("权限"), default=list)
    rate_per_minute = models.PositiveIntegerField(_("每分钟请求上限"), default=600)
    is_active = models.BooleanField(_("启用"), default=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("接口客户端")
        verbose_name_plural = _("接口客户端")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rate_per_minute__gt=0),
                name="client_rate_positive",
                violation_error_message=_("每分钟请求上限须大于 0"),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["key_hash", "last_used_at", "last_used_ip"])
class ApiKey(models.Model):
    """One key of a client. The key itself is shown once and stored only as its SHA-256; ``prefix`` lets people tell keys apart."""

    client = models.ForeignKey(ApiClient, verbose_name=_("客户端"), on_delete=models.PROTECT, related_name="keys")
    prefix = models.CharField(_("前缀"), max_length=12, db_index=True)
    key_hash = models.CharField(_("摘要"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("签发时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("吊销时间"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("最近使用"), null=True, blank=True)
    last_used_ip = models.GenericIPAddressField(_("最近来源"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口密钥")
        verbose_name_plural = _("接口密钥")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}…"
