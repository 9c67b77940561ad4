"""Which rows of a plan a reader asked for, in which order: filters with their counts, sorting, and the addresses of both.

Every choice is a link with its whole address, so that it works without script, by keyboard, and can be sent to a colleague.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboards.presenters import legend, words
from dashboards.presenters.words import Chip
from indicators.domain.types import Form, Status
from indicators.selectors.region_page import RowFacts

#: Rows whose assessment is not stored yet; no status of METHODS.
WAITING = "waiting"
STATUSES = (*(status.value for status in legend.ORDER), WAITING)
NATURES = words.NATURE_ORDER
MARKS = {
    "warning": gettext_lazy("预警"),
    "doubt": gettext_lazy("有疑点未处理"),
    "revised": gettext_lazy("仅因基数修订"),
    "adjusted": gettext_lazy("仅因调整"),
    "sample": gettext_lazy("演示数据"),
}
#: Worst first; what has no verdict stands behind every verdict.
_SEVERITY = (
    Status.REVERSING, Status.BREACHED, Status.NOT_MET, Status.FAR_BEHIND, Status.BEHIND, Status.NEARLY_MET,
    Status.ON_TRACK, Status.HOLDS, Status.AHEAD, Status.MET_EARLY, Status.MET,
)  # fmt: skip
Key = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Filters (several values of one kind: any of them) and the order. ``sort`` "" is the printed order.

    ``kept``: parameters of the address that are no choice of rows (period, year …), in their order.
    """

    status: tuple[str, ...] = ()
    nature: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    mark: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    kept: tuple[tuple[str, str], ...] = ()

    @property
    def filtered(self) -> bool:
        return bool(self.status or self.nature or self.category or self.mark)

    @property
    def own(self) -> tuple[tuple[str, str], ...]:
        """The parameters of the choice itself."""
        chosen = [(kind, value) for kind in KINDS for value in getattr(self, kind)]
        if self.sort:
            chosen.append(("sort", ("-" if self.descending else "") + self.sort))
        return tuple(chosen)

    @property
    def query(self) -> str:
        """The whole address behind the path: "?…"."""
        return "?" + urlencode([*self.kept, *self.own])

    @property
    def behind(self) -> str:
        """The choice alone, to be put behind another address's parameters: "&…" or ""."""
        return f"&{urlencode(self.own)}" if self.own else ""

    def toggled(self, kind: str, value: str) -> Choice:
        """With the value chosen, or without it where it was."""
        chosen: tuple[str, ...] = getattr(self, kind)
        changed = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        return replace(self, **{kind: changed})

    @property
    def cleared(self) -> Choice:
        """Every row again, in the same order."""
        return Choice(sort=self.sort, descending=self.descending, kept=self.kept)


KINDS = ("status", "nature", "category", "mark")


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen. ``number``: rows that would show, given what is chosen of the other kinds."""

    label: str
    number: int
    chosen: bool
    address: str
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """The heading of a column that can be sorted by. ``order``: "ascending", "descending" or "none", as aria-sort says it."""

    address: str
    order: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that are shown and how they were chosen. ``said``: the filter in words, "" without one."""

    rows: tuple[RowFacts, ...]
    choice: Choice
    number: int
    total: int
    said: str
    facets: tuple[Facet, ...] = ()
    headers: dict[str, Header] = field(default_factory=dict)


def chosen(rows: Sequence[RowFacts], choice: Choice) -> Chosen:
    """The rows of the choice, in its order, with everything that leads to another choice."""
    counted = [row for row in rows if not row.row.is_heading]
    kept = [row for row in counted if _fits(row, choice)]
    return Chosen(
        rows=_in_order(rows, kept, choice),
        choice=choice,
        number=len(kept),
        total=len(counted),
        said=_said(choice),
        facets=_facets(counted, choice),
        headers={name or "printed": _header(name, choice) for name in ("", *SORTS)},
    )


def values_of(facts: RowFacts, kind: str) -> tuple[str, ...]:
    """What a row has of a kind of filter."""
    assessment = facts.assessment
    if kind == "status":
        return (assessment.status if assessment is not None else WAITING,)
    if kind == "nature":
        return (facts.row.nature,)
    if kind == "category":
        return (facts.row.category,) if facts.row.category else ()
    marks = {
        "warning": assessment is not None and assessment.early_warning,
        "doubt": facts.open_doubts > 0,
        "revised": assessment is not None and not assessment.unadjusted_status and assessment.moved_by_revision,
        "adjusted": assessment is not None and assessment.moved_by_adjustment,
        "sample": (assessment is not None and assessment.sample) or any(one.sample for one in facts.observations),
    }
    return tuple(name for name, there in marks.items() if there)


