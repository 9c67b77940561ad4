"""Filters of the change feed."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exchange.models import Change, ChangeKind, ChangeWhy
from exchange.selectors.changes import MOVED
from plans.filters import PeriodFilter
from regions.filters import RegionFilter, RegionUnderFilter, TrueFalseFilter

#: What is shown: a mark of a plan never is.
KINDS = [choice for choice in ChangeKind.choices if choice[0] != ChangeKind.PLAN]


class ChangeFilterSet(django_filters.FilterSet):
    """Changes by place, kind and reason. They narrow what is sent, never how far ``next_after`` goes."""

    region = RegionFilter("plan__region")
    region_under = RegionUnderFilter("plan__region__lineage")
    period = PeriodFilter("plan")
    kind = django_filters.MultipleChoiceFilter(choices=KINDS, distinct=False, help_text=_("对象；可写多次"))
    why = django_filters.MultipleChoiceFilter(choices=ChangeWhy.choices, distinct=False, help_text=_("缘由；可写多次"))
    status_moved = TrueFalseFilter(method="moved", help_text=_("true：只要状态变动的"))

    class Meta:
        model = Change
        fields: list[str] = []

    def moved(self, changes: QuerySet[Change], name: str, value: bool) -> QuerySet[Change]:
        return changes.filter(MOVED) if value else changes.exclude(MOVED)
