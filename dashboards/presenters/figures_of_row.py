"""The figures of one assessment as text, each with its unit; rounding is done by ``indicators.domain.display`` alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from dashboards.presenters import words
from indicators.domain import display
from indicators.domain.series import Known, Series, series
from indicators.domain.types import Form, PathKind, Reason
from indicators.models import Assessment, Base, Observation, PlanIndicator, Target
from indicators.models.choices import FORMS, PRICE_BASES

#: Forms whose actual, target, gap and lead are rates or percentage points.
_RATES = {Form.GROWTH, Form.CUMULATIVE_CUT, Form.RELATIVE}
#: Forms whose actual is one of all years so far.
GATHERED = {Form.GROWTH, Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CUT, Form.CUMULATIVE_CHANGE}
_SHARE_UNITS = {"%", "％", "‰"}
#: Decimals of what is computed on the way to a target, at least.
_FINE = 2
_COMPARATORS = {">": ">", ">=": "≥", "<": "<", "<=": "≤", "~": "≈", "=": ""}


@dataclass(frozen=True, slots=True)
class Texts:
    """Figures of an assessment as printed on pages; "—" where there is none."""

    attainment: str
    elapsed: str
    actual: str
    target: str
    expected: str
    gap: str
    lead: str
    required: str
    average: str
    pace: str
    projected: str


def texts(assessment: Assessment, target: Target, base: Base | None, unit: str, *, beside_unit: bool = False) -> Texts:
    """Every figure of the assessment. Levels have the digits that the row prints, at least those of the actual.

    ``beside_unit``: the row's unit already stands beside its name, so that only other units are repeated.
    """
    form = words.assessed_form(assessment, target)
    digits, fine, own_unit, change = _measures(assessment, target, base, unit, form)
    projects_level = form is Form.CUMULATIVE_CHANGE and "path" in assessment.inputs  # the change leads to a level
    if beside_unit:
        own_unit, change = ("" if one == unit and one not in _SHARE_UNITS else one for one in (own_unit, change))
    return Texts(
        attainment=display.share(assessment.attainment),
        elapsed=display.share(assessment.elapsed_share),
        actual=known_side(assessment) + display.level(assessment.actual, digits, own_unit),
        target=display.level(assessment.target_value, digits, own_unit),
        expected=display.level(assessment.expected, fine, own_unit),
        gap=display.level(assessment.gap, digits, change, signed=True),
        lead=display.level(assessment.lead, fine, change, signed=True),
        required=required(assessment, form),
        average=display.rate(assessment.average, assessment.average_unit),
        pace=display.pace(assessment.pace_ratio),
        projected=display.level(assessment.projected_end, fine, unit if projects_level else own_unit),
    )


def level_measures(assessment: Assessment, target: Target, base: Base | None, unit: str) -> tuple[int, int, str, str]:
    """How ``texts`` prints: digits of levels, digits of what the path gives, unit of levels, unit of differences."""
    return _measures(assessment, target, base, unit, words.assessed_form(assessment, target))


def path_digits(assessment: Assessment | None, target: Target | None, base: Base | None) -> int:
    """Decimals of what a path gives for a year: in the chart, in the table beside it, and in ``texts`` the same."""
    if assessment is None or target is None:
        return _FINE
    return level_measures(assessment, target, base, "")[1]


def actual_of(assessment: Assessment, target: Target, base: Base | None, unit: str) -> str:
    """The actual alone as ``texts`` prints it: what a map of thousands of regions asks for."""
    digits, _fine, own, _change = _measures(assessment, target, base, unit, words.assessed_form(assessment, target))
    return known_side(assessment) + display.level(assessment.actual, digits, own)


def comparator(code: str) -> str:
    """The sign in front of a figure that is known from one side only, "" of one that is known."""
    return _COMPARATORS.get(code, "")


def gap_of(assessment: Assessment, target: Target, base: Base | None, unit: str) -> tuple[str, int, str]:
    """The gap alone as ``texts`` prints it, its digits and its unit: what a table of thousands of cells asks for."""
    digits, _fine, _own, change = _measures(assessment, target, base, unit, words.assessed_form(assessment, target))
    return display.number(assessment.gap, digits, signed=True), digits, change


def known_side(assessment: Assessment) -> str:
    """The comparator of an actual that is known from one side only (>100)."""
    if assessment.actual is None:
        return ""
    return _COMPARATORS.get(str(assessment.inputs.get("actual_comparator", "=")), "")


def _measures(
    assessment: Assessment, target: Target, base: Base | None, unit: str, form: Form
) -> tuple[int, int, str, str]:
    """Digits of levels, digits of what the path gives, unit of levels, unit of differences."""
    if form in _RATES:
        rate_unit = target.unit or "%"
        return 2, 2, rate_unit, display.points_unit(rate_unit)
    own = target.unit or unit
    if form is Form.POINTS:  # percentage points a year are followed as a level, or summed where only they are known
        own = unit if "path" in assessment.inputs else display.points_unit(unit)
    elif form is Form.CUMULATIVE_CHANGE:
        own = display.points_unit(own)
    printed = _printed_digits(base.text if base else None, target.text, base.value if base else None, target.value)
    digits = max(printed, display.digits_of(assessment.actual))
    return digits, max(_FINE, digits), own, display.points_unit(own)


@lru_cache(maxsize=16_384)
def _printed_digits(*printed: Decimal | str | None) -> int:
    """Decimals that base and target print: asked for every cell of a matrix, again on every visit."""
    return display.level_digits(printed, None)


def actual_label(form: Form) -> str:
    """What the assessed figure is called: of a promised growth the average so far, of a sum what was reached together."""
    if form is Form.GROWTH:
        return _("实际年均")
    return _("累计实际") if form in GATHERED else _("实际")


def required(assessment: Assessment, form: Form) -> str:
    """What each remaining year must bring; else the word for why nothing is asked, "—" where it cannot be said."""
    if assessment.required is not None:
        shown = display.rate(assessment.required, assessment.required_unit)
        return _("可用 %(figure)s") % {"figure": shown} if form is Form.QUOTA else shown
    return {Reason.HOLD: _("逐年保持"), Reason.TARGET_MET: _("已实现")}.get(
        Reason(assessment.required_reason) if assessment.required_reason else Reason.NOT_COMPUTABLE, display.MISSING
    )


def figure(value: Decimal | None, unit: str = "", comparator: str = "=") -> str:
    """A figure as it was entered: all its digits, its comparator in front."""
    if value is None:
        return display.MISSING
    return _COMPARATORS.get(comparator, "") + display.level(value, display.digits_of(value), unit)


def on_path(value: Decimal | None, digits: int, target: Target | None, base: Base | None) -> str:
    """A value of a planned or required path: base and target with the digits printed, what is computed with ``digits``."""
    for known in (target, base):
        if known is not None and value is not None and known.value == value:
            return display.number(value, max(display.digits_of(known.text), display.digits_of(value)))
    return display.number(value, digits)


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest figure up to the year looked at, shown whatever the status. ``aside``: the other figure of that year."""

    text: str
    year: int | None = None
    vintage: str = ""
    aside: str = ""
    basis: str = ""
    sample: bool = False


