"""Why a file cannot be read."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The reasons that are told apart; the words for people stand where people are."""

    EMPTY = "empty"  # no byte, or nothing but blanks
    TOO_LARGE = "too_large"  # the file itself, its pages, its text or a table of it: ``detail`` says which
    TOO_LONG = "too_long"  # reading took longer than any document should; ``detail``: the page it came to, of a PDF
    BOMB = "bomb"  # small packed, far too large unpacked
    NO_TEXT = "no_text"  # a scan: pages without a text layer
    OLD_WORD = "old_word"  # .doc, .wps
    OLD_EXCEL = "old_excel"  # .xls, .et
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    DAMAGED = "damaged"  # truncated, or not what its first bytes promise
    BINARY = "binary"  # of no known kind, or of none that is asked for
    MISNAMED = "misnamed"  # the name ends otherwise than the content says


class Unreadable(Exception):
    """A file that cannot be read. ``detail``: a number or name for the message, "" for none.

    TOO_LARGE: bytes of the file ("50000000"), of its text unpacked ("xml:60000000"), characters or
    lines of its text ("text:3000000", "lines:200000"), pages ("601页"), an overfull page
    ("第7页") or sheet ("汇总: 9000 × 90"). TOO_LONG: a page. DAMAGED: a line ("12") or a part. NO_TEXT: pages ("2/3").
    BINARY: what it is ("rtf"). MISNAMED: the ending it should have (".pdf").
    """

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else str(why))
        self.why = why
        self.detail = detail
