"""Reading what people found promised in the text of plans: one CSV file a plan, the chapters beside it, rules for units."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from indicators.domain.types import Comparator, Direction, Form
from indicators.models import Indicator
from indicators.services.loading.promised_rows import PromisedNumber
from plans.models import Plan
from regions.fields import Fields
from regions.files import FileRefused, Problem, label_of, no_rows, read_csv, read_yaml

COLUMNS = (
    "subject", "form", "value", "value_high", "comparator", "unit", "year", "line", "catalogue", "direction", "judged",
)  # fmt: skip
CHAPTER_COLUMNS = ("line", "number", "heading")
#: Forms that a number of the text can have.
FORMS = (Form.LEVEL, Form.GROWTH, Form.CUMULATIVE, Form.CUMULATIVE_CHANGE, Form.CUMULATIVE_CUT, Form.POINTS)
_STEM = re.compile(r"(\d{6})-(\d{4})-(\d{4})")
_MOST = 60  # of a category


@dataclass(frozen=True, slots=True)
class PromiseFile:
    """The promises of one plan in the order of its text. ``file``: as messages and the history name it."""

    file: str
    plan: Plan
    promises: tuple[PromisedNumber, ...]


@dataclass(frozen=True, slots=True)
class UnitRules:
    """Who answers by default: rules (words, units) for subjects, then for headings of chapters; the first that fits."""

    subjects: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    chapters: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    def units_of(self, subject: str, chapter: str) -> tuple[str, ...]:
        """Names of units, the leading one first; none where no rule fits."""
        for text, rules in ((subject, self.subjects), (chapter, self.chapters)):
            for words, units in rules:
                if any(word in text for word in words):
                    return units
        return ()


@dataclass(frozen=True, slots=True)
class _Chapters:
    """First lines and headings of a document's chapters."""

    lines: tuple[int, ...]
    headings: tuple[str, ...]

    def at(self, line: int) -> str:
        """The chapter in which a line stands; "" before the first one."""
        place = bisect_right(self.lines, line)
        return self.headings[place - 1] if place else ""


def read_promises(paths: Sequence[Path], chapters: Path) -> list[PromiseFile]:
    """Every file, named ``<region>-<start>-<end>.csv``, with the chapters of the file of the same name beside it."""
    problems: list[Problem] = []
    codes = set(Indicator.objects.values_list("code", flat=True))
    files = [found for path in paths if (found := _file(path, chapters / path.name, codes, problems)) is not None]
    if problems:
        raise FileRefused(problems)
    return files


def _file(path: Path, chapters: Path, codes: set[str], problems: list[Problem]) -> PromiseFile | None:
    plan = _plan_of(path, problems)
    if plan is None:
        return None
    headings = _chapters(chapters, problems)
    promises = [
        _promise(Fields(label_of(path), row, data, problems), plan, codes, headings)
        for row, data in read_csv(path, COLUMNS)
    ]
    return PromiseFile(label_of(path), plan, tuple(one for one in promises if one is not None))


def _plan_of(path: Path, problems: list[Problem]) -> Plan | None:
    named = _STEM.fullmatch(path.stem)
    if named is None:
        todo = _("文件名写成 410726-2021-2025.csv 的样子：地区代码、起始年、末年")
        problems.append(Problem(label_of(path), "", "", path.name, _("看不出是哪个规划"), todo))
        return None
    code, start, end = named[1], int(named[2]), int(named[3])
    found = Plan.objects.filter(region__code=code, start_year=start, end_year=end)
    plan = found.select_related("region").order_by("pk").first()
    if plan is None:
        what = _("没有 %(region)s 的 %(period)s 规划") % {"region": code, "period": f"{start}-{end}"}
        problems.append(Problem(label_of(path), "", "", "", what, _("请先运行 load_plans，或改正文件名")))
    return plan


