"""What was released to everybody."""

from datetime import date

from django.utils import timezone

from indicators.domain.stored import to_stored
from plans.models import Plan
from publicity.models import Release
from publicity.selectors.releases import public_facts


def released(plan: Plan, *, by, year: int = 2024, version: int = 1, **given) -> Release:
    """A release as it stands, written without the service."""
    ticked = {name: given.pop(name, False) for name in ("with_projects", "with_commitments")}
    facts = public_facts(plan, year, day=date(2025, 6, 1), **ticked)
    return Release.objects.create(
        plan=plan, year=year, version=version, content=to_stored(facts), sample=facts.sample, released_by=by,
        released_at=timezone.now(), **ticked, **given,
    )  # fmt: skip
