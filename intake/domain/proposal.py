"""A plan as read from its document: what `read_plan --json` prints, the review screen shows and a person confirms.

Every record keeps the printed text beside what was understood, and the line it stands on. ``Decimal`` throughout; ``None``
means that the document does not say.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.domain.types import Comparator, Nature, TargetSpec


class ProjectKind(StrEnum):
    PROJECT = "project"  # a thing to be built, rebuilt, bought or carried out, at a place or by somebody named
    PROGRAMME = "programme"  # a bundle of work without items of its own (高标准农田建设工程: 30 万亩)
    DIRECTION = "direction"  # an aim, a field, a list of firms to foster: not a project


class Certainty(StrEnum):
    BOX = "box"  # enumerated in a 专栏
    PROSE = "prose"  # listed in the text of a document without boxes: less certain


@dataclass(frozen=True, slots=True)
class FoundDoubt:
    """A 数据疑点. ``code``: NOTATION section 4 (``DoubtCode`` values). ``indicator``: index of its row, None: the table's."""

    code: str
    message: str
    line: int | None = None
    indicator: int | None = None
    figure: str = "row"  # base, target, row, table


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """The plan's particulars. ``base_year`` is the year before the start where nothing else is said."""

    title: str = ""
    document_number: str = ""
    issued_on: datetime.date | None = None
    base_year: int | None = None
    start_year: int | None = None
    end_year: int | None = None
    stated_count: int | None = None  # 设置21项主要指标
    region_code: str = ""  # "" where no division, or more than one, fits
    region_name: str = ""
    lines: tuple[tuple[str, int], ...] = ()  # which particular was read on which line


@dataclass(frozen=True, slots=True)
class ReadIndicator:
    """One row of the main table. A text is None where the table has no such column, "" where the cell is blank."""

    name: str  # without number, unit and marks
    line: int
    printed_name: str = ""
    number: str = ""
    parent: int | None = None  # index of the row it stands under
    heading: bool = False  # has sub-rows and no target of its own
    category: str = ""
    unit: str = ""
    base_text: str | None = None
    base_growth_text: str | None = None
    target_text: str | None = None
    growth_text: str | None = None
    nature_text: str | None = None
    nature_inherited: bool = False  # a merged cell above
    nature: Nature = Nature.UNMAPPED
    base: Decimal | None = None
    base_unit: str = ""
    base_parts: tuple[Decimal, ...] = ()
    targets: tuple[TargetSpec, ...] = ()  # in printed order, forms decided; empty: none printed
    catalogue: str = ""  # code; "" where no name fits
    marks: tuple[str, ...] = ()
    assessed_over_period: bool = False
    doubts: tuple[FoundDoubt, ...] = ()
    last_line: int | None = None  # where a row spans several lines


@dataclass(frozen=True, slots=True)
class ReadResult:
    """One row of the table of results of the period before: what was aimed at, what was reached, as printed."""

    name: str
    line: int
    printed_name: str = ""
    number: str = ""
    parent: int | None = None
    category: str = ""
    unit: str = ""
    base_text: str | None = None
    target_text: str | None = None
    target_growth_text: str | None = None
    actual_text: str | None = None
    actual_growth_text: str | None = None
    nature_text: str | None = None
    catalogue: str = ""
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class ReadProject:
    """One entry of a box. ``facts``: scale, length, capacity, investment as printed, "" for none."""

    box: str  # "专栏4：“十四五”产业发展领域重点项目" as printed; of prose the heading it stands under
    group: str
    name: str
    line: int
    facts: str = ""
    kind: ProjectKind = ProjectKind.PROJECT
    certainty: Certainty = Certainty.BOX


@dataclass(frozen=True, slots=True)
class Commitment:
    """A number that the prose promises for the period. ``value_high`` set: a range. ``text``: the words as printed."""

    subject: str
    form: str  # level, growth, cumulative, cumulative_change, cumulative_cut, points (``Form`` values)
    value: Decimal
    unit: str
    line: int
    value_high: Decimal | None = None
    comparator: Comparator = Comparator.EQ
    year: int | None = None  # the year it is promised for; None: the whole period
    text: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that was read. ``doubts`` are those of the tables as a whole; those of a row stand with the row."""

    plan: ReadPlan
    table: str = ""  # caption of the main table as printed
    table_line: int | None = None
    results_table: str = ""
    results_line: int | None = None
    results_period: tuple[int, int] | None = None  # first and last year of the table of results
    indicators: tuple[ReadIndicator, ...] = ()
    previous_results: tuple[ReadResult, ...] = ()
    projects: tuple[ReadProject, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    doubts: tuple[FoundDoubt, ...] = ()
    notes: tuple[str, ...] = ()  # codes of what a person should know: no_table, two_tables, no_numbers, not_a_plan, …
