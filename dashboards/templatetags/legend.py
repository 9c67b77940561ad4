"""The key to the statuses, for any page: ``{% include "dashboards/_legend.html" with rule=… %}``, ``rule`` may be left out."""

from __future__ import annotations

from django import template

from dashboards.presenters import legend

register = template.Library()


@register.simple_tag
def status_key(rule: object = None) -> tuple[legend.Entry, ...]:
    """Every status with its meaning; with the rule in force also its thresholds."""
    return legend.legend(rule or None)  # type: ignore[arg-type]  # a missing variable is "" in a template
