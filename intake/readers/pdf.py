"""PDF files with a text layer: paragraphs put together from printed lines, ruled tables with their spans, page by page.

Running heads, feet and page numbers are recognised only where they repeat; they are kept as lines and stand in no block.
A page of pictures only is named in ``pages_without_text``; a file of them is a scan and refused.
"""

from __future__ import annotations

import io
import logging
import re
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from files.kinds import Kind
from files.package import inflated
from files.refusal import Unreadable, Why
from intake.readers.document import Document
from intake.readers.grids import Builder, Slot
from intake.readers.margins import running
from intake.readers.printed import Box, Printed, joined, lines_of, paragraphs_of, right_margin
from intake.readers.ruled import regions_of

MAX_PAGES: Final = 600
MAX_SECONDS: Final = 180.0  # a plan of 100 pages takes some 15
MAX_INFLATED: Final = 300 * 1024 * 1024
MAX_CHARS_OF_A_PAGE: Final = 50_000
_STREAM: Final = re.compile(rb"stream\r?\n")
_FILTER_TWICE: Final = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW)\s*/(?:FlateDecode|Fl|LZWDecode|LZW)\b")
_END: Final = b"%%EOF"
_END_WITHIN: Final = 4096
_DICTIONARY: Final = 600  # bytes before a stream in which its filter is named
_UNKNOWN: Final = "(cid:"  # how the library writes a character that the text layer does not name
_MOST_UNKNOWN: Final = 0.3

