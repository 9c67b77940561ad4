"""The one door of the readers: bytes or pasted text in, a document out, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from intake.readers.document import Document, Kind
from intake.readers.html import read_html
from intake.readers.pdf import read_pdf
from intake.readers.refusal import Unreadable, Why
from intake.readers.sniff import sniff
from intake.readers.text import from_string, read_text
from intake.readers.word import read_word
from intake.readers.workbook import read_workbook

MAX_BYTES: Final = 20 * 1024 * 1024  # a plan with pictures has about 5 MB


def read_document(data: bytes, *, name: str = "") -> Document:
    """The document that ``data`` holds. What it is, its content decides; ``name`` is not asked.

    Raises ``Unreadable`` and nothing else.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(Why.TOO_LARGE, str(len(data)))
    if not data.strip():
        raise Unreadable(Why.EMPTY)
    reader = _READERS[sniff(data)]
    try:
        return reader(data)
    except Unreadable:
        raise
    except Exception as fault:  # whatever a library makes of a damaged file
        raise Unreadable(Why.DAMAGED) from fault


def read_pasted(text: str) -> Document:
    """The document of a text that somebody pasted; lines count from its first one. Raises ``Unreadable``."""
    if len(text) > MAX_BYTES:
        raise Unreadable(Why.TOO_LARGE, str(len(text)))
    return from_string(text)


_READERS: Final[dict[Kind, Callable[[bytes], Document]]] = {
    Kind.TEXT: read_text,
    Kind.WORD: read_word,
    Kind.HTML: read_html,
    Kind.WORKBOOK: read_workbook,
    Kind.PDF: read_pdf,
}
