"""What of a schema would break a program that was written against the one before. Version 1 only ever grows.

Answers may get new members, and operations new parameters that may be left out; whatever was promised stays: members, their
types, that they are there and not null, the codes they may have, and everything that could be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]

#: Bounds of what may be sent: a larger minimum or a smaller maximum refuses what was accepted.
_LEAST, _MOST = ("minimum", "minLength", "minItems"), ("maximum", "maxLength", "maxItems")


def breaks(old: Node, new: Node) -> list[str]:
    """What a program relies on by ``old`` and would no longer find by ``new``; both OpenAPI 3.1."""
    return sorted(set(_paths(old, new)))


def _paths(old: Node, new: Node) -> Iterator[str]:
    for path, methods in old["paths"].items():
        for method, before in methods.items():
            where = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            if after is None:
                yield f"{where}: is gone"
            else:
                yield from _operation(where, before, after, old, new)


def _operation(where: str, before: Node, after: Node, old: Node, new: Node) -> Iterator[str]:
    known = {(one["in"], one["name"]): one for one in before.get("parameters", ())}
    offered = {(one["in"], one["name"]): one for one in after.get("parameters", ())}
    for key, parameter in known.items():
        if key not in offered:
            yield f"{where} ?{key[1]}: is gone"
        else:
            yield from _Sent(old, new).differences(f"{where} ?{key[1]}", parameter["schema"], offered[key]["schema"])
    for key, parameter in offered.items():
        if parameter.get("required") and not known.get(key, {}).get("required"):
            yield f"{where} ?{key[1]}: is required now"
    if (body := before.get("requestBody")) is not None:
        yield from _contents(f"{where} body", body, after.get("requestBody", {}), _Sent(old, new))
    for status, answer in before["responses"].items():
        if status not in after["responses"]:
            yield f"{where} {status}: is gone"
        else:
            yield from _contents(f"{where} {status}", answer, after["responses"][status], _Answered(old, new))
            for header in answer.get("headers", {}).keys() - after["responses"][status].get("headers", {}).keys():
                yield f"{where} {status}: the header {header} is gone"


def _contents(where: str, before: Node, after: Node, compared: _Compared) -> Iterator[str]:
    for kind, content in before.get("content", {}).items():
        if kind not in after.get("content", {}):
            yield f"{where}: {kind} is gone"
        else:
            yield from compared.differences(where, content.get("schema", {}), after["content"][kind].get("schema", {}))


class _Compared:
    """Two schemas of the same thing. Components are compared where they are used, each pair once."""

    def __init__(self, old: Node, new: Node) -> None:
        self._old, self._new = old, new
        self._seen: set[tuple[str, str]] = set()

    def differences(self, where: str, before: Node, after: Node) -> Iterator[str]:
        pair = (before.get("$ref", ""), after.get("$ref", ""))
        if all(pair):
            if pair in self._seen:
                return
            self._seen.add(pair)
        before, after = _resolved(before, self._old), _resolved(after, self._new)
        yield from self._types(where, before, after)
        yield from self._members(where, before, after)
        yield from self._variants(where, before, after)
        if "items" in before and "items" in after:
            yield from self.differences(f"{where}[]", before["items"], after["items"])

    def _types(self, where: str, before: Node, after: Node) -> Iterator[str]:
        raise NotImplementedError

    def _members(self, where: str, before: Node, after: Node) -> Iterator[str]:
        for name, member in before.get("properties", {}).items():
            if name not in after.get("properties", {}):
                yield f"{where}.{name}: is gone"
            else:
                yield from self.differences(f"{where}.{name}", member, after["properties"][name])

    def _variants(self, where: str, before: Node, after: Node) -> Iterator[str]:
        ours, theirs = _variants_of(before), _variants_of(after)
        if len(theirs) < len(ours):
            yield f"{where}: has fewer forms"
        for one, other in zip(ours, theirs, strict=False):
            yield from self.differences(where, one, other)


class _Answered(_Compared):
    """What comes back: nothing that was promised may be missing, and nothing may come that was excluded."""

    def _types(self, where: str, before: Node, after: Node) -> Iterator[str]:
        if _kinds(before) and not _kinds(after) <= _kinds(before):
            yield f"{where}: {_said(_kinds(before))} became {_said(_kinds(after))}"
        if "enum" in before and (more := set(after.get("enum", ["anything"])) - set(before["enum"])):
            yield f"{where}: may be {_said(more)} now"
        if before.get("format") != after.get("format") and "format" in before:
            yield f"{where}: has another format"

    def _members(self, where: str, before: Node, after: Node) -> Iterator[str]:
        yield from super()._members(where, before, after)
        for name in set(before.get("required", ())) - set(after.get("required", ())):
            yield f"{where}.{name}: may be missing now"


class _Sent(_Compared):
    """What goes in: whatever was accepted must be accepted still."""

    def _types(self, where: str, before: Node, after: Node) -> Iterator[str]:
        if _kinds(before) and _kinds(after) and not _kinds(before) <= _kinds(after):
            yield f"{where}: {_said(_kinds(before))} became {_said(_kinds(after))}"
        if "enum" in after and (less := set(before.get("enum", ["anything"])) - set(after["enum"])):
            yield f"{where}: may not be {_said(less)} any more"
        if after.get("pattern") not in {None, before.get("pattern")}:
            yield f"{where}: has another pattern"
        for bound in _LEAST:
            if bound in after and after[bound] > before.get(bound, 0 if bound != "minimum" else float("-inf")):
                yield f"{where}: {bound} is {after[bound]} now"
        for bound in _MOST:
            if bound in after and after[bound] < before.get(bound, float("inf")):
                yield f"{where}: {bound} is {after[bound]} now"

    def _members(self, where: str, before: Node, after: Node) -> Iterator[str]:
        yield from super()._members(where, before, after)
        for name in set(after.get("required", ())) - set(before.get("required", ())):
            yield f"{where}.{name}: is required now"


def _resolved(schema: Node, whole: Node) -> Node:
    """The schema that a reference leads to; what stands beside it says no more about values."""
    while True:
        if len(schema.get("allOf", ())) == 1:
            schema = schema["allOf"][0]
        elif "$ref" in schema:
            schema = whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        else:
            return schema


def _variants_of(schema: Node) -> list[Node]:
    return [*schema.get("oneOf", ()), *schema.get("anyOf", ())]


def _kinds(schema: Node) -> set[str]:
    kinds = schema.get("type", [])
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _said(values: set[Any]) -> str:
    return ", ".join(sorted(map(str, values)))
