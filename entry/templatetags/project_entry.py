"""What pages of monthly reports need besides: the way to the page of a project."""

from __future__ import annotations

from django import template

from entry.presenters.projects.grid import project_address
from projects.models import Project

register = template.Library()


@register.simple_tag
def project_page(project: Project) -> str:
    """The address of the project's page."""
    return project_address(project.pk)
