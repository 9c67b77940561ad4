"""Reporting rounds: opened, changed, reopened and closed by those who run them.

A save takes the lock of its row and then asks whether the round is open. Whatever makes a round narrower takes the
locks of all rows asked first: a save has ended before, or finds the round as it is afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access
from accounts.models import AuditKind, Unit, User
from accounts.services import audit
from accounts.services.history import history
from indicators.models import Listing, PlanIndicator, Reopening, ReportingRound, ResponsibleUnit, RoundAsk
from indicators.services.errors import StaleRound
from plans.models import Plan, PlanStatus
from regions.recorded import recorded

#: What is asked: a row and the unit that answers (None: no unit does, a reviewer or planner enters it).
Ask = tuple[PlanIndicator, Unit | None]


def default_asks(plan: Plan) -> list[Ask]:
    """Every main row that is no heading, of each unit that leads it; of nobody where none is named."""
    leads: dict[int, list[Unit]] = {}
    for one in ResponsibleUnit.objects.filter(row__plan=plan, is_lead=True).select_related("unit").order_by("pk"):
        leads.setdefault(one.row_id, []).append(one.unit)
    rows = PlanIndicator.objects.filter(plan=plan, listing=Listing.MAIN, is_heading=False).order_by("position")
    return [(row, unit) for row in rows for unit in leads.get(row.pk) or [None]]


def open_round(
    *,
    plan: Plan,
    year: int,
    title: str,
    opens_on: date,
    closes_on: date,
    note: str = "",
    asks: Iterable[Ask] | None = None,
    sample: bool = False,
    by: User,
) -> ReportingRound:
    """A new round with what it asks; ``asks`` None: ``default_asks``. ``ValidationError`` names the fields."""
    _require(by, plan, f"open round of plan {plan.pk} year {year}")
    with transaction.atomic(), history(by, recorded("建立填报任务")):
        made = ReportingRound(
            plan=plan, year=year, title=title.strip(), opens_on=opens_on, closes_on=closes_on, note=note.strip(),
            sample=sample, created_by=by,
        )  # fmt: skip
        wanted = _checked(made, default_asks(plan) if asks is None else asks)
        _lock_rows(row.pk for row, _unit in wanted)
        made.full_clean()
        made.save()
        RoundAsk.objects.bulk_create(RoundAsk(round=made, row=row, unit=unit) for row, unit in wanted)
        _record(made, recorded("建立填报任务“%(round)s”，%(opens)s 至 %(closes)s") % _words(made), by)
    return made


def change_round(
    *, round: ReportingRound, title: str, opens_on: date, closes_on: date, note: str, lock: int, by: User
) -> ReportingRound:
    """Change what the round says of itself. ``StaleRound`` where somebody else changed it since ``lock`` was read."""
    with transaction.atomic(), history(by, recorded("修改填报任务")):
        current = _current(round, lock, by, "change")
        current.title, current.note = title.strip(), note.strip()
        current.opens_on, current.closes_on = opens_on, closes_on
        _save(current)
        _record(current, recorded("修改填报任务“%(round)s”，%(opens)s 至 %(closes)s") % _words(current), by)
    return current


def change_asks(*, round: ReportingRound, asks: Iterable[Ask], lock: int, by: User) -> ReportingRound:
    """Ask exactly these. What was entered stays; a row no longer asked is written by reviewers and planners."""
    with transaction.atomic(), history(by, recorded("修改填报要求")):
        current = _current(round, lock, by, "change asks of")
        wanted = {(row.pk, unit.pk if unit else None): (row, unit) for row, unit in _checked(current, asks)}
        _lock_rows(row_id for row_id, _unit in wanted)
        stored = {(ask.row_id, ask.unit_id): ask for ask in current.asks.all()}
        current.asks.filter(pk__in=[ask.pk for key, ask in stored.items() if key not in wanted]).delete()
        RoundAsk.objects.bulk_create(
            RoundAsk(round=current, row=row, unit=unit) for key, (row, unit) in wanted.items() if key not in stored
        )
        _save(current)
        _record(current, recorded("修改填报任务“%(round)s”的填报要求") % _words(current), by)
    return current


def reopen(*, round: ReportingRound, row: PlanIndicator | None, closes_on: date, reason: str, by: User) -> Reopening:
    """Open the round again from today to ``closes_on`` for one row, or for all it asks (``row`` None)."""
    _require(by, round.plan, f"reopen round {round.pk}")
    today = timezone.localdate()
    errors = {}
    if closes_on < today:
        errors["closes_on"] = _("重新开放的截止日期不能早于今天。")
    if today < round.opens_on:
        errors["closes_on"] = _("填报任务还没有开始，请直接修改它的日期。")
    if not reason.strip():
        errors["reason"] = _("请写明重新开放的理由。")
    if row is not None and not round.asks.filter(row=row).exists():
        errors["row"] = _("填报任务没有要求这一指标。")
    if errors:
        raise ValidationError(errors)
    with transaction.atomic(), history(by, recorded("重新开放填报")):
        opened = Reopening(
            round=round, row=row, opens_on=today, closes_on=closes_on, reason=reason.strip(), opened_by=by
        )
        opened.full_clean()
        opened.save()
        what = row.short_name if row else recorded("全部指标")
        said = recorded("重新开放填报任务“%(round)s”：%(what)s，至 %(until)s。理由：%(reason)s")
        until = closes_on.isoformat()
        _record(round, said % {**_words(round), "what": what, "until": until, "reason": opened.reason}, by)
    return opened


def close_early(*, round: ReportingRound, closes_on: date, lock: int, by: User) -> ReportingRound:
    """End the round and its reopenings with ``closes_on``: today, or yesterday to close at once.

    A day is the smallest step: what was opened today stays open until midnight.
    """
    today = timezone.localdate()
    with transaction.atomic(), history(by, recorded("提前截止")):
        current = _current(round, lock, by, "close")
        if not max(current.opens_on, today - timedelta(days=1)) <= closes_on <= today:
            raise ValidationError(
                {"closes_on": _("提前截止只能截至今天，或截至昨天（立即截止）；今天才开始的任务最早今天截止。")}
            )
        for one in current.reopenings.select_for_update().filter(closes_on__gt=closes_on):
            one.closes_on = max(one.opens_on, closes_on)
            one.save(update_fields=["closes_on"])
        current.closes_on = min(current.closes_on, closes_on)
        _save(current)
        _record(current, recorded("提前截止填报任务“%(round)s”，%(opens)s 至 %(closes)s") % _words(current), by)
    return current


# --- guards and reading -----------------------------------------------------------------------------------------------
def _require(by: User, plan: Plan, what: str) -> None:
    access.require(access.may_run_rounds(by, plan.region), user=by, what=what)


def _current(round: ReportingRound, lock: int, by: User, doing: str) -> ReportingRound:
    """The round as it stands now, its rows locked, so that no save is under way."""
    _require(by, round.plan, f"{doing} round {round.pk}")
    _lock_rows(RoundAsk.objects.filter(round=round).values_list("row", flat=True))
    stored = ReportingRound.objects.select_for_update(no_key=True, of=("self",)).select_related("plan__region")
    current = stored.get(pk=round.pk)
    if current.lock != lock:
        raise StaleRound(_("您打开页面后，他人已修改了这一填报任务。请看过现在的内容再改。"), current)
    return current


def _lock_rows(row_ids: Iterable[int]) -> None:
    wanted = set(row_ids)
    list(PlanIndicator.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))


def _checked(round: ReportingRound, asks: Iterable[Ask]) -> list[Ask]:
    """The asks, each once. ``ValidationError`` where the plan does not have the year or a row, or a unit cannot answer."""
    plan, wanted = round.plan, list(dict.fromkeys(asks))
    errors: dict[str, str] = {}
    if not plan.start_year <= round.year <= plan.end_year:
        years = {"start": plan.start_year, "end": plan.end_year}
        errors["year"] = _("年份须在规划期 %(start)s–%(end)s 之内") % years
    if plan.status == PlanStatus.REPLACED:
        errors["plan"] = _("该规划已被替代，不再填报。")
    if not wanted:
        errors["asks"] = _("请至少选一个要填报的指标。")
    answering = _answering(row.pk for row, _unit in wanted)
    for row, unit in wanted:
        if row.plan_id != plan.pk or row.is_heading:
            errors["asks"] = _("“%(row)s”不是这一规划要填报的指标。") % {"row": row.short_name}
        elif unit is not None and (row.pk, unit.pk) not in answering:
            errors["asks"] = _("“%(unit)s”不是“%(row)s”的责任单位，请先在任务分工里确认。") % {
                "unit": unit.name,
                "row": row.short_name,
            }
    if errors:
        raise ValidationError(errors)
    return wanted


def _answering(row_ids: Iterable[int]) -> Collection[tuple[int, int]]:
    pairs = ResponsibleUnit.objects.filter(row__in=set(row_ids)).values_list("row_id", "unit_id")
    return set(pairs)


def _save(round: ReportingRound) -> None:
    round.lock += 1
    round.full_clean()
    round.save()


def _words(round: ReportingRound) -> dict[str, str]:
    return {"round": round.title, "opens": round.opens_on.isoformat(), "closes": round.closes_on.isoformat()}


def _record(round: ReportingRound, about: str, by: User) -> None:
    audit.record(kind=AuditKind.ROUND, about=about, by=by, region=round.plan.region)
