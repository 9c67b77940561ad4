"""The kinds of files that are told apart, and how each is named and served."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What the content of a file turned out to be; its name is not asked."""

    TEXT = "text"
    WORD = "docx"
    PDF = "pdf"
    HTML = "html"
    WORKBOOK = "xlsx"
    PNG = "png"
    JPEG = "jpeg"


#: How the names of such files end, in small letters; the usual one first.
SUFFIXES: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.TEXT: (".txt", ".md", ".csv"),
    Kind.WORD: (".docx", ".dotx"),
    Kind.PDF: (".pdf",),
    Kind.HTML: (".html", ".htm"),
    Kind.WORKBOOK: (".xlsx", ".xltx"),
    Kind.PNG: (".png",),
    Kind.JPEG: (".jpg", ".jpeg"),
}

#: What is said to a browser that such a file is.
MEDIA_TYPES: Final[dict[Kind, str]] = {
    Kind.TEXT: "text/plain; charset=utf-8",
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.PDF: "application/pdf",
    Kind.HTML: "text/html; charset=utf-8",
    Kind.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
}
