"""A plan's rows: what is printed, and who answers for them."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from indicators.models import choices
from indicators.models.catalogue import Indicator, english_name
from plans.models import Plan


class Listing(models.TextChoices):
    MAIN = "main", _("主要指标")
    COMMITMENT = "commitment", _("正文承诺")


@pghistory.track()
class PlanIndicator(models.Model):
    """One row of a plan. ``number`` and ``name`` stand as printed; ``is_heading``: it has sub-rows, no target and is counted nowhere."""

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="rows")
    indicator = models.ForeignKey(
        Indicator, verbose_name=_("目录指标"), null=True, blank=True, on_delete=models.PROTECT, related_name="rows"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("上级行"), null=True, blank=True, on_delete=models.PROTECT, related_name="sub_rows"
    )
    listing = models.CharField(_("列入"), max_length=10, choices=Listing.choices, default=Listing.MAIN)
    position = models.PositiveSmallIntegerField(_("顺序"))
    number = models.CharField(_("序号"), max_length=20, blank=True, help_text=_("规划中印的序号，可缺"))
    name = models.CharField(_("印刷名称"), max_length=200)
    short_name = models.CharField(_("名称"), max_length=120, help_text=_("不带单位括号的名称，用于页面"))
    category = models.CharField(_("类别"), max_length=60, blank=True)
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    is_heading = models.BooleanField(_("仅为标题行"), default=False)
    nature = models.CharField(_("属性"), max_length=10, choices=choices.NATURES, default="unmapped")
    nature_text = models.CharField(_("印刷属性"), max_length=40, blank=True)
    assessed_over_period = models.BooleanField(_("五年统筹考核"), default=False)
    direction = models.SmallIntegerField(
        _("方向"), choices=choices.DIRECTIONS, null=True, blank=True,
        help_text=_("没有归入指标目录的行：越高越好还是越低越好；归入目录的以目录为准"),
    )  # fmt: skip
    source_line = models.PositiveIntegerField(_("来源行"), null=True, blank=True)
    printed = models.JSONField(_("各单元格原文"), default=dict, blank=True)
    units = models.ManyToManyField(Unit, verbose_name=_("责任单位"), through="ResponsibleUnit", related_name="rows")

    class Meta:
        verbose_name = _("规划指标")
        verbose_name_plural = _("规划指标")
        ordering = ["plan", "listing", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "listing", "position"],
                name="row_position_unique",
                violation_error_message=_("同一规划内顺序号不能重复"),
            ),
            models.CheckConstraint(
                condition=Q(nature__in=choices.values(choices.NATURES)),
                name="row_nature_known",
                violation_error_message=_("属性不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=Q(direction__isnull=True) | Q(direction__in=choices.values(choices.DIRECTIONS)),
                name="row_direction_known",
                violation_error_message=_("方向只能是越高越好或越低越好"),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def said_name(self) -> str:
        """The name in the language of the page: as printed, in English the catalogue's where it has one."""
        return (english_name(self.indicator_id) or self.short_name) if get_language() == "en" else self.short_name

    def require_own_unit(self, unit: str) -> None:
        """Figures are compared as they stand: one in another unit than the row's is refused, never converted."""
        own = self.unit or (self.indicator.unit if self.indicator else "")
        if unit and own and unit != own:
            raise ValidationError({"unit": _("该行按“%(own)s”计，请换算成同一单位再填。") % {"own": own}})


@pghistory.track()
class ResponsibleUnit(models.Model):
    """Which unit answers for a row. ``confirmed`` false: a default of the catalogue (默认分工，待确认)."""

    row = models.ForeignKey(
        PlanIndicator, verbose_name=_("指标"), on_delete=models.CASCADE, related_name="responsibilities"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="responsibilities")
    is_lead = models.BooleanField(_("牵头"), default=True)
    confirmed = models.BooleanField(_("已确认"), default=False)

    class Meta:
        verbose_name = _("责任分工")
        verbose_name_plural = _("责任分工")
        constraints = [
            models.UniqueConstraint(
                fields=["row", "unit"], name="responsibility_once", violation_error_message=_("该单位已列入此指标")
            )
        ]

    def __str__(self) -> str:
        return f"{self.row} – {self.unit}"
