"""Word documents (docx): paragraphs, tables and text boxes in the order of the body, footnotes after it.

What is not printed is not read: deleted text of tracked changes, hidden text, field codes. Heads and feet of the pages
are no part of the text. Labels that Word counts itself are counted again and stand before their paragraph.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import docx
from lxml import etree

from files.kinds import Kind
from files.package import check_markup
from intake.readers.document import Document
from intake.readers.grids import Builder, superscript
from intake.readers.numbering import Labels, W, labels_of
from intake.readers.parts import Holder, Part, Table, Text, give

MAX_MARKUP: Final = (
    24 * 1024 * 1024
)  # of all its XML unpacked; a plan has 2 MB, and the tree of this takes half a gigabyte
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NOT_PRINTED: Final = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}rt"}
_SIGNS: Final = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_OFF: Final = {"0", "false", "off"}
_DEEPEST_HEADING: Final = 6
_NO_LEVEL: Final = 9  # w:outlineLvl of body text
_STYLE_CHAIN: Final = 20


@dataclass(slots=True)
class Style:
    """What a paragraph style brings along; None: nothing said."""

    based_on: str = ""
    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None


@dataclass(slots=True)
class Reading:
    """One document while it is read: its lists, styles and notes."""

    labels: Labels
    styles: dict[str, Style]
    notes: dict[tuple[str, str], Any] = field(default_factory=dict)  # (footnote, id) -> element
    cited: list[tuple[str, Any]] = field(default_factory=list)  # mark and element, in the order of the text


def read_word(data: bytes) -> Document:
    """The document of a docx file, whose package has been checked. Library exceptions are left to the caller."""
    check_markup(data, MAX_MARKUP)
    file = docx.Document(io.BytesIO(data))
    relations = (rel for rel in file.part.rels.values() if not rel.is_external)
    parts = {relation.reltype.rsplit("/", 1)[-1]: relation.target_part for relation in relations}
    reading = Reading(
        labels=labels_of(_root(parts.get("numbering"))),
        styles=_styles(_root(parts.get("styles"))),
        notes=_notes(_root(parts.get("footnotes")), "footnote") | _notes(_root(parts.get("endnotes")), "endnote"),
    )
    builder = Builder(Kind.WORD)
    give(list(_parts(file.element.body, reading)), builder)
    for mark, note in reading.cited:
        give(
            [Text(f"{mark} {part.text}") if isinstance(part, Text) else part for part in _parts(note, reading)], builder
        )
    return builder.document()


def _parts(container: Any, reading: Reading) -> Iterator[Part]:
    """Paragraphs and tables of a body, a cell, a text box or a note."""
    for child in container:
        if child.tag == f"{W}p":
            yield from _paragraph(child, reading)
        elif child.tag == f"{W}tbl":
            yield _table(child, reading)
        elif child.tag == f"{_MC}AlternateContent":
            yield from _parts(_chosen(child), reading)
        elif isinstance(child.tag, str) and child.tag not in _NOT_PRINTED:
            yield from _parts(child, reading)  # content controls, inserted blocks, custom markup


def _paragraph(element: Any, reading: Reading) -> Iterator[Part]:
    """The paragraph, then what stands in its text boxes."""
    style = _style_of(element, reading)
    boxes: list[Any] = []
    text = _text(element, reading, boxes)
    label = reading.labels.next(style.list_id, style.depth or 0) if style.list_id not in (None, "0") else ""
    level = min(style.outline + 1, _DEEPEST_HEADING) if style.outline is not None and style.outline < _NO_LEVEL else 0
    yield Text(label + text if text.strip() else label.strip(), level)
    for box in boxes:
        yield from _parts(box, reading)


def _text(element: Any, reading: Reading, boxes: list[Any]) -> str:
    """Text of a paragraph or of anything within it; text boxes met on the way are put into ``boxes``."""
    found = []
    for child in element:
        tag = child.tag
        if tag in (f"{W}t", f"{_M}t"):
            found.append(child.text or "")
        elif tag in _SIGNS:
            found.append(_SIGNS[tag])
        elif tag == f"{W}sym":
            found.append(chr(int(child.get(f"{W}char") or "fffd", 16)))
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            found.append(_cite(child, reading))
        elif tag == f"{W}txbxContent":
            boxes.append(child)
        elif tag == f"{_MC}AlternateContent":
            found.append(_text(_chosen(child), reading, boxes))
        elif isinstance(tag, str) and tag not in _NOT_PRINTED and not _hidden(child):
            inner = _text(child, reading, boxes)
            found.append(superscript(inner) if _raised(child) else inner)
    return "".join(found)


def _chosen(alternatives: Any) -> Any:
    """One of the forms in which the same content is given; an empty element where there is none."""
    chosen = alternatives.find(f"{_MC}Choice")
    if chosen is None:
        chosen = alternatives.find(f"{_MC}Fallback")
    return chosen if chosen is not None else ()


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in _OFF


def _raised(run: Any) -> bool:
    align = run.find(f"{W}rPr/{W}vertAlign")
    return align is not None and align.get(f"{W}val") == "superscript"


def _cite(reference: Any, reading: Reading) -> str:
    """The mark of a note in the text: ① to ⑳ as plans print them, then numbers in brackets."""
    kind = "footnote" if reference.tag == f"{W}footnoteReference" else "endnote"
    note = reading.notes.get((kind, reference.get(f"{W}id") or ""))
    if note is None:
        return ""
    count = len(reading.cited) + 1
    mark = chr(ord("①") + count - 1) if count <= 20 else f"[注{count}]"
    reading.cited.append((mark, note))
    return mark


def _table(element: Any, reading: Reading) -> Table:
    """A table with its spans: vertically merged cells are written once, with the rows they cover."""
    rows: list[list[tuple[int, Holder, bool]]] = []  # column, cell, whether it continues the one above
    for row in _descend(element, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            rows.append(_row(row, reading))
    for index in range(len(rows) - 1, 0, -1):
        above = {column: holder for column, holder, _ in rows[index - 1]}
        for column, holder, continues in rows[index]:
            if continues and column in above:
                above[column].rows = max(above[column].rows, holder.rows + 1)
    table = Table()
    starts: set[int] = set()
    for row in rows:
        table.rows.append([holder for column, holder, continues in row if not (continues and column in starts)])
        starts = {column for column, _, _ in row}
    return table


def _row(row: Any, reading: Reading) -> list[tuple[int, Holder, bool]]:
    skip = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    column = skip
    cells: list[tuple[int, Holder, bool]] = []
    for cell in _descend(row, f"{W}tc"):
        span = max(_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)
        across = cell.find(f"{W}tcPr/{W}hMerge")
        if cells and across is not None and across.get(f"{W}val") != "restart":
            cells[-1][1].columns += span
        else:
            down = cell.find(f"{W}tcPr/{W}vMerge")
            holder = Holder(list(_parts(cell, reading)), columns=span, skip=skip)
            cells.append((column, holder, down is not None and down.get(f"{W}val") != "restart"))
        column, skip = column + span, 0
    return cells


def _descend(element: Any, sought: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those within content controls; not those of nested tables."""
    for child in element:
        if child.tag == sought:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _descend(child, sought)


