"""What is remembered of workbooks: the columns and rows of people's own sheets, the last form that a person saved."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from indicators.models.rounds import ReportingRound
from indicators.models.rows import PlanIndicator
from plans.models import Plan
from regions.models import Region


@pghistory.track()
class SheetMapping(models.Model):
    """How the columns of a wide sheet (years across, merged headers) are read: said once by a person, remembered.

    ``headers``: the flattened header of each column, by which the sheet is recognised; ``columns``: what each means
    (``sheets.wide`` describes the words). What its rows are called: ``SheetName``.
    """

    region = models.ForeignKey(Region, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="sheet_mappings")
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="sheet_mappings"
    )
    name = models.CharField(_("名称"), max_length=80)
    headers = ArrayField(models.CharField(max_length=200, blank=True), verbose_name=_("表头"))
    columns = models.JSONField(_("各列含义"), default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("创建人"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("表格列对应")
        verbose_name_plural = _("表格列对应")
        ordering = ["region", "unit", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "unit", "headers"],
                nulls_distinct=False,
                name="sheet_mapping_once",
                violation_error_message=_("这种表头已有对应关系"),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class SheetName(models.Model):
    """What a row of people's own sheets stands for, whatever the sheet: asked once of a unit, for each plan.

    ``name``: as ``sheets.wide.plain_name`` spells it. ``row`` None: it is never read.
    """

    plan = models.ForeignKey(Plan, verbose_name=_("规划"), on_delete=models.PROTECT, related_name="sheet_names")
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="sheet_names"
    )
    name = models.CharField(_("表格里的名称"), max_length=200)
    row = models.ForeignKey(
        PlanIndicator, verbose_name=_("指标"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("创建人"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("表格行对应")
        verbose_name_plural = _("表格行对应")
        ordering = ["plan", "unit", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "unit", "name"],
                nulls_distinct=False,
                name="sheet_name_once",
                violation_error_message=_("这个名称已有对应的指标"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class SavedWorkbook(models.Model):
    """The workbook of a round that a person saved last, as it was sent: the reviewer's comments are set into it.

    The bytes lie below MEDIA_ROOT under their SHA-256. ``observations``: figure versions that came from it or from what
    the person saved before it. ``lost``: what setting comments cannot keep (``sheets.keeping.Lost``).
    """

    round = models.ForeignKey(
        ReportingRound, verbose_name=_("填报任务"), on_delete=models.CASCADE, related_name="workbooks"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now=True)
    sha256 = models.CharField(_("摘要"), max_length=64)
    size = models.PositiveBigIntegerField(_("字节数"))
    file = models.CharField(_("存放位置"), max_length=120)
    observations = ArrayField(models.BigIntegerField(), verbose_name=_("由它保存的数据"), default=list, blank=True)
    lost = ArrayField(models.CharField(max_length=20), verbose_name=_("不能保留的内容"), default=list, blank=True)

    class Meta:
        verbose_name = _("已保存的工作簿")
        verbose_name_plural = _("已保存的工作簿")
        ordering = ["round", "uploaded_by"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "uploaded_by"],
                name="saved_workbook_once",
                violation_error_message=_("这个人在这次任务里已有一份工作簿"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.uploaded_by}"
