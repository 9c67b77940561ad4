"""Requests that were sent with an ``Idempotency-Key``: carried out once, answered the same each time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient


class SentRequest(models.Model):
    """One request of a system under a key of its own choosing, with the answer it got.

    Written in the transaction that carries the request out: either both are there or neither. ``digest``: SHA-256 of method, path,
    parameters and body; the same key with another request is an error.
    """

    client = models.ForeignKey(
        ApiClient, verbose_name=_("客户端"), on_delete=models.PROTECT, related_name="sent_requests"
    )
    key = models.CharField(_("幂等键"), max_length=100)
    digest = models.CharField(_("请求摘要"), max_length=64)
    status = models.PositiveSmallIntegerField(_("状态码"), null=True)  # None only inside the transaction
    content_type = models.CharField(_("内容格式"), max_length=60, blank=True)
    body = models.BinaryField(_("答复"), default=bytes)
    created_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("已处理的请求")
        verbose_name_plural = _("已处理的请求")
        indexes = [models.Index(fields=["created_at"], name="sent_request_age")]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "key"], name="sent_request_once", violation_error_message=_("该幂等键已用过")
            )
        ]

    def __str__(self) -> str:
        return f"{self.client} {self.key}"
