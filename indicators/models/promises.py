"""What a row promises: its base and its targets in their versions, and the series they are compared with."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.domain.types import Form
from indicators.models import choices
from indicators.models.catalogue import Indicator
from indicators.models.fields import FigureField, optional_figure
from indicators.models.rows import PlanIndicator
from plans.models import Adjustment
from regions.models import Region


class BaseSource(models.TextChoices):
    TABLE = "table", _("本规划表")
    PREVIOUS_TABLE = "previous_table", _("上期规划表")
    PROSE = "prose", _("正文")
    REVISION = "revision", _("修订")


class Cause(models.TextChoices):
    """Why a later version stands in place of the one before."""

    CORRECTION = "correction", _("更正录入")  # what was read or typed wrongly: the plan itself was never otherwise
    REVISION = "revision", _("统计修订")
    ADJUSTMENT = "adjustment", _("规划调整")
    HANDED_DOWN = "handed_down", _("上级下达")


class Versioned(models.Model):
    """A figure that is never overwritten: a new version replaces the one in force and says why.

    ``cause`` "": a first version, or a later one from before causes were recorded. ``adjustment``: that brought it about.
    """

    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    in_force = models.BooleanField(_("现行"), default=True)
    reason = models.TextField(_("理由"), blank=True)
    cause = models.CharField(_("版本缘由"), max_length=11, choices=Cause.choices, blank=True, default="")
    document = models.CharField(_("依据文件"), max_length=200, blank=True)
    adjustment = models.ForeignKey(
        Adjustment,
        verbose_name=_("规划调整"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    source_line = models.PositiveIntegerField(_("来源行"), null=True, blank=True)

    class Meta:
        abstract = True


@pghistory.track()
class Base(Versioned):
    """The value in the base year. ``value`` None with ``text`` printed: not a figure that can be computed with.

    ``vintage`` and ``from_observation``: where the end value of the plan before became the base of this one.
    """

    row = models.ForeignKey(PlanIndicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="bases")
    value = optional_figure(_("基数"))
    parts = ArrayField(FigureField(), verbose_name=_("各部分"), default=list, blank=True)
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("年份"))
    price_basis = models.CharField(_("价格口径"), max_length=10, choices=choices.PRICE_BASES, default="unknown")
    text = models.CharField(_("原文"), max_length=100, blank=True)
    growth_text = models.CharField(_("基期增速原文"), max_length=40, blank=True)
    source = models.CharField(_("出处"), max_length=15, choices=BaseSource.choices, default=BaseSource.TABLE)
    vintage = models.CharField(_("数据性质"), max_length=11, choices=choices.VINTAGES, blank=True, default="")
    from_observation = models.ForeignKey(
        "indicators.Observation", verbose_name=_("取自实际值"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", help_text=_("上期规划期末值：取自哪一条已审核的实际值"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("基期值")
        verbose_name_plural = _("基期值")
        ordering = ["row", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["row"],
                condition=Q(in_force=True),
                name="base_one_in_force",
                violation_error_message=_("一个指标只能有一个现行基期值"),
            ),
            models.UniqueConstraint(
                fields=["row", "version"], name="base_version_unique", violation_error_message=_("版本号重复")
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="base_later_version_has_reason",
                violation_error_message=_("修订基期值必须写明理由"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.year}: {self.text or self.value}"

    def get_source_display(self) -> str:
        """Where it comes from in words; one that was taken from the last figure of the plan before says so."""
        return str(_("上期规划期末值") if self.from_observation_id else BaseSource(self.source).label)

    def clean(self) -> None:
        forms = {target.figure_form for target in self.row.targets.filter(in_force=True)}
        if self.value is not None and forms & _FROM_THE_BASE:
            self.row.require_own_unit(self.unit)


#: Columns that a form needs; everything else of (value, value_high, parts) stays null.
_VALUE_FORMS = [
    Form.LEVEL, Form.GROWTH, Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CUT, Form.CUMULATIVE_CHANGE,
    Form.POINTS, Form.FLOOR, Form.CEILING,
]  # fmt: skip
_WORD_FORMS = [Form.RELATIVE, Form.QUALITATIVE, Form.NONE]
#: Forms whose number is compared with the row's values or their sum, and those whose path starts from the base.
_LIKE_THE_VALUES = {Form.LEVEL, Form.FLOOR, Form.CEILING, Form.CUMULATIVE, Form.QUOTA}
_FROM_THE_BASE = {Form.LEVEL, Form.FLOOR, Form.CEILING, Form.POINTS, Form.CUMULATIVE_CHANGE}


@pghistory.track()
class Target(Versioned):
    """One promise of a row, its form decided. ``ordinal`` counts the promises of a row from 1; ``text`` stands as printed.

    ``assigned``: ``by`` says who hands the number down; once it came, ``assigned_form``, ``value`` and ``assigned_document`` are set.
    ``relative``: the reference is a catalogue indicator of a region, or a series of ``ReferenceFigure`` with its source.
    """

    row = models.ForeignKey(PlanIndicator, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="targets")
    ordinal = models.PositiveSmallIntegerField(_("第几个"), default=1)
    is_primary = models.BooleanField(_("主要"), default=False)
    form = models.CharField(_("形式"), max_length=20, choices=choices.FORMS)
    value = optional_figure(_("目标值"))
    value_high = optional_figure(_("区间上端"))
    comparator = models.CharField(_("比较"), max_length=2, choices=choices.COMPARATORS, default="=")
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    price_basis = models.CharField(_("价格口径"), max_length=10, choices=choices.PRICE_BASES, default="unknown")
    parts = ArrayField(FigureField(), verbose_name=_("各部分"), default=list, blank=True)
    text = models.CharField(_("原文"), max_length=200, blank=True)
    actual_kind = models.CharField(_("每年填报"), max_length=10, choices=choices.ACTUAL_KINDS, default="level")
    by = models.CharField(_("下达机关"), max_length=60, blank=True)
    assigned_form = models.CharField(_("下达后的形式"), max_length=20, choices=choices.FORMS, blank=True)
    assigned_document = models.CharField(_("下达文号"), max_length=100, blank=True)
    reference_indicator = models.ForeignKey(
        Indicator, verbose_name=_("参照指标"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reference_region = models.ForeignKey(
        Region, verbose_name=_("参照地区"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reference_text = models.CharField(_("参照原文"), max_length=60, blank=True)
    tolerant = models.BooleanField(_("基本同步"), default=False)
    due_year = models.PositiveSmallIntegerField(_("承诺年份"), null=True, blank=True)  # None: the plan's end

    class Meta:
        verbose_name = _("目标")
        verbose_name_plural = _("目标")
        ordering = ["row", "ordinal", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["row"],
                condition=Q(in_force=True, is_primary=True),
                name="target_one_primary",
                violation_error_message=_("一个指标只能有一个主要目标"),
            ),
            models.UniqueConstraint(
                fields=["row", "ordinal"],
                condition=Q(in_force=True),
                name="target_one_in_force",
                violation_error_message=_("同一目标只能有一个现行版本"),
            ),
            models.UniqueConstraint(
                fields=["row", "ordinal", "version"],
                name="target_version_unique",
                violation_error_message=_("版本号重复"),
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="target_later_version_has_reason",
                violation_error_message=_("调整目标必须写明理由"),
            ),
            models.CheckConstraint(
                condition=Q(form__in=choices.values(choices.FORMS)),
                name="target_form_known",
                violation_error_message=_("目标形式不在允许的范围内"),
            ),
            models.CheckConstraint(
                condition=(Q(form__in=_VALUE_FORMS, value__isnull=False, parts=[]))
                | Q(form=Form.COMPOSITION, value__isnull=True, value_high__isnull=True, parts__len__gte=2)
                | Q(form__in=_WORD_FORMS, value__isnull=True, value_high__isnull=True, parts=[])
                | Q(form=Form.ASSIGNED, parts=[]),
                name="target_columns_of_form",
                violation_error_message=_("该形式的目标：需要的数值没有填，或填了不该有的数值"),
            ),
            models.CheckConstraint(
                condition=Q(value_high__isnull=True) | Q(value_high__gte=models.F("value")),
                name="target_range_in_order",
                violation_error_message=_("区间上端不能小于下端"),
            ),
            models.CheckConstraint(
                condition=~Q(form=Form.ASSIGNED)
                | Q(value__isnull=True, assigned_form="", assigned_document="")
                | (Q(value__isnull=False) & ~Q(assigned_form="") & ~Q(assigned_document="")),
                name="target_assigned_number_has_document",
                violation_error_message=_("下达的数字必须同时写明形式和文号"),
            ),
            models.CheckConstraint(
                condition=Q(form=Form.ASSIGNED) | Q(assigned_form="", assigned_document="", by=""),
                name="target_assigned_columns_only_when_assigned",
                violation_error_message=_("只有按上级下达的目标才有下达机关、形式和文号"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.text or self.get_form_display()}"

    @property
    def figure_form(self) -> str:
        """The form by which the number is read: of a number that was handed down its own."""
        return self.assigned_form or self.form

    def clean(self) -> None:
        plan = self.row.plan
        if self.due_year is not None and not plan.start_year <= self.due_year <= plan.end_year:
            said = _("承诺年份须在规划期 %(start)s–%(end)s 之内") % {"start": plan.start_year, "end": plan.end_year}
            raise ValidationError({"due_year": said})
        if self.figure_form in _LIKE_THE_VALUES:
            self.row.require_own_unit(self.unit)


@pghistory.track()
class ReferenceFigure(models.Model):
    """One year of a reference series that is entered by hand, with its source (e.g. 全省平均水平)."""

    target = models.ForeignKey(
        Target, verbose_name=_("目标"), on_delete=models.CASCADE, related_name="reference_figures"
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    value = optional_figure(_("数值"))
    growth = optional_figure(_("增速（%）"))
    growth_basis = models.CharField(_("增速口径"), max_length=10, choices=choices.PRICE_BASES, default="unknown")
    source_title = models.CharField(_("来源"), max_length=200)
    source_address = models.CharField(_("来源地址"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("参照数")
        verbose_name_plural = _("参照数")
        ordering = ["target", "year"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "year"], name="reference_once_a_year", violation_error_message=_("该年已有参照数")
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.year}"
