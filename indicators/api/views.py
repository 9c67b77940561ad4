"""``indicators/ plan-indicators/ observations/ assessments/`` under ``/api/v1/``."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from accounts.api.callers import Caller
from accounts.api.reach import Reach, declare
from accounts.api.views import ReadViewSet, RecordViewSet
from accounts.models.api_clients import Scope
from indicators import filters
from indicators.api import assessments, observations
from indicators.api.catalogue import IndicatorSerializer
from indicators.api.rows import PlanIndicatorSerializer, rows_with_parts
from indicators.models import Assessment, Indicator, Observation, ObservationState, PlanIndicator, Target
from plans.models import PlanStatus

_DRAFT = PlanStatus.DRAFT
CATALOGUE = declare(Indicator, Reach())  # shared by all
ROWS = declare(PlanIndicator, Reach(region="plan__region__lineage", unit="units", drafts=Q(plan__status=_DRAFT)))
_OF_A_ROW = Reach(region="row__plan__region__lineage", unit="row__units", drafts=Q(row__plan__status=_DRAFT))
TARGETS = declare(Target, _OF_A_ROW)
OBSERVATIONS = declare(Observation, _OF_A_ROW)
ASSESSMENTS = declare(
    Assessment, Reach(region="plan__region__lineage", unit="row__units", drafts=Q(plan__status=_DRAFT))
)


class IndicatorViewSet(ReadViewSet):
    """指标目录：各规划共用。按代码取一个：`/api/v1/indicators/gdp/`。"""

    queryset = Indicator.objects.all()
    serializer_class = IndicatorSerializer
    filterset_class = filters.IndicatorFilterSet
    resource = Scope.READ_INDICATORS
    reach = CATALOGUE
    default_order = ("code",)
    lookup_field = "code"
    lookup_value_regex = "[a-z][a-z0-9_]*"


class PlanIndicatorViewSet(ReadViewSet):
    """规划的各行指标，连同现行的基期值和目标。"""

    queryset = rows_with_parts()
    serializer_class = PlanIndicatorSerializer
    filterset_class = filters.RowFilterSet
    resource = Scope.READ_PLANS
    reach = ROWS
    default_order = ("plan_id", "-listing", "position")
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"


class ObservationViewSet(RecordViewSet):
    """逐年实际值。密钥能读已审核的数和本系统自己报送的数；评估所用的是 `in_force=true` 的。"""

    queryset = Observation.objects.all()
    serializer_class = observations.ObservationSerializer
    filterset_class = filters.ObservationFilterSet
    columns = observations.COLUMNS
    record = staticmethod(observations.observation_record)
    resource = Scope.READ_OBSERVATIONS
    reach = OBSERVATIONS
    default_order = ("row__plan_id", "-row__listing", "row__position", "year", "version")
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"

    def within(self, rows: QuerySet[Any], caller: Caller) -> QuerySet[Any]:
        """What nobody has approved yet is seen by people of the region and by the system that sent it."""
        rows = super().within(rows, caller)
        if caller.client_id is None:
            return rows
        own = Q(submitted_client=caller.client_id) & ~Q(
            state=ObservationState.DRAFT
        )  # a returned one that a person rewrites
        return rows.filter(Q(state=ObservationState.APPROVED) | own)


@extend_schema_view(retrieve=extend_schema(responses=assessments.AssessmentDetailSerializer))
class AssessmentViewSet(RecordViewSet):
    """评估：每个目标每年一条。`?region=410726&year=2024` 得到一个县一年的全部目标。"""

    queryset = Assessment.objects.all()
    serializer_class = assessments.AssessmentSerializer
    filterset_class = filters.AssessmentFilterSet
    columns = assessments.COLUMNS
    detail_columns = assessments.DETAIL_COLUMNS
    record = staticmethod(assessments.assessment_record)
    resource = Scope.READ_ASSESSMENTS
    reach = ASSESSMENTS
    default_order = ("plan_id", "-row__listing", "row__position", "target__ordinal", "year")
    lookup_field = "pk"
    lookup_value_regex = "[0-9]+"
