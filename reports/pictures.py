"""Charts as pictures for Word documents: a drawing (SVG) onto paper by WeasyPrint, the paper as PNG by pdfium.

Both are looked for only when somebody asks. Where one is missing, ``PaperMissing`` says which; a paper is made without pictures then.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reports.paper import PaperMissing, whole

_DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72
_FONTS: Final = '"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif'


@dataclass(frozen=True, slots=True)
class Drawing:
    """``svg``: what stands inside the svg element, in points; ``width`` and ``height`` in points; ``alt``: in words."""

    svg: str
    width: int
    height: int
    alt: str


def pictures(drawings: Sequence[Drawing]) -> list[bytes]:
    """Each drawing as PNG, 200 dots an inch. The same drawings give the same bytes on the same machine."""
    if not drawings:
        return []
    pdfium = _pdfium()
    document = pdfium.PdfDocument(whole(_html(drawings), _style(drawings)))
    try:
        return [_png(document[at]) for at in range(len(drawings))]
    finally:
        document.close()


def _png(page: Any) -> bytes:
    filled = io.BytesIO()
    picture = page.render(scale=_DOTS_PER_INCH / _POINTS_PER_INCH).to_pil()
    picture.save(filled, "PNG", dpi=(_DOTS_PER_INCH, _DOTS_PER_INCH))
    return filled.getvalue()


def _html(drawings: Sequence[Drawing]) -> str:
    """One page for each drawing."""
    pages = "".join(
        f'<div class="d{at}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {one.width} {one.height}" '
        f'width="{one.width}pt" height="{one.height}pt">{one.svg}</svg></div>'
        for at, one in enumerate(drawings)
    )
    return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><body>{pages}</body></html>'


def _style(drawings: Sequence[Drawing]) -> str:
    sizes = "".join(
        f"@page d{at} {{ size: {one.width}pt {one.height}pt; margin: 0 }} .d{at} {{ page: d{at} }} "
        for at, one in enumerate(drawings)
    )
    return (
        f"{sizes} body {{ margin: 0; font-family: {_FONTS} }} svg {{ display: block }} text {{ font-family: {_FONTS} }}"
    )


def _pdfium() -> Any:
    try:
        import pypdfium2  # noqa: PLC0415 a library of the machine's kind: only for those who ask for a paper
    except (ImportError, OSError) as error:
        raise PaperMissing("pypdfium2") from error
    return pypdfium2
