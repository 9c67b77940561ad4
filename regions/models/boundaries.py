"""Boundaries of regions, as an administrator loaded them from an approved map (审图号). None is shipped, none is fetched."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.models.divisions import Level, Region

#: How review numbers are written: GS(2024)1234号, GS京（2022）1061号, 豫S〔2024年〕012号, JS(2011)01-084号. One pattern guards
#: form, model and database; blanks and a leading 审图号： are taken off before (``regions.boundary_files.review_number_of``).
REVIEW_NUMBER_PATTERN = (
    r"^(GS[一-龥]{0,2}|[一-龥]{1,4}S|[A-Z]{1,3}S)[(（〔\[](19|20)[0-9]{2}年?[)）〕\]][0-9]{1,5}(-[0-9]{1,4})?号$"
)
REVIEW_NUMBER_WORDS = _("审图号写作 GS(2024)1234号 或 豫S〔2024年〕012号：前缀、括号内的年份、编号和“号”")


@pghistory.track()
class BoundarySet(models.Model):
    """One approved map: the outlines of divisions below ``root``. Never changed after loading; retired when another is loaded.

    ``level``: the level that most outlines have. ``simplified_m``: tolerance in metres by which outlines were simplified on
    request; None: as in the file. ``width`` and ``height``: the drawing's own units (``figures.map``).
    """

    name = models.CharField(_("名称"), max_length=80)
    root = models.ForeignKey(Region, verbose_name=_("覆盖地区"), on_delete=models.PROTECT, related_name="boundary_sets")
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices)
    review_number = models.CharField(
        _("审图号"), max_length=40, validators=[RegexValidator(REVIEW_NUMBER_PATTERN, REVIEW_NUMBER_WORDS)]
    )
    source = models.CharField(_("出版或来源"), max_length=200)
    valid_from = models.DateField(_("边界现势日期"), null=True, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200)
    file_hash = models.CharField(_("文件摘要"), max_length=64)
    vertices = models.PositiveIntegerField(_("顶点数"))
    simplified_m = models.PositiveIntegerField(_("简化容差（米）"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("载入人"), on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("载入时间"), auto_now_add=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("停用人"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("边界数据")
        verbose_name_plural = _("边界数据")
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(review_number__regex=REVIEW_NUMBER_PATTERN),
                name="boundary_review_number",
                violation_error_message=REVIEW_NUMBER_WORDS,
            ),
            models.UniqueConstraint(
                fields=["root", "level"],
                condition=models.Q(retired_at__isnull=True),
                name="boundary_one_in_use",
                violation_error_message=_("这个地区的这一级已有在用的边界，请先停用"),
            ),
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=True, retired_by__isnull=True)
                | models.Q(retired_at__isnull=False, retired_by__isnull=False),
                name="boundary_retired_by_somebody",
                violation_error_message=_("停用须同时有停用人和时间"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.review_number}"


@pghistory.track(exclude=["geometry", "path"])
class BoundaryShape(models.Model):
    """The outline of one division. ``region`` None: part of the map that is no division (the dashes of 南海诸岛, code …_JD).

    ``geometry``: the polygons as [[[lon, lat], …] per ring] per polygon. ``path``: the same as an SVG path in the units of the
    set; ``x0 … y1`` its box and ``label_x, label_y`` a point inside for the name.
    """

    set = models.ForeignKey(BoundarySet, verbose_name=_("边界数据"), on_delete=models.CASCADE, related_name="shapes")
    region = models.ForeignKey(
        Region, verbose_name=_("地区"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(_("代码"), max_length=12)
    geometry = models.JSONField(_("几何"))
    path = models.TextField(_("绘图路径"))
    label_x = models.IntegerField(_("标注横坐标"))
    label_y = models.IntegerField(_("标注纵坐标"))
    x0 = models.IntegerField(_("左"))
    y0 = models.IntegerField(_("上"))
    x1 = models.IntegerField(_("右"))
    y1 = models.IntegerField(_("下"))

    class Meta:
        verbose_name = _("地区边界")
        verbose_name_plural = _("地区边界")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "code"], name="boundary_shape_code", violation_error_message=_("同一代码只能有一个边界")
            )
        ]

    def __str__(self) -> str:
        return self.code
