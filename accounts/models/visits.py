"""Visits: when a person last looked, so that a page can say what is new."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class Visit(models.Model):
    """The visit that a person is on, or the last one. ``previous_at``: the last sight of the visit before, None for the first.

    A visit ends where nothing was looked at for ``accounts.services.visits.PAUSE``. ``seen_at`` is exact to a minute.
    """

    person = models.OneToOneField(User, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="visit")
    began_at = models.DateTimeField(_("本次开始时间"))
    seen_at = models.DateTimeField(_("最近查看时间"))
    previous_at = models.DateTimeField(_("上次查看时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("访问")
        verbose_name_plural = _("访问")
        constraints = [
            models.CheckConstraint(
                condition=Q(began_at__lte=F("seen_at"))
                & (Q(previous_at__isnull=True) | Q(previous_at__lt=F("began_at"))),
                name="visit_moments_in_order",
                violation_error_message=_("时间须满足：上次查看 < 本次开始 ≤ 最近查看"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.seen_at:%Y-%m-%d %H:%M}"
