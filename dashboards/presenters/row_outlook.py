"""What is said of a target beside its status: required against what was ever achieved, or how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import words
from dashboards.presenters.figures_of_row import Texts
from dashboards.presenters.words import Chip
from indicators.domain import display
from indicators.domain.attainable import REACH_LABELS, Attainable, Pace, PaceKind, Reach, attainable, pace_kind, paces
from indicators.domain.types import ActualKind, Form, PathKind, PriceBasis, Reason, Result
from indicators.domain.verdict import Outcome, Verdict, verdict
from indicators.models import Assessment, Target
from indicators.selectors.row_page import RowPageFacts, result_of
from indicators.selectors.row_terms import actual_of, assessable_row, revised_years

#: Words that judge; the others only say that nothing is judged.
_JUDGED = {Reach.ATTAINABLE, Reach.STRETCH, Reach.OUT_OF_REACH}


@dataclass(frozen=True, slots=True)
class ReachText:
    """``word`` "" where nothing is judged. ``sentence`` compares, ``asides`` say what must be known with it."""

    code: str
    word: str
    sentence: str
    asides: tuple[str, ...] = ()
    sample: bool = False


def weighed(facts: RowPageFacts, target: Target, assessment: Assessment) -> Attainable | None:
    """What is required against the best year so far; None where nothing is required, or growth has no meaning."""
    kind = _kind(target, assessment)
    if kind is None or assessment.required is None:
        return None
    row = assessable_row(facts)
    per_mille = "‰" in assessment.required_unit
    found = paces(
        kind,
        row.actuals,
        last=assessment.year,
        base=row.base,
        breaks=facts.breaks,
        unlinked=revised_years(facts.doubts),
        per_mille=per_mille,
    )
    if not any(year <= assessment.year for year in facts.breaks):
        before = [actual_of(one, {}) for one in facts.earlier]
        found += paces(kind, before, last=facts.row.plan.base_year, per_mille=per_mille, earlier=True)
    return attainable(
        assessment.required,
        found,
        direction=int(assessment.inputs.get("direction", 1)),
        basis=PriceBasis(assessment.price_basis or "unknown"),
        price_sensitive=bool(facts.row.indicator and facts.row.indicator.price_sensitive),
    )


def _kind(target: Target, assessment: Assessment) -> PaceKind | None:
    path = assessment.inputs.get("path")
    return pace_kind(
        words.assessed_form(assessment, target), PathKind(path) if path else None, ActualKind(target.actual_kind)
    )


def reach_text(facts: RowPageFacts, target: Target, assessment: Assessment) -> ReachText | None:
    """The comparison in words; None where nothing is required of the remaining years."""
    if assessment.required is None:
        return None
    told = weighed(facts, target, assessment)
    needed = display.rate(assessment.required, assessment.required_unit)
    if told is None:
        if words.assessed_form(assessment, target) is not Form.QUOTA:
            return None
        return ReachText(
            "no_meaning", "", _("余下每年可用 %(needed)s；控制总量，不与此前年度比快慢。") % {"needed": needed}
        )
    unit = assessment.required_unit
    asked = needed + _basis(told.basis)
    if told.best is None:
        return _without_word(told, asked, unit)
    best = _pace_text(told.best, unit, signed=not told.right_way)
    lead = _LEADS[_lead(target, assessment) if told.right_way else "none"]()
    sentence = _("余下每年需 %(asked)s，%(lead)s %(best)s。") % {"asked": asked, "lead": lead, "best": best}
    return ReachText(told.reach.value, _(REACH_LABELS[told.reach]), sentence, _asides(told, unit), told.best.sample)


def _without_word(told: Attainable, asked: str, unit: str) -> ReachText:
    """Both figures with their basis, or nothing to compare with."""
    if told.other is None:
        return ReachText(told.reach.value, "", _("余下每年需 %(asked)s；此前没有可比的年度。") % {"asked": asked})
    sentence = _("余下每年需 %(asked)s；此前最好为 %(other)s。价格口径不同，不作判断。") % {
        "asked": asked,
        "other": _pace_text(told.other, unit),
    }
    return ReachText(told.reach.value, "", sentence, sample=told.other.sample)


def _asides(told: Attainable, unit: str) -> tuple[str, ...]:
    said = []
    if not told.right_way:
        said.append(_("至今没有一年向目标方向变动。"))
    if told.years == 1:
        said.append(_("可比的只有这一个数。"))
    if told.other is not None:
        said.append(_("另有 %(other)s，口径不同，不据此判断。") % {"other": _pace_text(told.other, unit)})
    return tuple(said)


#: How the best year is called, by what its pace is.
_LEADS = {
    "up": lambda: _("此前升幅最大为"),
    "down": lambda: _("此前下降最快为"),  # the figure has its minus
    "cut": lambda: _("此前降幅最大为"),
    "none": lambda: _("此前最好为"),  # no year moved towards the target
    "fast": lambda: _("此前最快为"),
    "most": lambda: _("此前最多为"),
}


def _lead(target: Target, assessment: Assessment) -> str:
    kind, form = _kind(target, assessment), words.assessed_form(assessment, target)
    if form is Form.CUMULATIVE_CUT:
        return "cut"
    if assessment.inputs.get("direction") == -1:
        return "down"
    if kind is PaceKind.AMOUNT:
        return "most"
    return "up" if kind is PaceKind.STEP else "fast"


def _pace_text(one: Pace, unit: str, *, signed: bool = False) -> str:
    """3.81%（2023 年，现价，由数值推算）."""
    digits = 2 if one.computed else max(1, display.digits_of(one.value))
    span = {"first": one.since, "year": one.year}
    notes = [_("%(year)s 年") % span if one.since is None else _("%(first)s–%(year)s 年年均") % span]
    if one.basis is not PriceBasis.UNKNOWN:
        notes.append(_(display.BASIS_LABELS[one.basis]))
    if one.computed:
        notes.append(_("由数值推算"))
    if one.earlier:
        notes.append(_("上一规划期"))
    if one.sample:
        notes.append(_(display.SAMPLE))
    told = {
        "label": display.with_unit(display.number(one.value, digits, signed=signed), unit),
        "note": _("，").join(notes),
    }
    return _("%(label)s（%(note)s）") % told


def _basis(basis: PriceBasis) -> str:
    return "" if basis is PriceBasis.UNKNOWN else _("（%(note)s）") % {"note": _(display.BASIS_LABELS[basis])}


# --- no year remains ---------------------------------------------------------------------------------------------------
def closing(assessment: Assessment, texts: Texts, chip: Chip, end_year: int) -> str:
    """How the target ended, in sentences; while years remain, why nothing is asked of them ("" where something is)."""
    result = result_of(assessment)
    told = verdict(result, end_year=end_year)
    if told is None:
        return _nothing_asked(result)
    if told.outcome is Outcome.NOT_PUBLISHED:
        said = [
            _("规划期已满，但 %(end)s 年数尚未公布，暂无结论；以下按 %(year)s 年数。")
            % {"end": end_year, "year": told.actual_year}
        ]
    elif told.settled:
        said = [_("规划期已满，没有剩余年份：%(status)s。") % {"status": chip.label}, _distance(told, texts)]
    else:
        said = [_("规划期已满，没有结论：%(status)s。") % {"status": chip.text}]
    return "".join([*said, _first_met(told)])


def _nothing_asked(result: Result) -> str:
    if result.required is not None or result.required_reason is None or result.required_reason is Reason.EXPIRED:
        return ""
    return _("余下每年需：%(reason)s。") % {"reason": _(display.REASON_LABELS[result.required_reason])}


def _distance(told: Verdict, texts: Texts) -> str:
    """距目标差 15亿元, 好于目标 1亿元; nothing where there is no number."""
    if told.gap is None:
        return ""
    size = texts.gap.lstrip(f"{display.MINUS}+")
    if told.gap == 0:
        return _("与目标值相等。")
    return (_("好于目标 %(size)s。") if told.gap > 0 else _("距目标差 %(size)s。")) % {"size": size}


def _first_met(told: Verdict) -> str:
    if told.first_met_year is None:
        return ""
    if told.fell_back:
        return _("%(year)s 年首次达到，后回落。") % {"year": told.first_met_year}
    return _("%(year)s 年首次达到。") % {"year": told.first_met_year}