def _chapters(path: Path, problems: list[Problem]) -> _Chapters:
    lines, headings = [], []
    for row, data in read_csv(path, CHAPTER_COLUMNS):
        fields = Fields(label_of(path), row, data, problems)
        line = fields.whole("line", required=True)
        heading = f"{fields.text('number', required=True)} {fields.text('heading', required=True)}"
        if len(heading) > _MOST:
            fields.refuse("heading", _("章名太长"), _("连同章号至多 %(most)d 个字") % {"most": _MOST})
        if line is not None and lines and line <= lines[-1]:
            fields.refuse("line", _("行号没有递增"), _("请按文中的先后排列"))
        if line is not None:
            lines.append(line)
            headings.append(heading)
    return _Chapters(tuple(lines), tuple(headings))


def _promise(fields: Fields, plan: Plan, codes: set[str], chapters: _Chapters) -> PromisedNumber | None:
    before = len(fields.problems)
    made: dict[str, Any] = {
        "subject": fields.text("subject", required=True, most=60),
        "unit": fields.text("unit", most=40),
        "year": fields.whole("year"),
        "by_hand": fields.choice("judged", ["hand"]) == "hand",
    }
    form, comparator = (
        fields.choice("form", FORMS, required=True),
        fields.choice("comparator", Comparator, required=True),
    )
    value, high = fields.figure("value", required=True), fields.figure("value_high")
    line, direction = fields.whole("line", required=True), fields.choice("direction", ["1", "-1"])
    code = fields.text("catalogue")
    if value is not None and high is not None and high <= value:
        fields.refuse("value_high", _("区间上端不大于下端"), _("请改正，或留空"))
    if made["year"] is not None and not plan.start_year <= made["year"] <= plan.end_year:
        what = _("不在规划期 %(start)d–%(end)d 之内") % {"start": plan.start_year, "end": plan.end_year}
        fields.refuse("year", what, _("请改正年份；没有写年份的留空"))
    if code and code not in codes:
        fields.refuse("catalogue", _("目录里没有这个代码"), _("请改正代码；不在目录里的指标留空"))
    if _against(comparator, direction):
        fields.refuse("direction", _("与比较符号不一致"), _("不低于是越高越好（1），不高于是越低越好（-1）"))
    if len(fields.problems) > before:
        return None
    assert isinstance(value, Decimal) and line is not None
    return PromisedNumber(
        **made, form=Form(form), comparator=Comparator(comparator), value=value, value_high=high, line=line,
        chapter=chapters.at(line), catalogue=code, direction=Direction(int(direction)) if direction else None,
    )  # fmt: skip


def _against(comparator: str, direction: str) -> bool:
    return (comparator in (">=", ">") and direction == "-1") or (comparator in ("<=", "<") and direction == "1")


def read_unit_rules(path: Path) -> UnitRules:
    """The rules of a YAML file: ``subjects`` and ``chapters``, each a list of ``words`` and ``units``."""
    content, _lines = read_yaml(path)
    if not isinstance(content, dict) or not content:
        raise no_rows(path)
    problems: list[Problem] = []
    found = {key: tuple(_rules(path, key, content.get(key), problems)) for key in ("subjects", "chapters")}
    if problems:
        raise FileRefused(problems)
    return UnitRules(**found)


def _rules(path: Path, key: str, rules: Any, problems: list[Problem]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    found = []
    for rule in rules or []:
        words, units = (rule.get("words"), rule.get("units")) if isinstance(rule, dict) else (None, None)
        if not _names(words, 1) or not _names(units, 2):
            todo = _("写成 {words: [医院], units: [牵头单位, 配合单位]}，名称至多 60 字")
            problems.append(Problem(label_of(path), "", key, str(rule), _("不是一条分工规则"), todo))
            continue
        found.append((tuple(words), tuple(units)))
    return found


def _names(values: Any, least: int) -> bool:
    return (
        isinstance(values, list)
        and bool(values)
        and all(isinstance(one, str) and least <= len(one) <= 60 for one in values)
    )
