"""Loading plans: read every file, refuse what is wrong, then write everything the files say in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Base, Indicator, PlanIndicator, Target
from indicators.services.jobs import queue_recompute
from indicators.services.loading.catalogue import CatalogueEntry, read_catalogue, write_catalogue
from indicators.services.loading.doubts import is_of_series, write_plan_doubts, write_series_doubts
from indicators.services.loading.plan_doubts import doubts_of
from indicators.services.loading.plan_entries import PlanEntry
from indicators.services.loading.plan_files import read_plan
from indicators.services.loading.plan_results import write_results
from indicators.services.loading.plan_rows import base_columns, row_columns, target_columns
from indicators.services.loading.plan_rules import plan_problems, same_plan_twice
from indicators.services.loading.units import assign_default_units, read_units
from indicators.services.loading.versions import Versions
from indicators.services.loading.writing import Loading, in_history, loading
from plans.models import Plan, PlanStatus
from regions.files import FileRefused, Problem, Receipt, label_of
from regions.models import Region
from regions.provenance import settle


@dataclass(frozen=True, slots=True)
class Definitions:
    """What plan files refer to: the catalogue and the default units, with the files they come from."""

    catalogue: dict[str, CatalogueEntry]
    units: dict[str, list[str]]


def load_plans(paths: Sequence[Path], *, catalogue: Sequence[Path], units: Path) -> Receipt:
    """Bring the plans of these files, and the catalogue they refer to, into the database; nothing where anything is wrong.

    Loading a file again changes nothing. A corrected file changes what only loaders have written; the rest is reported.
    Plans that changed have their recompute queued in the same transaction. ``FileRefused`` names every bad row.
    """
    entries = read_catalogue(catalogue)
    definitions = Definitions(entries, read_units(units, entries))
    plans = read_plans(paths, entries)
    with loading() as load:
        regions = _regions_of(plans)
        _refuse_rivals(plans)
        with in_history(load, "load_plans", label_of(catalogue[0].parent)):
            indicators, changed = write_catalogue(entries, by=load.by, receipt=load.receipt)
            for row in PlanIndicator.objects.filter(indicator_id__in=changed).values("plan_id"):
                load.stale[row["plan_id"]] = _("指标目录更新")
        for plan in plans:
            with in_history(load, "load_plans", plan.file):
                _write_plan(plan, regions[plan.region], indicators, definitions, load)
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
    """A plan in force that begins in the same year but ends in another: only one of the two can stand."""
    in_force = Plan.objects.filter(status=PlanStatus.IN_FORCE, region__code__in=[plan.region for plan in plans])
    ends = {(plan.region.code, plan.start_year): plan.end_year for plan in in_force.select_related("region")}
    rivals = [
        Problem(
            plan.file, "", "plan.end_year", str(plan.end_year),
            _("已有一个 %(start)d–%(end)d 的规划在实施") % {"start": plan.start_year, "end": ends[plan.region, plan.start_year]},
            _("请改正年份，或先把那个规划改为“已被替代”"),
        )
        for plan in plans
        if plan.status == PlanStatus.IN_FORCE and ends.get((plan.region, plan.start_year), plan.end_year) != plan.end_year
    ]  # fmt: skip
    if rivals:
        raise FileRefused(rivals)


def _write_plan(
    entry: PlanEntry, region: Region, indicators: Mapping[str, Indicator], definitions: Definitions, load: Loading
) -> None:
    before = load.receipt.written
    plan = _plan(entry, region, load)
    rows = _rows(entry, plan, indicators, load)
    _versions(entry, rows, indicators, load)
    results = write_results(entry, rows, load=load)
    assign_default_units(list(rows.values()), definitions.units, load=load)
    found = doubts_of(entry, definitions.catalogue)
    wanted = {
        (rows[position].pk if position else None, code, figure): said
        for (position, code, figure), said in found.items()
        if position is None or position in rows
    }
    write_plan_doubts(plan.pk, wanted, load=load)
    lines = {key: said.line for key, said in wanted.items() if is_of_series(key[1], key[2])}
    write_series_doubts([plan.pk], load=load, lines=lines)
    if results or load.receipt.written > before:
        load.stale[plan.pk] = _("载入 %(file)s") % {"file": entry.file}


def _plan(entry: PlanEntry, region: Region, load: Loading) -> Plan:
    wanted: dict[str, Any] = {
        "base_year": entry.base_year,
        "title": entry.title,
        "document_number": entry.document_number,
        "issued_on": entry.issued_on,
        "status": entry.status,
        "source_document": entry.source,
        "source_table": entry.table,
        "stated_count": entry.stated_count,
    }
    key = {"region": region, "start_year": entry.start_year, "end_year": entry.end_year}
    plan = Plan.objects.select_for_update(no_key=True).filter(**key).order_by("pk").first()
    if plan is None:
        load.created(Plan, 1)
        return Plan.objects.create(**key, **wanted)
    settle(plan, wanted, by=load.by, receipt=load.receipt, where=entry.file)
    return plan


def _rows(entry: PlanEntry, plan: Plan, indicators: Mapping[str, Indicator], load: Loading) -> dict[int, PlanIndicator]:
    """The stored rows by position; headings first, because their sub-rows point at them.

    A row whose catalogue indicator is another than stored is reported and left alone: its figures belong to the old one.
    """
    main = PlanIndicator.objects.select_for_update(of=["self"], no_key=True).filter(plan=plan, listing="main")
    stored = {row.position: row for row in main.select_related("indicator", "plan")}
    rows: dict[int, PlanIndicator] = {}
    for headings in (True, False):
        new = []
        for one in (row for row in entry.rows if row.heading is headings):
            indicator = indicators.get(one.catalogue)
            found = stored.get(one.position)
            wanted = row_columns(one, rows.get(one.parent) if one.parent else None)
            if found is None:
                rows[one.position] = PlanIndicator(plan=plan, position=one.position, indicator=indicator, **wanted)
                new.append(rows[one.position])
            elif found.indicator_id != (indicator.pk if indicator else None):
                where = f"{entry.file}，{one.where}"
                said = _("目录指标由 %(old)s 改为 %(new)s，未改：这一行已有的数属于原指标。请由规划科处理")
                named = {"old": found.indicator.code if found.indicator else "—", "new": one.catalogue or "—"}
                load.receipt.conflicts.append(f"{where}：{said % named}")
            else:
                rows[one.position] = found
                settle(found, wanted, by=load.by, receipt=load.receipt, where=f"{entry.file}，{one.where}")
        PlanIndicator.objects.bulk_create(new)
        load.created(PlanIndicator, len(new))
    for position in stored.keys() - {row.position for row in entry.rows}:
        said = _("%(file)s：已没有第 %(position)d 行“%(name)s”，未删除。请由规划科处理")
        load.receipt.conflicts.append(
            said % {"file": entry.file, "position": position, "name": stored[position].short_name}
        )
    return rows


def _versions(
    entry: PlanEntry, rows: Mapping[int, PlanIndicator], indicators: Mapping[str, Indicator], load: Loading
) -> None:
    """Bases and targets, old versions out of force before new ones enter."""
    ids = [row.pk for row in rows.values()]
    bases: dict[int, list[Base]] = defaultdict(list)
    for base in Base.objects.filter(row_id__in=ids).select_related("row").order_by("version"):
        bases[base.row_id].append(base)
    targets: dict[tuple[int, int], list[Target]] = defaultdict(list)
    for target in Target.objects.filter(row_id__in=ids).select_related("row").order_by("version"):
        targets[target.row_id, target.ordinal].append(target)
    base_versions = Versions(Base, load=load, file=entry.file)
    target_versions = Versions(Target, load=load, file=entry.file)
    for one in entry.rows:
        row, where = rows.get(one.position), f"{entry.file}，{one.where}"
        if row is None:
            continue
        if one.base is None:
            base_versions.withdraw(bases[row.pk], where=where)
        else:
            columns = base_columns(one, one.base)
            base_versions.bring(bases[row.pk], columns, key={"row": row}, reason=one.base.reason, where=where)
        for ordinal, promise in enumerate(one.targets, start=1):
            columns = target_columns(one, promise, indicators)
            key = {"row": row, "ordinal": ordinal}
            target_versions.bring(targets[row.pk, ordinal], columns, key=key, reason="", where=where)
        for row_id, ordinal in list(targets):
            if row_id == row.pk and ordinal > len(one.targets):
                target_versions.withdraw(targets[row_id, ordinal], where=where)
    base_versions.write()
    target_versions.write()
