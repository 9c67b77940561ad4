"""Query parameters, taken strictly: an unknown, repeated, empty or wrong one is an error, never ignored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import MultipleChoiceFilter
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from accounts.api import paging
from accounts.api.callers import caller_of, refuse
from regions.models import Region


class StrictFilterBackend(DjangoFilterBackend):
    """DjangoFilterBackend that refuses what it does not know and what lies outside the caller's regions."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset_class = self.get_filterset_class(view, queryset)
        filters = filterset_class.base_filters if filterset_class else {}
        many = {name for name, known in filters.items() if isinstance(known, MultipleChoiceFilter)}
        check_parameters(request, known=[*filters, *paging.NAMES], many=many)
        if filters.keys().isdisjoint(request.query_params):
            return queryset  # nothing to filter by, and building the form costs more than a page of fifty rows
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            raise ValidationError(
                {
                    name: [ErrorDetail(error["message"], code=error["code"] or "invalid") for error in errors]
                    for name, errors in filterset.errors.get_json_data().items()
                }
            )
        refuse_regions_out_of_reach(request, filterset.form.cleaned_data.values())
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


def refuse_regions_out_of_reach(request: Request, values: Iterable[Any]) -> None:
    """403 where a filter names a region, or a plan, row or unit of a region, that the caller does not reach."""
    caller = caller_of(request)
    for value in values:
        region = _region_of(value)
        if region is not None and not caller.reaches(region):
            detail = _("%(region)s 不在您的地区范围内。") % {"region": f"{region.code} {region.name}"}
            refuse(request, f"region {region.code} is out of scope", detail)


def _region_of(value: Any) -> Region | None:
    if isinstance(value, Region):
        return value
    owner = getattr(getattr(value, "row", value), "plan", value)
    region = getattr(owner, "region", None)
    return region if isinstance(region, Region) else None
