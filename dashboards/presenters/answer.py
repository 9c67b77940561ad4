"""The sentence that answers at the top of a region's page: where the plan stands, what is furthest behind, what it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, row_lines, words
from dashboards.presenters.natures import counted_statuses
from indicators.domain import display
from indicators.domain.types import Form, Reason, Result, Status
from indicators.domain.verdict import OUTCOME_LABELS, SETTLED, Outcome, verdict
from indicators.models import Assessment
from indicators.selectors.region_page import PlanFacts, RowFacts

_BEHIND = {Status.BEHIND, Status.FAR_BEHIND, Status.REVERSING}
#: Before the first figure nothing but these can be said.
_UNTOLD = {Status.NO_DATA, Status.PENDING, Status.NOT_ASSESSABLE}

#: What was only declared is counted apart from what figures say.
_DECLARED = {Outcome.MET: display.REPORTED_MET, Outcome.NOT_MET: display.REPORTED_NOT_MET}


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentence at the top. ``opening`` stands before the counts (the plan begins, has ended, has no rows), "" without.

    ``worst`` "" where nothing is behind; ``best`` "" where no comparable pace is known.
    """

    total: int
    counted: str
    without_data: int
    opening: str = ""
    rest: str = ""
    worst: str = ""
    worst_address: str = ""
    actual: str = ""
    short_by: str = ""
    required: str = ""
    best: str = ""


def answer(facts: PlanFacts, this_year: int | None = None) -> Answer:
    """Where the plan stands. ``this_year``: of the clock, so that a plan that has only begun is not called one without data."""
    rows = [row for row in facts.rows if not row.row.is_heading]
    statuses = counted_statuses(rows)
    if not rows:
        return Answer(0, "", 0, opening=_("这个规划的主要指标表里还没有指标，只有标题行或空表"))
    if _only_begun(facts, rows, this_year):
        return _of_a_beginning(facts, rows)
    without = sum(number for chip, number in statuses if chip.code == Status.NO_DATA.value)
    if facts.year == facts.plan.end_year:
        ended = _of_an_end(facts, rows)
        if ended is not None:
            return ended
    counted = words.listed(
        _("%(number)s 项%(status)s") % {"number": number, "status": chip.label}
        for chip, number in statuses
        if chip.code != Status.NO_DATA.value
    )
    return _with_worst(Answer(len(rows), counted, without), facts, at_end=False)


def _only_begun(facts: PlanFacts, rows: Sequence[RowFacts], this_year: int | None) -> bool:
    """The first year of the plan is not over, and no figure is known."""
    return (
        this_year is not None
        and facts.year == facts.plan.start_year
        and facts.year >= this_year
        and not any(row.observations for row in rows)
        and all(row.assessment is None or row.assessment.status in _UNTOLD for row in rows)
    )


def _of_a_beginning(facts: PlanFacts, rows: Sequence[RowFacts]) -> Answer:
    natures = Counter(row.row.nature for row in rows)
    counted = words.listed(
        _("%(nature)s %(number)s 项") % {"nature": words.nature_label(nature), "number": natures[nature]}
        for nature in words.NATURE_ORDER
        if natures[nature]
    )
    pending = sum(1 for row in rows if row.assessment is not None and row.assessment.status == Status.PENDING)
    opening = _("%(period)s 年规划刚刚开始，%(year)s 年还没有结束：%(total)s 项主要指标（%(natures)s）尚无年度数据") % {
        "period": words.period_label(facts.plan), "year": facts.year, "total": len(rows), "natures": counted,
    }  # fmt: skip
    rest = _("，其中 %(number)s 项待上级下达目标") % {"number": pending} if pending else ""
    return Answer(len(rows), "", len(rows), opening=opening + rest)


