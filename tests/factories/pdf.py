"""Small PDF files written by hand, so that no test of the PDF reader needs a printer: text at places, rules, one Chinese font.

The font is not embedded: a text layer needs widths and a ToUnicode map, no outlines. A character's code is its Unicode number.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

HEIGHT = 842.0
WIDTH = 595.0
EM = 12.0


@dataclass(slots=True)
class Sheet:
    """One page. Heights count from its top, in points; a text's height is that of its base line."""

    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)

    def write(self, x: float, top: float, text: str, size: float = EM) -> Sheet:
        self.texts.append((x, top, size, text))
        return self

    def table(
        self,
        left: float,
        top: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        height: float = 24.0,
        sides: bool = True,
        closed: bool = True,
    ) -> Sheet:
        """A ruled table. "<" goes on in the cell to its left, "^" in the cell above: no rule stands between them.

        Without ``sides`` it is ruled across only; not ``closed``: a page break leaves its lower end open.
        """
        starts = [left + sum(widths[:index]) for index in range(len(widths) + 1)]
        for index, row in enumerate(rows):
            upper, lower = top + index * height, top + (index + 1) * height
            for column, text in enumerate(row):
                if text not in ("<", "^"):
                    self.write(starts[column] + 4, lower - 8, text)
                if text != "^":
                    self.rules.append((starts[column], upper, starts[column + 1], upper))
                if text != "<" and (column or sides):
                    self.rules.append((starts[column], upper, starts[column], lower))
            if sides:
                self.rules.append((starts[-1], upper, starts[-1], lower))
        bottom = top + len(rows) * height
        if closed:
            self.rules.append((left, bottom, starts[-1], bottom))
        return self


def pdf(sheets: Iterable[Sheet], *, locked: bool = False, named: bool = True) -> bytes:
    """The file. ``locked``: a password is asked; ``named``: False leaves the text layer without its ToUnicode map."""
    pages = list(sheets)
    used = sorted({char for sheet in pages for *_, text in sheet.texts for char in text})
    widths = " ".join(f"{ord(char)} [{500 if char.isascii() else 1000}]" for char in used)
    kids = " ".join(f"{7 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [4 0 R]"
        + (b" /ToUnicode 6 0 R >>" if named else b" >>"),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        + f" /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 /W [{widths}] >>".encode(),
        b"<< /Type /FontDescriptor /FontName /Made /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880"
        b" /Descent -120 /CapHeight 700 /StemV 80 >>",
        _stream(_to_unicode(used)),
    ]
    for index, sheet in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] /Contents {8 + 2 * index} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(_stream(_content(sheet)))
    return _file(objects, locked=locked)


def _content(sheet: Sheet) -> bytes:
    parts = [f"{x0:g} {HEIGHT - top0:g} m {x1:g} {HEIGHT - top1:g} l S" for x0, top0, x1, top1 in sheet.rules]
    parts += [
        f"BT /F1 {size:g} Tf {x:g} {HEIGHT - top:g} Td <{text.encode('utf-16-be').hex()}> Tj ET"
        for x, top, size, text in sheet.texts
    ]
    return "\n".join(parts).encode()


def _to_unicode(used: Sequence[str]) -> bytes:
    lines = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made def /CMapType 2 def"]
    lines.append("1 begincodespacerange <0000> <ffff> endcodespacerange")
    for start in range(0, len(used), 100):
        some = used[start : start + 100]
        lines.append(f"{len(some)} beginbfchar")
        lines += [f"<{ord(char):04x}> <{ord(char):04x}>" for char in some]
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"


def _file(objects: Sequence[bytes], *, locked: bool) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    lock = ""
    if locked:  # keys of no password at all: whoever opens the file is asked for one
        lock = f" /Encrypt << /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -44 >> /ID [<00> <00>]"
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R{lock} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return out
