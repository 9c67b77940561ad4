"""The parts of a map that come by the thousand, put together here: a template's loop would take three times as long."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dashboards.presenters.maps import Area, Drawing, Group, Place
from indicators.domain import display

register = template.Library()


def _said(place: Place, waiting: str) -> str:
    """Status and attainment in words."""
    return f"{escape(place.chip.label if place.chip else waiting)} {place.attainment}"


def _colour(place: Place) -> str:
    return f" status-{place.chip.code}" if place.chip else ""


def _facts(place: Place) -> str:
    status = f' data-status="{place.chip.code}"' if place.chip else ""
    return f' href="{escape(place.address)}" data-region="{escape(place.code)}"{status}'


@register.simple_tag
def tiles(group: Group, still: bool = False) -> SafeString:
    """The list items of a group; ``still`` leaves the links out."""
    return mark_safe("".join(f"<li>{_tile(place, still)}</li>" for place in group.places))  # noqa: S308  (all escaped)


def _tile(place: Place, still: bool) -> str:
    figure, symbol = place.attainment, ""
    if place.chip is not None:
        label = escape(place.chip.label)
        symbol = f'<span class="tile-symbol" aria-hidden="true">{place.chip.symbol}</span>'
        if figure == display.MISSING:
            figure = label
        else:
            symbol += f'<span class="visually-hidden">{label} </span>'
    name = f'<span class="tile-name">{escape(place.name)}</span>'
    inside = f'{name}<span class="tile-figure">{symbol}{figure}</span>'
    if still:
        return f'<span class="tile{_colour(place)}">{inside}</span>'
    title = f' title="{escape(place.chip.label)}"' if place.chip else ""
    return f'<a class="tile{_colour(place)}"{_facts(place)}{title}>{inside}</a>'


@register.simple_tag
def outlines(drawing: Drawing, still: bool = False) -> SafeString:
    """The outlines of a map, each with its words; ``still`` leaves the links out."""
    absent, waiting = _("无此指标"), _("待计算")
    return mark_safe("".join(_outline(area, still, absent, waiting) for area in drawing.areas))  # noqa: S308


def _outline(area: Area, still: bool, absent: str, waiting: str) -> str:
    place, path = area.place, f'<path d="{escape(area.path)}"></path>'
    if place is None:
        return f'<g class="map-area map-empty"><title>{escape(area.name)} {escape(absent)}</title>{path}</g>'
    said = f"{escape(area.name)} {_said(place, waiting)}"
    inside = f"<title>{said}</title>{path}"
    if still:
        return f'<g class="map-area{_colour(place)}">{inside}</g>'
    return f'<a class="map-area{_colour(place)}"{_facts(place)} aria-label="{said}">{inside}</a>'


@register.simple_tag
def labels(drawing: Drawing) -> SafeString:
    """Names where they fit, and symbols, over the outlines."""
    return mark_safe("".join(_label(area, drawing) for area in drawing.areas if area.name))  # noqa: S308


def _label(area: Area, drawing: Drawing) -> str:
    chip = area.place.chip if area.place else None
    lines, lift = "", 0
    if chip is not None and area.place is not None:
        figure = f" {area.place.attainment}" if area.named and area.place.attainment != display.MISSING else ""
        lift = drawing.second // 2 if area.named else 0
        down = f' dy="{drawing.second}"' if area.named else ""
        lines = f'<tspan x="{area.x}"{down}>{chip.symbol}{figure}</tspan>'
    name = escape(area.name) if area.named else ""
    return f'<text x="{area.x}" y="{area.y - lift}">{name}{lines}</text>' if name or lines else ""
