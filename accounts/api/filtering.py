"""Query parameters, taken strictly: an unknown, repeated, empty or wrong one is an error, never ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import FilterSet, ModelChoiceFilter, MultipleChoiceFilter
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from accounts.api import paging
from accounts.api.callers import caller_of, note_refusal
from accounts.api.reach import reached


class StrictFilterBackend(DjangoFilterBackend):
    """DjangoFilterBackend that refuses what it does not know; what lies outside the caller's reach does not exist for it."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset_class = self.get_filterset_class(view, queryset)
        filters = filterset_class.base_filters if filterset_class else {}
        many = {name for name, known in filters.items() if isinstance(known, MultipleChoiceFilter)}
        paging_names = getattr(view.pagination_class, "names", paging.NAMES)
        check_parameters(request, known=[*filters, *paging_names, *view.shaping], many=many)
        if filters.keys().isdisjoint(request.query_params):
            return queryset  # nothing to filter by, and building the form costs more than a page of fifty rows
        filterset = self.get_filterset(request, queryset, view)
        named = list(_named(filterset, request))
        everything = {name: known.get_queryset(request) for name, known in named}
        caller = caller_of(request)
        for name, known in named:
            known.queryset = reached(everything[name], caller)
        if not filterset.is_valid():
            _note_foreign(request, everything, named)
            raise ValidationError(
                {
                    name: [ErrorDetail(error["message"], code=error["code"] or "invalid") for error in errors]
                    for name, errors in filterset.errors.get_json_data().items()
                }
            )
        return filterset.qs


def check_parameters(request: Request, *, known: Iterable[str], many: Iterable[str] = ()) -> None:
    """Unknown, repeated and empty query parameters, all told at once."""
    errors: dict[str, list[ErrorDetail]] = {}
    known, many = set(known), set(many)
    for name, values in request.query_params.lists():
        if name not in known:
            message = _("没有这个参数。可用：%(known)s") % {"known": "、".join(sorted(known)) or _("无")}
            errors[name] = [ErrorDetail(message, code="unknown")]
        elif len(values) > 1 and name not in many:
            errors[name] = [ErrorDetail(_("这个参数只能写一次"), code="repeated")]
        elif not all(values):
            errors[name] = [ErrorDetail(_("参数不能为空；不需要时请去掉"), code="blank")]
    if errors:
        raise ValidationError(errors)


def _named(filterset: FilterSet, request: Request) -> Iterator[tuple[str, ModelChoiceFilter]]:
    """The filters of this request that name a row: a region, a plan, a unit."""
    for name, known in filterset.filters.items():
        if isinstance(known, ModelChoiceFilter) and name in request.query_params:
            yield name, known


def _note_foreign(
    request: Request, everything: dict[str, QuerySet[Any]], named: list[tuple[str, ModelChoiceFilter]]
) -> None:
    """The log tells what is there and out of reach from what is not there at all; the answer is the same."""
    for name, known in named:
        key = known.extra.get("to_field_name") or "pk"
        value = request.query_params[name]
        try:
            there, mine = (rows.filter(**{key: value}).exists() for rows in (everything[name], known.queryset))
        except ValueError:  # no number, or a NUL
            continue
        if there and not mine:
            note_refusal(request, f"{name} {value!r} is out of scope")