def latest(observations: Iterable[Observation], assessment: Assessment | None, form: Form, unit: str) -> Latest:
    """The newest approved figure; for a growth target the year's growth first, the level aside."""
    newest = max(observations, key=lambda one: one.year, default=None)
    by_rate = form in {Form.GROWTH, Form.RELATIVE}
    official = assessment is not None and assessment.actual is not None
    if by_rate and official and (newest is None or newest.growth is None) and assessment is not None:
        aside = "" if newest is None else entered(newest, unit, by_rate=False)[0]
        return Latest(
            _("年均 %(figure)s") % {"figure": display.rate(assessment.actual, assessment.average_unit or "%")},
            assessment.actual_year, assessment.vintage, aside, assessment.price_basis, assessment.sample,
        )  # fmt: skip
    if newest is None:
        if official and assessment is not None:
            return Latest(
                figure(assessment.actual, _actual_unit(form, unit)),
                assessment.actual_year,
                assessment.vintage,
                sample=assessment.sample,
            )
        return Latest(display.MISSING)
    text, aside, basis = entered(newest, unit, by_rate=by_rate)
    return Latest(text, newest.year, newest.vintage, aside, basis, newest.sample)


def _actual_unit(form: Form, unit: str) -> str:
    return display.points_unit(unit) if form is Form.CUMULATIVE_CHANGE else "%" if unit in _SHARE_UNITS else ""


def entered(one: Observation, unit: str, *, by_rate: bool) -> tuple[str, str, str]:
    """The figures of a year as entered: the one that the target asks for, the other one, and the price basis of the first."""
    other_unit = one.unit if one.unit and one.unit != unit else ""
    level_text = ""
    if one.value is not None:
        level_text = figure(one.value, other_unit or ("%" if unit in {"%", "％"} else ""), one.comparator)
    elif one.parts:
        level_text = "∶".join(figure(part) for part in one.parts)
    elif one.reported is not None:
        level_text = _(display.REPORTED_MET) if one.reported else _(display.REPORTED_NOT_MET)
    growth_text = "" if one.growth is None else display.with_unit(figure(one.growth), "%")
    if by_rate and growth_text:
        return growth_text, level_text, one.growth_basis
    if level_text:
        return level_text, growth_text, one.value_basis
    return growth_text or one.text or display.MISSING, "", one.growth_basis


def basis_label(code: str) -> str:
    """不变价, 现价, 口径未注明."""
    return str(dict(PRICE_BASES).get(code, ""))


def form_label(code: str) -> str:
    """How a target is promised."""
    return str(dict(FORMS)[code])


def series_of(
    row: PlanIndicator, target: Target, base: Base | None, assessment: Assessment, observations: Iterable[Observation]
) -> Series:
    """The yearly series of a target, from what is stored."""
    inputs = assessment.inputs
    form = words.assessed_form(assessment, target)
    path = inputs.get("path") or (row.indicator.path if row.indicator else PathKind.LINEAR.value)
    goal = assessment.target_value
    change = _decimal(inputs.get("change_promised"))
    base_year = int(inputs.get("base_year") or row.plan.base_year)
    values = {one.year: one.value for one in observations if one.value is not None and one.year <= assessment.year}
    if form is Form.CUMULATIVE_CHANGE and target.actual_kind == "level" and base and base.value is not None and change:
        form, goal, path = Form.POINTS, base.value + change, PathKind.LINEAR.value
    return series(
        Known(
            form=form,
            base_year=base_year,
            end_year=target.due_year or row.plan.end_year,
            path=PathKind(path),
            base=assessment.base,
            target=goal,
            actual_year=assessment.actual_year,
            required=assessment.required,
            average=assessment.average,
            unit=target.unit,
            values=values,
            growths={
                one.year: one.growth for one in observations if one.growth is not None and one.year <= assessment.year
            },
            running=_by_year(inputs.get("indices")),
            reference=_by_year(inputs.get("reference_figures")),
        )
    )


def _by_year(stored: object) -> dict[int, Decimal]:
    if not isinstance(stored, Mapping):
        return {}
    return {int(year): Decimal(str(value)) for year, value in stored.items()}


def _decimal(stored: object) -> Decimal | None:
    return None if stored is None else Decimal(str(stored))
