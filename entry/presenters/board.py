"""Words, signs and bars of reporting rounds: how far they are, how long they are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.models import ApiClient, User
from entry.selectors.board import Figure, UnitPart, by_figure, by_unit
from entry.selectors.figures import Cell
from indicators.domain.rounds import RoundState
from indicators.models import Observation, PlanIndicator, ReportingRound
from indicators.selectors.board import AskState, Board, Line

#: Word and sign of every state, from done to nothing: the order of bars, columns and filters.
STATES: Mapping[AskState, tuple[Promise, str]] = {
    AskState.APPROVED: (gettext_lazy("已审核"), "✓"),
    AskState.SUBMITTED: (gettext_lazy("待审核"), "●"),
    AskState.RETURNED: (gettext_lazy("已退回"), "↩"),
    AskState.DRAFT: (gettext_lazy("草稿"), "◔"),
    AskState.NOT_BEGUN: (gettext_lazy("未开始"), "○"),
    AskState.OVERDUE: (gettext_lazy("逾期"), "!"),
}
ROUND_STATES: Mapping[RoundState, Promise] = {
    RoundState.BEFORE: gettext_lazy("未开始"),
    RoundState.OPEN: gettext_lazy("填报中"),
    RoundState.REOPENED: gettext_lazy("重新开放"),
    RoundState.CLOSED: gettext_lazy("已截止"),
}
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures are in one state; ``start`` and ``width`` of its piece of the bar in per cent."""

    code: str
    word: Promise
    sign: str
    count: int
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Summary:
    """One board in a line of a list."""

    board: Board
    state: RoundState
    state_word: Promise
    time_left: str
    tallies: tuple[Tally, ...]
    overdue: int
    waiting: int  # submitted: for the reviewer


@dataclass(frozen=True, slots=True)
class UnitLine:
    name: str
    code: int  # in the address of the filter; 0: no unit
    summary: Summary
    clerks: int | None  # None: no unit, so no clerks are expected
    told: datetime | None


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure: its state, who has it, where to go on."""

    row: PlanIndicator
    units: str
    tally: Tally
    value: str
    who: str
    when: datetime | None
    note: str
    address: str
    action: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A choice above the table of figures."""

    word: str
    sign: str
    code: str
    count: int
    address: str
    current: bool


def board_context(board: Board, user: User, *, unit: str, state: str) -> dict[str, Any]:
    """``board``: the person's part. ``unit`` and ``state`` narrow the table of figures; unknown words narrow nothing."""
    today = timezone.localdate()
    codes = {str(line.unit.pk if line.unit else 0) for line in board.lines}
    unit = unit if unit in codes else ""
    chosen = board.of_unit(int(unit) or None) if unit else board
    figures = by_figure(chosen)
    shown = [one for one in figures if one.line.state == state] if state in set(AskState) else figures
    runs = access.may_run_rounds(user, board.round.plan.region)
    whole = len(codes) > 1
    units = unit_lines(by_unit(board), today=today) if whole else []
    return {
        "round": board.round,
        "plan": board.round.plan,
        "summary": summary(board, today=today),
        "units": units,
        "unit": next((one for one in units if str(one.code) == unit), None),
        "switches": _switches(chosen, unit, state if state in set(AskState) else ""),
        "figures": figure_lines(shown, board, user),
        "runs": runs,
        "may_remind": runs and board.handed_in < board.asked and board.standing != RoundState.BEFORE,
        "may_reopen": runs and board.standing != RoundState.BEFORE,
    }


def remind_context(round: ReportingRound, late: list[UnitPart], form: Form) -> dict[str, Any]:
    ticked = {str(one) for one in form["units"].value() or []}
    lines = unit_lines(late, today=timezone.localdate())
    return {"round": round, "form": form, "units": [(line, str(line.code) in ticked) for line in lines]}


def _switches(board: Board, unit: str, state: str) -> list[Switch]:
    """All, then every state that occurs; each keeps the chosen unit."""
    counts = board.counts
    made = [Switch(_("全部"), "", "", board.asked, _narrowed(unit, ""), state == "")]
    for one, (word, sign) in STATES.items():
        if counts[one] or state == one:
            made.append(Switch(str(word), sign, one.value, counts[one], _narrowed(unit, one.value), state == one))
    return made


def _narrowed(unit: str, state: str) -> str:
    chosen = {name: value for name, value in (("unit", unit), ("state", state)) if value}
    return f"?{urlencode(chosen)}#figures"


