"""Trying out the years to come: the slider's range and what comes of a pace. A trial is never a figure and never stored."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from dashboards.presenters.row_outlook import weighed
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain import what_if as domain
from indicators.domain.series import Year
from indicators.domain.types import ActualKind, Form, Result
from indicators.domain.what_if import REFUSAL_LABELS, Refusal, Scale, Trial, WhatIfKind
from indicators.models import Assessment, Target
from indicators.selectors.row_page import RowPageFacts, result_of, rule_of, terms_of
from indicators.selectors.row_terms import assessable_row, assessable_target

_LONGEST = 24
#: Powers of ten that a pace may have. "1e-999999999" is a number too, and a thousand million digits when it is written out.
_LEAST_POWER, _MOST_POWER = -12, 18


class NoTrial(Exception):
    """What was asked cannot be tried; the message is for the reader."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A pace worth trying: ``value`` for the address, ``text`` with its unit."""

    label: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial, as text. ``points``: for the chart, by year; ``lines``: the same as a table."""

    pace: str
    points: Sequence[Year]
    lines: tuple[tuple[int, str], ...]
    assumption: str
    outcome: str
    distance: str
    against: str
    chip: Chip
    result: Result

    @property
    def drawn(self) -> dict[str, list[Any]]:
        """The points as the chart takes them."""
        texts = dict(self.lines)
        return {
            "x": [str(year) for year, _value in self.points],
            "y": [float(value) for _year, value in self.points],
            "customdata": [[texts.get(year, ""), ""] for year, _value in self.points],
        }


@dataclass(frozen=True, slots=True)
class TrialCard:
    """The card below the chart. ``why`` not "": there is no trial, for this reason. ``error``: what was asked is refused."""

    why: str = ""
    label: str = ""
    unit: str = ""
    scale: Scale | None = None
    start: str = ""
    presets: tuple[Preset, ...] = ()
    tried: Tried | None = None
    error: str = ""

    @property
    def offered(self) -> bool:
        return self.scale is not None


def trial_card(facts: RowPageFacts, target: Target, assessment: Assessment, asked: str) -> TrialCard:
    """The card of the target that the row shows. ``asked``: the pace as typed, "" where nothing is tried yet."""
    result = result_of(assessment)
    why = domain.refusal(assessable_row(facts), assessable_target(facts, target), result)
    if why is not None:
        return TrialCard(why=_(REFUSAL_LABELS[why]))
    kind = _kind(target, result)
    unit, presets = _unit(target, result, kind), _presets(facts, target, assessment, kind)
    card = TrialCard(
        label=_label(_form(target, result), kind, _years(range((result.actual_year or 0) + 1, _end(facts) + 1))),
        unit=unit,
        scale=_scale(facts, target, assessment, kind),
        start=asked or (presets[0].value if presets else "0"),
        presets=presets,
    )
    if not asked:
        return card
    try:
        return replace(card, tried=tried(facts, target, assessment, asked))
    except NoTrial as error:
        return replace(card, error=str(error))


def card_of(facts: RowPageFacts, target: Target | None, year: int) -> TrialCard:
    """``trial_card`` before anything is tried."""
    assessment = facts.assessment(target, year) if target is not None else None
    if target is None or assessment is None:
        return TrialCard(why=_(REFUSAL_LABELS[Refusal.NOT_ASSESSED]))
    return trial_card(facts, target, assessment, "")


def answer(facts: RowPageFacts, target: Target | None, year: int, asked: str) -> Tried:
    """``tried`` for the target that the row shows in a year; ``NoTrial`` where nothing is computed yet."""
    assessment = facts.assessment(target, year) if target is not None else None
    if target is None or assessment is None:
        raise NoTrial(_(REFUSAL_LABELS[Refusal.NOT_ASSESSED]))
    return tried(facts, target, assessment, asked)


def tried(facts: RowPageFacts, target: Target, assessment: Assessment, asked: str) -> Tried:
    """What comes of the pace; ``NoTrial`` with a sentence where it is no number, out of bounds, or nothing can be tried."""
    row, terms, result = assessable_row(facts), assessable_target(facts, target), result_of(assessment)
    why = domain.refusal(row, terms, result)
    if why is not None:
        raise NoTrial(_(REFUSAL_LABELS[why]))
    kind = _kind(target, result)
    unit = _unit(target, result, kind)
    pace = _pace(asked, _scale(facts, target, assessment, kind), unit)
    trial = domain.what_if(row, terms, result, pace, rule=rule_of(facts.rule))
    return _told(facts, target, assessment, trial, unit)


# --- what is asked ---------------------------------------------------------------------------------------------------
def _pace(asked: str, scale: Scale, unit: str) -> Decimal:
    text = unicodedata.normalize("NFKC", asked).strip().replace(display.MINUS, "-").removesuffix("%").strip()
    try:
        pace = Decimal(text) if len(text) <= _LONGEST else Decimal("NaN")
    except InvalidOperation:
        pace = Decimal("NaN")
    if not _can_be_written(pace):
        raise NoTrial(_("试算值应是一个数，例如 5.5；收到的是“%(text)s”。") % {"text": asked[:40]})
    if not scale.least <= pace <= scale.most:
        raise NoTrial(
            _("试算值应在 %(least)s 与 %(most)s 之间。")
            % {"least": figures_of_row.figure(scale.least, unit), "most": figures_of_row.figure(scale.most, unit)}
        )
    return pace


def _can_be_written(pace: Decimal) -> bool:
    exponent = pace.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= _LEAST_POWER and pace.adjusted() <= _MOST_POWER


def _end(facts: RowPageFacts) -> int:
    return facts.row.plan.end_year


def _form(target: Target, result: Result) -> Form:
    return Form(str(result.inputs.get("form", target.form)))


def _kind(target: Target, result: Result) -> WhatIfKind | None:
    terms = replace(terms_of(target), actual_kind=ActualKind(target.actual_kind))
    return domain.kind_of(_form(target, result), result, terms)


def _unit(target: Target, result: Result, kind: WhatIfKind | None) -> str:
    return result.required_unit or ("%" if kind in {WhatIfKind.RATE, WhatIfKind.GROWTH} else target.unit)


def _label(form: Form, kind: WhatIfKind | None, years: str) -> str:
    """What is assumed of the years to come."""
    if form is Form.QUOTA:
        return _("假设 %(years)s使用") % {"years": years}
    if kind is WhatIfKind.CUT:
        return _("假设 %(years)s下降") % {"years": years}
    if kind is WhatIfKind.STEP:
        return _("假设 %(years)s变动") % {"years": years}
    return (_("假设 %(years)s完成") if kind is WhatIfKind.AMOUNT else _("假设 %(years)s增长")) % {"years": years}


def _years(years: range) -> str:
    """2025 年, or 2023–2025 年每年."""
    if len(years) == 1:
        return _("%(year)s 年") % {"year": years[0]}
    return _("%(first)s–%(last)s 年每年") % {"first": years[0], "last": years[-1]}


def _known(
    facts: RowPageFacts, target: Target, assessment: Assessment, kind: WhatIfKind | None
) -> list[tuple[str, Decimal | None]]:
    """The paces that are known, with their names; the best year only where it moved towards the target."""
    result = result_of(assessment)
    told = weighed(facts, target, assessment)
    best = told.best.value if told is not None and told.best is not None and told.right_way else None
    quota = _form(target, result) is Form.QUOTA
    return [
        (_("余下每年可用") if quota else _("余下每年需"), result.required),
        (_("此前最好"), best),
        (_("规划速度"), domain.planned_pace(kind, result)),
        (_("年均至今"), result.average),
    ]


def _scale(facts: RowPageFacts, target: Target, assessment: Assessment, kind: WhatIfKind | None) -> Scale:
    known = [value for _name, value in _known(facts, target, assessment, kind)]
    return domain.scale(kind, known[:3] if any(one is not None for one in known[:3]) else known)


def _presets(
    facts: RowPageFacts, target: Target, assessment: Assessment, kind: WhatIfKind | None
) -> tuple[Preset, ...]:
    """What is required is rounded so that it suffices; a quota so that it is not broken."""
    result = result_of(assessment)
    unit = _unit(target, result, kind)
    towards = -1 if _form(target, result) is Form.QUOTA or assessment.inputs.get("direction") == -1 else 1
    presets: list[Preset] = []
    for name, value in _known(facts, target, assessment, kind):
        if value is None:
            continue
        required = value == result.required
        shown = display.sufficient(value, 2, towards) if required else display.rounded(value, 2)
        presets.append(Preset(name, f"{shown:f}", display.with_unit(display.number(shown, 2), unit)))
    return tuple(presets)


# --- what came of it ---------------------------------------------------------------------------------------------------
def _told(facts: RowPageFacts, target: Target, assessment: Assessment, trial: Trial, unit: str) -> Tried:
    row, base, result = facts.row, facts.base, trial.result
    form = words.assessed_form(assessment, target)
    rates = form in {Form.GROWTH, Form.CUMULATIVE_CUT}
    printed = [base.text if base else None, target.text, base.value if base else None, target.value]
    digits = 2 if rates else max(2, display.level_digits(printed, assessment.actual))
    ended = _as_assessment(result, digits)
    texts = figures_of_row.texts(ended, target, base, row.unit)
    pace = display.with_unit(display.number(trial.pace, max(2, display.digits_of(trial.pace))), unit)
    return Tried(
        pace=f"{trial.pace:f}",
        points=trial.path,
        lines=tuple(
            (year, figures_of_row.on_path(value, digits, target, base)) for year, value in trial.path if year in trial.years
        ),
        assumption=f"{_label(form, _kind(target, result_of(assessment)), _years(trial.years))} {pace}",
        outcome=_outcome(form, texts.actual, _end(facts)),
        distance=_distance(result, texts.gap, digits, quota=form is Form.QUOTA),
        against=_against(assessment, trial, form),
        chip=words.chip(ended, target),
        result=result,
    )  # fmt: skip


def _as_assessment(result: Result, digits: int) -> Assessment:
    """The outcome as the pages' words and digits expect it; never saved, and its actual cut to the digits shown."""
    actual = None if result.actual is None else display.rounded(result.actual, digits)
    return Assessment(
        year=result.year,
        status=result.status.value,
        reason=result.reason.value if result.reason else "",
        actual_year=result.actual_year,
        actual=actual,
        target_value=result.target,
        gap=result.gap,
        base=result.base,
        average_unit=result.average_unit,
        first_met_year=result.first_met_year,
        fell_back=result.fell_back,
        inputs=result.inputs,
    )