def _fits(facts: RowFacts, choice: Choice, *, but: str = "") -> bool:
    """Whether a row fits the choice; ``but``: a kind that is not asked about."""
    return all(
        not getattr(choice, kind) or set(values_of(facts, kind)) & set(getattr(choice, kind))
        for kind in KINDS
        if kind != but
    )


# --- order ------------------------------------------------------------------------------------------------------------
def _by_nature(facts: RowFacts) -> Key | None:
    return (Decimal(NATURES.index(facts.row.nature)),)


def _by_attainment(facts: RowFacts) -> Key | None:
    """Of a quota more is worse: it stands with the rows that have no attainment."""
    one = facts.assessment
    if one is None or one.attainment is None or words.assessed_form(one, facts.shown_target) is Form.QUOTA:
        return None
    return (one.attainment,)


def _by_gap(facts: RowFacts) -> Key | None:
    """Gaps stand in many units: they are compared as shares of their targets."""
    one = facts.assessment
    if one is None or one.gap is None or not one.target_value:
        return None
    return (one.gap / abs(one.target_value),)


def _by_status(facts: RowFacts) -> Key | None:
    one = facts.assessment
    if one is None or one.status not in _SEVERITY:
        return None
    return Decimal(_SEVERITY.index(Status(one.status))), one.pace_ratio if one.pace_ratio is not None else Decimal(0)


#: Columns that the table can be sorted by; rows without a figure stand last, whichever way.
SORTS: dict[str, Callable[[RowFacts], Key | None]] = {
    "nature": _by_nature,
    "attainment": _by_attainment,
    "gap": _by_gap,
    "status": _by_status,
}


def _in_order(rows: Sequence[RowFacts], kept: list[RowFacts], choice: Choice) -> tuple[RowFacts, ...]:
    """Printed order keeps the headings of the rows that are shown; any other order has none."""
    if not choice.sort:
        if not choice.filtered:
            return tuple(rows)
        ids = {row.row.pk for row in kept} | {row.row.parent_id for row in kept}
        return tuple(row for row in rows if row.row.pk in ids)
    key = SORTS[choice.sort]
    keyed = [(key(row), row) for row in kept]
    known = [(one, row) for one, row in keyed if one is not None]
    known.sort(key=lambda pair: pair[0], reverse=choice.descending)
    return (*(row for _one, row in known), *(row for one, row in keyed if one is None))


def _header(name: str, choice: Choice) -> Header:
    active = choice.sort == name
    turned = replace(choice, sort=name, descending=active and bool(name) and not choice.descending)
    if not active:
        return Header(turned.query, "none")
    return Header(turned.query, "descending" if choice.descending else "ascending")


# --- filters ----------------------------------------------------------------------------------------------------------
def _facets(rows: Sequence[RowFacts], choice: Choice) -> tuple[Facet, ...]:
    """The kinds of filter that divide these rows: a single status (nature, category) is all of them, a single mark is not."""
    found = {kind: _facet(kind, rows, choice) for kind in KINDS}
    return tuple(
        facet for kind, facet in found.items()
        if len(facet.options) > 1 or (facet.options and (kind == "mark" or facet.options[0].chosen))
    )  # fmt: skip


def _facet(kind: str, rows: Iterable[RowFacts], choice: Choice) -> Facet:
    rows = list(rows)
    there = Counter(value for row in rows for value in values_of(row, kind))
    now = Counter(value for row in rows if _fits(row, choice, but=kind) for value in values_of(row, kind))
    order = {"status": STATUSES, "nature": NATURES, "mark": tuple(MARKS)}.get(kind) or tuple(there)
    wanted = [value for value in order if there[value]]
    wanted += [value for value in getattr(choice, kind) if value not in wanted]  # chosen, and no row has it
    options = tuple(
        Option(
            label=label(kind, value),
            number=now[value],
            chosen=value in getattr(choice, kind),
            address=choice.toggled(kind, value).query,
            chip=words.plain_chip(value) if kind == "status" and value != WAITING else None,
        )
        for value in wanted
    )
    names = {"status": _("状态"), "nature": _("属性"), "category": _("类别"), "mark": _("标记")}
    return Facet(names[kind], options)


def label(kind: str, value: str) -> str:
    """A value as people read it."""
    if kind == "status":
        return str(_("待计算")) if value == WAITING else words.plain_chip(value).label
    if kind == "nature":
        return words.nature_label(value)
    return str(MARKS[value]) if kind == "mark" else value


def _said(choice: Choice) -> str:
    """The filter in words: 状态：滞后、严重滞后；属性：约束性."""
    names = {"status": _("状态"), "nature": _("属性"), "category": _("类别"), "mark": _("标记")}
    return _("；").join(
        _("%(kind)s：%(values)s")
        % {"kind": names[kind], "values": words.listed(label(kind, value) for value in getattr(choice, kind))}
        for kind in KINDS
        if getattr(choice, kind)
    )
