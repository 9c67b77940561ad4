"""Links and forms of a page of an earlier day stay on that day, whoever wrote them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final

from django.urls import Resolver404, resolve

_LINK: Final = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)("[^>]*>)')
_FORM: Final = re.compile(r'<form\b(?![^>]*\bmethod="post")[^>]*>', re.IGNORECASE)
_MAIN: Final = re.compile(r"<main\b.*</main>", re.DOTALL)


def keep_as_of(html: str, text: str) -> str:
    """The page with ``as_of`` in each link of its content that leads to a page which can be replayed, and in its filters.

    A link that says ``as_of`` itself or carries ``data-today`` is left as it is; so is the navigation around the content.
    """
    leads = _leads_to_a_replay()
    field = f'<input type="hidden" name="as_of" value="{escape(text)}">'

    def link(found: re.Match[str]) -> str:
        address = unescape(found[2])
        if "as_of=" in address or "data-today" in found[0] or not leads(address):
            return found[0]
        return found[1] + escape(_with_parameter(address, text)) + found[3]

    def form(found: re.Match[str]) -> str:
        return found[0] if "data-today" in found[0] else found[0] + field

    def content(found: re.Match[str]) -> str:
        return _FORM.sub(form, _LINK.sub(link, found[0]))

    return _MAIN.sub(content, html, count=1)


def _with_parameter(address: str, text: str) -> str:
    page, mark, fragment = address.partition("#")
    return f"{page}{'&' if '?' in page else '?'}as_of={text}{mark}{fragment}"


def _leads_to_a_replay() -> Callable[[str], bool]:
    """Whether an address leads to a page that can be replayed; a page has many links to few addresses."""
    known: dict[str, bool] = {"": True}

    def leads(address: str) -> bool:
        if address.startswith("#"):
            return False  # a place on this very page
        path = address.partition("#")[0].partition("?")[0]
        if path not in known:
            known[path] = path.startswith("/") and not path.startswith("//") and _can_be_replayed(path)
        return known[path]

    return leads


def _can_be_replayed(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "replays", False)
    except Resolver404:
        return False
