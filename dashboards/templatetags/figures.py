"""Figures in templates: all their digits, their unit in the language of the page, "—" where missing; printed cells as people read them."""

from django import template

from dashboards.presenters import figures_of_row
from indicators.domain import display, unit_names

register = template.Library()
register.filter("figure", figures_of_row.figure)
register.filter("printed", display.printed)
register.filter("unit", unit_names.said)
