"""Writing reminders (提醒): by the clock once of each kind, by hand as often as somebody asks; marking them read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, User
from accounts.selectors.people import clerks_of, keepers_of
from accounts.services.audit import record
from accounts.services.history import history
from indicators.domain.reminding import OVERDUE_DAYS, due_kind
from indicators.models import Reminder, ReminderKind, ReportingRound
from indicators.selectors.board import AskState, Board, Line, boards
from indicators.services.errors import ServiceError
from plans.models import PlanStatus
from regions.recorded import recorded

#: So many names of indicators stand in a reminder; the rest is a number.
MOST_NAMES = 8


class NobodyToRemind(ServiceError):
    """None of the chosen units has both figures left and an account that could enter them."""


def remind_by_the_clock(*, today: date) -> int:
    """Write what is due today for everybody who has figures left; how many. A second run on the same day writes none."""
    rounds = ReportingRound.objects.filter(opens_on__lte=today, closes_on__gte=today - timedelta(days=OVERDUE_DAYS))
    running = list(rounds.exclude(plan__status=PlanStatus.REPLACED).select_related("plan__region"))
    return sum(_remind(board, today) for board in boards(running, today=today))


def remind_by_hand(*, round: ReportingRound, unit_ids: Iterable[int | None], text: str, by: User) -> int:
    """Send a text to the people of the chosen units (None: what no unit answers for) who have figures left; how many people."""
    region = round.plan.region
    access.require(access.may_run_rounds(by, region), user=by, what=f"remind of round {round.pk}")
    today, chosen = timezone.localdate(), set(unit_ids)
    left = {unit: lines for unit, lines in lines_left(boards([round], today=today)[0]).items() if unit in chosen}
    with transaction.atomic(), history(by, recorded("催报")):
        written = [
            _written(Reminder(round=round, person=person, kind=ReminderKind.BY_HAND, sent_by=by), text.strip(), lines)
            for person, lines in _people(round, left)
        ]
        if not written:
            raise NobodyToRemind(_("所选单位没有未完成的指标，或没有可以登录的填报员账号，没有发出提醒。"))
        about = recorded("催报：%(round)s，%(count)d 人") % {"round": round.title, "count": len(written)}
        record(kind=AuditKind.ROUND, about=about, by=by, region=region)
    return len(written)


def mark_read(*, reminder_ids: Iterable[int], by: User) -> int:
    """The person has read these; how many were unread. Reminders of others stay as they are."""
    with history(by, recorded("已阅")):
        own = Reminder.objects.filter(pk__in=list(reminder_ids), person=by, read_at__isnull=True)
        return own.update(read_at=timezone.now())


def lines_left(board: Board) -> dict[int | None, list[Line]]:
    """What each unit has still to hand in. A clerk can do something about it: a row that is closed can only be called overdue."""
    left: dict[int | None, list[Line]] = defaultdict(list)
    for line in board.lines:
        if not line.handed_in:
            left[line.unit.pk if line.unit else None].append(line)
    return dict(left)


def proposed(round: ReportingRound, unit_ids: Iterable[int | None]) -> dict[str, Any]:
    """What the form of a reminder by hand begins with: every late unit, and a text in the words of the day."""
    over = timezone.localdate() > round.closes_on
    kind = ReminderKind.OVERDUE if over else ReminderKind.CLOSING
    return {"units": [str(one or 0) for one in unit_ids], "text": _clock_text(round, kind.value)}


def _remind(board: Board, today: date) -> int:
    """One round: nobody gets the same kind twice, whoever has handed everything in gets none."""
    round = board.round
    kind = due_kind(round.opens_on, round.closes_on, today)
    left = lines_left(board)
    if kind == ReminderKind.OVERDUE:  # a reopening gave some rows more time
        late = {unit: [line for line in lines if line.state == AskState.OVERDUE] for unit, lines in left.items()}
        left = {unit: lines for unit, lines in late.items() if lines}
    if kind is None or not left:
        return 0
    told = set(Reminder.objects.filter(round=round, kind=kind.value).values_list("person", flat=True))
    count = 0
    for person, lines in _people(round, left):
        if person.pk in told:
            continue
        with transaction.atomic(), pghistory.context(user=None, reason=recorded("定时提醒")):
            _written(Reminder(round=round, person=person, kind=kind.value), _clock_text(round, kind.value), lines)
        count += 1
    return count


def _people(round: ReportingRound, left: Mapping[int | None, list[Line]]) -> list[tuple[User, list[Line]]]:
    """Who can do something about what is left, with what is left to them."""
    found = [(person, left[person.unit_id]) for person in clerks_of(unit for unit in left if unit is not None)]
    if None in left:
        found += [(person, left[None]) for person in keepers_of(round.plan.region)]
    return found


def _written(reminder: Reminder, text: str, lines: list[Line]) -> Reminder:
    reminder.text = "\n".join(filter(None, [text, _what_is_left(lines)]))
    reminder.full_clean()
    reminder.save()
    return reminder


def _clock_text(round: ReportingRound, kind: str) -> str:
    terms = {"title": round.title, "day": f"{round.closes_on:%Y-%m-%d}"}
    texts = {
        ReminderKind.OPENED: recorded("《%(title)s》已开始填报，%(day)s 截止。"),
        ReminderKind.CLOSING: recorded("《%(title)s》将于 %(day)s 截止，请尽快填报并提交。"),
        ReminderKind.OVERDUE: recorded(
            "《%(title)s》已于 %(day)s 截止，还有指标没有提交。请联系审核员重新开放后补报。"
        ),
    }
    return texts[ReminderKind(kind)] % terms


def _what_is_left(lines: list[Line]) -> str:
    """How many figures are left and which."""
    names = list(dict.fromkeys(line.row.short_name for line in lines))
    shown = "、".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown = recorded("%(names)s等") % {"names": shown}
    return recorded("未提交 %(count)d 项：%(names)s。") % {"count": len(names), "names": shown}
