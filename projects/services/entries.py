"""Entries of a plan's boxes become projects: the one way for files and for confirmed documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Unit
from plans.models import Plan
from projects.domain.facts import investment_of, times_of
from projects.models import InvestmentUnit, Project
from projects.services.loading.rules import committed_rules
from projects.services.pairs import propose_pairs
from regions.models import Region


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """One entry of a plan's boxes as printed. ``kind``: a word of ``projects.models.Kind``."""

    box: str
    group: str
    name: str
    facts: str
    kind: str
    line: int | None


def add_projects(*, plan: Plan, entries: Sequence[ProjectEntry]) -> list[Project]:
    """Append projects to a plan in the order given, in the caller's transaction and history.

    What their facts state plainly becomes investment and dates; field and lead unit follow ``data/fields.yaml``, the unit
    unconfirmed (默认分工，待确认). Entries that may be the same works are proposed for a person to decide.
    """
    last = plan.projects.order_by("-position").values_list("position", flat=True).first() or 0
    positions = range(last + 1, last + 1 + len(entries))
    added = add_at(plan=plan, placed=dict(zip(positions, entries, strict=True)))
    propose_pairs(plan=plan)
    return added


def add_at(*, plan: Plan, placed: dict[int, ProjectEntry]) -> list[Project]:
    """As ``add_projects``, at the given positions, which are free."""
    units = units_for(plan.region, placed.values())
    new = [
        Project(plan=plan, region=plan.region, position=position, **values_of(entry, units))
        for position, entry in sorted(placed.items())
    ]
    return Project.objects.bulk_create(new)


def values_of(entry: ProjectEntry, units: dict[str, Unit]) -> dict[str, Any]:
    """The columns that an entry fills. ``units``: of the plan's region by name (``units_for``)."""
    field, unit = committed_rules().decide(entry.box, entry.group, entry.name)
    investment, times = investment_of(entry.facts), times_of(entry.facts)
    return {
        "box": entry.box,
        "group": entry.group,
        "name": entry.name,
        "facts": entry.facts,
        "kind": entry.kind,
        "source_line": entry.line,
        "field": field,
        "lead_unit": units.get(unit),
        "investment": investment.value if investment else None,
        "investment_unit": investment.unit if investment else InvestmentUnit.YI.value,
        "planned_start": times.start,
        "planned_finish": times.finish,
    }


def units_for(region: Region, entries: Collection[ProjectEntry]) -> dict[str, Unit]:
    """The default units of these entries by name; those that the region does not have yet are made."""
    rules = committed_rules()
    wanted = dict.fromkeys(rules.decide(entry.box, entry.group, entry.name)[1] for entry in entries)
    wanted.pop("", None)
    stored = {unit.name: unit for unit in Unit.objects.filter(region=region, name__in=wanted)}
    new = Unit.objects.bulk_create(Unit(region=region, name=name) for name in wanted if name not in stored)
    return stored | {unit.name: unit for unit in new}
