"""Figures in templates: all their digits, their unit, "—" where missing."""

from django import template

from dashboards.presenters import figures_of_row

register = template.Library()
register.filter("figure", figures_of_row.figure)
