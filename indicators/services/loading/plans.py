"""Loading plans: read every file, refuse what is wrong, then write everything the files say in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from indicators.models import PlanIndicator
from indicators.services.jobs import queue_recompute
from indicators.services.loading.catalogue import CatalogueEntry, read_catalogue, write_catalogue
from indicators.services.loading.plan_entries import PlanEntry
from indicators.services.loading.plan_files import read_plan
from indicators.services.loading.plan_rules import plan_problems, same_plan_twice
from indicators.services.loading.plan_writer import Definitions, write_plan
from indicators.services.loading.units import read_units
from indicators.services.loading.writing import in_history, loading
from plans.models import Plan, PlanStatus
from regions.files import FileRefused, Problem, Receipt, label_of
from regions.models import Region


def load_plans(paths: Sequence[Path], *, catalogue: Sequence[Path], units: Path) -> Receipt:
    """Bring the plans of these files, and the catalogue they refer to, into the database; nothing where anything is wrong.

    Loading a file again changes nothing. A corrected file changes what only loaders have written; the rest is reported.
    Plans that changed have their recompute queued in the same transaction. ``FileRefused`` names every bad row.
    """
    entries = read_catalogue(catalogue)
    default_units = read_units(units, entries)
    plans = read_plans(paths, entries)
    with loading() as load:
        regions = _regions_of(plans)
        _refuse_rivals(plans)
        with in_history(load, "load_plans", label_of(catalogue[0].parent)):
            indicators, changed = write_catalogue(entries, by=load.by, receipt=load.receipt)
            for row in PlanIndicator.objects.filter(indicator_id__in=changed).values("plan_id"):
                load.stale[row["plan_id"]] = _("指标目录更新")
        facts = {code: entry.facts for code, entry in entries.items()}
        definitions = Definitions(indicators, facts, default_units)
        for plan in plans:
            with in_history(load, "load_plans", plan.file):
                write_plan(plan, regions[plan.region], definitions, load=load)
        for stored in Plan.objects.filter(pk__in=load.stale):
            queue_recompute(plan=stored, why=load.stale[stored.pk])
    return load.receipt


def read_plans(paths: Sequence[Path], catalogue: Mapping[str, CatalogueEntry]) -> list[PlanEntry]:
    """The plans of all files, each held to its own printed cells."""
    problems: list[Problem] = []
    plans = []
    for path in paths:
        plan = read_plan(path, problems)
        if plan is not None:
            plans.append(plan)
            problems.extend(plan_problems(plan, catalogue))
    problems.extend(same_plan_twice(plans))
    if problems:
        raise FileRefused(problems)
    return plans


def _regions_of(plans: Sequence[PlanEntry]) -> dict[str, Region]:
    found = {region.code: region for region in Region.objects.filter(code__in=[plan.region for plan in plans])}
    missing = [
        Problem(plan.file, "", "plan.region", plan.region, _("没有这个地区"), _("请改正代码，或先运行 load_regions"))
        for plan in plans
        if plan.region not in found
    ]
    if missing:
        raise FileRefused(missing)
    return found


def _refuse_rivals(plans: Sequence[PlanEntry]) -> None:
    """A plan in force that begins in the same year but ends in another: only one of the two can stand.

    A plan that is stored already keeps the state that a person gave it: it rivals nothing.
    """
    of_regions = Plan.objects.filter(region__code__in=[plan.region for plan in plans]).select_related("region")
    stored = {(plan.region.code, plan.start_year, plan.end_year) for plan in of_regions}
    in_force = [plan for plan in of_regions if plan.status == PlanStatus.IN_FORCE]
    ends = {(plan.region.code, plan.start_year): plan.end_year for plan in in_force}
    rivals = [
        Problem(
            plan.file, "", "plan.end_year", str(plan.end_year),
            _("已有一个 %(start)d–%(end)d 的规划在实施") % {"start": plan.start_year, "end": ends[plan.region, plan.start_year]},
            _("请改正年份，或先把那个规划改为“已被替代”"),
        )
        for plan in plans
        if plan.status == PlanStatus.IN_FORCE
        and ends.get((plan.region, plan.start_year), plan.end_year) != plan.end_year
        and (plan.region, plan.start_year, plan.end_year) not in stored
    ]  # fmt: skip
    if rivals:
        raise FileRefused(rivals)
