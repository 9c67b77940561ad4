"""The audit log (操作日志): log-ins, exports, approvals, changes of permissions. Rows are written once, never changed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models import Region


class AuditKind(models.TextChoices):
    LOG_IN = "log_in", _("登录")
    LOG_IN_FAILED = "log_in_failed", _("登录失败")
    LOCKED_OUT = "locked_out", _("登录锁定")
    RELEASED = "released", _("解除锁定")
    LOG_OUT = "log_out", _("退出")
    PASSWORD = "password", _("修改密码")
    SECOND_FACTOR = "second_factor", _("两步验证")
    ACCOUNT = "account", _("账号与权限")
    EXPORT = "export", _("导出")
    IMPORT = "import", _("导入")
    APPROVAL = "approval", _("审核")
    ROUND = "round", _("填报任务")


class AuditEntry(models.Model):
    """One thing that was done. ``person`` None: nobody was logged in; ``name`` is what was typed then, or the account's name.

    ``region``: the region it is about (None: none or the nation), by which administrators read it. ``about``: what in words.
    """

    at = models.DateTimeField(_("时间"), auto_now_add=True, db_index=True)
    kind = models.CharField(_("种类"), max_length=15, choices=AuditKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    name = models.CharField(_("账号名"), max_length=150, blank=True)
    region = models.ForeignKey(
        Region, verbose_name=_("地区"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField(_("内容"), max_length=300)
    address = models.GenericIPAddressField(_("来源地址"), null=True, blank=True)

    class Meta:
        verbose_name = _("操作日志")
        verbose_name_plural = _("操作日志")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "-at"], name="audit_kind_at")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AuditKind.values),
                name="audit_kind_known",
                violation_error_message=_("种类不在允许的范围内"),
            )
        ]

    def __str__(self) -> str:
        return self.about
