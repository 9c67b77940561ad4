"""JSON that a script sends, taken apart word by word: anything else than what the grid sends is refused as a whole."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

#: More rows than any plan has in one request are refused: nobody types them.
MOST_ROWS = 1000
#: A cell longer than this was not meant to be one.
LONGEST = 10_000


class Refused(Exception):
    """The request is not what the grid sends; the sentence says what is wrong."""


def json_object(body: bytes) -> dict[str, Any]:
    """The object that the body is."""
    try:
        return an_object(json.loads(body))
    except (ValueError, RecursionError):
        raise Refused(_("内容不是 JSON。")) from None


def rows_of(said: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """What was sent of each row, by its id."""
    asked = said.get("rows")
    if not isinstance(asked, list) or len(asked) > MOST_ROWS:
        raise Refused(_("一次最多保存 %(most)d 行。") % {"most": MOST_ROWS})
    return {whole(an_object(one).get("row")): one for one in asked}


def an_object(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise Refused(_("内容的格式不对。"))
    return said


def whole(said: Any) -> int:
    """A number of something stored."""
    if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said < 2**31:
        raise Refused(_("编号必须是整数。"))
    return said


def lock_of(said: dict[str, Any]) -> int | None:
    """The count of saves that the person saw; None: nothing stood there."""
    lock = said.get("lock")
    return None if lock is None else whole(lock)


def text(said: Any) -> str:
    if not isinstance(said, str) or len(said) > LONGEST or not _storable(said):
        raise Refused(_("单元格的内容必须是文字，且不超过 %(most)d 字。") % {"most": LONGEST})
    return said


def texts(said: Any) -> dict[str, str]:
    """Texts by name; nothing where nothing was sent."""
    return {str(name): text(one) for name, one in an_object({} if said is None else said).items()}


def _storable(said: str) -> bool:
    """JSON can spell what no database takes: NUL, and half of a pair of surrogates."""
    return "\x00" not in said and not any("\ud800" <= character <= "\udfff" for character in said)
