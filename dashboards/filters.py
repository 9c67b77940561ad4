"""The filters of the list of doubts."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from indicators.models import Doubt, DoubtState
from indicators.presenters.doubt_words import LABELS
from plans.models import Plan
from regions.filters import IdFilter, RegionFilter, TrueFalseFilter


class DoubtFilterSet(django_filters.FilterSet):
    """Doubts by region, plan, kind, state and whether they block."""

    region = RegionFilter("plan__region")
    plan = IdFilter(queryset=Plan.objects.all(), help_text=_("规划编号"))
    state = django_filters.ChoiceFilter(choices=DoubtState.choices, label=_("状态"))
    code = django_filters.ChoiceFilter(choices=[(code.value, label) for code, label in LABELS.items()], label=_("种类"))
    blocking = TrueFalseFilter(label=_("影响评估"))

    class Meta:
        model = Doubt
        fields: list[str] = []
