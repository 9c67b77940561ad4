"""Web pages: what a browser would show, as paragraphs, headings and tables. Nothing is fetched, no script is read."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from files.kinds import Kind
from files.refusal import Unreadable, Why
from intake.readers.document import Document
from intake.readers.grids import Builder, superscript
from intake.readers.parts import Holder, Part, Table, Text, give
from intake.readers.text import decode

_UNSEEN: Final = {
    "script",
    "style",
    "head",
    "template",
    "noscript",
    "svg",
    "iframe",
    "object",
    "audio",
    "video",
    "datalist",
}
_INLINE: Final = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "input", "ins", "kbd", "label",
    "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_ROW_GROUPS: Final = {"thead": 0, "tbody": 1, "tfoot": 2}  # in the order in which a browser shows them
_HEADING: Final = re.compile(r"h([1-6])")
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK: Final = re.compile(r" *\n *")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,30})", re.IGNORECASE)
_CHARSET_WITHIN: Final = 8192
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_CHINESE_CODECS: Final = {"gb2312", "gbk", "gb18030", "hz"}
MAX_MARKUP: Final = 8 * 1024 * 1024  # a plan saved by an office program has 3 MB; a tree takes a hundred times as much
_MAX_COLSPAN: Final = 1_000  # the limits of the HTML standard
_MAX_ROWSPAN: Final = 65_534


@dataclass(slots=True)
class Flow:
    """What was met so far in one container: finished parts and the text of the paragraph under way."""

    parts: list[Part] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    level: int = 0
    preformatted: bool = False

    def flush(self) -> None:
        """End the paragraph. Blanks of the source count as one, breaks stay."""
        text = _AROUND_BREAK.sub("\n", "".join(self.pending)).strip(" \n")
        self.pending.clear()
        if text.strip():
            self.parts.append(Text(text, self.level))


def read_html(data: bytes) -> Document:
    """The document of a web page. TOO_LARGE beyond ``MAX_MARKUP``, DAMAGED where it nests deeper than any page does."""
    if len(data) > MAX_MARKUP:
        raise Unreadable(Why.TOO_LARGE, f"xml:{len(data)}")
    text = _DECLARATION.sub("", _characters(data), count=1).replace("\x00", "")
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(text, parser) if text.strip() else None
    if any(error.level_name == "FATAL" and "depth" in error.message.lower() for error in parser.error_log):
        raise Unreadable(Why.DAMAGED, "depth")
    if root is None:
        raise Unreadable(Why.EMPTY)
    builder = Builder(Kind.HTML)
    give(_contents(root).parts, builder)
    return builder.document()


def _characters(data: bytes) -> str:
    """By the mark, else as the page says, else as a text; a page that says GB2312 is read as its superset GB18030."""
    said = _CHARSET.search(data[:_CHARSET_WITHIN])
    name = said[1].decode("ascii").lower() if said else ""
    if name in _CHINESE_CODECS:
        name = "gb18030"
    if not name or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data)
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return decode(data)  # pages that say one thing and are another are common


def _contents(element: Any) -> Flow:
    flow = Flow()
    _walk(element, flow)
    flow.flush()
    return flow


def _walk(element: Any, flow: Flow) -> None:
    """Put what ``element`` holds into the flow; the text behind each child belongs to ``element``."""
    outer, flow.preformatted = flow.preformatted, flow.preformatted or element.tag == "pre"
    _add(element.text, flow)
    for child in element:
        if isinstance(child.tag, str):
            _child(child, flow)
        _add(child.tail, flow)
    flow.preformatted = outer


def _child(child: Any, flow: Flow) -> None:
    tag = child.tag.lower()
    if tag in _UNSEEN:
        return
    if tag == "br":
        flow.pending.append("\n")
    elif tag == "table":
        flow.flush()
        flow.parts += _table(child)
    elif tag == "sup":
        raised = Flow()
        _walk(child, raised)
        flow.pending.append(superscript("".join(raised.pending)))
        flow.parts += raised.parts
    elif tag in _INLINE:
        _walk(child, flow)
    else:
        heading = _HEADING.fullmatch(tag)
        flow.flush()
        outer, flow.level = flow.level, int(heading[1]) if heading else flow.level
        _walk(child, flow)
        flow.flush()
        flow.level = outer


def _add(text: str | None, flow: Flow) -> None:
    if not text:
        return
    if not flow.preformatted:
        text = _BLANKS.sub(" ", text)
        if flow.pending and flow.pending[-1].endswith((" ", "\n")):
            text = text.removeprefix(" ")
    flow.pending.append(text.replace("\r\n", "\n"))


def _table(element: Any) -> list[Part]:
    """The caption as a paragraph, then the table. Head rows first and foot rows last, wherever they are written."""
    groups: list[list[Any]] = [[], [], []]
    parts: list[Part] = []
    loose: list[Any] = []
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "tr":
            groups[1].append([child])
        elif tag in _ROW_GROUPS:
            groups[_ROW_GROUPS[tag]].append([row for row in child if row.tag == "tr"])
        elif tag == "caption":
            parts += _contents(child).parts
        elif tag and tag not in ("colgroup", "col"):
            loose.append(child)
    for misplaced in loose:
        parts += _contents(misplaced).parts
    bodies = _joined(groups[1])
    table = Table()
    for section in [*groups[0], *bodies, *groups[2]]:
        table.rows += _rows(section)
    parts.append(table)
    return parts


def _joined(sections: list[list[Any]]) -> list[list[Any]]:
    """Rows written straight into the table make one section with their neighbours."""
    joined: list[list[Any]] = []
    for section in sections:
        if joined and len(section) == 1 and section[0].getparent().tag == "table" and joined[-1][-1:]:
            joined[-1] += section
        elif section:
            joined.append(list(section))
    return joined


def _rows(section: list[Any]) -> list[list[Holder]]:
    """The rows of one section; a cell spans rows of its own section only."""
    rows = []
    for index, row in enumerate(section):
        left = len(section) - index
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        rows.append(
            [
                Holder(
                    _contents(cell).parts,
                    columns=_span(cell, "colspan", _MAX_COLSPAN) or 1,
                    rows=min(_span(cell, "rowspan", _MAX_ROWSPAN) or left, left),
                )
                for cell in cells
            ]
        )
    return rows


def _span(cell: Any, name: str, most: int) -> int:
    """A span as written, 1 where it is none; 0 says "to the end" of rows."""
    text = (cell.get(name) or "1").strip()
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) <= 9 else 1
