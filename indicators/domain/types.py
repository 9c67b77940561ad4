"""The words of the domain: every enumeration and frozen record that the pure core speaks.

No Django, no I/O, no clock. Numbers are ``Decimal``; ``None`` means *missing*, never zero. What is *not applicable*
is ``None`` together with a reason code. Names follow METHODS.md section 1: one word for one thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum


class Form(StrEnum):
    """How a target is promised (METHODS section 2)."""

    LEVEL = "level"
    GROWTH = "growth"
    CUMULATIVE = "cumulative"
    QUOTA = "quota"
    CUMULATIVE_CUT = "cumulative_cut"
    CUMULATIVE_CHANGE = "cumulative_change"
    POINTS = "points"
    FLOOR = "floor"
    CEILING = "ceiling"
    ASSIGNED = "assigned"
    RELATIVE = "relative"
    COMPOSITION = "composition"
    QUALITATIVE = "qualitative"
    NONE = "none"


class Comparator(StrEnum):
    """How a value is bounded. ``ABOUT`` (左右) and ``EQ`` (a bare number) are non-strict towards the direction."""

    EQ = "="
    GE = ">="
    GT = ">"
    LE = "<="
    LT = "<"
    ABOUT = "~"


class Direction(IntEnum):
    """+1: higher is better; -1: lower is better. There is no default."""

    HIGHER = 1
    LOWER = -1


class PathKind(StrEnum):
    GEOMETRIC = "geometric"
    LINEAR = "linear"


class Measure(StrEnum):
    AMOUNT = "amount"
    SHARE = "share"
    RATE = "rate"
    INDEX = "index"
    COUNT = "count"


class Bound(StrEnum):
    FLOOR = "floor"
    CEILING = "ceiling"


class Role(StrEnum):
    """The column in which a cell stands."""

    BASE = "base"
    TARGET = "target"
    GROWTH = "growth"


class PriceBasis(StrEnum):
    CONSTANT = "constant"  # 不变价 / 可比价
    CURRENT = "current"  # 现价
    UNKNOWN = "unknown"


class Vintage(StrEnum):
    PRELIMINARY = "preliminary"  # 初步数
    REVISED = "revised"  # 修订数
    FINAL = "final"  # 最终核实数


class ActualKind(StrEnum):
    """What is entered each year for a ``cumulative_change``: the level, or the change of the year."""

    LEVEL = "level"
    CHANGE = "change"


class Nature(StrEnum):
    BINDING = "binding"  # 约束性
    EXPECTED = "expected"  # 预期性
    UNMAPPED = "unmapped"  # a printed word that is not mapped, or none printed


class ResultKind(StrEnum):
    """An official figure for the time from the base to a year."""

    CUMULATIVE = "cumulative"
    AVERAGE = "average"


class Status(StrEnum):
    """METHODS section 4, in the order of its table."""

    MET_EARLY = "met_early"
    MET = "met"
    NEARLY_MET = "nearly_met"
    NOT_MET = "not_met"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    REVERSING = "reversing"
    HOLDS = "holds"
    BREACHED = "breached"
    PENDING = "pending"
    INCOMPARABLE = "incomparable"
    NO_DATA = "no_data"
    NOT_ASSESSABLE = "not_assessable"


class Reason(StrEnum):
    """Why a status or a missing number is what it is. ``""`` is not a member: absence is ``None``."""

    BASE_YEAR = "base_year"
    MISSING_BASE = "missing_base"
    MISSING_TARGET = "missing_target"
    MISSING_YEARS = "missing_years"
    LEVEL_MISSING = "level_missing"
    GROWTH_MISSING = "growth_missing"
    NOT_COMPUTABLE = "not_computable"
    EXPIRED = "expired"
    HOLD = "hold"
    TARGET_MET = "target_met"
    STRICT = "strict"
    BY_HAND = "by_hand"
    REPORTED = "reported"
    COMPOSITION = "composition"
    BASIS_DIFFERS = "basis_differs"
    BLOCKING_DOUBT = "blocking_doubt"
    END_NOT_PUBLISHED = "end_not_published"


class DoubtCode(StrEnum):
    """数据疑点 (NOTATION section 4)."""

    GROWTH_MISMATCH = "growth_mismatch"
    POINTS_MISMATCH = "points_mismatch"
    TARGET_WORSE_THAN_BASE = "target_worse_than_base"
    TARGET_EQUALS_BASE = "target_equals_base"
    MISSING_BASE = "missing_base"
    MISSING_TARGET = "missing_target"
    MISSING_UNIT = "missing_unit"
    MISSING_NATURE = "missing_nature"
    UNIT_IMPLAUSIBLE = "unit_implausible"
    BASIS_UNKNOWN = "basis_unknown"
    EXCHANGE_RATE = "exchange_rate"
    MERGED_INDICATORS = "merged_indicators"
    NUMBER_SKIPPED = "number_skipped"
    COUNT_MISMATCH = "count_mismatch"
    COLUMN_SHIFT = "column_shift"
    DUPLICATE_READING = "duplicate_reading"
    CONTRADICTS_TEXT = "contradicts_text"
    DOUBLE_DEFINITION = "double_definition"
    DEFINITION_BREAK = "definition_break"
    IMPOSSIBLE_VALUE = "impossible_value"
    HISTORY_REVISED = "history_revised"
    UNIT_CONFLICT = "unit_conflict"
    SCALE_JUMP = "scale_jump"
    NAME_UNIT_CONFLICT = "name_unit_conflict"
    DIRECTION_CONFLICT = "direction_conflict"
    UNDATED = "undated"  # a published figure that names no year
    NATURE_UNMAPPED = "nature_unmapped"  # a printed nature that is neither 预期性 nor 约束性


#: Doubts that make a figure incomparable while they are open (METHODS section 4).
BLOCKING_DOUBTS = frozenset(
    {DoubtCode.DEFINITION_BREAK, DoubtCode.UNIT_CONFLICT, DoubtCode.SCALE_JUMP, DoubtCode.IMPOSSIBLE_VALUE}
)

#: ``TargetSpec.reference`` of 与经济增长同步: the growth of the region's own GDP at constant prices.
ECONOMIC_GROWTH = "economic_growth"


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """What one item of a printed cell means (NOTATION.md). ``text`` is the item as printed and takes no part in equality."""

    role: Role
    form: Form
    value: Decimal | None = None
    value_high: Decimal | None = None  # upper end of a range
    comparator: Comparator = Comparator.EQ
    unit: str = ""  # "%" for growth and cuts, "个百分点" for points, else as printed
    by: str = ""  # assigned: who hands the number down, as printed (省; 国家、省; 三门峡市)
    reference: str = ""  # relative: ECONOMIC_GROWTH or the printed reference (全省平均水平)
    tolerant: bool = False  # 基本同步: difference down to -0.3 pp still holds
    parts: tuple[Decimal, ...] = ()  # composition, in printed order
    bracket: bool = False  # printed in brackets: a total of the period
    own_unit: bool = False  # the unit stood in the cell itself
    reported: bool = False  # an actual cell that says 完成…
    marks: tuple[str, ...] = ()  # footnote marks taken off
    direction: Direction | None = None  # where name or comparator imply one
    name_hint: str = ""
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """What the shared catalogue says of an indicator, as far as the arithmetic needs it."""

    code: str
    unit: str
    direction: Direction
    path: PathKind
    measure: Measure
    bound: Bound | None = None
    price_sensitive: bool = False
    natural_min: Decimal | None = None
    natural_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A plan's years. ``base_year`` < ``start_year`` <= ``end_year``; n and k count from the base's own year."""

    base_year: int
    start_year: int
    end_year: int


