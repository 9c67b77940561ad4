"""What of an indicator's rows is compared: the level, the region it lies in, the group of like rows, their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.domain import likeness, ranking
from indicators.domain.likeness import Apart, Aspect, Group, Likeness
from indicators.selectors.comparison import Candidate, Place, above_all, levels

#: Up to so many regions a chart shows all of them; of more a named selection.
MOST_IN_A_CHART, AT_AN_END = 40, 15
SHOWN = ("all", "ends", "last", "first", "page")
#: Below so many regions a distribution says nothing that the table does not.
FEWEST_TO_SPREAD = 8


class NotOffered(Exception):
    """The address asks for a choice that there is not; the message is for the reader."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the address asks for; "" and None stand for the usual."""

    level: int | None = None
    within: str = ""
    group: str = ""
    sort: str = ""
    search: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One region among its like. ``place`` None: no measure, or nothing to be ranked with."""

    row: Candidate
    place: int | None
    distance: Decimal | None
    unstated: bool  # its price basis is not printed


@dataclass(frozen=True, slots=True)
class Unlike:
    """One row that is not compared. ``apart``: with none; else ``aspects``: in what it differs from those compared."""

    row: Candidate
    apart: Apart | None = None
    own: Likeness | None = None
    aspects: tuple[Aspect, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything decided; nothing printed yet. ``ranked`` in the order of places, ``table`` as sorted and searched."""

    level: int
    levels: tuple[tuple[int, int], ...]
    within: Place | None
    areas: tuple[tuple[Place, int], ...]
    groups: tuple[Group, ...]
    group: Group | None
    ranked: tuple[Ranked, ...]
    table: tuple[Ranked, ...]
    unlike: tuple[Unlike, ...]
    parents: tuple[Candidate, ...]
    sort: str
    by_attainment: bool  # places follow from the attainment; else from the distance to the own target
    above: dict[str, Place] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)

    def label(self, row: Candidate) -> str:
        """The region's name; with the region above it where another one here has the same."""
        return self.labels.get(row.row_id, row.place.name)


#: Columns by which the table can be sorted.
SORTS: dict[str, Callable[[Ranked], Decimal | str | int | None]] = {
    "place": lambda one: one.place,
    "region": lambda one: one.row.place.code,
    "base": lambda one: one.row.base,
    "target": lambda one: one.row.target,
    "actual": lambda one: one.row.actual,
    "attainment": lambda one: one.row.attainment,
    "gap": lambda one: one.distance,
    "lead": lambda one: one.row.lead,
    "required": lambda one: one.row.required,
    "average": lambda one: one.row.average,
    "pace": lambda one: one.row.pace_ratio,
    "status": lambda one: one.row.status,
}


def compare(rows: Sequence[Candidate], above: dict[str, Place], choice: Choice) -> Compared:
    """The comparison that the address asks for. ``NotOffered`` for a level, region, group or column that is not there."""
    within = _within(rows, above, choice.within)
    inside = [row for row in rows if within is None or row.place.lies_under(within)]
    offered = tuple(levels(inside))
    level = _level(offered, choice.level)
    chosen = [row for row in inside if row.place.level == level]
    known = {row.row_id: row for row in chosen}
    sorted_out = likeness.sort_out({row_id: row.facts for row_id, row in known.items()})
    group = _group(sorted_out.groups, choice.group)
    ranked = _ranked(group, known)
    labels = _labels(chosen, above)
    return Compared(
        level=level,
        levels=offered,
        within=within,
        areas=tuple(_areas([row for row in rows if row.place.level == level], above)),
        groups=sorted_out.groups,
        group=group,
        ranked=tuple(ranked),
        table=tuple(_table(ranked, choice, labels, above)),
        unlike=tuple(_unlike(sorted_out, group, known)),
        parents=tuple(row for row in above_all(rows, chosen) if not row.facts.commitment),
        sort=choice.sort or "place",
        by_attainment=by_attainment([one.row for one in ranked]),
        above=above,
        labels=labels,
    )


def _within(rows: Sequence[Candidate], above: dict[str, Place], code: str) -> Place | None:
    if not code:
        return None
    if code not in above or not any(row.place.lies_under(above[code]) for row in rows):
        raise NotOffered(_("您的地区范围内，%(code)s 下面没有列入这个指标的地区。") % {"code": code[:20]})
    return above[code]


def _level(offered: Sequence[tuple[int, int]], asked: int | None) -> int:
    if asked is None:
        return offered[0][0] if offered else -1
    if asked not in {level for level, _number in offered}:
        raise NotOffered(_("没有这一级的地区列入这个指标。"))
    return asked


def _group(groups: Sequence[Group], code: str) -> Group | None:
    if not code:
        return groups[0] if groups else None
    found = next((group for group in groups if group.likeness.code == code), None)
    if found is None:
        raise NotOffered(_("这一年没有所选的同类组。请去掉参数 group，从最大的一组看起。"))
    return found


def by_attainment(rows: Sequence[Candidate]) -> bool:
    """Places follow from the attainment where the form has one that says how far a promise is kept."""
    form = rows[0].facts.form if rows else None
    return form is not None and ranking.by_attainment(form) and any(row.attainment is not None for row in rows)