#: Told the page that is read now, and how many there are.
Progress = Callable[[int, int], None]

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font of every file


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table of a page: its rows, and where it begins. The characters are let go: a page has thousands of them."""

    top: float
    rows: list[list[Slot]]

    def texts(self) -> list[str]:
        return [text for row in self.rows for text, merged in row if not merged]


@dataclass(slots=True)
class Page:
    """One page while the document is read."""

    number: int
    height: float
    tables: list[Ruled] = field(default_factory=list)
    texts: list[list[Printed]] = field(default_factory=list)  # of each frame, and last of the page itself
    frames: list[Box | None] = field(default_factory=list)  # around each text; None: the page itself
    margins: dict[int, str] = field(default_factory=dict)  # id of a printed line -> 页眉 or 页脚


def read_pdf(data: bytes, *, progress: Progress | None = None) -> Document:
    """The document of a PDF file. ENCRYPTED, NO_TEXT, BOMB, TOO_LARGE (pages), TOO_LONG and DAMAGED are told apart."""
    _check_streams(data)
    try:
        file = pdfplumber.open(io.BytesIO(data))
    except Exception as fault:
        raise Unreadable(_why(fault)) from fault
    with file:
        if len(file.pages) > MAX_PAGES:
            raise Unreadable(Why.TOO_LARGE, f"{len(file.pages)}页")
        if not file.pages:
            raise Unreadable(Why.DAMAGED)
        pages = _read_pages(file.pages, progress)
    _check_text(pages)
    for page, margins in zip(pages, running([(page.texts[-1], page.height) for page in pages]), strict=True):
        page.margins = margins
    builder = Builder(Kind.PDF)
    widest = max(
        (right for page in pages for right, sure in [right_margin(_body(page)[-1], None)] if sure), default=0.0
    )
    for page in pages:
        _give(page, builder, widest)
    builder.without_text = tuple(page.number for page in pages if not _has_text(page))
    return builder.document(pages=len(pages))


def _read_pages(found: Sequence[Any], progress: Progress | None) -> list[Page]:
    until = time.monotonic() + MAX_SECONDS
    pages = []
    for number, page in enumerate(found, start=1):
        if progress is not None:
            progress(number, len(found))
        if time.monotonic() > until:
            raise Unreadable(Why.TOO_LONG, f"第{number}页")
        if len(page.chars) > MAX_CHARS_OF_A_PAGE:
            raise Unreadable(Why.TOO_LARGE, f"第{number}页")
        regions = regions_of(page)
        frames = [region for region in regions if region.framed]
        texts = [lines_of(frame.chars) for frame in frames]
        tables = [Ruled(region.box[1], region.rows()) for region in regions if region.box and not region.framed]
        pages.append(Page(number, float(page.height), tables, texts, [frame.box for frame in frames]))
        page.close()
    return pages


def _give(page: Page, builder: Builder, widest: float) -> None:
    """Paragraphs, frames and tables in the order in which they stand on the page. ``widest``: right margin of the file."""
    lines = sorted((line for text in page.texts for line in text), key=lambda line: (line.middle, line.x0))
    places = {id(line): f"第{page.number}页第{index}行" for index, line in enumerate(lines, start=1)}
    cuts = [table.top for table in page.tables]
    items: list[tuple[float, Ruled | list[Printed]]] = [(table.top, table) for table in page.tables]
    for body, box in zip(_body(page), page.frames, strict=True):
        right, sure = right_margin(body, box)
        items += [
            (paragraph[0].middle, paragraph)
            for paragraph in paragraphs_of(body, cuts, right if sure else max(right, widest))
        ]
    for line in lines:
        if id(line) in page.margins:
            items.append((line.middle, [line]))
    for _, item in sorted(items, key=lambda pair: pair[0]):
        if isinstance(item, Ruled):
            builder.grid(item.rows, page=page.number)
        elif id(item[0]) in page.margins:
            builder.margin(item[0].text, page=page.number, place=f"第{page.number}页{page.margins[id(item[0])]}")
        else:
            builder.paragraph(joined(item), page=page.number, place=places[id(item[0])])


def _body(page: Page) -> list[list[Printed]]:
    """The texts of the page without heads and feet."""
    return [[line for line in text if id(line) not in page.margins] for text in page.texts]


def _check_streams(data: bytes) -> None:
    """Every packed stream is inflated once, in pieces: BOMB where far too much comes out, DAMAGED where one is broken.

    The library would take what it can get of a broken stream, or of a file without an end, and be silent about the rest.
    """
    if _END not in data[-_END_WITHIN:]:
        raise Unreadable(Why.DAMAGED, "EOF")
    if _FILTER_TWICE.search(data):
        raise Unreadable(Why.BOMB, "filter")
    readable = b"/Encrypt" not in data
    total = 0
    for found in _STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        packed = memoryview(data)[found.end() : end if end > 0 else len(data)]
        if len(packed) < 2 or packed[0] & 0x0F != zlib.DEFLATED or int.from_bytes(packed[:2]) % 31:
            continue  # not packed by zlib
        try:
            for piece in inflated(packed, window=zlib.MAX_WBITS):
                total += len(piece)
                if total > MAX_INFLATED:
                    raise Unreadable(Why.BOMB)
        except zlib.error as fault:
            head = data[max(found.start() - _DICTIONARY, 0) : found.start()].rpartition(b" obj")[2]
            if readable and b"/Fl" in head and b"/Image" not in head:
                raise Unreadable(Why.DAMAGED) from fault


def _why(fault: BaseException) -> Why:
    """The library wraps what it raises."""
    causes = [fault, *fault.args, fault.__cause__, fault.__context__]
    return (
        Why.ENCRYPTED
        if any(isinstance(one, PDFPasswordIncorrect | PDFEncryptionError) for one in causes)
        else Why.DAMAGED
    )


def _has_text(page: Page) -> bool:
    return bool(page.tables) or any(id(line) not in page.margins for text in page.texts for line in text)


def _check_text(pages: Sequence[Page]) -> None:
    """NO_TEXT where most pages are pictures, or where the text layer does not say which characters it shows."""
    texts = [line.text for page in pages for text in page.texts for line in text]
    texts += [text for page in pages for table in page.tables for text in table.texts()]
    silent = sum(not _has_text(page) for page in pages)
    if silent * 2 > len(pages) or not texts:
        raise Unreadable(Why.NO_TEXT, f"{silent}/{len(pages)}")
    unknown = sum(text.count(_UNKNOWN) for text in texts)
    visible = sum(len(text) for text in texts)
    if unknown * len(_UNKNOWN + "123)") > _MOST_UNKNOWN * visible:
        raise Unreadable(Why.NO_TEXT, "cid")
