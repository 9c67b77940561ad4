"""Changes as the API shows them. ``data`` is, field by field, what the list of the same objects says of one.

A change keeps the columns of its object as they were; names, numbers and units of its row are those of today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from exchange.models import Change, ChangeAction, ChangeKind, feed_sql
from indicators.api import assessments, observations
from indicators.api.rows import BaseSerializer, TargetSerializer
from indicators.models import Base, Indicator, Target
from regions.models import Region

COLUMNS = (
    "position", "kind", "action", "why", "object_id", "supersedes", "plan_id", "row_id", "year", "shown", "status_before",
    "status_after", "data", "at", "plan__region__code", "plan__start_year", "plan__end_year", "row__indicator__code",
    "row__number", "row__short_name", "row__nature", "row__unit",
)  # fmt: skip
_OF_PLAN = COLUMNS[14:17]
_OF_ROW = COLUMNS[17:]
_MOMENTS = ("submitted_at", "approved_at", "updated_at", "computed_at")
#: What a list says of an assessment's target.
_OF_TARGET = ("form", "is_primary", "comparator", "text", "unit", "assigned_form")


def records_of(lines: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """One JSON object for each line of ``COLUMNS``: at most four queries, however many lines."""
    named = [dict(zip(COLUMNS, line, strict=True)) for line in lines]
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in named:
        if line["action"] == ChangeAction.SET:
            by_kind[line["kind"]].append(line)
    said: dict[int, Any] = {}
    for kind, of_kind in by_kind.items():
        for line, data in zip(of_kind, _DATA[kind](of_kind), strict=True):
            said[line["position"]] = data
    zone = timezone.get_default_timezone()
    return [_record(line, said.get(line["position"]), zone) for line in named]


def _record(line: Mapping[str, Any], data: Any, zone: Any) -> dict[str, Any]:
    before, after = line["status_before"], line["status_after"]
    return {
        "position": line["position"],
        "kind": line["kind"],
        "action": line["action"],
        "why": line["why"],
        "at": line["at"].astimezone(zone),
        "id": line["object_id"],
        "supersedes": line["supersedes"],
        "plan": line["plan_id"],
        "region": line["plan__region__code"],
        "period": _period(line),
        "plan_indicator": line["row_id"],
        "indicator": line["row__indicator__code"],
        "number": line["row__number"] or "",
        "year": line["year"],
        "shown": line["shown"],
        "status_before": before or None,
        "status_after": after or None,
        "status_moved": bool(before and after and before != after),
        "data": data,
    }


def _period(line: Mapping[str, Any]) -> str:
    return f"{line['plan__start_year']}-{line['plan__end_year']}"


def _known(line: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """What the lists call the columns of a line: its own, and those of its row and plan; ``prefix`` leads to the plan."""
    own = dict(line["data"])
    for name in _MOMENTS:
        if own.get(name):
            own[name] = datetime.fromisoformat(own[name])
    rest = {prefix + name: line[name] for name in _OF_PLAN} | {name: line[name] for name in _OF_ROW}
    if line["row__short_name"] is None:  # the row is gone; what it was called is no longer known
        rest |= {"row__number": "", "row__short_name": "", "row__nature": "unmapped", "row__unit": ""}
    return own | rest


def _observations(lines: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for line in lines:
        known = _known(line, "row__")
        yield observations.observation_record(tuple(map(known.get, observations.COLUMNS)))


def _assessments(lines: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    targets = _targets_of({line["data"]["target_id"] for line in lines})
    for line in lines:
        target = targets.get(line["data"]["target_id"], {})
        known = _known(line, "") | {f"target__{name}": target.get(name, "") for name in _OF_TARGET}
        yield assessments.assessment_record(tuple(map(known.get, assessments.COLUMNS)))


def _targets_of(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What is said of targets by their ids; of one that is gone what the feed last said."""
    found: dict[int, dict[str, Any]] = {
        target.pop("pk"): target for target in Target.objects.filter(pk__in=ids).values("pk", *_OF_TARGET)
    }
    if gone := ids - found.keys():
        told = Change.objects.filter(kind=ChangeKind.TARGET, action=ChangeAction.SET, object_id__in=gone)
        found |= {data["id"]: data for data in told.order_by("id").values_list("data", flat=True)}
    return found


def _bases(lines: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for line in lines:
        yield BaseSerializer(Base(**line["data"])).data


def _targets(lines: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    indicators = _named(Indicator, {line["data"]["reference_indicator_id"] for line in lines})
    regions = _named(Region, {line["data"]["reference_region_id"] for line in lines})
    for line in lines:
        target = Target(**line["data"])
        target.reference_indicator = indicators.get(target.reference_indicator_id)
        target.reference_region = regions.get(target.reference_region_id)
        yield TargetSerializer(target).data


def _named(model: type[Any], ids: set[Any]) -> dict[Any, Any]:
    asked = ids - {None}
    return model.objects.in_bulk(asked) if asked else {}


def _rounds(lines: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for line in lines:
        known = line["data"]
        names = [name for name in feed_sql.ROUND if name != "plan_id"]
        yield {"region": line["plan__region__code"], "period": _period(line)} | {name: known[name] for name in names}


_DATA: dict[str, Callable[[Sequence[Mapping[str, Any]]], Iterable[Any]]] = {
    ChangeKind.OBSERVATION: _observations,
    ChangeKind.BASE: _bases,
    ChangeKind.TARGET: _targets,
    ChangeKind.ASSESSMENT: _assessments,
    ChangeKind.ROUND: _rounds,
}
