"""The OpenAPI schema: every operation also says how it fails."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from accounts.api.authentication import KeyAuthentication
from accounts.api.codes import KINDS, kind_of
from accounts.api.problems import CONTENT_TYPE, ProblemSerializer


class ContractSchema(AutoSchema):
    """AutoSchema plus the problems that each operation may answer."""

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        failures = (400, 401, 403, 406, 429, 500) if self._is_list_view() else (400, 401, 403, 404, 406, 429, 500)
        failures = getattr(self.view, "failures", failures)
        for status in failures:
            if str(status) in bodies:
                continue
            body = self._get_response_for_code(ProblemSerializer, str(status), [CONTENT_TYPE], direction)
            bodies[str(status)] = {**body, "description": str(KINDS[kind_of(status)].title)}
        if self.method == "GET":
            bodies["304"] = {"description": _("ETag 未变，没有内容")}
        return bodies


class KeyScheme(OpenApiAuthenticationExtension):
    """How the schema describes a key."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": _("管理员签发的接口密钥")}


class StrictFilters(DjangoFilterExtension):
    """Filters of the schema, each described by the help text of its FilterSet."""

    target_class = "accounts.api.filtering.StrictFilterBackend"
    priority = 1

    def resolve_filter_field(
        self, auto_schema: Any, model: Any, filterset_class: Any, field_name: str, filter_field: Any
    ) -> list[dict[str, Any]]:
        found = super().resolve_filter_field(auto_schema, model, filterset_class, field_name, filter_field)
        described = {"description": str(filter_field.extra.get("help_text", ""))}
        return [parameter | described | {"schema": _not_empty(parameter["schema"])} for parameter in found]


def _not_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """What a parameter may be, without the empty one, which is refused. A Chinese title would name the types of generated clients."""
    schema = {word: said for word, said in schema.items() if word != "title"}
    if schema.get("type") == "array":
        return {"minItems": 1} | schema
    free = schema.get("type") == "string" and schema.keys().isdisjoint({"enum", "pattern", "format"})
    return {"minLength": 1} | schema if free else schema
