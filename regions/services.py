"""Loading the list of administrative divisions (GB/T 2260) from its CSV file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pghistory
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from regions.fields import Fields
from regions.files import FileRefused, Problem, Receipt, label_of, read_csv
from regions.models import REGION_CODE_PATTERN, Level, Region
from regions.provenance import settle

COLUMNS = ("code", "name", "short_name", "level", "parent_code", "valid_from", "valid_to")
LEVELS = {level.name.lower(): level for level in Level}


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the file. ``parent`` "" for the nation only; years None: not limited."""

    code: str
    name: str
    short_name: str
    level: Level
    parent: str
    valid_from: int | None
    valid_to: int | None
    where: str


def load_regions(path: Path, *, by: int) -> Receipt:
    """Create or update the divisions of a file, in one transaction; ``by``: id of the loaders' user.

    Divisions that the file does not name (townships, zones) are left alone. ``FileRefused`` names every bad row.
    """
    divisions = read_divisions(path)
    receipt = Receipt()
    with transaction.atomic(), pghistory.context(user=by, reason=f"load_regions {label_of(path)}"):
        known = {
            region.code: region for region in Region.objects.select_related("parent").select_for_update(of=["self"])
        }
        for level in Level:
            _write([division for division in divisions if division.level == level], known, by, receipt)
        _move_the_others({division.code for division in divisions})
    return receipt


def read_divisions(path: Path) -> list[Division]:
    """The rows of the file, validated."""
    problems: list[Problem] = []
    file = label_of(path)
    rows = [Fields(file, row, data, problems) for row, data in read_csv(path, COLUMNS)]
    divisions = [_division(fields) for fields in rows]
    levels = {division.code: division.level for division in divisions}
    seen: set[str] = set()
    for fields, division in zip(rows, divisions, strict=True):
        if division.code in seen:
            fields.refuse("code", _("代码重复"), _("一个代码只能有一行"))
        seen.add(division.code)
        above = levels.get(division.parent)
        if division.parent and above is None:
            fields.refuse("parent_code", _("文件里没有这个上级"), _("请先补上级的一行，或改正代码"))
        elif above is not None and above >= division.level:
            fields.refuse("parent_code", _("上级的级别不高于本级"), _("请改正上级代码或级别"))
        if (division.level == Level.NATION) == bool(division.parent):
            fields.refuse("parent_code", _("国家没有上级，其他区划必须有上级"), _("请改正上级代码"))
    if problems:
        raise FileRefused(problems)
    return divisions


def _division(fields: Fields) -> Division:
    code = fields.text("code", required=True)
    if code and not re.match(REGION_CODE_PATTERN, code):
        fields.refuse("code", _("不是区划代码"), _("区划代码为 6 位或 9 位数字，首位不为 0"))
    level = fields.choice("level", LEVELS, default="county", required=True)
    start, end = fields.whole("valid_from"), fields.whole("valid_to")
    if start is not None and end is not None and end < start:
        fields.refuse("valid_to", _("停用年份早于启用年份"), _("请改正年份"))
    return Division(
        code=code,
        name=fields.text("name", required=True, most=60),
        short_name=fields.text("short_name", most=30),
        level=LEVELS[level],
        parent=fields.text("parent_code"),
        valid_from=start,
        valid_to=end,
        where=f"{fields.file}，{fields.row}",
    )


def _write(divisions: Iterable[Division], known: dict[str, Region], by: int, receipt: Receipt) -> None:
    """The divisions of one level; those above them are written already."""
    new = []
    for division in divisions:
        parent = known.get(division.parent)
        wanted = {
            "name": division.name,
            "short_name": division.short_name,
            "level": division.level.value,
            "parent": parent,
            "lineage": f"{parent.lineage if parent else ''}{division.code}/",
            "valid_from": division.valid_from,
            "valid_to": division.valid_to,
        }
        found = known.get(division.code)
        if found is None:
            known[division.code] = Region(code=division.code, **wanted)
            new.append(known[division.code])
        else:
            settle(found, wanted, by=by, receipt=receipt, where=division.where)
    Region.objects.bulk_create(new, batch_size=1000)
    if new:
        receipt.created[str(Region._meta.verbose_name)] += len(new)


def _move_the_others(codes: set[str]) -> None:
    """Divisions that the file does not name follow their parents, one level after the other."""
    under = Concat(F("parent__lineage"), F("code"), Value("/"))
    for level in (Level.TOWNSHIP, Level.ZONE):
        moved = Region.objects.filter(level=level).exclude(code__in=codes).exclude(lineage=under)
        for region in moved.select_related("parent"):
            region.save(update_fields=["lineage"])
