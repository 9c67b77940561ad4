"""Yearly targets (年度目标) of rows: what is set, what the planned path proposes, what the years to come need, what was reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from indicators.domain import types as t
from indicators.domain.yearly import NoYear, YearFigure, YearKind, Yearly, yearly
from indicators.domain.yearly_text import Reached, digits_of_path, reached, read_year, wording
from indicators.models import AnnualTarget, Base, Listing, PlanIndicator, Target
from indicators.selectors.assessment_inputs import RowInputs, active_rule, assess_target, inputs_of_rows
from indicators.selectors.value_units import unit_by_forms
from plans.models import Plan

_IN_FORCE = (
    Prefetch("targets", Target.objects.filter(in_force=True).order_by("ordinal"), to_attr="promised"),
    Prefetch("bases", Base.objects.filter(in_force=True).order_by(), to_attr="begun"),
)


@dataclass(frozen=True, slots=True)
class YearCell:
    """One row in one year. ``text``: the target that is set, "" = none. ``proposal``: what the planned path gives, as it would be
    typed, "" = nothing; ``need``: the same of what the years to come need. ``reached`` None: there is nothing to compare yet."""

    year: int
    kind: YearKind  # the figure that the text is about, else that the row's promise is about
    text: str = ""
    proposed: bool = False
    document: str = ""
    proposal: str = ""
    need: str = ""
    actual: t.Actual | None = None
    reached: Reached | None = None
    words: bool = False  # a text without a figure of the year

    @property
    def outdated(self) -> bool:
        """Whether it was taken over from a path that gives another figure by now."""
        return self.proposed and bool(self.proposal) and self.text != self.proposal


@dataclass(frozen=True, slots=True)
class YearLine:
    """One row over the years of its plan. ``why``: why its path proposes nothing; None where it does. ``kind``: what a year's
    figure is."""

    cells: tuple[YearCell, ...]
    kind: YearKind
    why: NoYear | None = None

    def of(self, year: int) -> YearCell:
        """The cell of a year of the plan. ``KeyError`` for another year."""
        found = next((cell for cell in self.cells if cell.year == year), None)
        if found is None:
            raise KeyError(year)
        return found


@dataclass(frozen=True, slots=True)
class YearRow:
    """A row of the grid. ``line`` None: a heading, which has no targets."""

    row: PlanIndicator
    line: YearLine | None

    @property
    def base(self) -> Base | None:
        return next(iter(self.row.begun), None)  # type: ignore[attr-defined]

    @property
    def targets(self) -> Sequence[Target]:
        """In force, as printed."""
        found: Sequence[Target] = self.row.promised  # type: ignore[attr-defined]
        return found


def yearly_rows(plan: Plan, *, listing: str = "") -> list[YearRow]:
    """Every row of the plan in its order, or those of one ``listing``: a constant number of queries."""
    rows = PlanIndicator.objects.filter(plan=plan).select_related("indicator", "parent").prefetch_related(*_IN_FORCE)
    rows = rows.filter(listing=listing) if listing else rows
    order = {Listing.MAIN: 0, Listing.COMMITMENT: 1}
    found = sorted(rows, key=lambda row: (order[row.listing], row.position))
    inputs = inputs_of_rows([row.pk for row in found])
    rule = active_rule()
    stored: dict[int, dict[int, AnnualTarget]] = {}
    for one in AnnualTarget.objects.filter(row__plan=plan):
        stored.setdefault(one.row_id, {})[one.year] = one
    return [YearRow(row, _line_of(row, inputs.get(row.pk), rule, stored.get(row.pk, {}))) for row in found]


def _line_of(
    row: PlanIndicator, inputs: RowInputs | None, rule: t.RuleTerms, stored: Mapping[int, AnnualTarget]
) -> YearLine | None:
    if inputs is None:
        return None
    end = inputs.row.period.end_year
    results = [assess_target(inputs, target, year=end, rule=rule) for target in inputs.targets]
    promised, begun = row.promised, row.begun  # type: ignore[attr-defined]
    texts = {one.pk: one.text for one in promised}
    return year_line(
        inputs.row,
        [(one.terms, result, texts[one.id]) for one, result in zip(inputs.targets, results, strict=True)],
        primary=inputs.primary_index,
        base=next((one.text or one.value for one in begun), None),
        unit=row.unit,
        by_growth=unit_by_forms(row, {one.form for one in promised}) != row.unit,
        stored=stored,
    )


def year_line(
    row: t.Row,
    promises: Sequence[tuple[t.TargetTerms, t.Result, str]],
    *,
    primary: int,
    base: Decimal | str | None,
    unit: str,
    stored: Mapping[int, AnnualTarget],
    by_growth: bool = False,
) -> YearLine:
    """The years of one row, of what was read already.

    ``promises``: each target in force with its assessment in the plan's last year and its text; ``base``: as printed, else its
    figure. ``by_growth``: the row is printed as growth while its values have another unit, so a bare number is a growth.
    """
    asked = [yearly(row, terms, result) for terms, result, _text in promises]
    chosen = _chosen(asked, primary)
    found = asked[chosen] if asked else Yearly(YearKind.VALUE, why=NoYear.NO_TARGET)
    kind = YearKind.GROWTH if by_growth and not found.planned else found.kind
    basis = promises[chosen][0].price_basis if promises else t.PriceBasis.UNKNOWN
    actuals = {one.year: one for one in row.actuals}
    base_parts = row.base.parts if row.base is not None else ()
    stated = promises[chosen][2] if promises else ""
    printed = [base, *(text for _terms, _result, text in promises)]
    counted = "" if kind is YearKind.GROWTH else unit  # things are counted one by one, their growth is not
    least, fine = digits_of_path(printed, per_share=found.per_share, unit=counted)

    def worded(figure: YearFigure | None) -> str:
        rate = "‰" if "‰" in found.unit else "%"
        if figure is None:
            return ""
        return wording(figure, kind, unit=unit, rate=rate, stated=stated, least=least, fine=fine)

    cells = []
    for year in range(row.period.start_year, row.period.end_year + 1):
        kept, actual = stored.get(year), actuals.get(year)
        said = read_year(kept.text, unit=unit, wanted=kind) if kept and kept.text else None
        cells.append(
            YearCell(
                year,
                said.kind if said else kind,
                kept.text if kept else "",
                kept.proposed if kept else False,
                kept.document if kept else "",
                worded(found.of(year)),
                worded(found.need(year)),
                actual,
                None
                if said is None or actual is None
                else reached(
                    said,
                    actual,
                    direction=found.direction,
                    basis=basis if said.kind is found.kind else t.PriceBasis.UNKNOWN,
                    base_parts=base_parts,
                ),
                bool(kept and kept.text) and said is None,
            )
        )
    return YearLine(tuple(cells), kind, found.why)


def _chosen(asked: Sequence[Yearly], primary: int) -> int:
    """The primary target, unless it says nothing of single years and another one does."""
    if asked and not asked[primary].planned:
        return next((index for index, one in enumerate(asked) if one.planned), primary)
    return primary
