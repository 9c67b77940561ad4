"""The table of years of one row: path, what is required, what was reached, in which version, from where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from dashboards.presenters.words import Chip
from dashboards.presenters.year_aims import YearAim, year_aims
from indicators.domain import display
from indicators.domain.series import Series, SeriesKind
from indicators.domain.types import Form
from indicators.models import Observation, Target
from indicators.selectors.row_page import RowPageFacts


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the table. ``required``, ``projected``: what the required path and the pace so far give for a year to come.

    ``aim``: the year's own target. ``former``: what was published before and replaced since, newest last: 3464（初步数）.
    """

    year: int
    is_base: bool
    planned: str = display.MISSING
    required: str = display.MISSING
    projected: str = display.MISSING
    value: str = display.MISSING
    growth: str = display.MISSING
    basis: str = ""
    vintage: str = ""
    sample: bool = False
    source: str = ""
    source_address: str = ""
    note: str = ""
    former: tuple[str, ...] = ()
    chip: Chip | None = None
    aim: YearAim | None = None


#: What the required path says of a year, by what its figures are.
_REQUIRED_HEADS = {
    SeriesKind.RATE: lambda: _("余下每年需"),
    SeriesKind.TOTAL: lambda: _("累计需达到"),
}


def required_head(yearly: Series) -> str:
    """The head of the column of what is required."""
    return _REQUIRED_HEADS.get(yearly.kind, lambda: _("需达到"))()


def planned_head(shown: Target | None, yearly: Series) -> str:
    """The head of the column of the planned path, or of what the row is compared with."""
    if shown is not None and shown.form == Form.RELATIVE:
        return _("参照")
    return _("累计应达") if yearly.kind is SeriesKind.TOTAL else _("规划路径")


def year_lines(facts: RowPageFacts, shown: Target | None, yearly: Series, looked_at: int) -> tuple[YearLine, ...]:
    """The base and every year of the plan; the paths as they are seen from the year ``looked_at``."""
    plan = facts.row.plan
    by_year = {one.year: one for one in facts.observations}
    planned, required, projected = paths(facts, yearly)
    assessed = facts.assessment(shown, looked_at) if shown else None
    digits = figures_of_row.path_digits(assessed, shown, facts.base)
    unit = shown.unit or "%" if shown is not None and yearly.kind is SeriesKind.RATE else ""

    def on_path(value: Decimal | None) -> str:
        return display.with_unit(figures_of_row.on_path(value, digits, shown, facts.base), unit)

    aims = year_aims(facts)
    lines = [_base_line(facts, on_path(planned.get(facts.base.year if facts.base else plan.base_year)))]
    for year in range(plan.start_year, plan.end_year + 1):
        assessment = facts.assessment(shown, year) if shown else None
        line = YearLine(
            year=year,
            is_base=False,
            planned=on_path(planned.get(year)),
            required=on_path(required.get(year)),
            projected=on_path(projected.get(year)),
            chip=words.chip(assessment, shown) if assessment and assessment.actual_year == year else None,
            former=_former(facts, year),
            aim=aims.get(year),
        )
        lines.append(_entered(line, by_year.get(year), facts.row.unit))
    return tuple(lines)


def paths(facts: RowPageFacts, yearly: Series) -> tuple[dict[int, Decimal], dict[int, Decimal], dict[int, Decimal]]:
    """What the plan expects of each year; of the years after the last figure what they must bring, and what the pace so far gives."""
    plan = facts.row.plan
    planned = dict(yearly.planned)
    if yearly.kind is SeriesKind.RATE and yearly.line is not None:
        planned = dict.fromkeys(range(plan.start_year, plan.end_year + 1), yearly.line)
    last_actual = max((year for year, _value in (*yearly.actual, *yearly.average)), default=plan.base_year)
    required, projected = (
        {year: value for year, value in path if year > last_actual} for path in (yearly.required, yearly.projected)
    )
    return planned, required, projected


def _base_line(facts: RowPageFacts, planned: str) -> YearLine:
    base = facts.base
    line = YearLine(year=base.year if base else facts.row.plan.base_year, is_base=True, planned=planned)
    if base is None:
        return line
    return replace(
        line,
        value=display.printed(base.text) or figures_of_row.figure(base.value),
        growth=base.growth_text or display.MISSING,
        basis=_basis(base.price_basis),
        vintage=str(base.get_source_display()),
        source=base.document,
        note=base.reason,
    )


def _entered(line: YearLine, one: Observation | None, unit: str) -> YearLine:
    """The line with the figures in force of its year."""
    if one is None:
        return line
    only_growth = one.value is None and not one.parts and one.reported is None
    bases = []
    if one.value is not None and _basis(one.value_basis):
        bases.append(_("数值%(basis)s") % {"basis": _basis(one.value_basis)})
    if one.growth is not None and _basis(one.growth_basis):
        bases.append(_("增速%(basis)s") % {"basis": _basis(one.growth_basis)})
    return replace(
        line,
        value=display.MISSING if only_growth else figures_of_row.entered(one, unit, by_rate=False)[0],
        growth=figures_of_row.figure(one.growth, "%"),
        basis=_("，").join(bases),
        vintage=words.vintage_label(one.vintage),
        sample=one.sample,
        source=one.source_title,
        source_address=one.source_address if one.source_address.startswith(("http://", "https://")) else "",
        note=one.note,
    )


def _former(facts: RowPageFacts, year: int) -> tuple[str, ...]:
    """Earlier versions of the year, as far as their figures were others."""
    now = next((one for one in facts.observations if one.year == year), None)
    if now is None:
        return ()
    figures = (now.value, now.growth, now.parts, now.reported)
    before = [one for one in facts.superseded if one.year == year]
    said = []
    for one in before:
        if (one.value, one.growth, one.parts, one.reported) != figures:
            value, aside, _basis_code = figures_of_row.entered(one, facts.row.unit, by_rate=False)
            both = _("，").join(part for part in (value, aside) if part)
            said.append(_("%(label)s（%(note)s）") % {"label": both, "note": words.vintage_label(one.vintage)})
    return tuple(dict.fromkeys(said))


def _basis(code: str) -> str:
    """The price basis where one is known; prices play no part in most indicators."""
    return "" if code in {"", "unknown"} else figures_of_row.basis_label(code)