def _style_of(paragraph: Any, reading: Reading) -> Style:
    """What holds for the paragraph: its own settings, then those of its style and the styles that one is based on."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        named = reading.styles.get("")
        return named or Style()
    effective = _settings(properties)
    named_style = properties.find(f"{W}pStyle")
    name = "" if named_style is None else named_style.get(f"{W}val") or ""
    for _ in range(_STYLE_CHAIN):
        style = reading.styles.get(name)
        if style is None:
            break
        effective.outline = style.outline if effective.outline is None else effective.outline
        effective.list_id = style.list_id if effective.list_id is None else effective.list_id
        effective.depth = style.depth if effective.depth is None else effective.depth
        if not style.based_on:
            break
        name = style.based_on
    return effective


def _settings(properties: Any) -> Style:
    outline = properties.find(f"{W}outlineLvl")
    list_id = properties.find(f"{W}numPr/{W}numId")
    depth = properties.find(f"{W}numPr/{W}ilvl")
    return Style(
        outline=None if outline is None else _number(outline, _NO_LEVEL),
        list_id=None if list_id is None else list_id.get(f"{W}val") or "0",
        depth=None if depth is None else _number(depth, 0),
    )


def _styles(root: Any) -> dict[str, Style]:
    """Paragraph styles by id; under "" the default one."""
    styles: dict[str, Style] = {}
    for element in () if root is None else root.findall(f"{W}style"):
        properties = element.find(f"{W}pPr")
        style = Style() if properties is None else _settings(properties)
        based_on = element.find(f"{W}basedOn")
        style.based_on = "" if based_on is None else based_on.get(f"{W}val") or ""
        styles[element.get(f"{W}styleId") or ""] = style
        if element.get(f"{W}default") == "1" and element.get(f"{W}type") == "paragraph":
            styles[""] = style
    return styles


def _notes(root: Any, kind: str) -> dict[tuple[str, str], Any]:
    found = () if root is None else root.findall(f"{W}{kind}")
    return {(kind, note.get(f"{W}id") or ""): note for note in found if note.get(f"{W}type") in (None, "normal")}


def _root(part: Any) -> Any:
    """The XML of a part; no entity is resolved, nothing is fetched."""
    if part is None:
        return None
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _number(element: Any, default: int) -> int:
    """``w:val`` as a number, ``default`` where there is none."""
    value = "" if element is None else element.get(f"{W}val") or ""
    return int(value) if value.isascii() and value.isdigit() else default
