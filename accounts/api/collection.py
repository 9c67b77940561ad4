"""The schema as a collection of requests (Postman 2.1), which such programs open: every operation, ready to send."""

from __future__ import annotations

import json
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collection(document: dict[str, Any], *, base: str) -> dict[str, Any]:
    """The collection of an OpenAPI document. ``base``: scheme, host and port that its variable ``base`` begins with.

    One folder a resource. Optional parameters are there, switched off; the key is the variable ``key``, empty: nobody's is told.
    """
    folders: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            folders.setdefault(operation["tags"][0], []).append(_item(document, path, method, operation))
    return {
        "info": {
            "name": document["info"]["title"],
            "description": document["info"].get("description", ""),
            "schema": FORMAT,
        },
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{key}}", "type": "string"}]},
        "variable": [{"key": "base", "value": base}, {"key": "key", "value": ""}],
        "item": [{"name": name, "item": items} for name, items in sorted(folders.items())],
    }


def _item(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = operation.get("parameters", [])
    of = {place: [one for one in parameters if one["in"] == place] for place in ("query", "path", "header")}
    request: dict[str, Any] = {
        "method": method.upper(),
        "description": operation.get("description", ""),
        "header": [_switched_off(document, one) for one in of["header"]],
        "url": {
            "raw": "{{base}}" + path,
            "host": ["{{base}}"],
            "path": [f":{step[1:-1]}" if step.startswith("{") else step for step in path.split("/")[1:]],
            "query": [_switched_off(document, one) for one in of["query"]],
            "variable": [_parameter(document, one) for one in of["path"]],
        },
    }
    if body := operation.get("requestBody", {}).get("content", {}).get("application/json"):
        request["header"].append({"key": "Content-Type", "value": "application/json"})
        raw = json.dumps(_sample_body(document, body), ensure_ascii=False, indent=2)
        request["body"] = {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
    return {"name": operation["operationId"], "request": request, "response": []}


def _parameter(document: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    said = parameter.get("example", _sample(document, parameter["schema"]))
    value = said if isinstance(said, str) else json.dumps(said)
    return {"key": parameter["name"], "value": value, "description": parameter.get("description", "")}


def _switched_off(document: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    return _parameter(document, parameter) | {"disabled": not parameter.get("required", False)}


def _sample_body(document: dict[str, Any], body: dict[str, Any]) -> Any:
    """The first example that the schema gives, or what its fields say of themselves."""
    for example in body.get("examples", {}).values():
        return example["value"]
    return body.get("example", _sample(document, body["schema"]))


def _sample(document: dict[str, Any], schema: dict[str, Any]) -> Any:
    """What stands in for a value: its example, its default, its first word; of an object what is required or has an example."""
    for word in ("example", "default"):
        if word in schema:
            return schema[word]
    for one in (schema.get("$ref"), *(part.get("$ref") for part in schema.get("allOf", ()))):
        if one:
            return _sample(document, _named(document, one))
    if "enum" in schema:
        return schema["enum"][0]
    if "properties" in schema:
        wanted = set(schema.get("required", ()))
        fields = schema["properties"].items()
        return {name: _sample(document, one) for name, one in fields if name in wanted or "example" in one}
    if "items" in schema:
        return [_sample(document, schema["items"])]
    return {"integer": 1, "number": 1, "boolean": True}.get(str(schema.get("type")), "")


def _named(document: dict[str, Any], reference: str) -> dict[str, Any]:
    found: dict[str, Any] = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


class CollectionView(APIView):
    """``/api/docs/collection.json``, for whoever may see the schema."""

    permission_classes = (IsAuthenticated,)
    schema = None

    def get(self, request: Request) -> Response:
        document = SchemaGenerator().get_schema(request=request, public=True)
        made = collection(document, base=request.build_absolute_uri("/").rstrip("/"))
        return Response(made, headers={"Content-Disposition": 'attachment; filename="collection.json"'})
