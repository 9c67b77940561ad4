"""One release: the figures of a plan as an administrator let them out; read without log-in, never changed, withdrawn at most."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Plan


@pghistory.track(exclude=["content"])
class Release(models.Model):
    """``content``: ``evaluations.domain.facts.Facts`` as JSON, cut to what was ticked. The newest that is not withdrawn is shown."""

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="releases")
    year = models.PositiveSmallIntegerField(_("年份"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    with_projects = models.BooleanField(_("公开重点项目"), default=False)
    with_commitments = models.BooleanField(_("公开正文承诺"), default=False)
    content = models.JSONField(_("数据"), editable=False)
    words = models.TextField(_("说明"), blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发布人"), on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(_("发布时间"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("撤回人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_because = models.CharField(_("撤回理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("信息公开")
        verbose_name_plural = _("信息公开")
        ordering = ["plan", "-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "year", "version"],
                name="release_version_once",
                violation_error_message=_("这一版已经发布"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="release_withdrawn_by_whom",
                violation_error_message=_("撤回必须有撤回人、时间和理由"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="stays_as_released",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.content IS DISTINCT FROM NEW.content OR OLD.plan_id <> NEW.plan_id OR OLD.year <> NEW.year"
                    " OR OLD.words <> NEW.words OR OLD.released_at <> NEW.released_at"
                    " OR OLD.withdrawn_at IS NOT NULL"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.year} v{self.version}"
