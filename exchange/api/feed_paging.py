"""``after`` and ``limit``: a page of a feed says how far it reaches, also where nothing came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.paging import DEFAULT_LIMIT, MAX_LIMIT, limit_of
from exchange.selectors.changes import FeedPage, newest_position, read_after
from exchange.services.numbering import number_changes


class FeedPagination(BasePagination):
    """Pages of ``results, next_after, more``. ``after`` is a place of the feed, 0 its beginning."""

    names = ("after", "limit")
    page: FeedPage
    waiting: bool

    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> Sequence[dict[str, Any]]:
        limit = limit_of(request)
        self.waiting = number_changes()
        self.page = read_after(queryset, after=_after(request), limit=limit)
        return self.page.records

    def get_paginated_response(self, data: Any) -> Response:
        more = self.page.more or self.waiting
        return Response({"results": data, "next_after": str(self.page.next_after), "more": more})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["results", "next_after", "more"],
            "properties": {
                "results": {**schema, "description": str(_RESULTS)},
                "next_after": {"type": "string", "pattern": "^[0-9]+$", "description": str(_NEXT)},
                "more": {"type": "boolean", "description": str(_MORE)},
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        after = {"type": "string", "pattern": "^[0-9]{1,18}$", "default": "0"}
        limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
        return [
            {"name": "after", "in": "query", "required": False, "schema": after, "description": str(_AFTER)},
            {"name": "limit", "in": "query", "required": False, "schema": limit, "description": str(_LIMIT)},
        ]


_RESULTS = gettext_lazy("依次发生的变更")
_NEXT = gettext_lazy("下一次请求的 after；没有新变更时也要记下")
_MORE = gettext_lazy("true：还有，请接着取；false：已经取到最新")
_AFTER = gettext_lazy("上一次返回的 next_after；第一次写 0，从头取起")
_LIMIT = gettext_lazy("每页条数，1 到 1000；超出范围是错误，不会自动截断")


def _after(request: Request) -> int:
    """The place to go on from. One that was never given out is an error: the caller must know that it follows another feed."""
    text = request.query_params.get("after", "0")
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        message = _("游标无效：第一次写 0，以后照上一次返回的 next_after")
        raise ValidationError({"after": [message]}, code="invalid")
    if int(text) > newest_position():
        message = _("没有这个位置的变更。请从 0 起重新读取")
        raise ValidationError({"after": [message]}, code="out_of_range")
    return int(text)
