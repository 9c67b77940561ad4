"""What a letter to a unit (提示函) says, frozen at issue: it prints again word for word and figure for figure.

Money in 万元, shares and progress in per cent as the pages say them; ``None`` is not stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One problem as it stood at issue. ``days_over``: by how many days it was overdue, 0 = not.

    ``month``: the latest approved report up to then ("2025-06", "" = none), of which are ``to_date`` (since the project began),
    ``year_done`` (of the month's year) and ``progress``; ``year_planned``: what the plan asks of that year.
    """

    project: str
    problem: str
    kind: str
    raised_on: date
    due: date | None
    days_over: int
    month: str = ""
    to_date: Decimal | None = None
    year_done: Decimal | None = None
    year_planned: Decimal | None = None
    progress: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LateLine:
    """A project of the unit whose monthly reports are overdue. ``months``: "2025-06" … in order.

    ``sample``: they are asked by a rule of sample data.
    """

    project: str
    months: tuple[str, ...]
    sample: bool = False


@dataclass(frozen=True, slots=True)
class LetterContent:
    """A whole letter. ``opening`` and ``closing``: paragraphs before and behind the lists, in Chinese."""

    title: str
    addressee: str
    sender: str
    number: str
    issued_on: date
    deadline: date
    opening: tuple[str, ...] = ()
    problems: tuple[ProblemLine, ...] = ()
    late: tuple[LateLine, ...] = ()
    closing: tuple[str, ...] = ()
    sample: bool = False


def said_day(day: date) -> str:
    """2025年7月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def said_months(months: tuple[str, ...]) -> str:
    """2025年11月、12月，2026年1月: each year is said once."""
    years: dict[str, list[str]] = {}
    for month in months:
        year, number = month.split("-")
        years.setdefault(year, []).append(f"{int(number)}月")
    return "，".join(f"{year}年{'、'.join(those)}" for year, those in years.items())


def opening(lines: tuple[ProblemLine, ...], late: tuple[LateLine, ...], *, as_of: date) -> tuple[str, ...]:
    """The paragraph that says what it is about, in numbers: problems, those overdue, the longest; reports not handed in."""
    said: list[str] = []
    if lines:
        over = [line.days_over for line in lines if line.days_over]
        projects = len({line.project for line in lines})
        text = f"截至{said_day(as_of)}，由你单位负责解决的重点项目问题有{len(lines)}个，涉及{projects}个项目"
        if over:
            text += f"，其中{len(over)}个已超过解决时限，最长逾期{max(over)}天"
        said.append(text + "。具体情况见附表。")
    if late:
        count = sum(len(line.months) for line in late)
        lead = "另外，" if lines else f"截至{said_day(as_of)}，"
        said.append(f"{lead}你单位牵头的{len(late)}个项目有{count}份月报逾期未报，名单附后。")
    return tuple(said)


def closing(lines: tuple[ProblemLine, ...], late: tuple[LateLine, ...], deadline: date, remark: str) -> tuple[str, ...]:
    """What is asked, and by when; then what the sender adds."""
    asked: list[str] = []
    if lines:
        asked.append("逐项明确解决措施、责任人和完成时间，并在系统中逐项答复")
    if late:
        asked.append("补报所缺月报")
    said = [f"请于{said_day(deadline)}前{'，'.join(asked)}，同时书面回复本函。"]
    return (*said, *(line.strip() for line in remark.splitlines() if line.strip()))
