"""Evaluations as they are listed and opened: what a person may see of them, their figures, their versions."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts import access
from accounts.models import User
from evaluations.domain.facts import Facts
from evaluations.models import Evaluation, EvaluationState
from evaluations.selectors.facts import evaluation_facts
from indicators.domain.stored import from_stored
from plans.models import Plan, PlanStatus


def seen_evaluations(user: User) -> QuerySet[Evaluation]:
    """Those of the person's scope, the newest first, without their figures; drafts only for those who work on them."""
    found = Evaluation.objects.filter(plan__region__in=access.visible_regions(user)).filter(_readable(user))
    people = ("drafted_by", "submitted_by", "approved_by", "frozen_by")
    return found.select_related("plan__region", *people).defer("content").order_by("-drafted_at", "-pk")


def find_evaluation(user: User, pk: int) -> Evaluation | None:
    """One with its plan and people; None where there is none, or none that the person may see."""
    found = Evaluation.objects.filter(_readable(user), pk=pk, plan__region__in=access.visible_regions(user))
    return found.select_related("plan__region", "drafted_by", "submitted_by__unit", "approved_by", "frozen_by").first()


def _readable(user: User) -> Q:
    return Q() if access.sees_drafts(user) else ~Q(state=EvaluationState.DRAFT)


def facts_of(evaluation: Evaluation, *, day: date) -> Facts:
    """What was kept when it was submitted; of a draft the figures of the moment."""
    return live_facts(evaluation, day=day) if evaluation.content is None else from_stored(Facts, evaluation.content)


def live_facts(evaluation: Evaluation, *, day: date) -> Facts:
    """The figures of the moment, whatever was kept."""
    return evaluation_facts(
        evaluation.plan, kind=evaluation.kind, year=evaluation.year, day=day, with_counties=evaluation.with_counties
    )


def words_of(evaluation: Evaluation) -> dict[str, str]:
    """What people wrote, by section."""
    return {one.section: one.body for one in evaluation.texts.all()}


def versions_of(evaluation: Evaluation, user: User) -> list[Evaluation]:
    """The versions of this evaluation that the person may see, the newest first."""
    found = Evaluation.objects.filter(
        _readable(user), plan=evaluation.plan_id, kind=evaluation.kind, year=evaluation.year
    )
    return list(found.defer("content").order_by("-version"))


def plans_to_evaluate(user: User) -> list[Plan]:
    """Plans of the person's scope that are no drafts, by region, the newest first."""
    found = Plan.objects.filter(region__in=access.visible_regions(user)).exclude(status=PlanStatus.DRAFT)
    return list(found.select_related("region").order_by("region__lineage", "-start_year"))
