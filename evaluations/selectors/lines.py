"""One row of a plan as a line of an evaluation: the figures and words that the pages have, each with its unrounded value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from dashboards.presenters import figures_of_row, row_lines, words
from evaluations.domain.facts import Line, Shown
from indicators.domain import display
from indicators.domain.types import Form, Reason, Result, Status
from indicators.domain.verdict import OUTCOME_LABELS, Outcome, Verdict, verdict
from indicators.models import AnnualTarget, Assessment, Doubt, Observation, Target
from indicators.selectors.region_page import RowFacts
from regions.recorded import recorded

_PARTS = "∶"


def line(
    facts: RowFacts, *, end_year: int, units: Sequence[str] = (), annual: AnnualTarget | None = None,
    doubts: Sequence[Doubt] = (),
) -> Line:  # fmt: skip
    """The line of a row. ``end_year``: of its plan; ``doubts``: the open ones about it."""
    row, base, target, stored = facts.row, facts.base, facts.shown_target, facts.assessment
    common = {
        "row": row.pk,
        "number": row.number,
        "name": row.short_name,
        "unit": row.unit,
        "category": row.category,
        "nature": row.nature,
        "nature_text": display.printed(row.nature_text),
        "heading": row.is_heading,
        "sub": row.parent_id is not None,
        "units": tuple(units),
        "base": Shown((display.printed(base.text) or figures_of_row.figure(base.value)) or display.MISSING, base.value)
        if base
        else Shown(),
        "base_note": row_lines.base_note(facts),
        "targets": promised(facts.targets, target, row.unit),
        "annual_target": _annual(annual),
        "doubts": len(doubts),
        "chapter": row.category if row.listing == "commitment" else "",
    } | _actual(facts.observations, row.unit)
    if row.is_heading:
        return Line(**common)
    if stored is None or target is None:
        waiting = {} if target is not None and target.form == Form.NONE else {"why": recorded("待计算")}
        return Line(**common, **waiting, form=target.form if target else "none")
    return Line(**common | _assessed(facts, stored, target, end_year, doubts))


def promised(targets: tuple[Target, ...], shown: Target | None, unit: str) -> tuple[str, ...]:
    """Every promise as printed, with its form behind where the number alone does not say it."""
    return tuple(
        recorded("%(label)s（%(note)s）") % {"label": one.text, "note": one.about} if one.about else one.text
        for one in row_lines.promises(targets, shown, unit)
    )


def _annual(annual: AnnualTarget | None) -> str:
    if annual is None:
        return ""
    return annual.text or (
        "" if annual.value is None else figures_of_row.figure(annual.value, comparator=annual.comparator)
    )


def _actual(observations: Iterable[Observation], unit: str) -> dict[str, object]:
    """The newest figure of the row itself; the level first, so that it stands beside base and target like beside like."""
    newest = max(observations, key=lambda one: one.year, default=None)
    if newest is None:
        return {}
    text, aside, _basis = figures_of_row.entered(newest, unit, by_rate=False)
    only_growth = newest.value is None and not newest.parts and newest.reported is None
    return {
        "actual": Shown(text, newest.growth if only_growth else newest.value),
        "actual_aside": recorded("增长 %(figure)s") % {"figure": aside} if aside else "",
        "actual_year": newest.year,
        "vintage": words.vintage_label(newest.vintage),
        "sample": newest.sample,
    }


def _assessed(
    facts: RowFacts, stored: Assessment, target: Target, end_year: int, doubts: Sequence[Doubt]
) -> dict[str, object]:
    form = words.assessed_form(stored, target)
    texts = figures_of_row.texts(stored, target, facts.base, facts.row.unit)
    chip = words.chip(stored, target)
    due = target.due_year or end_year
    ended = _verdict(stored, due) if stored.year >= end_year else None
    found: dict[str, object] = {
        "form": form.value,
        "form_label": figures_of_row.form_label(form.value),
        "price_basis": "" if stored.price_basis in ("", "unknown") else figures_of_row.basis_label(stored.price_basis),
        "achieved": _achieved(stored, texts.actual, chip.label),
        "achieved_label": "" if stored.reason == Reason.REPORTED else figures_of_row.actual_label(form),
        "achieved_year": stored.actual_year,
        "target": Shown(texts.target, stored.target_value),
        "attainment": Shown(texts.attainment, stored.attainment),
        "elapsed": Shown(texts.elapsed, stored.elapsed_share),
        "expected": Shown(texts.expected, stored.expected),
        "gap": Shown(texts.gap, stored.gap),
        "lead": Shown(texts.lead, stored.lead),
        "required": Shown(texts.required, stored.required),
        "pace": Shown(texts.pace, stored.pace_ratio),
        "average": Shown(texts.average, stored.average),
        "projected": Shown(texts.projected, stored.projected_end),
        "on_course": stored.on_course,
        "status": stored.status,
        "status_label": chip.label,
        "symbol": chip.symbol,
        "reason": stored.reason,
        "why": _why(stored, chip.notes, doubts),
        "reported": stored.reason == Reason.REPORTED,
        "early_warning": stored.early_warning,
        "breached_years": tuple(stored.breached_years),
        "first_met_year": stored.first_met_year,
        "fell_back": stored.fell_back,
        "unadjusted_label": _unadjusted(stored, form),
        "sample": stored.sample or any(one.sample for one in facts.observations),
    }
    if stored.actual is not None and stored.actual_year is not None and not facts.observations:
        found |= {"actual_year": stored.actual_year, "vintage": words.vintage_label(stored.vintage)}
    if ended is not None:
        found |= {"outcome": ended.outcome.value, "outcome_label": _outcome_label(ended, chip.label)}
    return found


def _achieved(stored: Assessment, text: str, label: str) -> Shown:
    """What stands against the target; of a composition its parts, of what was declared the word for it.

    Nothing without a usable run: the figure of a single year is then no sum and no average.
    """
    if stored.status == Status.NO_DATA:
        return Shown()
    if stored.actual is not None:
        return Shown(text, stored.actual)
    parts = [one.get("actual") for one in stored.parts]
    if parts and all(part is not None for part in parts):
        return Shown(_PARTS.join(figures_of_row.figure(Decimal(str(part))) for part in parts))
    return Shown(label) if stored.reason == Reason.REPORTED else Shown()


def _why(stored: Assessment, notes: Sequence[str], doubts: Sequence[Doubt]) -> str:
    """The notes of the status; where it cannot be said, what is missing in so many words."""
    said = list(notes)
    if stored.reason == Reason.BLOCKING_DOUBT:
        said += [one.message for one in doubts if one.blocking]
    elif stored.status == Status.NO_DATA and not stored.reason:
        said.append(recorded("没有已审核的实际数"))
    elif stored.status == Status.PENDING:
        said.append(recorded("上级没有下达数字，也没有上报结论"))
    return recorded("；").join(said)


def _verdict(stored: Assessment, end_year: int) -> Verdict | None:
    return verdict(
        Result(
            year=stored.year,
            status=Status(stored.status),
            reason=Reason(stored.reason) if stored.reason else None,
            actual_year=stored.actual_year,
            end_not_published=stored.end_not_published,
        ),
        end_year=end_year,
    )


def _outcome_label(ended: Verdict, status_label: str) -> str:
    """完成, 未完成 …; what was only declared says so (上报完成)."""
    if ended.reported and ended.settled:
        return status_label
    return OUTCOME_LABELS[Outcome(ended.outcome)]


def _unadjusted(stored: Assessment, form: Form) -> str:
    """The status on what was first agreed, where only a revision or an adjustment changed it."""
    before = stored.unadjusted_status or stored.unrevised_status
    return "" if before in ("", stored.status) else display.status_label(Status(before), form, None)
