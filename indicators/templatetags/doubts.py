"""Words for doubts in templates."""

from django import template

from indicators.presenters.doubt_words import doubt_label, figure_label

register = template.Library()
register.filter("doubt_label", doubt_label)
register.filter("figure_label", figure_label)