def distance_of(row: Candidate) -> Decimal | None:
    """How far the row is from its own target: percentage points of rates, else a share of the target."""
    if row.facts.form is None:
        return None
    return ranking.distance(row.facts.form, row.facts.unit, row.gap, row.target)


def _ranked(group: Group | None, known: dict[int, Candidate]) -> list[Ranked]:
    """The members in the order of their places; one alone has no place."""
    if group is None:
        return []
    rows = [known[row_id] for row_id in group.members]
    distances = [distance_of(row) for row in rows]
    measures = [row.attainment for row in rows] if by_attainment(rows) else distances
    places = ranking.places(measures) if len(rows) > 1 else [None]
    ranked = [
        Ranked(row, place, distance, row.row_id in group.unstated)
        for row, place, distance in zip(rows, places, distances, strict=True)
    ]
    return ranking.ordered(ranked, lambda one: one.place)


def _table(ranked: list[Ranked], choice: Choice, labels: dict[int, str], above: dict[str, Place]) -> list[Ranked]:
    column = choice.sort.removeprefix("-") or "place"
    if column not in SORTS:
        raise NotOffered(_("不能按“%(column)s”排序。") % {"column": column[:20]})
    found = [one for one in ranked if matches(one.row, choice.search, labels, above)]
    return ranking.ordered(found, SORTS[column], descending=choice.sort.startswith("-"))


def matches(row: Candidate, search: str, labels: dict[int, str], above: dict[str, Place]) -> bool:
    """Whether code, name or the name of the region above hold what is searched for."""
    if not search:
        return True
    parent = parent_of(row, above)
    texts = (row.place.name, labels.get(row.row_id, ""), parent.name if parent else "")
    return row.place.code.startswith(search) or any(search in text for text in texts)


def parent_of(row: Candidate, above: dict[str, Place]) -> Place | None:
    """The region right above."""
    codes = row.place.lineage.split("/")[:-2]
    return above.get(codes[-1]) if codes else None


def _areas(rows: Sequence[Candidate], above: dict[str, Place]) -> list[tuple[Place, int]]:
    """The regions above that the comparison can be held to, with their numbers; none where there is but one choice."""
    counted = Counter(code for row in rows for code in row.place.lineage.split("/")[:-2] if code in above)
    total = len(rows)
    areas = [(above[code], number) for code, number in counted.items() if number < total]
    return sorted(areas, key=lambda one: one[0].lineage)


def _labels(rows: Sequence[Candidate], above: dict[str, Place]) -> dict[int, str]:
    """Names that tell the regions apart: with the region above, then with its code, and with the row where a plan has two."""
    number_of = Counter(name for name, _code in {(row.place.name, row.place.code) for row in rows})
    longer: dict[int, str] = {}
    for row in rows:
        parent = parent_of(row, above)
        twice = number_of[row.place.name] > 1 and parent is not None
        longer[row.row_id] = _told(row.place.name, parent.name) if twice and parent else row.place.name
    regions_of = Counter(name for name, _code in {(longer[row.row_id], row.place.code) for row in rows})
    rows_of = Counter(row.place.code for row in rows)
    for row in rows:
        if regions_of[longer[row.row_id]] > 1:
            longer[row.row_id] = _told(row.place.name, row.place.code)
        if rows_of[row.place.code] > 1:
            longer[row.row_id] += f"·{row.name}"
    return longer


def _told(name: str, more: str) -> str:
    return _("%(label)s（%(note)s）") % {"label": name, "note": more}


def _unlike(sorted_out: likeness.Sorted, group: Group | None, known: dict[int, Candidate]) -> list[Unlike]:
    """Those of other groups first, by how they differ, then those compared with none, by their reasons."""
    others = [one for one in sorted_out.groups if one is not group]
    different = [
        Unlike(known[row_id], own=own, aspects=likeness.differences(own, group.likeness) if group else ())
        for other in others
        for row_id in other.members
        for own in [other.likeness]
    ]
    order = list(Apart)
    apart = [Unlike(known[row_id], apart=reason) for row_id, reason in sorted_out.apart.items()]
    return [*different, *sorted(apart, key=lambda one: order.index(one.apart) if one.apart else 0)]


def shown_in_charts(
    compared: Compared, page: Sequence[Ranked], asked: str, own_region: int | None
) -> tuple[str, list[Ranked]]:
    """Which regions the charts show: the name of the selection, and they. All of them where they are few."""
    ranked = [one for one in compared.ranked if one.place is not None or len(compared.ranked) == 1] or list(
        compared.ranked
    )
    few = len(compared.ranked) <= MOST_IN_A_CHART
    shown = asked or ("all" if few else "ends")
    if shown not in SHOWN or (shown == "all" and not few):
        raise NotOffered(_("图中不能这样选地区：%(shown)s。") % {"shown": asked[:20]})
    if shown == "all":
        return shown, list(compared.ranked)
    if shown == "page":
        return shown, list(page)
    best, worst = ranking.ends(ranked, AT_AN_END)
    if shown == "first":
        return shown, ranked[: 2 * AT_AN_END]
    if shown == "last":
        return shown, ranked[-2 * AT_AN_END :]
    own = [one for one in ranked[AT_AN_END:-AT_AN_END] if one.row.region_id == own_region]
    return shown, [*best, *own, *worst]