@dataclass(frozen=True, slots=True)
class BaseFigure:
    """The base in force. ``blocked``: open blocking doubts about the base figure."""

    value: Decimal | None
    year: int
    price_basis: PriceBasis = PriceBasis.UNKNOWN
    parts: tuple[Decimal, ...] = ()
    blocked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """A target in force, its form already decided (``notation.decide_form``).

    ``assigned_form`` is the form of a number that was handed down later; without it an ``assigned`` target has no number.
    """

    form: Form
    value: Decimal | None = None
    value_high: Decimal | None = None
    comparator: Comparator = Comparator.EQ
    unit: str = ""
    price_basis: PriceBasis = PriceBasis.UNKNOWN
    parts: tuple[Decimal, ...] = ()
    actual_kind: ActualKind = ActualKind.LEVEL
    assigned_form: Form | None = None
    tolerant: bool = False
    blocked: tuple[str, ...] = ()
    due_year: int | None = None  # the year it is promised for, where that is not the plan's end


@dataclass(frozen=True, slots=True)
class Actual:
    """An approved figure of one year.

    ``value`` is the year's own figure in the row's terms: the level; the amount of the year for ``cumulative`` and ``quota``;
    the cut of the year in per cent, positive = fall, for ``cumulative_cut``; the change of the year where ``actual_kind`` is
    ``change``. ``growth`` is the growth rate of the year in per cent (6.5 = 6.5 %), never derived from two levels.
    """

    year: int
    value: Decimal | None = None
    growth: Decimal | None = None
    value_basis: PriceBasis = PriceBasis.UNKNOWN
    growth_basis: PriceBasis = PriceBasis.UNKNOWN
    parts: tuple[Decimal, ...] = ()
    reported: bool | None = None  # 上报完成 / 上报未完成
    judgement: Status | None = None  # by hand, for qualitative targets
    comparator: Comparator = Comparator.EQ
    vintage: Vintage = Vintage.PRELIMINARY
    sample: bool = False
    blocked_value: tuple[str, ...] = ()
    blocked_growth: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodFigure:
    """An official cumulative or average (per cent a year; percentage points a year for a share) from the base to ``year``."""

    kind: ResultKind
    value: Decimal
    year: int
    comparator: Comparator = Comparator.EQ
    price_basis: PriceBasis = PriceBasis.UNKNOWN
    blocked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceFacts:
    """The series a ``relative`` target is compared with: yearly growth (or levels), and official averages if there are any."""

    actuals: tuple[Actual, ...] = ()
    results: tuple[PeriodFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """Thresholds of pace ratio; data, versioned (``StatusRule``)."""

    version: int = 1
    ahead: Decimal = Decimal("1.05")
    on_track: Decimal = Decimal("0.95")
    behind: Decimal = Decimal("0.60")
    nearly_share: Decimal = Decimal("0.95")  # 基本完成: at least this share of the promised change
    nearly_bound: Decimal = Decimal("0.05")  # 基本完成 on a bound: within this share of it
    tolerance_pp: Decimal = Decimal("0.3")  # 基本同步


@dataclass(frozen=True, slots=True)
class Row:
    """Everything that is the same for all targets and years of one plan row."""

    period: Period
    catalogue: CatalogueFacts
    binding: bool = False
    assessed_over_period: bool = False
    base: BaseFigure | None = None
    actuals: tuple[Actual, ...] = ()  # approved and in force, any order, at most one a year
    results: tuple[PeriodFigure, ...] = ()
    breaks: frozenset[int] = frozenset()  # years marked as a definition break: no chaining from year-1 to year


@dataclass(frozen=True, slots=True)
class Result:
    """One assessment: METHODS section 1, unrounded. Shares as fractions; growth, required and average rates in per cent.

    ``None`` is not applicable or not computable; ``reason`` explains the status, ``required_reason`` why ``required`` is None.
    """

    year: int
    status: Status
    reason: Reason | None = None
    actual_year: int | None = None
    actual: Decimal | None = None
    target: Decimal | None = None
    base: Decimal | None = None
    vintage: Vintage | None = None
    price_basis: PriceBasis | None = None
    attainment: Decimal | None = None
    elapsed_share: Decimal | None = None
    expected: Decimal | None = None
    gap: Decimal | None = None
    lead: Decimal | None = None
    required: Decimal | None = None
    required_unit: str = ""
    required_reason: Reason | None = None
    average: Decimal | None = None
    average_unit: str = ""
    pace_ratio: Decimal | None = None
    projected_end: Decimal | None = None
    on_course: bool | None = None
    early_warning: bool = False
    breached_years: tuple[int, ...] = ()
    first_met_year: int | None = None
    fell_back: bool = False
    end_not_published: bool = False  # 期末数未公布: the end year is asked, the latest actual is earlier
    sample: bool = False
    parts: tuple[
        Mapping[str, Decimal | None], ...
    ] = ()  # composition: base, target, actual, expected, required of each part
    inputs: Mapping[str, object] = field(default_factory=dict)  # what was used, JSON-ready (Decimals as strings)
