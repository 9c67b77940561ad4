"""The body of a request as JSON, taken strictly: exact numbers, no key twice, nothing that is no text."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from accounts.api.problems import Problem

#: Bytes of a body; 5,000 rows with long notes are about half of it.
LARGEST = 8 * 1024 * 1024
#: Digits of a number that are read at all: no figure has more than 28.
_DIGITS = 400
_HALF_OF_A_PAIR = re.compile(r"\\u[dD][89a-fA-F]")


class RawBody(BaseParser):
    """The bytes as they came, for whoever reads and digests them. Other content types are a 415."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> bytes:
        length = str(parser_context["request"].META.get("CONTENT_LENGTH") or "0")
        if not length.isdecimal() or int(length) > LARGEST:
            raise Problem(413, _("请求最大 %(most)d MB；请分成几次发送。") % {"most": LARGEST >> 20})
        return bytes(stream.read())


class _NoNumber:
    """What JSON has no word for (NaN, Infinity) and what no machine holds: refused where a number is expected, by its path."""


def loads(body: bytes) -> Any:
    """The JSON of a body; ``ParseError`` where it is none. Whole numbers are int, all others Decimal, to the last digit."""
    try:
        text = body.decode("utf-8")
        found = json.loads(
            text,
            parse_float=_exact,
            parse_int=_whole,
            parse_constant=lambda _word: _NoNumber(),
            object_pairs_hook=_once,
        )
        if _HALF_OF_A_PAIR.search(text):
            json.dumps(found, ensure_ascii=False, default=str).encode()  # half a pair of surrogates is no character
    except UnicodeError:
        raise ParseError(_("请求内容须为 UTF-8 编码的 JSON。")) from None
    except (ValueError, RecursionError):
        raise ParseError(_("请求内容不是有效的 JSON。")) from None
    return found


def _whole(text: str) -> Any:
    return int(text) if len(text) <= _DIGITS else _exact(text)


def _exact(text: str) -> Any:
    try:
        return Decimal(text) if len(text) <= _DIGITS else _NoNumber()
    except InvalidOperation:  # an exponent beyond all measure
        return _NoNumber()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError(_("请求内容的同一对象里，有的字段写了两次。"))
    return found
