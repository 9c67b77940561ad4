"""The shared catalogue: what an indicator is, whatever plan prints it."""

from __future__ import annotations

import time
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from indicators.models import choices
from indicators.models.fields import optional_figure

INDICATOR_CODE_PATTERN = r"^[a-z][a-z0-9_]{1,59}$"


@pghistory.track()
class Indicator(models.Model):
    """A catalogue indicator. ``direction`` must be given; ``bound`` says which way it is held where no base turns it."""

    code = models.CharField(
        _("代码"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(INDICATOR_CODE_PATTERN, _("代码由小写字母、数字和下划线组成，以字母开头"))],
    )
    name = models.CharField(_("名称"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    aliases = ArrayField(models.CharField(max_length=100), verbose_name=_("别名"), default=list, blank=True)
    unit = models.CharField(_("单位"), max_length=40, blank=True)
    direction = models.SmallIntegerField(_("方向"), choices=choices.DIRECTIONS)
    path = models.CharField(_("规划路径"), max_length=10, choices=choices.PATHS)
    measure = models.CharField(_("类型"), max_length=10, choices=choices.MEASURES)
    bound = models.CharField(_("约束方向"), max_length=10, choices=choices.BOUNDS, blank=True)
    price_sensitive = models.BooleanField(_("受价格影响"), default=False)
    natural_min = optional_figure(_("自然下限"))
    natural_max = optional_figure(_("自然上限"))
    aggregation = models.CharField(_("汇总方式"), max_length=10, choices=choices.AGGREGATIONS, default="none")
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("指标目录")
        verbose_name_plural = _("指标目录")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=INDICATOR_CODE_PATTERN),
                name="indicator_code_pattern",
                violation_error_message=_("代码由小写字母、数字和下划线组成，以字母开头"),
            ),
            models.CheckConstraint(
                condition=models.Q(direction__in=choices.values(choices.DIRECTIONS)),
                name="indicator_direction_given",
                violation_error_message=_("必须写明越高越好还是越低越好"),
            ),
            models.CheckConstraint(
                condition=models.Q(path__in=choices.values(choices.PATHS)),
                name="indicator_path_known",
                violation_error_message=_("规划路径只能是等比或等差"),
            ),
            models.CheckConstraint(
                condition=models.Q(natural_min__isnull=True)
                | models.Q(natural_max__isnull=True)
                | models.Q(natural_max__gt=models.F("natural_min")),
                name="indicator_limits_in_order",
                violation_error_message=_("自然上限必须大于自然下限"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def said_name(self) -> str:
        """The name in the language of the page; the Chinese one where no English one is stored."""
        return (self.name_en or self.name) if get_language() == "en" else self.name


#: The moment that is looked back to (``selectors.as_of``); None: today. What is remembered of one is nothing to the other.
LOOKED_BACK_TO: ContextVar[datetime | None] = ContextVar("looked back to", default=None)


@lru_cache(maxsize=4)
def english_names(minute: int, moment: datetime | None = None) -> dict[int, str]:
    """English names by id, read once a minute at most: hundreds of rows of a page ask for them one by one."""
    return dict(Indicator.objects.exclude(name_en="").values_list("pk", "name_en"))


def english_name(indicator_id: int | None) -> str:
    """The English name of a catalogue indicator; "" where there is none."""
    return _names_now().get(indicator_id, "") if indicator_id is not None else ""


def _names_now() -> dict[int, str]:
    return english_names(int(time.monotonic() // 60), LOOKED_BACK_TO.get())
