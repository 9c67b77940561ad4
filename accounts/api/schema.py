"""The OpenAPI schema: every operation also says how it fails."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from accounts.api import shapes
from accounts.api.authentication import KeyAuthentication
from accounts.api.codes import KINDS, kind_of
from accounts.api.contract import ENUM, WORDS
from accounts.api.problems import CONTENT_TYPE, ProblemSerializer


class ContractSchema(AutoSchema):
    """AutoSchema plus the problems that each operation may answer, and the fields that a list may be asked for."""

    def is_deprecated(self) -> bool:
        """Of a list that is going."""
        return super().is_deprecated() or getattr(self.view, "deprecation", None) is not None

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        """Fields that are going say so."""
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        for name in getattr(getattr(serializer, "Meta", None), "deprecated", {}):
            schema["properties"][name]["deprecated"] = True
        return schema

    def get_override_parameters(self) -> list[Any]:
        """``fields`` of a list, as the contract of its objects lists them."""
        found: list[Any] = super().get_override_parameters()
        if shapes.NAME not in getattr(self.view, "shaping", ()) or not self._is_list_view():
            return found
        names = list(self.view.get_serializer_class().Meta.fields)
        items = {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1, "uniqueItems": True}
        wanted = OpenApiParameter(
            shapes.NAME, items, explode=False, style="form", description=_("只要这些成员，用逗号隔开；不写时为全部")
        )
        return [*found, wanted]

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        failures = {400, 401, 403, 406, 429, 500} | (set() if self._is_list_view() else {404})
        failures = set(getattr(self.view, "failures", failures))
        for status in sorted(failures - {int(status) for status in bodies if status.isdecimal()}):
            body = self._get_response_for_code(ProblemSerializer, str(status), [CONTENT_TYPE], direction)
            bodies[str(status)] = {**body, "description": str(KINDS[kind_of(status)].title)}
        if self.method == "GET" and getattr(self.view, "conditional", True):
            bodies["304"] = {"description": _("ETag 未变，没有内容")}
        for body in bodies.values():
            body["description"] = body.get("description") or _("成功")
        return bodies


class CodeField(OpenApiSerializerFieldExtension):
    """A closed list of codes becomes an enum that has a name; ``contract.complete`` makes it a component."""

    target_class = "accounts.api.fields.Code"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        codes = list(self.target.choices)
        kind = "integer" if all(isinstance(code, int) for code in codes) else "string"
        words = [(code, _(str(word))) for code, word in self.target.choices.items()]
        return {"type": kind, "enum": codes, ENUM: self.target.name_in_schema, WORDS: words}


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
