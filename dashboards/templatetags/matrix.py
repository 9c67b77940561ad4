"""Cells of the matrix as HTML: thousands of them, so no template is rendered for each."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django import template
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards.presenters.legend import legend
from dashboards.presenters.overview.matrix import Line, Matrix, View
from dashboards.presenters.words import Chip

register = template.Library()


@register.simple_tag
def matrix_cells(table: Matrix, line: Line) -> SafeString:
    """The cells of a line. One that the plan has not is empty, and says so to those who cannot see it.

    Every text is escaped here, by the standard library: a province has 4,250 cells, format_html would take as long as
    all the rest of the page. Words are escaped once; among many regions a cell names its row once, in its link.
    """
    absent = f'<td class="absent"><span class="visually-hidden">{escape(_("未列"))}</span></td>'
    sample = f" <i>{escape(_('演示'))}</i></a></td>"
    labels = [f' data-label="{escape(f"{one.name} {one.unit}".strip())}"' if table.few else "" for one in table.heads]
    year, single, named = int(table.year), table.single, not table.many
    parts: list[str] = []
    symbols: dict[str, str] = {}
    for view, label in zip(line.cells, labels, strict=True):
        if view is None:
            parts.append(absent)
            continue
        symbol = (
            escape(f"{view.symbol} {view.label}") if single else symbols.get(view.label)
        )  # a tile has room for the word
        if symbol is None:
            symbol = symbols[view.label] = _with_word(view)
        state = label if view.status else f'{label} class="waiting"'
        row = f'data-plan-indicator="{view.row_id:d}" ' if named else ""
        title = escape(view.title) if named else _escaped(view.title)
        parts.append(
            f'<td {row}data-status="{view.status}"{state}>'
            f'<a href="/plan-indicators/{view.row_id:d}/?year={year}" title="{title}">{symbol}'
            f"<small>{escape(view.text)}</small>{sample if view.sample else '</a></td>'}"
        )
    return SafeString("".join(parts))


#: For words that come again and again.
_escaped = lru_cache(maxsize=1024)(escape)


def _with_word(view: View) -> str:
    """The symbol, and the word for those who hear it."""
    return f'<span aria-hidden="true">{escape(view.symbol)}</span><span class="visually-hidden">{escape(view.label)} </span>'


@register.simple_tag
def matrix_key(table: Matrix) -> tuple[Chip, ...]:
    """The statuses that stand in it as symbols, in the order of the key; none where each cell has its word."""
    if table.single:
        return ()
    seen = {view.status for line in table.lines for view in line.cells if view is not None}
    return tuple(entry.chip for entry in legend() if entry.chip.code in seen)


@register.simple_tag
def matrix_sort(query: str, by: str) -> str:
    """The address of the same matrix in another order."""
    kept = QueryDict(query, mutable=True)
    kept["sort"] = by
    return f"?{kept.urlencode()}#matrix"
