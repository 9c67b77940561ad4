"""The printed results of a period that has ended: actuals of the end year and official figures of the whole period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import PeriodResult, PlanIndicator
from indicators.services.loading.observations import Published, write_published
from indicators.services.loading.plan_entries import ActualEntry, PeriodEntry, PlanEntry, RowEntry
from indicators.services.loading.writing import Loading
from indicators.services.observations import ObservationFigures
from regions.provenance import Verdict, changed_by_a_person, differing, verdict


def write_results(plan: PlanEntry, rows: Mapping[int, PlanIndicator], *, load: Loading) -> bool:
    """Both kinds of results of one plan; True where any was written."""
    published = [
        Published(
            rows[row.position].pk, row.actual.year, _figures(plan, row.actual), row.actual.unit, _where(plan, row)
        )
        for row in plan.rows
        if row.actual is not None and row.position in rows
    ]
    changed = write_published(published, load=load) if published else set()
    return _write_periods(plan, rows, load) or bool(changed)


def _where(plan: PlanEntry, row: RowEntry) -> str:
    return f"{plan.file}，{row.where}“{row.name}”"


def _figures(plan: PlanEntry, actual: ActualEntry) -> ObservationFigures:
    return ObservationFigures(
        value=actual.value,
        parts=actual.parts,
        comparator=actual.comparator.value,
        reported=actual.reported,
        text=actual.text,
        vintage=actual.vintage.value,
        source_title=plan.source,
    )


def _write_periods(plan: PlanEntry, rows: Mapping[int, PlanIndicator], load: Loading) -> bool:
    ids = [row.pk for row in rows.values()]
    stored = {
        (result.row_id, result.kind, result.year): result
        for result in PeriodResult.objects.filter(row_id__in=ids, in_force=True).select_related("row")
    }
    new, leaving = [], []
    for row in plan.rows:
        if row.period is None or row.position not in rows:
            continue
        wanted = _columns(plan, row.period)
        current = stored.get((rows[row.position].pk, row.period.kind, row.period.year))
        sources = _SOURCES if load.by_a_person else frozenset()
        if current is not None and not set(differing(current, wanted)) - sources:
            load.unchanged(PeriodResult)
            continue
        if current is not None:
            found = verdict(current, wanted, by=load.by)
            if found is Verdict.KEEP:
                load.kept(PeriodResult)
                continue
            if found is Verdict.CONFLICT:
                names = differing(current, wanted)
                load.receipt.conflicts.append(changed_by_a_person(current, names, _where(plan, row)))
                continue
            leaving.append(current.pk)
        key = {"row": rows[row.position], "kind": row.period.kind, "year": row.period.year}
        new.append(PeriodResult(**key, **wanted, note=_("数据文件已更正") if current else ""))
    PeriodResult.objects.filter(pk__in=leaving).update(in_force=False)
    PeriodResult.objects.bulk_create(new)
    load.created(PeriodResult, len(new) - len(leaving))
    load.changed(PeriodResult, len(leaving))
    return bool(new)


#: Columns that name where a figure is printed.
_SOURCES = frozenset({"document", "source_title"})


def _columns(plan: PlanEntry, period: PeriodEntry) -> dict[str, Any]:
    return {
        "value": period.value,
        "unit": period.unit,
        "comparator": period.comparator.value,
        "text": period.text,
        "document": plan.source,
        "source_title": plan.source,
    }
