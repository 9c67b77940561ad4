"""Webhooks: which system is told of what, every delivery, every attempt."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient


class EventKind(models.TextChoices):
    STATUS_CHANGED = "status.changed", _("状态变动")  # of what a row shows
    FIGURE_APPROVED = "figure.approved", _("数据审核通过")
    ROUND_OPENED = "round.opened", _("填报开始")


#: The kind of a delivery that only tries whether the address answers.
PING = "ping"


@pghistory.track(exclude=["position", "free_at"])
class Webhook(models.Model):
    """An address of a system that is called when something happens within its client's regions and unit.

    ``salt``: from it and the house's secret key the signing secret is derived, which is shown once and stored nowhere; another salt
    is another secret. ``position``: place in the change feed up to which events were handed out. ``free_at``: it is not called
    before, because somebody is calling it or it failed just now; None: free.
    """

    client = models.ForeignKey(ApiClient, verbose_name=_("客户端"), on_delete=models.PROTECT, related_name="webhooks")
    address = models.CharField(_("地址"), max_length=300)  # read by exchange.domain.addresses, where names need no dot
    kinds = ArrayField(models.CharField(max_length=20, choices=EventKind.choices), verbose_name=_("事件"), default=list)
    salt = models.CharField(_("密钥种子"), max_length=64, editable=False)
    is_active = models.BooleanField(_("启用"), default=True)
    position = models.BigIntegerField(_("已通知到"), default=0, editable=False)
    free_at = models.DateTimeField(_("下次可呼叫"), null=True, editable=False)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("事件推送")
        verbose_name_plural = _("事件推送")
        ordering = ["client", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "address"], name="webhook_once", violation_error_message=_("该系统已登记这个地址")
            ),
            models.CheckConstraint(
                condition=Q(kinds__len__gte=1), name="webhook_of_something", violation_error_message=_("至少选一种事件")
            ),
        ]

    def __str__(self) -> str:
        return self.address


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("待送达")
    DELIVERED = "delivered", _("已送达")
    GIVEN_UP = "given_up", _("已放弃")


class Delivery(models.Model):
    """One event for one webhook. ``event``: its id, the same in every attempt and replay, by which a receiver knows doubles.

    ``next_at``: when it is tried again, or, while somebody tries it, when another may; None once it was delivered or given up.
    ``replays``: the delivery that this one repeats.
    """

    webhook = models.ForeignKey(
        Webhook, verbose_name=_("事件推送"), on_delete=models.PROTECT, related_name="deliveries"
    )
    event = models.CharField(_("事件编号"), max_length=60)
    kind = models.CharField(_("事件"), max_length=20, choices=[*EventKind.choices, (PING, _("测试"))])
    body = models.JSONField(_("内容"))
    state = models.CharField(_("状态"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_at = models.DateTimeField(_("下次尝试"), null=True, blank=True)
    replays = models.ForeignKey(
        "self", verbose_name=_("重发自"), null=True, blank=True, on_delete=models.PROTECT, related_name="replayed"
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("推送")
        verbose_name_plural = _("推送")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "event"],
                condition=Q(replays__isnull=True),
                name="delivery_once",
                violation_error_message=_("该事件已推送过"),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False, finished_at__isnull=True)
                | (~Q(state="waiting") & Q(next_at__isnull=True, finished_at__isnull=False)),
                name="delivery_waits_or_ended",
                violation_error_message=_("待送达的推送必有下次时间，结束的推送必有结束时间"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event}"


class AttemptError(models.TextChoices):
    """Why a try failed. The first four are ``exchange.domain.addresses.Refused``: nothing was sent."""

    WRITING = "address_writing", _("地址写法不规范")
    NOT_ALLOWED = "host_not_allowed", _("主机不在允许名单内")
    NOT_ENCRYPTED = "not_encrypted", _("未加密的地址不被允许")
    PRIVATE = "private_address", _("主机名指向内部网络地址")
    NAME = "name_not_found", _("查不到主机名")
    TIMEOUT = "timeout", _("超时")
    TLS = "tls", _("加密连接失败（证书过期、不受信任或名称不符）")
    CONNECTION = "no_connection", _("连接失败")
    REDIRECT = "redirect", _("对方要求转到别处，未跟随")
    STATUS = "status", _("对方答复不是 2xx")


class DeliveryAttempt(models.Model):
    """One try. ``status``: of the answer, None where there was none; ``error``: why not, without anything of the answer's body."""

    delivery = models.ForeignKey(Delivery, verbose_name=_("推送"), on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(_("时间"))
    status = models.PositiveSmallIntegerField(_("状态码"), null=True, blank=True)
    error = models.CharField(_("错误"), max_length=20, choices=AttemptError.choices, blank=True)
    milliseconds = models.PositiveIntegerField(_("用时（毫秒）"))

    class Meta:
        verbose_name = _("推送记录")
        verbose_name_plural = _("推送记录")
        ordering = ["delivery", "at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or self.error}"
