"""Default responsible units (默认分工，待确认) from ``data/units.yaml``: by catalogue code, the first unit leads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.models import Unit
from indicators.models import PlanIndicator, ResponsibleUnit
from indicators.services.loading.writing import Loading
from regions.files import FileRefused, Problem, label_of, no_rows, read_yaml


def read_units(path: Path, codes: Collection[str] | None = None) -> dict[str, list[str]]:
    """Names of units by catalogue code, the leading one first. ``codes``: what the catalogue knows; None: not asked."""
    content, _lines = read_yaml(path)
    if not isinstance(content, dict) or not content:
        raise no_rows(path)
    problems = []
    for code, names in content.items():
        if codes is not None and code not in codes:
            todo = _("请改正代码，或先在 indicators/catalogue 里加上")
            problems.append(Problem(label_of(path), "", str(code), "", _("目录里没有这个代码"), todo))
        if not isinstance(names, list) or not names or not all(isinstance(n, str) and 0 < len(n) <= 60 for n in names):
            todo = _("写成 [牵头单位, 配合单位]，每个名称至多 60 字")
            problems.append(Problem(label_of(path), "", str(code), str(names), _("不是一列单位名称"), todo))
    if problems:
        raise FileRefused(problems)
    return content


def assign_default_units(rows: Collection[PlanIndicator], units: Mapping[str, list[str]], *, load: Loading) -> None:
    """Give rows that never had a responsible unit the default ones of their catalogue indicator."""
    named = {row.pk: units.get(row.indicator.code, []) for row in rows if row.indicator is not None}
    assign_units(rows, named, load=load)


def assign_units(rows: Collection[PlanIndicator], units: Mapping[int, list[str]], *, load: Loading) -> None:
    """Give rows that never had a responsible unit these (names by row id), unconfirmed, made in the row's own region.

    A row whose units a person set or took away is left alone: its history knows.
    """
    history = ResponsibleUnit.pgh_event_model.objects.filter(row_id__in=[row.pk for row in rows])
    known = set(history.values_list("row_id", flat=True))
    wanted = [row for row in rows if row.pk not in known and units.get(row.pk)]
    regions = {row.plan.region_id for row in wanted}
    stored = {(unit.region_id, unit.name): unit for unit in Unit.objects.filter(region_id__in=regions)}
    names = dict.fromkeys((row.plan.region_id, name) for row in wanted for name in units[row.pk])
    new = [Unit(region_id=region, name=name) for region, name in names if (region, name) not in stored]
    for unit in Unit.objects.bulk_create(new):
        stored[unit.region_id, unit.name] = unit
    given = [
        ResponsibleUnit(row=row, unit=stored[row.plan.region_id, name], is_lead=place == 0, confirmed=False)
        for row in wanted
        for place, name in enumerate(units[row.pk])
    ]
    ResponsibleUnit.objects.bulk_create(given)
    load.created(Unit, len(new))
    load.created(ResponsibleUnit, len(given))
