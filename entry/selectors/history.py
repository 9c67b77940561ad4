"""Every earlier state of a stored thing, from the event tables that triggers write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.utils.timezone import localtime

from accounts import access
from accounts.models import User
from plans.models import Adjustment, AdjustmentState, Plan, PlanStatus
from regions.models import Region


@dataclass(frozen=True, slots=True)
class Kept:
    """A model whose history may be read. ``region``: whose scope it lies in (None: administrators of the nation only).

    ``line``: fields that all versions of one thing share; a version's page then shows the whole line. ``may``: who reads it.
    """

    region: Callable[[Any], Region | None]
    line: tuple[str, ...] = ()
    may: Callable[[User, Region], bool] = access.may_see


KEPT: Mapping[str, Kept] = {
    "indicators.observation": Kept(lambda thing: thing.row.plan.region, ("row", "year")),
    "indicators.evidence": Kept(lambda thing: thing.observation.row.plan.region, ("observation",), access.may_review),
    "indicators.base": Kept(lambda thing: thing.row.plan.region, ("row",)),
    "indicators.target": Kept(lambda thing: thing.row.plan.region, ("row", "ordinal")),
    "indicators.planindicator": Kept(lambda thing: thing.plan.region),
    "indicators.periodresult": Kept(lambda thing: thing.row.plan.region),
    "indicators.definitionbreak": Kept(lambda thing: thing.row.plan.region),
    "indicators.annualtarget": Kept(lambda thing: thing.row.plan.region),
    "indicators.doubt": Kept(lambda thing: thing.plan.region),
    "indicators.backgroundfigure": Kept(lambda thing: thing.region),
    "indicators.reportinground": Kept(lambda thing: thing.plan.region),
    "indicators.roundask": Kept(lambda thing: thing.round.plan.region, ("round", "row")),
    "indicators.reopening": Kept(lambda thing: thing.round.plan.region),
    "indicators.reminder": Kept(lambda thing: thing.round.plan.region, may=access.may_run_rounds),
    "indicators.observationwarning": Kept(lambda thing: thing.observation.row.plan.region, ("observation",)),
    "indicators.sheetmapping": Kept(lambda thing: thing.region),
    "plans.plan": Kept(lambda thing: thing.region),
    "plans.adjustment": Kept(lambda thing: thing.plan.region),
    "projects.project": Kept(lambda thing: thing.region),
    "accounts.unit": Kept(lambda thing: thing.region),
    "intake.intake": Kept(lambda thing: thing.region, may=access.may_plan),
    "intake.decision": Kept(lambda thing: thing.intake.region, may=access.may_plan),
    "intake.doubtanswer": Kept(lambda thing: thing.intake.region, may=access.may_plan),
}

#: Fields that say nothing to a reader of the history.
_HIDDEN = {"id", "created_at", "updated_at", "raised_at", "lock"}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One state: when it was written, by whom (None: not recorded), why, and what differs from the state before."""

    when: datetime
    kind: str  # insert, update, delete
    who: User | None
    reason: str
    version: int | None
    changes: tuple[Change, ...]


def find(label: str, object_id: int) -> tuple[Kept, Model] | None:
    """The thing and how it is kept; None where the model is not listed or the thing does not exist."""
    kept = KEPT.get(label.lower())
    thing = apps.get_model(label)._default_manager.filter(pk=object_id).first() if kept else None
    return (kept, thing) if kept and thing else None


#: How a thing leads to its plan.
_TO_A_PLAN = (("plan",), ("row", "plan"), ("round", "plan"), ("observation", "row", "plan"))


def of_a_draft(thing: Model) -> bool:
    """Whether the thing is, or belongs to, a plan that is still being set up, or is an adjustment that is not agreed yet."""
    if isinstance(thing, Adjustment) and thing.state == AdjustmentState.DRAFT:
        return True
    plans = [thing, *(reduce(lambda one, name: getattr(one, name, None), path, thing) for path in _TO_A_PLAN)]
    return any(isinstance(one, Plan) and one.status == PlanStatus.DRAFT for one in plans)


def steps(kept: Kept, thing: Model) -> list[Step]:
    """Every state, the newest first."""
    model = type(thing)
    events = model.pgh_event_model.objects.select_related("pgh_context").order_by("pgh_id")  # type: ignore[attr-defined]
    line = {name: getattr(thing, name) for name in kept.line} or {"pgh_obj": thing}
    written = list(events.filter(**line))
    fields = [field for field in model._meta.concrete_fields if field.name not in _HIDDEN and _tracked(field, written)]
    names = _names(fields, written)
    people = User.objects.in_bulk({user for event in written if (user := _context(event).get("user")) is not None})
    found: list[Step] = []
    last: dict[int, Any] = {}
    for event in written:
        context, before = _context(event), last.get(event.pgh_obj_id)
        found.append(
            Step(
                when=event.pgh_created_at,
                kind=event.pgh_label,
                who=people.get(context.get("user")),
                reason=str(context.get("reason", "")),
                version=getattr(event, "version", None),
                changes=_changes(fields, names, before, event),
            )
        )
        last[event.pgh_obj_id] = event
    return found[::-1]


def _context(event: Any) -> dict[str, Any]:
    return event.pgh_context.metadata if event.pgh_context else {}


def _tracked(field: Field[Any, Any], events: list[Any]) -> bool:
    """Whether the history keeps the field (pass words, for example, are left out)."""
    return not events or hasattr(events[0], field.attname)


def _names(fields: list[Field[Any, Any]], events: list[Any]) -> dict[str, dict[int, str]]:
    """What foreign keys point at, by field: one query for each kind of thing."""
    names = {}
    for field in fields:
        if isinstance(field, ForeignKey):
            wanted = {getattr(event, field.attname) for event in events} - {None}
            names[field.name] = {key: str(one) for key, one in field.related_model.objects.in_bulk(wanted).items()}
    return names


def _changes(
    fields: list[Field[Any, Any]], names: dict[str, dict[int, str]], before: Any, after: Any
) -> tuple[Change, ...]:
    """Fields that differ; for the first state those that say anything; for a deletion none."""
    if after.pgh_label == "delete":
        return ()
    changes = []
    for field in fields:
        old = _text(field, names, getattr(before, field.attname)) if before is not None else ""
        new = _text(field, names, getattr(after, field.attname))
        if old != new and not (before is None and getattr(after, field.attname) is False):
            changes.append(Change(str(field.verbose_name), old, new))
    return tuple(changes)


def _text(field: Field[Any, Any], names: dict[str, dict[int, str]], value: Any) -> str:
    """A stored value as text; "" = missing. Nothing is rounded."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(field, ForeignKey):
        return names[field.name].get(value, f"#{value}")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return f"{localtime(value):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)
