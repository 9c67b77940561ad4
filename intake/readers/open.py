"""The one door of the readers: bytes or pasted text in, a document out, or the reason why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from files.kinds import Kind
from files.refusal import Unreadable, Why
from files.sniff import sniff
from intake.readers.document import Document
from intake.readers.html import read_html
from intake.readers.pdf import Progress, read_pdf
from intake.readers.text import from_string, read_text
from intake.readers.word import read_word
from intake.readers.workbook import read_workbook

MAX_BYTES: Final = 20 * 1024 * 1024  # a plan with pictures has about 5 MB
MAX_CHARACTERS: Final = 2_000_000  # a long plan has 200,000; every one of them is looked at many times
MAX_LINES: Final = 100_000  # a long plan has 6,000


def read_document(data: bytes, *, name: str = "", progress: Progress | None = None) -> Document:
    """The document that ``data`` holds. What it is, its content decides; ``name`` is not asked.

    ``progress`` is told each page before it is read and how many there are; only a PDF is read page by page. What it raises
    ends the reading if it is no ``Exception``. Raises ``Unreadable`` and nothing else.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(Why.TOO_LARGE, str(len(data)))
    if not data.strip():
        raise Unreadable(Why.EMPTY)
    kind = sniff(data)
    if kind is not Kind.PDF and kind not in _READERS:
        raise Unreadable(Why.BINARY, kind.value)
    try:
        return _checked(read_pdf(data, progress=progress) if kind is Kind.PDF else _READERS[kind](data))
    except Unreadable:
        raise
    except Exception as fault:  # whatever a library makes of a damaged file
        raise Unreadable(Why.DAMAGED) from fault


def read_pasted(text: str) -> Document:
    """The document of a text that somebody pasted; lines count from its first one. Raises ``Unreadable``."""
    if len(text) > MAX_BYTES:
        raise Unreadable(Why.TOO_LARGE, str(len(text)))
    return _checked(from_string(text))


def _checked(document: Document) -> Document:
    """The document, if it is no longer than anything that is a plan."""
    if len(document.lines) > MAX_LINES:
        raise Unreadable(Why.TOO_LARGE, f"lines:{len(document.lines)}")
    characters = sum(len(line.text) for line in document.lines)
    if characters > MAX_CHARACTERS:
        raise Unreadable(Why.TOO_LARGE, f"text:{characters}")
    return document


_READERS: Final[dict[Kind, Callable[[bytes], Document]]] = {
    Kind.TEXT: read_text,
    Kind.WORD: read_word,
    Kind.HTML: read_html,
    Kind.WORKBOOK: read_workbook,
}