def summary(board: Board, *, today: date) -> Summary:
    counts = board.counts
    return Summary(
        board=board,
        state=board.standing,
        state_word=ROUND_STATES[board.standing],
        time_left=time_left(board, today),
        tallies=_tallies(counts, board.asked),
        overdue=counts[AskState.OVERDUE],
        waiting=counts[AskState.SUBMITTED],
    )


def time_left(board: Board, today: date) -> str:
    """Days until it opens, until it closes, since it closed: stands behind the word of the state."""
    if board.standing == RoundState.BEFORE or board.until is None:
        return _("%(days)d 天后开始") % {"days": (board.round.opens_on - today).days}
    return until_closing(board.until, today) or _("%(days)d 天前") % {"days": (today - board.until).days}


def until_closing(until: date, today: date) -> str:
    """How long something may still be written; "" once it may not."""
    days = (until - today).days
    if days > 0:
        return _("还剩 %(days)d 天") % {"days": days}
    return _("今天 24 时截止") if days == 0 else ""


def unit_lines(parts: Iterable[UnitPart], *, today: date) -> list[UnitLine]:
    return [
        UnitLine(
            name=part.unit.name if part.unit else _("无责任单位"),
            code=part.unit.pk if part.unit else 0,
            summary=summary(part.board, today=today),
            clerks=part.clerks if part.unit else None,
            told=part.told,
        )
        for part in parts
    ]


def figure_lines(figures: Iterable[Figure], board: Board, user: User) -> list[FigureLine]:
    reviews = access.may_review(user, board.round.plan.region)
    return [_figure_line(one, board, user, reviews) for one in figures]


def _figure_line(figure: Figure, board: Board, user: User, reviews: bool) -> FigureLine:
    line, latest = figure.line, figure.line.latest
    address, action = _where_to(line, board, user, reviews)
    return FigureLine(
        row=line.row,
        units=_("、").join(unit.name for unit in figure.units) or _("无责任单位"),
        tally=_tally(line.state),
        value=Cell(year=board.round.year, latest=latest, in_force=None).text,
        who=_who(latest),
        when=(latest.submitted_at or latest.updated_at) if latest else None,
        note=_note(line),
        address=address,
        action=action,
    )


def _note(line: Line) -> str:
    """What the state alone does not say: what stands behind an overdue one, a correction, another last day than the round's."""
    notes = []
    if line.state == AskState.OVERDUE and line.latest is not None:
        notes.append(line.latest.get_state_display())
    if line.correction:
        notes.append(_("更正"))
    if line.standing == RoundState.REOPENED and line.until is not None:
        notes.append(_("重新开放至 %(day)s") % {"day": line.until.isoformat()})
    return _("，").join(notes)


def _where_to(line: Line, board: Board, user: User, reviews: bool) -> tuple[str, str]:
    """The next step that the person can take about it."""
    if reviews and line.state == AskState.SUBMITTED and line.latest is not None:
        return reverse("entry:review-figure", args=[line.latest.pk]), _("审核")
    if line.state == AskState.OVERDUE and access.may_run_rounds(user, board.round.plan.region):
        return f"{reverse('entry:round-reopen', args=[board.round.pk])}?row={line.row.pk}", _("重新开放")
    if access.enters_figures(user):
        open_still = line.standing in (RoundState.OPEN, RoundState.REOPENED) and not line.handed_in
        action = _("填报") if open_still else _("查看")
        return reverse("entry:figure", args=[line.row.pk, board.round.year]), action
    return reverse("dashboards:row", args=[line.row.pk]), _("查看")


def _who(latest: Observation | None) -> str:
    if latest is None:
        return ""
    who: User | ApiClient | None = latest.submitted_by or latest.submitted_client
    return str(who) if who else ""


def _tallies(counts: Mapping[AskState, int], total: int) -> tuple[Tally, ...]:
    made, before = [], 0
    for state in STATES:
        count = counts.get(state, 0)
        made.append(_tally(state, count, before, total))
        before += count
    return tuple(made)


def _tally(state: AskState, count: int = 0, before: int = 0, total: int = 0) -> Tally:
    word, sign = STATES[state]
    share = [f"{_HUNDRED * part / total:.3f}%" if total else "0%" for part in (before, count)]
    return Tally(state.value, word, sign, count, share[0], share[1])
