"""Filters of problems and letters."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from projects.models import Letter, LetterState, Problem, ProblemKind, Project
from regions.filters import IdFilter, RegionFilter, RegionUnderFilter

_LONGEST_SEARCH = 60


class ProblemFilterSet(django_filters.FilterSet):
    """Problems by region of the project, project, solving unit, kind and words. The state is the page's own question."""

    region = RegionFilter("project__region")
    region_under = RegionUnderFilter("project__region__lineage")
    project = IdFilter(queryset=Project.objects.all(), help_text=_("项目编号"))
    unit = IdFilter(queryset=Unit.objects.select_related("region"), help_text=_("责任单位编号"))
    kind = django_filters.ChoiceFilter(choices=ProblemKind.choices, help_text=_("类别"))
    q = django_filters.CharFilter(
        method="with_words", max_length=_LONGEST_SEARCH, help_text=_("问题或项目名称中的文字")
    )

    class Meta:
        model = Problem
        fields: list[str] = []

    def with_words(self, queryset: QuerySet[Problem], name: str, value: str) -> QuerySet[Problem]:
        return queryset.filter(Q(text__icontains=value) | Q(project__name__icontains=value))


class LetterFilterSet(django_filters.FilterSet):
    """Letters by unit and state."""

    unit = IdFilter(queryset=Unit.objects.select_related("region"), help_text=_("收函单位编号"))
    state = django_filters.ChoiceFilter(choices=LetterState.choices, help_text=_("状态"))

    class Meta:
        model = Letter
        fields: list[str] = []
