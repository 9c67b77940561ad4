"""Administrative divisions of the People's Republic (GB/T 2260)."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

NATION_CODE = "100000"

#: One pattern guards form, model and database.
REGION_CODE_PATTERN = r"^[1-9][0-9]{5}([0-9]{3})?$"


class Level(models.IntegerChoices):
    """Rank of a division; a smaller number is higher up."""

    NATION = 0, _("国家")
    PROVINCE = 1, _("省级")
    PREFECTURE = 2, _("地级")
    COUNTY = 3, _("县级")
    TOWNSHIP = 4, _("乡级")
    ZONE = 5, _("功能区")


class RegionQuerySet(models.QuerySet["Region"]):
    def under(self, region: Region) -> RegionQuerySet:
        """The region itself and everything below it."""
        return self.filter(lineage__startswith=region.lineage)


@pghistory.track()
class Region(models.Model):
    """A division. ``lineage`` is the path of codes from the nation down, each followed by "/", so that a subtree is a prefix."""

    code = models.CharField(
        _("代码"),
        max_length=9,
        unique=True,
        validators=[RegexValidator(REGION_CODE_PATTERN, _("区划代码为 6 位或 9 位数字，首位不为 0"))],
        help_text=_("GB/T 2260 六位代码；乡级九位"),
    )
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices)
    parent = models.ForeignKey(
        "self", verbose_name=_("上级"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    lineage = models.CharField(_("路径"), max_length=60, db_index=True, editable=False)
    valid_from = models.PositiveSmallIntegerField(_("启用年份"), null=True, blank=True)
    valid_to = models.PositiveSmallIntegerField(_("停用年份"), null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("行政区划")
        verbose_name_plural = _("行政区划")
        ordering = ["code"]
        indexes = [models.Index(fields=["lineage"], opclasses=["text_pattern_ops"], name="region_lineage_prefix")]
        triggers = [
            pgtrigger.Trigger(
                name="parent_one_level_up",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__parent__isnull=False),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM regions_region p WHERE p.id = NEW.parent_id AND p.level < NEW.level) THEN
                        RAISE EXCEPTION 'parent of region % is not one level up or more', NEW.code
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=REGION_CODE_PATTERN),
                name="region_code_pattern",
                violation_error_message=_("区划代码为 6 位或 9 位数字，首位不为 0"),
            ),
            models.CheckConstraint(
                condition=models.Q(level=Level.NATION, parent__isnull=True)
                | (~models.Q(level=Level.NATION) & models.Q(parent__isnull=False)),
                name="region_parent_unless_nation",
                violation_error_message=_("国家没有上级，其他区划必须有上级"),
            ),
            models.CheckConstraint(
                condition=models.Q(lineage__endswith=models.functions.Concat(models.F("code"), models.Value("/"))),
                name="region_lineage_ends_with_code",
                violation_error_message=_("路径须以本区划代码结尾"),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="region_validity_in_order",
                violation_error_message=_("停用年份不能早于启用年份"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The parent stands at least one level up."""
        self.lineage = self._lineage()
        if self.parent is not None and self.parent.level >= self.level:
            raise ValidationError({"parent": _("上级区划的级别必须高于本级")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.lineage = self._lineage()
        super().save(*args, **kwargs)

    def _lineage(self) -> str:
        return f"{self.parent.lineage if self.parent else ''}{self.code}/"
