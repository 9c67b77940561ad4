"""HTML onto paper by WeasyPrint, which is looked for only when somebody asks: without it nothing else fails.

Nothing is fetched, neither from other hosts nor from files: pictures and styles come with the call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

#: One sheet at a time in a process: a sheet takes a part of a second, and two at once take twice the memory.
_ONE_AT_A_TIME = threading.Lock()
#: One is made, one waits. Each further one would take another of the few threads that answer everybody's pages.
_AT_THE_DESK = threading.BoundedSemaphore(2)


class PaperMissing(Exception):
    """What PDF needs is not installed. ``what``: the missing part as the machine names it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class PaperBusy(Exception):
    """So many sheets are being made that this one should be asked for again in a few seconds."""


def one_sheet(attempts: list[Callable[[], str]], style: str, *, address: str) -> bytes:
    """The first of the attempts that fits one page, as PDF; the last one whatever its length.

    Each attempt gives a whole HTML document; later ones are denser. ``address``: what links are relative to.
    ``PaperBusy`` where others are before it.
    """
    weasyprint = _weasyprint()
    if not _AT_THE_DESK.acquire(blocking=False):
        raise PaperBusy
    try:
        with _ONE_AT_A_TIME:
            return _made(weasyprint, attempts, style, address)
    finally:
        _AT_THE_DESK.release()


def whole(html: str, style: str) -> bytes:
    """An HTML document as PDF, however many pages; for work in the background, which waits for its turn."""
    weasyprint = _weasyprint()
    with _ONE_AT_A_TIME:
        fetcher = _refusing(weasyprint)
        sheet = weasyprint.CSS(string=style, url_fetcher=fetcher)
        return bytes(weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(stylesheets=[sheet]))


def _made(weasyprint: Any, attempts: list[Callable[[], str]], style: str, address: str) -> bytes:
    fetcher = _refusing(weasyprint)
    sheet = weasyprint.CSS(string=style, url_fetcher=fetcher, base_url=address)
    for attempt in attempts:
        made = weasyprint.HTML(string=attempt(), base_url=address, url_fetcher=fetcher)
        document = made.render(stylesheets=[sheet])
        if len(document.pages) == 1:
            break
    return bytes(document.write_pdf())


def _weasyprint() -> Any:
    """The library; ``PaperMissing`` where it, or one of the machine's libraries that it calls, is not there."""
    try:
        import weasyprint  # noqa: PLC0415 half a second and libraries of the machine: only for those who ask for a PDF
    except ImportError as error:
        raise PaperMissing(error.name or str(error)) from error
    except OSError as error:  # says which of libpango and its like was not found
        raise PaperMissing(str(error).splitlines()[0]) from error
    return weasyprint


def _refusing(weasyprint: Any) -> Any:
    class Refusing(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError(f"nothing is fetched for a sheet: {url[:80]}")

    return Refusing()