def _of_an_end(facts: PlanFacts, rows: Sequence[RowFacts]) -> Answer | None:
    """The verdicts of a plan that has ended; None where none is known yet."""
    end = facts.plan.end_year
    stored = [
        (row.assessment, _outcome(row.assessment, _due(row) or end)) for row in rows if row.assessment is not None
    ]
    outcomes = Counter(outcome for one, outcome in stored if one.reason != Reason.REPORTED)
    declared = Counter(outcome for one, outcome in stored if one.reason == Reason.REPORTED)
    settled = [
        (label, numbers[one])
        for one in SETTLED
        for label, numbers in ((OUTCOME_LABELS[one], outcomes), (_DECLARED.get(one, OUTCOME_LABELS[one]), declared))
        if numbers[one]
    ]
    if not settled:
        return None
    counted = words.listed(
        _("%(number)s 项%(status)s") % {"number": number, "status": _(label)} for label, number in settled
    )
    rest = words.listed(
        _("%(number)s 项%(status)s") % {"number": outcomes[one] + declared[one], "status": _(OUTCOME_LABELS[one])}
        for one in (Outcome.NOT_PUBLISHED, Outcome.OPEN)
        if outcomes[one] + declared[one]
    )
    found = Answer(
        len(rows),
        counted,
        0,
        opening=_("%(period)s 年规划期满：") % {"period": words.period_label(facts.plan)},
        rest=_("；") + rest if rest else "",
    )
    return _with_worst(found, facts, at_end=True)


def _due(row: RowFacts) -> int | None:
    """The year that the shown target names, where it is not the plan's end."""
    return row.shown_target.due_year if row.shown_target else None


def _outcome(stored: Assessment, end_year: int) -> Outcome:
    found = verdict(
        Result(
            year=stored.year,
            status=Status(stored.status),
            reason=Reason(stored.reason) if stored.reason else None,
            actual_year=stored.actual_year,
            end_not_published=stored.end_not_published,
        ),
        end_year=end_year,
    )
    return Outcome.OPEN if found is None else found.outcome


def _with_worst(found: Answer, facts: PlanFacts, *, at_end: bool) -> Answer:
    worst = furthest_behind(facts.rows, at_end=at_end)
    if worst is None or worst.assessment is None or worst.shown_target is None:
        return found
    assessment, target = worst.assessment, worst.shown_target
    texts = figures_of_row.texts(assessment, target, worst.base, worst.row.unit)
    form = words.assessed_form(assessment, target)
    return replace(
        found,
        worst=worst.row.said_name,
        worst_address=row_lines.address(worst.row.pk, facts.year),
        actual=_actual_text(texts.actual, form),
        short_by=texts.gap.lstrip(display.MINUS),
        required=texts.required if assessment.required is not None else "",
        best=_best_so_far(worst, texts.average),
    )


def _actual_text(shown: str, form: Form) -> str:
    return _("年均 %(figure)s") % {"figure": shown} if form is Form.GROWTH else shown


def furthest_behind(rows: Iterable[RowFacts], *, at_end: bool = False) -> RowFacts | None:
    """The row with the smallest pace ratio among those behind, and the one not met with the smallest attainment.

    Before the end the first counts before the second, ``at_end`` the other way round; None where there is neither.
    """
    behind, missed = [], []
    for row in rows:
        one = row.assessment
        if one is not None and one.status in _BEHIND and one.pace_ratio is not None:
            behind.append((one.pace_ratio, row))
        if one is not None and one.status == Status.NOT_MET and one.attainment is not None:
            missed.append((one.attainment, row))
    for found in (missed, behind) if at_end else (behind, missed):
        if found:
            return min(found, key=lambda pair: pair[0])[1]
    return None


def _best_so_far(row: RowFacts, average: str) -> str:
    """The best year on the same basis as what is required; without one the average so far, which always is on it."""
    assessment, target = row.assessment, row.shown_target
    if assessment is None or target is None or assessment.required is None:
        return ""
    form = words.assessed_form(assessment, target)
    comparable = form is Form.GROWTH or assessment.inputs.get("path") == "geometric"
    if comparable and assessment.required_unit == "%" and assessment.required > 0:
        growths = [
            one for one in row.observations if one.growth is not None and one.growth_basis == assessment.price_basis
        ]
        best = max(growths, key=lambda one: one.growth or Decimal(0), default=None)
        if best is not None:
            shown = figures_of_row.figure(best.growth, "%")
            return _("此前最快一年为 %(figure)s（%(year)s 年）") % {"figure": shown, "year": best.year}
    return "" if average == display.MISSING else _("此前年均 %(figure)s") % {"figure": average}
