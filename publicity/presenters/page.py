"""The page of a release, as everybody reads it and as the administrator looks at it before."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.domain.facts import Facts
from publicity.models import Release
from publicity.presenters.tables import PublicTable, public_tables


@dataclass(frozen=True, slots=True)
class PublicPage:
    """``words``: what the administrator says to it. ``silent``: projects of which nothing is known."""

    facts: Facts
    title: str
    words: str
    tables: tuple[PublicTable, ...]

    @property
    def silent(self) -> int:
        return self.facts.projects.silent


def public_page(facts: Facts, words: str = "") -> PublicPage:
    title = _("%(region)s%(period)s年规划实施情况") % {
        "region": facts.region_name,
        "period": f"{facts.start_year}–{facts.end_year}",
    }
    return PublicPage(facts, title, words, public_tables(facts))


def address_of(release: Release) -> str:
    """The lasting address of this version."""
    plan = release.plan
    return reverse("publicity:version", args=[plan.region.code, plan.period, release.version])
