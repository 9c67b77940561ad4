"""``periods/<period>/download/`` under ``/api/v1/``: everything of a period that a caller reaches, in one file and of one moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from typing import Any

import django_filters
from django.db import connection, transaction
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from accounts.api.callers import Caller, caller_of, refuse
from accounts.api.regions import RegionViewSet
from accounts.api.rendering import dumps
from accounts.api.views import ReadViewSet
from exchange.api.packing import pack
from exchange.selectors.changes import newest_position
from exchange.services.numbering import number_changes
from indicators.api import views as indicators
from plans.api import PLANS, PlanViewSet
from plans.models import Plan
from projects.api.projects import ProjectViewSet
from projects.api.reports import ProjectReportViewSet
from regions.filters import REGION_CODE, RegionUnderFilter

#: One file of lines each, of the resources that the caller may read.
RESOURCES: dict[str, type[ReadViewSet]] = {
    "regions": RegionViewSet,
    "indicators": indicators.IndicatorViewSet,
    "plans": PlanViewSet,
    "plan-indicators": indicators.PlanIndicatorViewSet,
    "observations": indicators.ObservationViewSet,
    "assessments": indicators.AssessmentViewSet,
    "projects": ProjectViewSet,
    "project-reports": ProjectReportViewSet,
}


class DownloadFilterSet(django_filters.FilterSet):
    """Which plans of the period."""

    region_under = RegionUnderFilter("region__lineage")

    class Meta:
        model = Plan
        fields: list[str] = []


class _NoPaging:
    names = ()


class _Archive(BaseRenderer):
    """What is offered; a problem is JSON all the same."""

    media_type = "application/zip"
    format = "zip"
    charset = None

    def render(self, data: Any, *_rest: Any, **_more: Any) -> bytes:
        return dumps(data)


class PeriodDownloadView(GenericAPIView[Plan]):
    """一个规划期的全部数据：ZIP，每类一个 NDJSON 文件（每行一个对象，与各列表的对象相同），都是同一时刻的。

    只有密钥有权读的那些类。`manifest.json` 写明时间、各类条数和 `next_after`：此后的变更从 `changes/?after=` 接着取。
    """

    queryset = Plan.objects.all()
    filterset_class = DownloadFilterSet
    pagination_class = _NoPaging  # type: ignore[assignment]
    renderer_classes = [_Archive]
    shaping = ()
    http_method_names = ["get", "head", "options"]
    failures = (400, 401, 403, 404, 406, 429, 500)
    conditional = False

    @extend_schema(
        operation_id="period_download",
        parameters=[
            OpenApiParameter("period", {"type": "string", "pattern": "^[1-9][0-9]{3}-[1-9][0-9]{3}$"}, "path",
                             description=_("规划期，如 2021-2025")),
            OpenApiParameter("region_under", REGION_CODE, description=_("地区代码：该地区及其全部下级")),
        ],
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
        filters=False,
    )  # fmt: skip
    def get(self, request: Request, period: str) -> StreamingHttpResponse:
        caller = caller_of(request)
        read = {name: made for name, made in RESOURCES.items() if caller.may(made.resource)}
        if not read:
            refuse(request, "no scope to read anything", _now("该密钥没有读数据的权限。"))
        self._check_that_there_is_one(request, period, caller)
        number_changes()  # outside of what is sent: the moment that is read has a place in the feed
        now = timezone.localtime()
        asked = {"period": period, "listing": "all", **request.query_params.dict()}
        content = _of_one_moment(_members(read, request, asked, now.isoformat()), get_language() or "")
        answer = StreamingHttpResponse(pack(content, now.timetuple()[:6]), content_type="application/zip")
        where = request.query_params.get("region_under")
        name = f"{period}-{where}.zip" if where else f"{period}.zip"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        patch_vary_headers(answer, ["Authorization", "Cookie"])
        patch_cache_control(answer, private=True, no_store=True)
        return answer

    def _check_that_there_is_one(self, request: Request, period: str, caller: Caller) -> None:
        start, _dash, end = period.partition("-")
        plans = PLANS.within(Plan.objects.filter(start_year=start, end_year=end), caller)
        if not self.filter_queryset(plans).exists():
            raise NotFound(_now("没有这条数据。"))


def _of_one_moment(
    members: Iterable[tuple[str, Iterable[bytes]]], language: str
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """All that is read comes from one snapshot, however long it takes, and is said in the language of the request."""
    under_way = connection.in_atomic_block
    with translation.override(language), nullcontext() if under_way else transaction.atomic():
        if not under_way:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield from members


def _members(
    read: dict[str, type[ReadViewSet]], request: Request, asked: dict[str, str], made_at: str
) -> Iterator[tuple[str, Iterable[bytes]]]:
    next_after = str(newest_position())
    counts: dict[str, int] = {}
    for name, made in read.items():
        counts[name] = 0
        yield f"{name}.ndjson", _lines(name, made, request, asked, counts)
    manifest = {
        "period": asked["period"],
        "region_under": asked.get("region_under"),
        "made_at": made_at,
        "counts": counts,
        "next_after": next_after,
    }
    yield "manifest.json", [dumps(manifest)]


def _lines(
    name: str, made: type[ReadViewSet], request: Request, asked: dict[str, str], counts: dict[str, int]
) -> Iterator[bytes]:
    """One JSON object a line, of the rows of a list; ``counts`` learns how many."""
    view = made(request=request, action="list", format_kwarg=None, kwargs={})
    filters = made.filterset_class  # type: ignore[attr-defined]
    known = {parameter: value for parameter, value in asked.items() if parameter in filters.base_filters}
    rows = filters(known, queryset=view.get_queryset(), request=request)
    for record in view.streamed(rows.qs.order_by("pk")):
        counts[name] += 1
        yield dumps(record) + b"\n"
