"""What a workbook for entry is made of, as data: its columns, its rows, its cells. Words come from whoever asks for one.

The workbook names every column by a hidden key above it and every row by a hidden key beside it, so that a row or column
that somebody moved is still known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

#: Raised when a workbook of before can no longer be read; an older one is refused.
FORM_VERSION = "1"
#: Stands in the corner where the hidden keys of rows and columns meet.
CORNER = "guihua-jindu:keys"
#: The key of a line that only divides.
DIVIDER = "-"
#: The sheet that nobody sees: what the workbook was made for.
META_SHEET = "_about"
META_MARK = "guihua-jindu:form"


class Kind(StrEnum):
    """What a column holds. All but ``SHOWN`` are entered."""

    SHOWN = "shown"  # to be read by people only
    FIGURE = "figure"
    CHOICE = "choice"
    TEXT = "text"


class Mark(StrEnum):
    """How a cell is coloured."""

    NONE = ""
    RETURNED = "returned"  # the reviewer wrote something about it
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Column:
    """``key``: the field of the figure it holds. ``note``: its meaning. ``choices``: codes with their labels, of a choice.

    ``width`` in characters of the sheet; a Chinese character takes two.
    """

    key: str
    title: str
    kind: Kind
    width: int
    note: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def entered(self) -> bool:
        return self.kind is not Kind.SHOWN

    def label(self, code: str) -> str:
        """What stands in the cell for a code of a choice; any other column holds the text itself."""
        return dict(self.choices).get(code, code)

    def code(self, text: str) -> str | None:
        """The code of a label (or of the code itself), "" of a blank; None: no such choice. Other columns: the text."""
        if self.kind is not Kind.CHOICE or not text:
            return text
        for code, label in self.choices:
            if text in (label, code):
                return code
        return None


@dataclass(frozen=True, slots=True)
class FormCell:
    """``value``: what stands there; None and "" are blank. ``unit`` follows a shown number (for example %).

    ``note``: the cell's own note. ``open``: may be written into.
    """

    value: Decimal | str | None = None
    note: str = ""
    mark: Mark = Mark.NONE
    open: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One indicator, or (``key`` = ``DIVIDER``) a line that only divides, with its ``title`` and without cells."""

    key: str
    cells: Mapping[str, FormCell] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A workbook to be written. ``token``: what it was made for, sealed by whoever asks; read back as it stands.

    ``name``: of the sheet. ``lines``: below the heading. ``guide``: a sheet of explanations, its first line the name.
    """

    name: str
    heading: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[FormRow, ...]
    token: str
    guide: tuple[str, ...] = ()
    footer: str = ""


def plain(value: Decimal | str | None) -> str:
    """The text of a cell's value as it is compared: never in exponent form, line ends as one character, no blanks around."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()
