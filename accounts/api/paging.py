"""``limit`` with ``offset`` (counted, any order) or ``cursor`` (not counted, by id, stable while rows are added)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
MAX_OFFSET = 10_000_000
#: What ``cursor`` says on the first page.
FIRST_CURSOR = "*"
NAMES = ("limit", "offset", "cursor")


class ContractPagination(BasePagination):
    """Pages of ``count, next, previous, results``; ``count`` is null under a cursor: counting reads every row.

    Takes querysets of model rows and of tuples whose first column is the id.
    """

    count: int | None
    next_link: str | None
    previous_link: str | None

    def paginate_queryset(
        self, queryset: QuerySet[Any], request: Request, view: APIView | None = None
    ) -> Sequence[Any]:
        self.limit = limit_of(request)
        self.url = request.build_absolute_uri()
        self.listed = getattr(view, "listed", lambda rows: rows)
        if "cursor" not in request.query_params:
            return self._by_offset(queryset, request)
        for other in ("offset", "ordering"):
            if other in request.query_params:
                message = _("cursor 自有顺序，不能与 %(other)s 同时使用") % {"other": other}
                raise ValidationError({other: [message]}, code="conflict")
        return self._by_cursor(queryset, request.query_params["cursor"])

    def _by_offset(self, queryset: QuerySet[Any], request: Request) -> Sequence[Any]:
        offset = _whole_number(request, "offset", default=0, low=0, high=MAX_OFFSET)
        page = list(self.listed(queryset)[offset : offset + self.limit])
        whole = len(page) < self.limit and (page or offset == 0)  # the last page says how many there are
        self.count = offset + len(page) if whole else queryset.count()
        more, back = offset + self.limit < self.count, max(offset - self.limit, 0)
        self.next_link = self._link(offset=offset + self.limit) if more else None
        self.previous_link = self._link(offset=back or None) if offset else None
        return page

    def _by_cursor(self, queryset: QuerySet[Any], cursor: str) -> Sequence[Any]:
        backwards, bound = (False, 0) if cursor == FIRST_CURSOR else _read_cursor(cursor)
        rows = queryset.filter(pk__lt=bound) if backwards else queryset.filter(pk__gt=bound)
        page = list(self.listed(rows.order_by("-pk" if backwards else "pk"))[: self.limit + 1])
        more, page = len(page) > self.limit, page[: self.limit]
        if backwards:
            page.reverse()
        self.count = None
        has_next, has_previous = (bool(page), more) if backwards else (more, bool(page) and bound > 0)
        self.next_link = self._link(cursor=_write_cursor(False, _id(page[-1]))) if has_next else None
        self.previous_link = self._link(cursor=_write_cursor(True, _id(page[0]))) if has_previous else None
        return page

    def _link(self, **parameters: Any) -> str:
        url = self.url
        for name, value in parameters.items():
            url = remove_query_param(url, name) if value is None else replace_query_param(url, name, value)
        return url

    def get_paginated_response(self, data: Any) -> Response:
        body = {"count": self.count, "next": self.next_link, "previous": self.previous_link, "results": data}
        links = [
            f'<{url}>; rel="{rel}"' for rel, url in (("next", self.next_link), ("prev", self.previous_link)) if url
        ]
        return Response(body, headers={"Link": ", ".join(links)} if links else None)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": ["integer", "null"], "minimum": 0, "description": str(_COUNT)},
                "next": {**link, "description": str(_NEXT)},
                "previous": {**link, "description": str(_PREVIOUS)},
                "results": {**schema, "description": str(_RESULTS)},
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        def parameter(name: str, schema: dict[str, Any], description: Any) -> dict[str, Any]:
            return {"name": name, "in": "query", "required": False, "schema": schema, "description": str(description)}

        limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}
        offset = {"type": "integer", "minimum": 0, "maximum": MAX_OFFSET}
        return [
            parameter("limit", limit, _LIMIT),
            parameter("offset", offset, _OFFSET),
            parameter("cursor", {"type": "string", "pattern": r"^(\*|[A-Za-z0-9_-]+)$"}, _CURSOR),
        ]


_COUNT = gettext_lazy("符合条件的总条数；用 cursor 翻页时不计数，为 null")
_NEXT = gettext_lazy("下一页的地址；没有下一页时为 null")
_PREVIOUS = gettext_lazy("上一页的地址；没有上一页时为 null")
_RESULTS = gettext_lazy("本页的数据")
_LIMIT = gettext_lazy("每页条数，1 到 1000；超出范围是错误，不会自动截断")
_OFFSET = gettext_lazy("跳过多少条")
_CURSOR = gettext_lazy("按 id 顺序翻页：第一页写 *，以后照 next 中的写；翻页期间新增的数据不会造成重复或遗漏")


def limit_of(request: Request) -> int:
    """How many a page may hold, as the request asks."""
    return _whole_number(request, "limit", default=DEFAULT_LIMIT, low=1, high=MAX_LIMIT)


def _whole_number(request: Request, name: str, *, default: int, low: int, high: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or not low <= int(text) <= high:
        message = _("须为 %(low)s 到 %(high)s 之间的整数") % {"low": low, "high": high}
        raise ValidationError({name: [message]}, code="out_of_range")
    return int(text)


def _id(item: Any) -> int:
    return int(item[0] if isinstance(item, tuple) else item.pk)


def _write_cursor(backwards: bool, bound: int) -> str:
    return base64.urlsafe_b64encode(f"{'b' if backwards else 'f'}{bound}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str) -> tuple[bool, int]:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        if text[:1] not in {"f", "b"} or not text[1:].isdigit() or len(text) > 19:
            raise ValueError(text)
    except (ValueError, binascii.Error):
        message = _("游标无效：第一页写 *，以后照上一次返回的 next 或 previous")
        raise ValidationError({"cursor": [message]}, code="invalid") from None
    return text[0] == "b", int(text[1:])
