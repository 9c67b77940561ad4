"""Which releases there are: for everybody those that stand, for administrators all of their scope."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts import access
from accounts.models import User
from evaluations.domain.facts import Facts
from evaluations.selectors.facts import evaluation_facts
from indicators.domain.stored import from_stored
from plans.models import Plan, PlanStatus
from publicity.domain.cut import cut
from publicity.models import Release


def public_facts(plan: Plan, year: int, *, with_projects: bool, with_commitments: bool, day: date) -> Facts:
    """What would go out: the facts of the plan in ``year``, cut."""
    facts = evaluation_facts(
        plan, kind="final" if year >= plan.end_year else "annual", year=year, day=day, with_counties=False,
        with_promises=with_commitments, with_projects=with_projects,
    )  # fmt: skip
    return cut(facts, with_projects=with_projects, with_commitments=with_commitments)


def kept_facts(release: Release) -> Facts:
    """The facts as they were released."""
    return from_stored(Facts, release.content)


def releases_of(code: str, start_year: int, end_year: int) -> QuerySet[Release]:
    """All releases of a region and period, the newest first, withdrawn ones too; without their content."""
    found = Release.objects.filter(plan__region__code=code, plan__start_year=start_year, plan__end_year=end_year).defer(
        "content"
    )
    return found.select_related("plan__region").order_by("-version")


def released_plans() -> list[Release]:
    """The newest standing release of every region and period, by region, newest period first; without its content."""
    standing = Release.objects.filter(withdrawn_at__isnull=True).defer("content").select_related("plan__region")
    ordered = standing.order_by("plan__region__code", "-plan__start_year", "-plan__end_year", "-version")
    return list(ordered.distinct("plan__region__code", "plan__start_year", "plan__end_year"))


def find_release(pk: int) -> Release | None:
    """One release with its plan and region."""
    return Release.objects.select_related("plan__region").filter(pk=pk).first()


def find_plan(plan_id: int) -> Plan | None:
    """A plan that may be released: no draft."""
    return Plan.objects.select_related("region").exclude(status=PlanStatus.DRAFT).filter(pk=plan_id).first()


def plans_to_release(user: User) -> list[Plan]:
    """The plans of the person's scope that are no drafts, with their releases (``let_out``), the newest first."""
    own = Release.objects.defer("content").select_related("released_by").order_by("-version")
    plans = Plan.objects.filter(region__in=access.visible_regions(user)).exclude(status=PlanStatus.DRAFT)
    ordered = plans.select_related("region").order_by("region__code", "-start_year")
    return list(ordered.prefetch_related(Prefetch("releases", own, to_attr="let_out")))
