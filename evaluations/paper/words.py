"""What page, Word and Excel say of a line in so many words, from its facts alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from evaluations.domain.facts import Counted, Facts, Line
from indicators.domain.display import MISSING
from indicators.domain.verdict import SETTLED

_SETTLED = {one.value for one in SETTLED}


def actual(line: Line) -> str:
    """The newest published figure with its year and vintage: 193.3（2024，初步数）."""
    if line.actual.text == MISSING:
        return MISSING
    told = _("，").join(str(one) for one in (line.actual_year, line.vintage) if one)
    said = _("%(label)s（%(note)s）") % {"label": line.actual.text, "note": told} if told else line.actual.text
    return _("，").join(one for one in (said, line.actual_aside) if one)


def promised(line: Line) -> str:
    """Every promise as printed."""
    return _("；").join(line.targets) or MISSING


def done(line: Line, *, ended: bool) -> str:
    """What was achieved in the target's own form, against it: how much of it, how far off."""
    parts = []
    if line.achieved.text != MISSING:
        parts.append(_pair(line.achieved_label, line.achieved.text))
        parts.append(_pair(_("目标"), line.target.text))
        parts.append(_pair(_("实现程度"), line.attainment.text))
        parts.append(_pair(_("距目标"), line.gap.text))
    if not ended:
        parts.append(_pair(_("时序应达"), line.expected.text))
        parts.append(_pair(_("余下每年需"), line.required.text))
    return _("，").join(one for one in parts if one) or MISSING


def verdict(line: Line, *, ended: bool) -> str:
    """The verdict at the end of the plan, before it the status; with its symbol."""
    label = line.outcome_label if ended and line.outcome in _SETTLED else line.status_label
    if ended and line.outcome and line.outcome not in _SETTLED:
        label = (
            _("%(label)s（%(note)s）") % {"label": line.outcome_label, "note": label} if label else line.outcome_label
        )
    return f"{line.symbol} {label}".strip() or MISSING


def remarks(line: Line) -> str:
    """Why, what changed it, what must be known with it; "" where there is nothing to say."""
    years = _("、").join(str(one) for one in line.breached_years)
    said = [
        line.why,
        _("仅因基数修订或目标调整而变，按原定为%(label)s") % {"label": line.unadjusted_label} if line.unadjusted_label else "",
        _("预警") if line.early_warning else "",
        _("未保持的年份：%(years)s") % {"years": years} if years else "",
        _("曾于 %(year)s 年达到，后又回落") % {"year": line.first_met_year} if line.fell_back and line.first_met_year else "",
        line.base_note,
        line.price_basis,
        _("本年目标 %(text)s") % {"text": line.annual_target} if line.annual_target else "",
        _("数据疑点 %(number)d 项") % {"number": line.doubts} if line.doubts else "",
        _("演示数据") if line.sample else "",
    ]  # fmt: skip
    return _("；").join(dict.fromkeys(one for one in said if one))


def counted(counts: Counted, *, ended: bool) -> str:
    """9 项完成、12 项上报完成、1 项未完成."""
    found = counts.outcomes if ended else counts.statuses
    return _("、").join(
        _("%(number)d 项%(label)s") % {"number": number, "label": label} for _code, label, number in found
    )


def named(line: Line) -> str:
    """The name, a sub-row set in."""
    return f"　{line.name}" if line.sub else line.name


def nature(line: Line) -> str:
    """The printed word, else what it was understood as."""
    labels = {"binding": _("约束性"), "expected": _("预期性")}
    return line.nature_text or labels.get(line.nature, "")


def title_of_period(facts: Facts) -> str:
    """2016–2020 年."""
    return _("%(period)s 年") % {"period": facts.period.replace("-", "–")}


def _pair(label: str, text: str) -> str:
    return "" if text in ("", MISSING) else f"{label} {text}"