def _outcome(form: Form, actual: str, end: int) -> str:
    facts = {"end": end, "actual": actual}
    if form is Form.GROWTH:
        return _("到 %(end)s 年，年均 %(actual)s") % facts
    if form in {Form.CUMULATIVE, Form.QUOTA, Form.CUMULATIVE_CUT, Form.CUMULATIVE_CHANGE}:
        return _("到 %(end)s 年，累计 %(actual)s") % facts
    return _("到 %(end)s 年，为 %(actual)s") % facts


def _distance(result: Result, gap: str, digits: int, *, quota: bool) -> str:
    """How far from the target; a difference too small for the digits shown is not said to be none."""
    if result.gap is None:
        return ""
    if not result.gap:
        return _("与目标值相等")
    if not display.rounded(result.gap, digits):
        return _("略好于目标，四舍五入后相等") if result.gap > 0 else _("仍略差于目标，四舍五入后相等")
    size = gap.lstrip(f"{display.MINUS}+")
    if quota:
        return (_("控制数还余 %(size)s") if result.gap > 0 else _("突破控制数 %(size)s")) % {"size": size}
    return (_("好于目标 %(size)s") if result.gap > 0 else _("距目标还差 %(size)s")) % {"size": size}


def _against(assessment: Assessment, trial: Trial, form: Form) -> str:
    if trial.enough is None or assessment.required is None:
        return ""
    needed = {"needed": display.rate(assessment.required, assessment.required_unit)}
    if form is Form.QUOTA:
        return (_("不超过余下每年可用的 %(needed)s") if trial.enough else _("超过余下每年可用的 %(needed)s")) % needed
    return (_("达到所需的 %(needed)s") if trial.enough else _("达不到所需的 %(needed)s")) % needed
