"""Key projects of a plan's boxes (专栏)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from indicators.models.fields import optional_figure
from plans.models import Plan
from regions.models import Region


class Kind(models.TextChoices):
    PROJECT = "project", _("项目")
    PROGRAMME = "programme", _("工程")
    DIRECTION = "direction", _("方向")


class Stage(models.TextChoices):
    IDEA = "idea", _("谋划")
    RESERVE = "reserve", _("储备")
    PREPARATION = "preparation", _("前期")
    SIGNED = "signed", _("签约")
    STARTED = "started", _("开工")
    BUILDING = "building", _("在建")
    COMPLETED = "completed", _("竣工")
    IN_OPERATION = "in_operation", _("投产")


@pghistory.track()
class Project(models.Model):
    """A project as the plan prints it. ``stage`` empty: not reported yet. Investment in ``investment_unit``, None = not stated."""

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="projects")
    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="projects")
    box = models.CharField(_("专栏"), max_length=120, blank=True)
    group = models.CharField(_("分组"), max_length=120, blank=True)
    position = models.PositiveIntegerField(_("顺序"))
    name = models.CharField(_("名称"), max_length=300)
    facts = models.TextField(_("规模与内容"), blank=True)
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices, default=Kind.PROJECT)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage.choices, blank=True)
    lead_unit = models.ForeignKey(
        Unit, verbose_name=_("牵头单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    investment = optional_figure(_("总投资"))
    investment_unit = models.CharField(_("投资单位"), max_length=10, default="亿元", blank=True)
    planned_start = models.DateField(_("计划开工"), null=True, blank=True)
    planned_finish = models.DateField(_("计划竣工"), null=True, blank=True)
    source_line = models.PositiveIntegerField(_("来源行"), null=True, blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)

    class Meta:
        verbose_name = _("重点项目")
        verbose_name_plural = _("重点项目")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="project_position", violation_error_message=_("顺序号重复")
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values),
                name="project_kind_known",
                violation_error_message=_("种类不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=models.Q(stage="") | models.Q(stage__in=Stage.values),
                name="project_stage_known",
                violation_error_message=_("阶段不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=models.Q(investment__isnull=True) | models.Q(investment__gte=0),
                name="project_investment_not_negative",
                violation_error_message=_("总投资不能为负数"),
            ),
            models.CheckConstraint(
                condition=models.Q(planned_start__isnull=True)
                | models.Q(planned_finish__isnull=True)
                | models.Q(planned_finish__gte=models.F("planned_start")),
                name="project_dates_in_order",
                violation_error_message=_("计划竣工不能早于计划开工"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
