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
from regions.recorded import recorded


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
        if current is not None:
            if not _takes_over(current, wanted, _where(plan, row), load):
                continue
            leaving.append(current.pk)
        key = {"row": rows[row.position], "kind": row.period.kind, "year": row.period.year}
        new.append(PeriodResult(**key, **wanted, note=recorded("数据文件已更正") if current else ""))
    PeriodResult.objects.filter(pk__in=leaving).update(in_force=False)
    PeriodResult.objects.bulk_create(new)
    load.created(PeriodResult, len(new) - len(leaving))
    load.changed(PeriodResult, len(leaving))
    return bool(new)


def _takes_over(current: PeriodResult, wanted: Mapping[str, Any], where: str, load: Loading) -> bool:
    """Whether the result of the file becomes the one in force; what is not written is counted or reported.

    A document that a person confirmed replaces none, and the same number in other words is nothing new.
    """
    names = set(differing(current, wanted)) - (_WORDS if load.by_a_person else frozenset())
    if not names:
        load.unchanged(PeriodResult)
        return False
    if load.by_a_person:
        said = _("%(where)s：%(year)d 年已有%(kind)s %(stands)s，文本为 %(new)s，未覆盖。请核对后在页面上修订")
        stands, new = (
            f"{value:f}{unit}" for value, unit in ((current.value, current.unit), (wanted["value"], wanted["unit"]))
        )
        named = {"where": where, "year": current.year, "kind": current.get_kind_display(), "stands": stands, "new": new}
        load.receipt.conflicts.append(said % named)
        return False
    found = verdict(current, wanted, by=load.by)
    if found is Verdict.KEEP:
        load.kept(PeriodResult)
    elif found is Verdict.CONFLICT:
        load.receipt.conflicts.append(changed_by_a_person(current, differing(current, wanted), where))
    return found is Verdict.UPDATE


#: Columns that say how and where a figure is printed, not what it is.
_WORDS = frozenset({"text", "document", "source_title"})


def _columns(plan: PlanEntry, period: PeriodEntry) -> dict[str, Any]:
    return {
        "value": period.value,
        "unit": period.unit,
        "comparator": period.comparator.value,
        "text": period.text,
        "document": plan.source,
        "source_title": plan.source,
    }
