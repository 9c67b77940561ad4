"""Loading the shared catalogue of indicators from ``indicators/catalogue/*.yaml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from indicators.domain.names import plain_name
from indicators.domain.types import Bound, CatalogueFacts, Direction, Measure, PathKind
from indicators.models import Indicator, choices
from indicators.models.catalogue import INDICATOR_CODE_PATTERN
from regions.fields import Fields
from regions.files import FileRefused, Problem, Receipt, label_of, no_rows, read_yaml, row_of
from regions.provenance import settle

KEYS = (
    "code", "name", "name_en", "aliases", "unit", "direction", "path", "measure", "bound", "price_sensitive",
    "natural_min", "natural_max", "aggregation", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One indicator as its file says: what the arithmetic needs, and the columns of ``Indicator``."""

    facts: CatalogueFacts
    columns: dict[str, Any]
    names: frozenset[str]  # every spelling, plain
    where: str


def read_catalogue(paths: Sequence[Path]) -> dict[str, CatalogueEntry]:
    """The entries of all files by code. ``FileRefused`` names every bad one."""
    problems: list[Problem] = []
    entries: dict[str, CatalogueEntry] = {}
    owners: dict[str, str] = {}
    for path in paths:
        content, lines = read_yaml(path)
        if not isinstance(content, list) or not content:
            raise no_rows(path)
        for index, data in enumerate(content):
            if not isinstance(data, dict):
                where, todo = row_of(lines["", index]), _("请对照其他项的写法")
                problems.append(Problem(label_of(path), where, "", str(data), _("不是一个指标"), todo))
                continue
            fields = Fields(label_of(path), row_of(lines["", index]), data, problems)
            entry = _entry(fields)
            if entry is None:
                continue
            if entry.facts.code in entries:
                fields.refuse("code", _("代码重复"), _("一个代码只能有一项，请合并或改名"))
            entries[entry.facts.code] = entry
            for name in entry.names:
                if owners.setdefault(name, entry.facts.code) != entry.facts.code:
                    what = _("名称“%(name)s”已属于 %(code)s") % {"name": name, "code": owners[name]}
                    fields.refuse("aliases", what, _("同一名称只能指一个指标，请去掉一处"))
    if problems:
        raise FileRefused(problems)
    return entries


def _entry(fields: Fields) -> CatalogueEntry | None:
    before = len(fields.problems)
    code = fields.text("code", required=True)
    if code and not re.match(INDICATOR_CODE_PATTERN, code):
        fields.refuse("code", _("代码写法不对"), _("代码由小写字母、数字和下划线组成，以字母开头"))
    direction = fields.raw("direction", required=True)
    if direction not in (1, -1, None):
        fields.refuse("direction", _("方向只能是 1 或 -1"), _("1 为越高越好，-1 为越低越好"))
    aliases = fields.raw("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        fields.refuse("aliases", _("应为一列名称"), _("写成 [名称一, 名称二]"))
        aliases = []
    columns: dict[str, Any] = {
        "name": fields.text("name", required=True, most=100),
        "name_en": fields.text("name_en", most=160),
        "aliases": aliases,
        "unit": fields.text("unit", most=40),
        "direction": direction,
        "path": fields.choice("path", PathKind, required=True),
        "measure": fields.choice("measure", Measure, required=True),
        "bound": fields.choice("bound", Bound),
        "price_sensitive": fields.flag("price_sensitive"),
        "natural_min": fields.figure("natural_min"),
        "natural_max": fields.figure("natural_max"),
        "aggregation": fields.choice("aggregation", [word for word, _label in choices.AGGREGATIONS], default="none"),
        "note": fields.text("note"),
    }
    low, high = columns["natural_min"], columns["natural_max"]
    if low is not None and high is not None and low >= high:
        fields.refuse("natural_max", _("自然上限不大于自然下限"), _("请改正上限或下限"))
    fields.unknown(required=KEYS)
    if len(fields.problems) > before:
        return None
    names = frozenset(plain_name(name) for name in [columns["name"], *aliases])
    return CatalogueEntry(_facts(code, columns, low, high), columns, names, f"{fields.file}，{fields.row}")


def _facts(code: str, columns: dict[str, Any], low: Decimal | None, high: Decimal | None) -> CatalogueFacts:
    return CatalogueFacts(
        code=code,
        unit=columns["unit"],
        direction=Direction(columns["direction"]),
        path=PathKind(columns["path"]),
        measure=Measure(columns["measure"]),
        bound=Bound(columns["bound"]) if columns["bound"] else None,
        price_sensitive=columns["price_sensitive"],
        natural_min=low,
        natural_max=high,
    )


def facts_of(indicator: Indicator) -> CatalogueFacts:
    """What the arithmetic needs of a stored indicator."""
    columns = {name: getattr(indicator, name) for name in _FACTS}
    return _facts(indicator.code, columns, indicator.natural_min, indicator.natural_max)


_FACTS = ("unit", "direction", "path", "measure", "bound", "price_sensitive")


def write_catalogue(
    entries: dict[str, CatalogueEntry], *, by: int, receipt: Receipt
) -> tuple[dict[str, Indicator], set[int]]:
    """Create or update the indicators, in the caller's transaction: all of them by code, and the ids of the changed ones."""
    known = {indicator.code: indicator for indicator in Indicator.objects.select_for_update()}
    new, changed = [], set()
    for code, entry in entries.items():
        found = known.get(code)
        if found is None:
            known[code] = Indicator(code=code, **entry.columns)
            new.append(known[code])
        elif settle(found, entry.columns, by=by, receipt=receipt, where=entry.where):
            changed.add(found.pk)
    Indicator.objects.bulk_create(new)
    if new:
        receipt.created[str(Indicator._meta.verbose_name)] += len(new)
    return known, changed
