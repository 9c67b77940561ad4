"""Writing a plan: one writer for data files and for plan documents that a person confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.domain.types import CatalogueFacts
from indicators.models import Base, Indicator, Listing, PlanIndicator, Target
from indicators.services.loading.doubts import is_of_series, write_plan_doubts, write_series_doubts
from indicators.services.loading.plan_doubts import doubts_of
from indicators.services.loading.plan_entries import PlanEntry, RowEntry
from indicators.services.loading.plan_results import write_results
from indicators.services.loading.plan_rows import base_columns, row_columns, target_columns
from indicators.services.loading.units import assign_default_units
from indicators.services.loading.versions import Versions
from indicators.services.loading.writing import Loading
from plans.models import Plan
from regions.models import Region
from regions.provenance import settle


@dataclass(frozen=True, slots=True)
class Definitions:
    """What entries refer to: the stored indicators, what the arithmetic needs of them, and the default units, by code."""

    indicators: Mapping[str, Indicator]
    catalogue: Mapping[str, CatalogueFacts]
    units: Mapping[str, list[str]]


def write_plan(entry: PlanEntry, region: Region, definitions: Definitions, *, load: Loading) -> Plan:
    """Bring a plan, its rows, figures, results and doubts to what ``entry`` says, in the caller's transaction.

    ``load.stale`` names the plan where its assessments must follow. Rows are never deleted; what conflicts is in the receipt.
    """
    before = load.receipt.written
    plan = _plan(entry, region, load)
    rows, results = _write_rows(entry, plan, definitions, load)
    _report_missing(entry, plan, load)
    _write_doubts(entry, plan, rows, definitions, load)
    if results or load.receipt.written > before:
        load.stale[plan.pk] = _("载入 %(file)s") % {"file": entry.file}
    return plan


def write_rows(entry: PlanEntry, plan: Plan, definitions: Definitions, *, load: Loading) -> dict[int, PlanIndicator]:
    """Bring these rows of a plan alone to what ``entry`` says; all others stay as they are. By position."""
    rows, _results = _write_rows(entry, plan, definitions, load)
    _write_doubts(entry, plan, rows, definitions, load, only=[row.pk for row in rows.values()])
    load.stale[plan.pk] = _("载入 %(file)s") % {"file": entry.file}
    return rows


def _write_rows(
    entry: PlanEntry, plan: Plan, definitions: Definitions, load: Loading
) -> tuple[dict[int, PlanIndicator], bool]:
    """Rows of both lists with their figures; those of the table by position, and whether results were written."""
    lists = {Listing.MAIN: entry.rows, Listing.COMMITMENT: entry.commitments}
    written = {}
    for listing, entries in lists.items():
        rows = _rows(entry, entries, listing, plan, definitions.indicators, load)
        _versions(entry.file, entries, rows, definitions.indicators, load)
        written[listing] = rows
    main = written[Listing.MAIN]
    results = write_results(entry, main, load=load)
    assign_default_units(list(main.values()), definitions.units, load=load)
    return main, results


def _write_doubts(
    entry: PlanEntry,
    plan: Plan,
    rows: Mapping[int, PlanIndicator],
    definitions: Definitions,
    load: Loading,
    only: Collection[int] | None = None,
) -> None:
    found = doubts_of(entry, definitions.catalogue)
    wanted = {
        (rows[position].pk if position else None, code, figure): said
        for (position, code, figure), said in found.items()
        if (position is None and only is None) or position in rows
    }
    write_plan_doubts(plan.pk, wanted, load=load, rows=only)
    lines = {key: said.line for key, said in wanted.items() if is_of_series(key[1], key[2])}
    write_series_doubts([plan.pk], load=load, lines=lines)


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
    settle(plan, wanted, by=load.by, receipt=load.receipt, where=entry.file, decided=bool(load.decided))
    return plan


def _rows(
    entry: PlanEntry,
    entries: Sequence[RowEntry],
    listing: Listing,
    plan: Plan,
    indicators: Mapping[str, Indicator],
    load: Loading,
) -> dict[int, PlanIndicator]:
    """The stored rows of one list by position; headings first, because their sub-rows point at them.

    A row whose catalogue indicator is another than stored is reported and left alone: its figures belong to the old one.
    """
    of_list = PlanIndicator.objects.select_for_update(of=["self"], no_key=True).filter(plan=plan, listing=listing)
    stored = by_place(of_list.select_related("indicator", "plan"), load)
    taken = {row.position for row in stored.values()}
    rows: dict[int, PlanIndicator] = {}
    for headings in (True, False):
        new = []
        for one in (row for row in entries if row.heading is headings):
            indicator = indicators.get(one.catalogue)
            found = stored.get(one.position)
            wanted = row_columns(one, rows.get(one.parent, stored.get(one.parent)) if one.parent else None)
            if found is None:
                place = max(taken) + 1 if one.position in taken else one.position
                taken.add(place)
                key = {"plan": plan, "listing": listing, "position": place, "indicator": indicator}
                rows[one.position] = PlanIndicator(**key, **wanted)
                new.append(rows[one.position])
            elif found.indicator_id != (indicator.pk if indicator else None):
                where = f"{entry.file}，{one.where}"
                said = _("目录指标由 %(old)s 改为 %(new)s，未改：这一行已有的数属于原指标。请由规划科处理")
                named = {"old": found.indicator.code if found.indicator else "—", "new": one.catalogue or "—"}
                load.receipt.conflicts.append(f"{where}：{said % named}")
            else:
                rows[one.position] = found
                where = f"{entry.file}，{one.where}"
                settle(found, wanted, by=load.by, receipt=load.receipt, where=where, decided=bool(load.decided))
        PlanIndicator.objects.bulk_create(new)
        load.created(PlanIndicator, len(new))
    return rows


#: Of the event of making a row: which, where, and who.
_MADE = ("pgh_obj_id", "position", "pgh_context__metadata__user")


def by_place(rows: Iterable[PlanIndicator], load: Loading) -> dict[int, PlanIndicator]:
    """Rows of one list by their place in the file: a planner may have moved them since, or put others between them.

    It is the place at which they were made; those that a loader made come first. A decision of a person names rows by where
    they stand.
    """
    found = list(rows)
    if load.by_a_person:
        return {row.position: row for row in found}
    made = PlanIndicator.pgh_event_model.objects.filter(pgh_obj_id__in=[row.pk for row in found], pgh_label="insert")
    at = {row: (user != load.by, place) for row, place, user in made.values_list(*_MADE)}
    known = sorted(((*at.get(row.pk, (True, row.position)), row.pk), row) for row in found)
    placed: dict[int, PlanIndicator] = {}
    for (_by_others, place, _pk), row in known:
        placed[-row.pk if place in placed else place] = row
    return placed


def _report_missing(entry: PlanEntry, plan: Plan, load: Loading) -> None:
    """Rows of the table that the file no longer has stay, and are named."""
    places = {row.position for row in entry.rows}
    stored = by_place(plan.rows.filter(listing=Listing.MAIN), load)
    for row in sorted((row for place, row in stored.items() if place not in places), key=lambda row: row.position):
        said = _("%(file)s：已没有第 %(position)d 行“%(name)s”，未删除。请由规划科处理")
        named = {"file": entry.file, "position": row.position, "name": row.short_name}
        load.receipt.conflicts.append(said % named)


def _versions(
    file: str,
    entries: Sequence[RowEntry],
    rows: Mapping[int, PlanIndicator],
    indicators: Mapping[str, Indicator],
    load: Loading,
) -> None:
    """Bases and targets, old versions out of force before new ones enter."""
    ids = [row.pk for row in rows.values()]
    bases: dict[int, list[Base]] = defaultdict(list)
    for base in Base.objects.filter(row_id__in=ids).select_related("row").order_by("version"):
        bases[base.row_id].append(base)
    targets: dict[tuple[int, int], list[Target]] = defaultdict(list)
    for target in Target.objects.filter(row_id__in=ids).select_related("row").order_by("version"):
        targets[target.row_id, target.ordinal].append(target)
    base_versions = Versions(Base, load=load, file=file)
    target_versions = Versions(Target, load=load, file=file)
    for one in entries:
        row, where = rows.get(one.position), f"{file}，{one.where}"
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
