"""What every viewset of the API is made of: read only, scoped to the caller's regions, strict, with an ETag."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, NoReturn

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.api.callers import Caller, caller_of, refuse
from accounts.api.filtering import check_parameters


@method_decorator(conditional_page, name="dispatch")
class ReadViewSet(ReadOnlyModelViewSet[Any]):
    """List and detail of what the caller reaches. ``conditional_page`` gives the ETag of the body and answers 304.

    ``resource``: the scope a key needs. ``lineage_path``: from a row to its region's lineage (None: no region).
    ``unit_path``: from a row to the units that answer for it. ``drafts``: rows of plans still in the making (None: of no plan).
    ``default_order`` is made total by the primary key.
    """

    resource: ClassVar[str]
    lineage_path: ClassVar[str | None] = None
    unit_path: ClassVar[str | None] = None
    drafts: ClassVar[Q | None] = None
    default_order: ClassVar[tuple[str, ...]] = ()
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().order_by(*self.default_order, "pk")
        if getattr(self, "swagger_fake_view", False):
            return rows
        return self.within(rows, caller_of(self.request))

    def within(self, rows: QuerySet[Any], caller: Caller) -> QuerySet[Any]:
        """The rows of the caller's regions and, where a key is bound to one, unit."""
        if self.lineage_path is not None and not caller.reaches_all:
            rows = rows.filter(**{f"{self.lineage_path}__startswith": caller.lineage})
        if self.unit_path is not None and caller.unit_id is not None:
            rows = rows.filter(**{self.unit_path: caller.unit_id})
        return self.shown(rows, caller)

    def shown(self, rows: QuerySet[Any], caller: Caller) -> QuerySet[Any]:
        """Without the rows of plans in the making where the caller is shown none: they answer like rows that do not exist."""
        return rows if caller.drafts or self.drafts is None else rows.exclude(self.drafts)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        queryset = super().filter_queryset(queryset)
        if "ordering" in self.request.query_params:
            queryset = queryset.order_by(*queryset.query.order_by, "pk")
        return queryset

    def listed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What paging reads of a page; it counts ``queryset`` itself, without the joins that this may add."""
        return queryset

    def get_object(self) -> Any:
        """One row: 404 where it does not exist, 403 (logged) where it lies outside the caller's range."""
        check_parameters(self.request, known=())
        found = self.one(self.get_queryset())
        return found if found is not None else self.missing()

    def one(self, rows: QuerySet[Any]) -> Any | None:
        try:
            return rows.filter(**{self.lookup_field: self.kwargs[self.lookup_field]}).first()
        except ValueError:  # more digits than Python makes a number of
            return None

    def missing(self) -> NoReturn:
        rows = self.shown(super().get_queryset().order_by("pk"), caller_of(self.request))
        if self.one(rows) is None:
            raise NotFound(_("没有这条数据。"))
        refuse(self.request, "row is out of scope", _("这条数据不在您的地区或单位范围内。"))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        patch_cache_control(response, private=True, no_cache=True)
        return response


class RecordViewSet(ReadViewSet):
    """Rows without model instances, for lists of a thousand: ``columns`` are read, ``record`` makes a JSON object.

    The first column is the id. The serializer stays the contract that the schema shows; a test holds both together.
    """

    columns: ClassVar[Sequence[str]]
    detail_columns: ClassVar[Sequence[str]] = ()
    record: ClassVar[Callable[..., dict[str, Any]]]

    def listed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.values_list(*self.columns)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([self.record(row) for row in page or ()])

    def one(self, rows: QuerySet[Any]) -> Any | None:
        return super().one(rows.values_list(*self.columns, *self.detail_columns))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        extra = zip(self.detail_columns, row[len(self.columns) :], strict=True)
        return Response(self.record(row[: len(self.columns)]) | dict(extra))


class UnknownAddress(APIView):
    """Whatever stands under the API's root and is no endpoint: 404 as a problem, before anybody is asked for a key."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Http404
