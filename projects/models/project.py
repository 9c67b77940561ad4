"""A key project: what the plan prints and what people know of it."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from indicators.models.fields import optional_figure
from plans.models import Plan
from regions.models import Region


class Kind(models.TextChoices):
    PROJECT = "project", _("项目")
    PROGRAMME = "programme", _("工程")
    DIRECTION = "direction", _("方向")


class Field(models.TextChoices):
    """What a project is about (领域); "" = nobody said yet."""

    INDUSTRY = "industry", _("产业发展")
    INNOVATION = "innovation", _("科技创新")
    SERVICES = "services", _("现代服务业")
    AGRICULTURE = "agriculture", _("农业农村")
    TOWN = "town", _("城镇建设")
    TRANSPORT = "transport", _("交通物流")
    WATER = "water", _("水利")
    ENERGY = "energy", _("能源")
    DIGITAL = "digital", _("数字信息")
    ECOLOGY = "ecology", _("生态环保")
    CULTURE = "culture", _("文化旅游")
    SOCIETY = "society", _("社会民生")
    SAFETY = "safety", _("安全治理")
    OTHER = "other", _("其他")


class InvestmentUnit(models.TextChoices):
    """The unit in which a total investment is stated. Monthly and yearly figures are always in 万元."""

    YI = "亿元", _("亿元")
    WAN = "万元", _("万元")


class Stage(models.TextChoices):
    """In the order of a project's life."""

    IDEA = "idea", _("谋划")
    RESERVE = "reserve", _("储备")
    PREPARATION = "preparation", _("前期")
    SIGNED = "signed", _("签约")
    STARTED = "started", _("开工")
    BUILDING = "building", _("在建")
    COMPLETED = "completed", _("竣工")
    IN_OPERATION = "in_operation", _("投产")


@pghistory.track(exclude=["owner_contact"])
class Project(models.Model):
    """A project of a plan's box as printed, with what people added to it.

    ``stage`` is that of the latest ``StageChange``, "" = not reported yet. ``investment`` in ``investment_unit``, None = not stated.
    ``merged_into``: a person decided that both are the same works; this entry stays listed in its box and is counted there,
    but its money and progress are those of the other. ``owner_contact`` is shown only where ``access.may_see_contact`` allows,
    and is kept out of history and API.
    """

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="projects")
    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="projects")
    box = models.CharField(_("专栏"), max_length=120, blank=True)
    group = models.CharField(_("分组"), max_length=120, blank=True)
    position = models.PositiveIntegerField(_("顺序"))
    name = models.CharField(_("名称"), max_length=300)
    facts = models.TextField(_("规模与内容"), blank=True)
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices, default=Kind.PROJECT)
    field = models.CharField(_("领域"), max_length=12, choices=Field.choices, blank=True)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage.choices, blank=True)
    lead_unit = models.ForeignKey(
        Unit, verbose_name=_("牵头单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    unit_confirmed = models.BooleanField(_("分工已确认"), default=False)  # false: a default, 默认分工，待确认
    leader = models.CharField(_("责任领导"), max_length=40, blank=True)
    owner = models.CharField(_("建设单位"), max_length=120, blank=True)
    owner_contact = models.CharField(_("建设单位联系方式"), max_length=120, blank=True)
    place = models.CharField(_("建设地点"), max_length=120, blank=True)
    investment = optional_figure(_("总投资"))
    investment_unit = models.CharField(
        _("投资单位"), max_length=10, choices=InvestmentUnit.choices, default=InvestmentUnit.YI, blank=True
    )
    planned_start = models.DateField(_("计划开工"), null=True, blank=True)
    planned_finish = models.DateField(_("计划竣工"), null=True, blank=True)
    actual_start = models.DateField(_("实际开工"), null=True, blank=True)
    actual_finish = models.DateField(_("实际竣工"), null=True, blank=True)
    reports_monthly = models.BooleanField(_("纳入月报"), default=False)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    source_line = models.PositiveIntegerField(_("来源行"), null=True, blank=True)
    sample = models.BooleanField(_("演示数据"), default=False)
    lock = models.PositiveIntegerField(_("修改次数"), default=0)  # a writer names the one it read

    class Meta:
        verbose_name = _("重点项目")
        verbose_name_plural = _("重点项目")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="project_position", violation_error_message=_("顺序号重复")
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="project_kind_known",
                violation_error_message=_("种类不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(field="") | Q(field__in=Field.values),
                name="project_field_known",
                violation_error_message=_("领域不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(stage="") | Q(stage__in=Stage.values),
                name="project_stage_known",
                violation_error_message=_("阶段不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(investment__isnull=True) | Q(investment__gte=0, investment_unit__in=InvestmentUnit.values),
                name="project_investment_not_negative",
                violation_error_message=_("总投资不能为负数，并要写明单位（亿元或万元）"),
            ),
            models.CheckConstraint(
                condition=Q(planned_start__isnull=True)
                | Q(planned_finish__isnull=True)
                | Q(planned_finish__gte=F("planned_start")),
                name="project_dates_in_order",
                violation_error_message=_("计划竣工不能早于计划开工"),
            ),
            models.CheckConstraint(
                condition=Q(actual_start__isnull=True)
                | Q(actual_finish__isnull=True)
                | Q(actual_finish__gte=F("actual_start")),
                name="project_actual_dates_in_order",
                violation_error_message=_("实际竣工不能早于实际开工"),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="project_not_merged_into_itself",
                violation_error_message=_("项目不能并入自己"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
