"""Loading published actuals and sample actuals: what feeds a row comes into force, what feeds none is kept as background."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from indicators.models import BackgroundFigure
from indicators.services.jobs import queue_recompute
from indicators.services.loading.actual_files import ActualRow, read_actuals
from indicators.services.loading.doubts import BACKGROUND, StoredKey, write_background_doubts, write_series_doubts
from indicators.services.loading.observations import Published, write_published
from indicators.services.loading.writing import Loading, in_history, loading
from indicators.services.observations import ObservationFigures
from plans.models import Plan
from regions.files import Receipt
from regions.provenance import settle


def load_actuals(paths: Sequence[Path], *, sample: bool = False) -> Receipt:
    """Bring the figures of these files into the database; nothing where a row is wrong (``FileRefused``).

    A changed or later figure of a year replaces the one a loader put in force; a figure that a person approved stays and is
    reported. ``sample``: the files hold sample figures (演示数据), which never replace a published one.
    """
    rows = read_actuals(paths, sample=sample)
    command = "load_samples" if sample else "load_actuals"
    with loading() as load:
        for file in dict.fromkeys(row.file for row in rows):
            with in_history(load, command, file):
                _write([row for row in rows if row.file == file], load)
        for plan in Plan.objects.filter(pk__in=load.stale):
            queue_recompute(plan=plan, why=load.stale[plan.pk])
    return load.receipt


def _write(rows: Sequence[ActualRow], load: Loading) -> None:
    plan_of = {row.row.pk: row.plan.pk for row in rows if row.row is not None}
    why = _("载入 %(file)s") % {"file": rows[0].file}
    for row_id in write_published([_published(row) for row in rows if row.row is not None], load=load):
        load.stale[plan_of[row_id]] = why
    _background([row for row in rows if row.row is None], load)
    for plan_id in write_series_doubts({row.plan.pk for row in rows}, load=load, lines={}):
        load.stale[plan_id] = why


def _published(row: ActualRow) -> Published:
    assert row.row is not None
    assert row.year is not None
    figures = ObservationFigures(
        value=row.value,
        value_basis=row.value_basis,
        growth=row.growth,
        growth_basis=row.growth_basis,
        text=row.printed,
        vintage=row.vintage,
        source_title=row.source_title,
        source_address=row.source_address,
        note=row.note,
        sample=row.sample,
    )
    return Published(row.row.pk, row.year, figures, row.unit, row.where)


def _background(rows: Sequence[ActualRow], load: Loading) -> None:
    """Figures that feed no row, by plan, name, year and source; their doubts beside them."""
    plans = {row.plan.pk for row in rows}
    stored = {
        (one.plan_id, one.name, one.year, one.source_title): one
        for one in BackgroundFigure.objects.filter(plan_id__in=plans).select_related("region", "indicator")
    }
    new = []
    for row in rows:
        found = stored.get((row.plan.pk, row.name, row.year, row.source_title))
        wanted = _background_columns(row)
        if found is None:
            new.append(
                BackgroundFigure(
                    plan=row.plan, region=row.plan.region, name=row.name, year=row.year,
                    source_title=row.source_title, **wanted,
                )
            )  # fmt: skip
        else:
            settle(found, wanted, by=load.by, receipt=load.receipt, where=row.where)
    BackgroundFigure.objects.bulk_create(new)
    load.created(BackgroundFigure, len(new))
    for plan_id in sorted(plans):
        doubts = _background_doubts([row for row in rows if row.plan.pk == plan_id and row.doubt])
        if doubts:
            write_background_doubts(plan_id, doubts, load=load)


def _background_columns(row: ActualRow) -> dict[str, Any]:
    note = "；".join(
        part for part in (row.note, _("原文：%(text)s") % {"text": row.printed} if row.printed else "") if part
    )
    return {
        "indicator_id": row.indicator.pk if row.indicator else None,
        "value": row.value,
        "unit": row.unit,
        "growth": row.growth,
        "growth_basis": row.growth_basis,
        "why": row.why,
        "source_address": row.source_address,
        "note": note,
        "sample": row.sample,
    }


def _background_doubts(rows: Sequence[ActualRow]) -> dict[StoredKey, str]:
    """One doubt a kind, with every figure it is about in its message; on the row of the same indicator where the plan has one."""
    said: dict[StoredKey, list[str]] = {}
    for row in rows:
        own = row.plan.rows.filter(indicator=row.indicator, is_heading=False).first() if row.indicator else None
        when = _("%(year)d年") % {"year": row.year} if row.year else ""
        figure = f"{when}{row.name}{row.value if row.value is not None else row.growth}{row.unit}"
        said.setdefault((own.pk if own else None, row.doubt, BACKGROUND), []).append(f"{figure}：{row.why}")
    return {key: "；".join(messages) for key, messages in said.items()}
