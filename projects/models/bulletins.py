"""Bulletins as issued (通报、点评、观摩、总评): frozen with their figures, so that they print again unchanged."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regions.models import Region


class BulletinKind(models.TextChoices):
    MONTHLY = "monthly", _("月通报")
    QUARTERLY = "quarterly", _("季点评")
    HALF_YEARLY = "half_yearly", _("半年观摩")
    YEARLY = "yearly", _("全年总评")


class Bulletin(models.Model):
    """One issued bulletin of a region. ``month``: first day of the last month it covers. A corrected one is a new ``version``.

    ``content``: the facts of ``projects.domain.bulletin`` as JSON. ``remarks``: the words that people add.
    """

    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="bulletins")
    kind = models.CharField(_("种类"), max_length=11, choices=BulletinKind.choices)
    month = models.DateField(_("月份"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    number = models.CharField(_("期号"), max_length=40)
    content = models.JSONField(_("内容"))
    remarks = models.TextField(_("工作要求"), blank=True)
    reason = models.CharField(_("更正理由"), max_length=300, blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("签发人"), on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(_("签发时间"))

    class Meta:
        verbose_name = _("项目通报")
        verbose_name_plural = _("项目通报")
        ordering = ["region", "-month", "kind", "-version"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "month", "version"],
                name="bulletin_version_once",
                violation_error_message=_("这一期已经签发"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=BulletinKind.values),
                name="bulletin_kind_known",
                violation_error_message=_("种类不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="bulletin_first_of_month",
                violation_error_message=_("月份写成当月 1 日"),
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="bulletin_later_version_has_reason",
                violation_error_message=_("更正已签发的通报必须写明理由"),
            ),
        ]

    def __str__(self) -> str:
        return self.number
