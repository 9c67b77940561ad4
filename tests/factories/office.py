"""Word and Excel files for the tests of intake, made on the spot; and what is done to packages to break them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import docx
import openpyxl


def word(write: Callable[[Any], object]) -> bytes:
    """A docx file; ``write`` gets the empty document of python-docx."""
    document = docx.Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fill(table: Any, rows: Sequence[Sequence[str]]) -> Any:
    """Texts into a Word table. "<" is merged with the cell to its left, "^" with the cell above."""
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            if text not in ("<", "^"):
                table.cell(index, column).text = text
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            if text in ("<", "^"):
                before = table.cell(index, column - 1) if text == "<" else table.cell(index - 1, column)
                before.merge(table.cell(index, column))
                _keep_first_paragraph(before)
    return table


def _keep_first_paragraph(cell: Any) -> None:
    for paragraph in cell.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)


def workbook(write: Callable[[Any], object]) -> bytes:
    """An xlsx file; ``write`` gets a workbook of openpyxl without a sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    write(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """The package with entries put in, changed or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def entry_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def lying_about(data: bytes, name: str, size: int) -> bytes:
    """The package with another size declared for one entry than it has."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entry = package.getinfo(name)
    changed = bytearray(data)
    struct.pack_into("<L", changed, entry.header_offset + 22, size)
    central = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    struct.pack_into("<L", changed, central + 24, size)
    return bytes(changed)


def compound(stream: str) -> bytes:
    """An OLE2 file as far as its directory: old Office files and encrypted new ones begin like this."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00")
    entries = b""
    for name in ("Root Entry", stream):
        encoded = name.encode("utf-16-le") + b"\x00\x00"
        entries += encoded.ljust(64, b"\x00") + struct.pack("<H", len(encoded)) + bytes(62)
    return (head + entries).ljust(4096, b"\x00")
