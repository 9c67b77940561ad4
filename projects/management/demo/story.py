"""What the sample file says of thirty projects, and the figures of each month that follow from it. Nothing here is real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

from projects.domain.stages import BEGUN, ENDED

#: Shares of a year's investment by month: winter is slow.
_WEIGHTS = (4, 3, 8, 9, 10, 10, 8, 8, 11, 11, 10, 8)
#: What is seen of the works from this progress on.
_SEEN = {
    "building": (
        (0, "场地平整，基坑支护施工"), (15, "基础施工"), (30, "主体结构施工"), (50, "主体结构封顶，二次结构砌筑"),
        (65, "外立面和机电安装"), (80, "室内装修和设备调试"), (93, "室外配套收尾"), (100, "工程完工，竣工验收通过"),
    ),
    "line": (
        (0, "放线和清表，进场便道完成"), (15, "沟槽（路基）开挖"), (30, "主管线（路基）施工"), (50, "分段验收，附属构筑物施工"),
        (65, "面层（设备）施工"), (80, "附属设施安装"), (93, "收尾和场地恢复"), (100, "全线完工，竣工验收通过"),
    ),
}  # fmt: skip
_BEFORE = {
    "": "项目谋划中",
    "idea": "编制项目建议书",
    "reserve": "可行性研究报告编制、评审",
    "preparation": "办理用地、规划手续，初步设计评审",
    "signed": "办理开工前手续",
}


@dataclass(frozen=True, slots=True)
class Hitch:
    """A problem of the story. ``named``: the report says who must solve it, else a reviewer does; ``days``: time to solve it."""

    month: int
    text: str
    kind: str
    unit: str
    days: int
    outcome: str
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One project of the file; meanings as in its head. ``over``: it ends above its total, with a reason."""

    region: str
    line: int
    name: str
    total: Decimal
    planned: Decimal
    to_date: Decimal
    pace: Decimal
    works: str
    stage: str
    since: date
    stages: Mapping[date, str] = field(default_factory=dict)
    late: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    slip: tuple[int, ...] = ()
    returned: Mapping[int, str] = field(default_factory=dict)
    december: str = ""
    finish: bool = False
    over: bool = False
    problems: tuple[Hitch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What the story says of one month. ``stage`` with ``stage_on`` only where it changes in it."""

    investment: Decimal
    to_date: Decimal
    progress: Decimal
    text: str
    next_step: str
    stage: str = ""
    stage_on: date | None = None


@dataclass(frozen=True, slots=True)
class Book:
    year: int
    due_day: int
    stories: tuple[Story, ...]


def read_book(path: Path) -> Book:
    """The stories of the file. ``TypeError``, ``KeyError``: the file is not as it must be."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Book(content["year"], content["due_day"], tuple(_story(one) for one in content["projects"]))


def _story(given: dict[str, Any]) -> Story:
    figures = {name: Decimal(str(given[name])) for name in ("total", "planned", "to_date", "pace")}
    lists = {name: tuple(given.get(name, ())) for name in ("late", "missing", "slip")}
    problems = tuple(Hitch(**{"unit": "", **one}) for one in given.get("problems", ()))
    return Story(**{**given, **figures, **lists, "problems": problems})


def told(story: Story, year: int) -> list[Month]:
    """The twelve months. Investment follows the season between start and end of the works and adds up to pace × planned."""
    stages = _stages(story, year)
    working = [stage in BEGUN for stage in stages]
    ended = [month for month in range(12) if stages[month] in ENDED]
    last = ended[0] if ended else 11
    weights = [_WEIGHTS[n] if working[n] and n <= last else 0 for n in range(12)]
    before = [1 if not working[n] and story.to_date == 0 and stages[n] == "preparation" else 0 for n in range(12)]
    weights = [one or few for one, few in zip(weights, before, strict=True)]
    todo, found, to_date = story.pace * story.planned, [], story.to_date
    total = story.total * 10_000
    if story.finish and not story.over:
        total = max(min(total, story.to_date + todo), story.to_date)
    for n, weight in enumerate(weights):
        share = _whole(todo * weight / sum(weights)) if weight else Decimal(0)
        to_date += share
        stage = stages[n]
        progress = _progress(stage, to_date, total)
        changed = [(day, name) for day, name in sorted(story.stages.items()) if day.month == n + 1]
        found.append(
            Month(
                investment=share,
                to_date=to_date,
                progress=progress,
                text=_seen(story.works, stage, progress),
                next_step=_next(story.works, stages[min(n + 1, 11)], progress),
                stage=changed[-1][1] if changed else "",
                stage_on=changed[-1][0] if changed else None,
            )
        )
    return found


def _stages(story: Story, year: int) -> list[str]:
    """The stage at the end of each month."""
    stages, stage = [], story.stage
    for month in range(1, 13):
        for day, name in sorted(story.stages.items()):
            if (day.year, day.month) == (year, month):
                stage = name
        stages.append(stage)
    return stages


def _progress(stage: str, to_date: Decimal, total: Decimal) -> Decimal:
    if stage in ENDED:
        return Decimal(100)
    if stage not in BEGUN:
        return Decimal(0)
    return min((to_date * 100 / total).quantize(Decimal("0.1"), ROUND_HALF_UP), Decimal(98))


def _seen(works: str, stage: str, progress: Decimal) -> str:
    if stage == "in_operation":
        return "投入使用，运行正常"
    if stage not in BEGUN:
        return _BEFORE[stage]
    return [text for least, text in _SEEN[works] if progress >= least][-1]


def _next(works: str, stage: str, progress: Decimal) -> str:
    if stage in ENDED:
        return "办理结算和移交"
    if stage not in BEGUN:
        return "争取早日具备开工条件"
    later = [text for least, text in _SEEN[works] if least > progress]
    return f"下月转入{later[0]}" if later and progress else "组织进场施工"


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)
