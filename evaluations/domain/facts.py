"""The facts of an evaluation: what page, Word and Excel print, and what is kept when it is submitted (``indicators.domain.stored``).

Every figure stands twice: unrounded, and as it was printed on that day by ``indicators.domain.display``, so that a frozen paper
is printed again letter by letter. Kept facts must read back: these records only grow, by fields with a default. Texts are in
the language of the paper (Chinese). Shares as fractions, rates in per cent, money of projects in 万元; None = there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure and how it is printed. ``value`` None with a ``text``: words instead of a number, or "—"."""

    text: str = "—"
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row of a plan, in the year looked at; ``heading``: it has sub-rows and nothing else.

    ``targets``: every promise as printed, the one that is assessed first, with its form behind where the number alone does not
    say it: 8.5 左右（年均增长 %）. ``form``: of the assessed one; ``form_label``: in words. ``actual``: the newest published figure
    of the row itself with its ``actual_year``, what was published beside it (its growth) in ``actual_aside``. ``achieved``: in the
    target's own form (growth with growth, sum with sum, level with level) against ``target``. ``gap``: negative = short, whatever
    the direction. ``pace``: ρ, only before the end.
    ``outcome``: of ``indicators.domain.verdict.Outcome`` at the end of the plan, "" before. ``status_label``: as pages say it
    (保持 / 同步 / 上报完成 …); ``why``: the reason where there is one. ``unadjusted_label``: the status on base and target as
    first agreed where only a revision or adjustment changed it, "" otherwise. ``annual_target``: of that year's own plan.
    """

    row: int
    number: str
    name: str
    unit: str = ""
    category: str = ""
    nature: str = "unmapped"
    nature_text: str = ""
    heading: bool = False
    sub: bool = False
    units: tuple[str, ...] = ()  # who answers for it, lead first
    base: Shown = Shown()
    base_note: str = ""
    targets: tuple[str, ...] = ()
    form: str = "none"
    form_label: str = ""
    actual: Shown = Shown()
    actual_aside: str = ""
    actual_year: int | None = None
    vintage: str = ""
    price_basis: str = ""
    achieved: Shown = Shown()
    achieved_label: str = ""  # 实际, 实际年均, 累计实际
    achieved_year: int | None = None  # of the figure that is assessed
    target: Shown = Shown()
    attainment: Shown = Shown()
    elapsed: Shown = Shown()
    expected: Shown = Shown()
    gap: Shown = Shown()
    lead: Shown = Shown()
    required: Shown = Shown()
    pace: Shown = Shown()
    average: Shown = Shown()
    projected: Shown = Shown()
    on_course: bool | None = None
    status: str = ""
    status_label: str = ""
    symbol: str = ""
    reason: str = ""
    why: str = ""
    outcome: str = ""
    outcome_label: str = ""
    reported: bool = False  # declared by phrase, no figure: 上报完成
    early_warning: bool = False
    breached_years: tuple[int, ...] = ()
    first_met_year: int | None = None
    fell_back: bool = False
    unadjusted_label: str = ""
    annual_target: str = ""
    doubts: int = 0  # open ones
    sample: bool = False
    chapter: str = ""  # of a commitment: the heading it stands under


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows of one nature stand how, in the order of METHODS. ``total``: rows that are no headings.

    ``declared``: of them reported by phrase, counted apart from figures (上报完成, 上报未完成).
    """

    nature: str
    label: str
    total: int
    statuses: tuple[tuple[str, str, int], ...] = ()  # code, label, number; declared ones apart by their label
    outcomes: tuple[tuple[str, str, int], ...] = ()  # at the end of the plan only; likewise
    declared: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """How many key projects stand at a stage."""

    code: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One key project. Money in 万元."""

    project: int
    name: str
    box: str = ""
    unit: str = ""
    stage: str = ""
    total: Shown = Shown()
    planned: Shown = Shown()  # this year
    done: Shown = Shown()  # this year
    done_all: Shown = Shown()  # since it began
    note: str = ""
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Projects:
    """The key projects of the plan. ``lines``: those with an approved report or a stage; ``silent``: how many say nothing.

    ``sample``: any of them, or a figure in the sums, is invented: also of one that has no line.
    """

    total: int = 0
    stages: tuple[Stage, ...] = ()
    invested: Shown = Shown()
    planned: Shown = Shown()
    done: Shown = Shown()
    silent: int = 0
    lines: tuple[ProjectLine, ...] = ()
    sample: bool = False


@dataclass(frozen=True, slots=True)
class County:
    """A region below, by its own plan of the same period. ``note``: why it has no lines (没有同期规划)."""

    region: str
    name: str
    plan: int | None = None
    title: str = ""
    counts: tuple[Counted, ...] = ()
    lines: tuple[Line, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A base or target that has another version than the first, with the paper that says so."""

    name: str
    what: str  # 基期值, 目标
    before: str
    after: str
    cause: str
    document: str = ""
    on: date | None = None
    moved: str = ""  # what it alone changed: 2022 年：滞后 → 符合预期


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the paper: ``sentences`` come from the figures alone, ``table`` names what stands below them
    (``evaluations.domain.sections.TABLES``); ``guide``: what staff write there, "" = nothing is written here.
    """

    key: str
    heading: str
    sentences: tuple[str, ...] = ()
    table: str = ""
    guide: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything. ``kind``: annual, midterm, final; ``day``: of the figures; ``rule``: the thresholds in words with their version.

    ``lines``: main indicators in printed order, headings too; ``commitments``: promises of the text. ``notes``: price bases,
    vintages, what is not published, definition breaks, as sentences; ``sources``: where figures come from.
    """

    kind: str
    region: str
    region_name: str
    plan: int
    plan_title: str
    period: str
    base_year: int
    start_year: int
    end_year: int
    year: int
    day: date
    rule: str = ""
    rule_version: int = 0
    method_version: str = ""
    lines: tuple[Line, ...] = ()
    counts: tuple[Counted, ...] = ()
    answer: str = ""  # the sentence that answers, as the region page says it
    commitments: tuple[Line, ...] = ()
    commitment_counts: tuple[Counted, ...] = ()
    projects: Projects = Projects()
    counties: tuple[County, ...] = ()
    changes: tuple[Changed, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sample: bool = False
    sections: tuple[Section, ...] = ()  # as they read when the paper was submitted; empty: made at every look

    @property
    def ended(self) -> bool:
        """Whether no year of the plan remains, so that verdicts are counted."""
        return self.year >= self.end_year


def counted_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that are counted: all but headings."""
    return tuple(line for line in lines if not line.heading)
