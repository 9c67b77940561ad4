"""Words for doubts in templates."""

from django import template

from indicators.models import DoubtState
from indicators.presenters.doubt_words import doubt_label, figure_label

register = template.Library()
register.filter("doubt_label", doubt_label)
register.filter("figure_label", figure_label)
register.filter("doubt_state", lambda state: DoubtState(state).label)
