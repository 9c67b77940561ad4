"""The last touches to the OpenAPI schema: named enums, headers, CSV, objects with fewer fields. Exact to the last field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.hooks import postprocess_schema_enum_id_removal

from accounts.api import shapes

Node = dict[str, Any]

#: What ``accounts.api.schema`` leaves at an enum that has a name, and at a property of an object that is going away.
ENUM, WORDS = "x-enum-name", "x-enum-words"


def complete(result: Node, generator: Any, **_rest: Any) -> Node:
    """drf-spectacular's POSTPROCESSING_HOOKS."""
    postprocess_schema_enum_id_removal(result, generator)
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    named: dict[str, Node] = {}
    result["paths"], components["schemas"] = _name_enums(result["paths"], named), _name_enums(schemas, named)
    components["schemas"] |= named
    codes = {frozenset(enum["enum"]): name for name, enum in named.items()}
    components["headers"] = _headers()
    for name, example in _examples().items():
        if name in components["schemas"]:
            components["schemas"][name]["examples"] = [example]
    for name, schema in components["schemas"].items():
        if not name.endswith("Request"):
            for member in schema.get("properties", {}).values():
                member.pop("readOnly", None)
    for operation in _operations(result):
        _list_shapes(operation, components["schemas"])
        for parameter in operation.get("parameters", ()):
            _tidy_parameter(parameter, codes)
        _say_headers(operation)
    components["schemas"] = dict(sorted(components["schemas"].items()))
    return result


def _examples() -> Node:
    """Objects as the real plans and bulletins give them, by component (data/api_examples.json)."""
    found: Node = json.loads((settings.BASE_DIR / "data" / "api_examples.json").read_text(encoding="utf-8"))
    return found


def _operations(result: Node) -> Iterator[Node]:
    for methods in result["paths"].values():
        for method, operation in methods.items():
            if method in {"get", "put", "post", "patch", "delete"}:
                yield operation


def _name_enums(node: Any, named: dict[str, Node]) -> Any:
    """``node`` with every enum that has a name as a reference to a component."""
    if isinstance(node, list):
        return [_name_enums(one, named) for one in node]
    if not isinstance(node, dict):
        return node
    if ENUM not in node:
        return {key: _name_enums(value, named) for key, value in node.items()}
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    kind = next(one for one in kinds if one != "null")
    words = "\n".join(f"* `{code}` {word}" for code, word in node[WORDS])
    named[node[ENUM]] = {"type": kind, "enum": [code for code, _word in node[WORDS]], "description": words}
    reference = {"$ref": f"#/components/schemas/{node[ENUM]}"}
    rest = {key: value for key, value in node.items() if key not in {"type", "enum", "readOnly", ENUM, WORDS}}
    if "null" in kinds:
        return {"oneOf": [reference, {"type": "null"}], **rest}
    return {"allOf": [reference], **rest} if rest else reference


def _tidy_parameter(parameter: Node, codes: dict[frozenset[Any], str]) -> None:
    """A path's id is a number; codes that the answers have too are the same enum."""
    schema = parameter.get("schema", {})
    if parameter.get("in") == "path":
        if parameter["name"] == "id":
            parameter["schema"] = {"type": "integer", "minimum": 1}
        parameter.setdefault("description", _("编号") if parameter["name"] == "id" else _("代码"))
    for one in (schema, schema.get("items", {})):
        one.pop("title", None)
        if (name := codes.get(frozenset(one.get("enum", ())))) is not None:
            one.clear()
            one["$ref"] = f"#/components/schemas/{name}"


def _list_shapes(operation: Node, schemas: Node) -> None:
    """A list that takes ``fields``: its objects may have some of the members only. And as CSV it is a text."""
    content = operation["responses"].get("200", {}).get("content", {})
    if "text/csv" in content:
        content["text/csv"] = {"schema": {"type": "string"}}
    if not any(one.get("name") == shapes.NAME for one in operation.get("parameters", ())):
        return
    page = schemas[_name_of(content["application/json"]["schema"])]
    results = page["properties"]["results"]
    if "anyOf" in results["items"]:  # another operation lists the same
        return
    whole = _name_of(results["items"])
    some = f"Some{whole}"
    schemas[some] = {
        "type": "object",
        "description": _("只有 fields 所要的那些成员。"),
        "properties": schemas[whole]["properties"],
        "minProperties": 1,
    }
    results["items"] = {"anyOf": [{"$ref": f"#/components/schemas/{whole}"}, {"$ref": f"#/components/schemas/{some}"}]}


def _name_of(reference: Node) -> str:
    return str(reference["$ref"]).rpartition("/")[2]


def _say_headers(operation: Node) -> None:
    """What every answer says of itself."""
    successes = [status for status in operation["responses"] if status.startswith(("2", "3"))]
    reads = "304" in operation["responses"]
    if reads:
        operation.setdefault("parameters", []).append(_parameter("If-None-Match", _("上次的 ETag；内容未变时回 304")))
    operation.setdefault("parameters", []).append(
        _parameter("Accept-Language", _("说明文字要什么语言：先中文时为中文，先英文（en）时为英文；代码不变"))
    )
    for status, answer in operation["responses"].items():
        names = ["ContentLanguage"]
        names += ["ETag"] if reads and status in successes else []
        names += ["Link"] if status == "200" and "text/csv" in answer.get("content", {}) else []
        names += ["WWWAuthenticate"] if status == "401" else ["RateLimit", "RateLimitPolicy"]
        names += ["RetryAfter"] if status == "429" else []
        names += ["Deprecation", "Sunset"] if status == "200" and operation.get("deprecated") else []
        said = {_HEADERS[name]: {"$ref": f"#/components/headers/{name}"} for name in names}
        answer["headers"] = said | answer.get("headers", {})


_HEADERS = {
    "ContentLanguage": "Content-Language",
    "Deprecation": "Deprecation",
    "ETag": "ETag",
    "Link": "Link",
    "RateLimit": "RateLimit",
    "RateLimitPolicy": "RateLimit-Policy",
    "RetryAfter": "Retry-After",
    "Sunset": "Sunset",
    "WWWAuthenticate": "WWW-Authenticate",
}


def _headers() -> Node:
    def header(description: str, schema: Node, *, required: bool = True) -> Node:
        return {"description": description, "required": required, "schema": schema}

    text = {"type": "string"}
    return {
        "ContentLanguage": header(_("说明文字的语言"), {"type": "string", "enum": ["zh-hans", "en"]}),
        "Deprecation": header(
            _("自何时起不建议再用：@ 加 Unix 秒"), {"type": "string", "pattern": "^@[0-9]+$"}, required=False
        ),
        "ETag": header(_("这份内容的标识；下次放进 If-None-Match"), {"type": "string", "pattern": '^(W/)?"[^"]+"$'}),
        "Link": header(_("下一页（rel=next）和上一页（rel=prev）的地址；没有时不出现"), text, required=False),
        "RateLimit": header(
            _("本分钟还可请求多少次（r）、几秒后恢复（t）；暂时无法计数时不出现"), text, required=False
        ),
        "RateLimitPolicy": header(_("每多少秒（w）可请求多少次（q）；暂时无法计数时不出现"), text, required=False),
        "RetryAfter": header(_("几秒后可再请求"), {"type": "integer", "minimum": 1}),
        "Sunset": header(_("到何时停用（HTTP 日期）；未定时不出现"), text, required=False),
        "WWWAuthenticate": header(_("所要的身份验证方式"), text),
    }


def _parameter(name: str, description: str) -> Node:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": {"type": "string"}}
