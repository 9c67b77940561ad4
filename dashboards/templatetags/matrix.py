"""Cells of the matrix as HTML: thousands of them, so no template is rendered for each."""

from __future__ import annotations

from collections.abc import Iterator

from django import template
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards.presenters.overview.matrix import Head, Line, Matrix, View

register = template.Library()

_CELL = '<td data-plan-indicator="{}" data-status="{}"{}><a href="/plan-indicators/{}/?year={}" title="{}">{}<small>{}</small>{}</a></td>'


@register.simple_tag
def matrix_cells(table: Matrix, line: Line) -> SafeString:
    """The cells of a line. One that the plan has not is empty, and says so to those who cannot see it."""
    sample = format_html(" <i>{}</i>", _("演示"))
    absent = format_html('<td class="absent"><span class="visually-hidden">{}</span></td>', _("未列"))
    waiting = SafeString(' class="waiting"')

    def one(view: View | None, head: Head) -> SafeString:
        if view is None:
            return absent
        label = format_html(' data-label="{}"', f"{head.name} {head.unit}".strip()) if table.few else SafeString("")
        state = label if view.status else label + waiting
        symbol = f"{view.symbol} {view.label}" if table.single else view.symbol  # a tile has room for the word
        mark = sample if view.sample else ""
        return format_html(
            _CELL, view.row_id, view.status, state, view.row_id, table.year, view.title, symbol, view.text, mark
        )

    def cells() -> Iterator[tuple[SafeString]]:
        for view, head in zip(line.cells, table.heads, strict=True):
            yield (one(view, head),)

    return format_html_join("", "{}", cells())


@register.simple_tag
def matrix_sort(query: str, by: str) -> str:
    """The address of the same matrix in another order."""
    kept = QueryDict(query, mutable=True)
    kept["sort"] = by
    return f"?{kept.urlencode()}#matrix"
