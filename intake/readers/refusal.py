"""Why a file cannot be read."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The reasons that are told apart; the words for people stand where people are."""

    EMPTY = "empty"  # no byte, or nothing but blanks
    TOO_LARGE = "too_large"  # the file itself
    BOMB = "bomb"  # small packed, far too large unpacked
    NO_TEXT = "no_text"  # a scan: pages without a text layer
    OLD_WORD = "old_word"  # .doc, .wps
    OLD_EXCEL = "old_excel"  # .xls, .et
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    DAMAGED = "damaged"  # truncated, or not what its first bytes promise
    BINARY = "binary"  # of no known kind


class Unreadable(Exception):
    """A file that cannot be read. ``detail``: a number or name for the message (a size, a page), "" for none."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else str(why))
        self.why = why
        self.detail = detail
