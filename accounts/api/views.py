"""What every viewset of the API is made of: read only, scoped to the caller's regions, strict, with an ETag."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar, NoReturn

from django.db.models import QuerySet
from django.http import Http404
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.api import shapes
from accounts.api.callers import Caller, caller_of, note_refusal
from accounts.api.deprecation import Deprecation, announce
from accounts.api.filtering import check_parameters
from accounts.api.reach import Reach
from accounts.api.rendering import ContractRenderer, CsvRenderer

#: Rows that are fetched together.
STREAMED_AT_ONCE = 1000


@method_decorator(conditional_page, name="dispatch")
class ReadViewSet(ReadOnlyModelViewSet[Any]):
    """List and detail of what the caller reaches. ``conditional_page`` gives the ETag of the body and answers 304.

    ``resource``: the scope a key needs. ``reach``: which rows a caller reaches. ``default_order`` is made total by the primary key.
    """

    resource: ClassVar[str]
    reach: ClassVar[Reach] = Reach()
    default_order: ClassVar[tuple[str, ...]] = ()
    deprecation: ClassVar[Deprecation | None] = None
    shaping: ClassVar[tuple[str, ...]] = (shapes.NAME,)  # what a list takes beside filters and paging
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().order_by(*self.default_order, "pk")
        if getattr(self, "swagger_fake_view", False):
            return rows
        return self.within(rows, caller_of(self.request))

    def within(self, rows: QuerySet[Any], caller: Caller) -> QuerySet[Any]:
        """What the caller reaches of ``rows``; whatever else there is answers like what does not exist."""
        return self.reach.within(rows, caller)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        queryset = super().filter_queryset(queryset)
        if "ordering" in self.request.query_params:
            queryset = queryset.order_by(*queryset.query.order_by, "pk")
        return queryset

    def get_renderers(self) -> list[Any]:
        """Lists come as CSV too."""
        return [ContractRenderer(), CsvRenderer()] if self.action == "list" else [ContractRenderer()]

    @cached_property
    def wanted_fields(self) -> list[str] | None:
        """The members that this request asks for; None: all."""
        text = self.request.query_params.get(shapes.NAME)
        return None if text is None else shapes.wanted(text, self.get_serializer_class().Meta.fields)

    def names_of_fields(self) -> list[str]:
        """The members that objects of this answer have, in the order of the contract."""
        return self.wanted_fields or list(self.get_serializer_class().Meta.fields)

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        serializer = super().get_serializer(*args, **kwargs)
        if self.action == "list" and self.wanted_fields is not None:
            one = getattr(serializer, "child", serializer)
            for name in set(one.fields) - set(self.wanted_fields):
                one.fields.pop(name)
        return serializer

    def streamed(self, queryset: QuerySet[Any]) -> Iterator[dict[str, Any]]:
        """The objects of a list one by one, however many; never more than a piece of them is in memory."""
        serializer = self.get_serializer()
        for row in queryset.iterator(chunk_size=STREAMED_AT_ONCE):
            yield serializer.to_representation(row)

    def listed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What paging reads of a page; it counts ``queryset`` itself, without the joins that this may add."""
        return queryset

    def get_object(self) -> Any:
        """One row; 404 where it does not exist, and just so (but logged) where it lies out of reach."""
        check_parameters(self.request, known=())
        found = self.one(self.get_queryset())
        return found if found is not None else self.missing()

    def one(self, rows: QuerySet[Any]) -> Any | None:
        try:
            return rows.filter(**{self.lookup_field: self.kwargs[self.lookup_field]}).first()
        except ValueError:  # more digits than Python makes a number of
            return None

    def missing(self) -> NoReturn:
        if self.one(super().get_queryset().order_by("pk")) is not None:
            note_refusal(self.request, "row is out of scope")
        raise NotFound(_("没有这条数据。"))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
        patch_cache_control(response, private=True, no_cache=True)
        announce(response, self.going(response))
        return response

    def going(self, response: Response) -> Iterator[Deprecation]:
        """What this answer holds and that will go."""
        if self.deprecation is not None:
            yield self.deprecation
        fields: dict[str, Deprecation] = getattr(self.get_serializer_class().Meta, "deprecated", {})
        if fields and response.status_code < 300 and self.action in {"list", "retrieve"}:
            shown = self.names_of_fields() if self.action == "list" else fields
            yield from (told for name, told in fields.items() if name in shown)


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
        return self.get_paginated_response(self.records(page or ()))

    def records(self, rows: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """The JSON objects of ``rows``, with the members that were asked for."""
        if (names := self.wanted_fields) is None:
            return [self.record(row) for row in rows]
        return [{name: made[name] for name in names} for made in map(self.record, rows)]

    def streamed(self, queryset: QuerySet[Any]) -> Iterator[dict[str, Any]]:
        return map(self.record, self.listed(queryset).iterator(chunk_size=STREAMED_AT_ONCE))

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
