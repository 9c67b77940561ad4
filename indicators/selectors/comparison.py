"""The rows of one indicator in one period, light enough for every county of the nation, and what is chosen of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from indicators.domain import types as t
from indicators.domain.likeness import Facts
from indicators.models import Assessment, Base, DefinitionBreak, Indicator, Observation, PlanIndicator, Target
from indicators.models.rows import Listing
from indicators.selectors.region_page import RowFacts
from indicators.selectors.stored_figures import BASES, FORMS, KINDS, among
from plans.models import PlanStatus
from regions.models import Region

_STATUSES = {status.value: status for status in t.Status}
_REASONS = {reason.value: reason for reason in t.Reason}
#: Forms whose unit is that of a rate, whatever the row is counted in.
_RATES = {t.Form.GROWTH, t.Form.CUMULATIVE_CUT, t.Form.RELATIVE}

_FIGURES = (
    "status", "reason", "actual_year", "price_basis", "base", "target_value", "actual", "attainment", "elapsed_share",
    "gap", "lead", "required", "required_unit", "required_reason", "average", "average_unit", "pace_ratio", "sample",
    "early_warning",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A region as far as a comparison names it. ``lineage``: codes from the nation down, each followed by "/"."""

    code: str
    name: str
    level: int
    lineage: str

    def lies_under(self, other: Place) -> bool:
        """Strictly below."""
        return self.lineage != other.lineage and self.lineage.startswith(other.lineage)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row with the assessment it shows, in the words of ``Assessment``. Without one ``status`` is ""."""

    row_id: int
    place: Place
    region_id: int
    name: str
    unit: str
    nature: str
    facts: Facts
    status: str
    reason: str
    actual_year: int | None
    price_basis: str
    base: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    attainment: Decimal | None
    elapsed_share: Decimal | None
    gap: Decimal | None
    lead: Decimal | None
    required: Decimal | None
    required_unit: str
    required_reason: str
    average: Decimal | None
    average_unit: str
    pace_ratio: Decimal | None
    sample: bool
    early_warning: bool


def compared_rows(indicator: Indicator, regions: QuerySet[Region]) -> QuerySet[PlanIndicator]:
    """The rows of an indicator in plans that count: no drafts, none that another has replaced."""
    rows = PlanIndicator.objects.filter(indicator=indicator, is_heading=False, plan__region__in=regions)
    return rows.exclude(plan__status__in=[PlanStatus.DRAFT, PlanStatus.REPLACED])


def row_ids_of(indicator: Indicator, regions: QuerySet[Region], period: tuple[int, int]) -> QuerySet[Any]:
    """The rows that ``candidates`` will name; not asked for until somebody looks."""
    rows = compared_rows(indicator, regions).filter(plan__start_year=period[0], plan__end_year=period[1])
    return rows.order_by().values_list("pk", flat=True)


def candidates(indicator: Indicator, regions: QuerySet[Region], period: tuple[int, int], year: int) -> list[Candidate]:
    """Every row of the period as it stands in ``year``, by region code. Two queries, whatever the number of regions."""
    rows = compared_rows(indicator, regions).filter(plan__start_year=period[0], plan__end_year=period[1])
    breaks: dict[int, list[int]] = defaultdict(list)
    marked = DefinitionBreak.objects.filter(row__in=rows.order_by().values("pk")).order_by("year")
    for row_id, broken in marked.values_list("row_id", "year"):
        breaks[row_id].append(broken)
    found = (
        rows.annotate(
            seen=FilteredRelation("assessments", condition=Q(assessments__year=year, assessments__shown=True)),
            form=KeyTextTransform("form", F("seen__inputs")),
            path=KeyTextTransform("path", F("seen__inputs")),
            stood=KeyTextTransform("direction", F("seen__inputs")),
        )
        .order_by("plan__region__code", "listing", "position")
        .values_list(
            "id", "plan__region__code", "plan__region__name", "plan__region__level", "plan__region__lineage",
            "plan__region_id", "short_name", "unit", "nature", "listing", "form", "path", "stood",
            "seen__target__form", "seen__target__assigned_form", "seen__target__unit", "seen__target__price_basis",
            "seen__target__actual_kind", *(f"seen__{figure}" for figure in _FIGURES),
        )
    )  # fmt: skip
    return [_candidate(one, indicator, tuple(breaks.get(one[0], ()))) for one in found]


def _candidate(stored: tuple[Any, ...], indicator: Indicator, breaks: tuple[int, ...]) -> Candidate:
    (row_id, code, name, level, lineage, region_id, short_name, unit, nature, listing, form, path, direction,
     target_form, assigned_form, target_unit, target_basis, kind, status, reason, actual_year, price_basis,
     *figures) = stored  # fmt: skip
    word = form or assigned_form or target_form
    known = FORMS[word] if status else None
    facts = Facts(
        form=known,
        unit=_unit(known, target_unit, unit or indicator.unit),
        status=_STATUSES.get(status),
        reason=_REASONS.get(reason),
        actual_year=actual_year,
        kind=KINDS.get(kind, t.ActualKind.LEVEL),
        path=path or "",
        target_basis=BASES.get(target_basis, t.PriceBasis.UNKNOWN),
        actual_basis=BASES.get(price_basis, t.PriceBasis.UNKNOWN),
        price_sensitive=indicator.price_sensitive,
        direction=int(direction) if direction else indicator.direction,
        breaks=breaks,
        commitment=listing == Listing.COMMITMENT,
    )
    (base, target, actual, attainment, elapsed, gap, lead, required, required_unit, required_reason, average,
     average_unit, pace_ratio, sample, warning) = figures  # fmt: skip
    return Candidate(
        row_id, Place(code, name, level, lineage), region_id, short_name, unit, nature, facts, status or "",
        reason or "", actual_year, price_basis or "", base, target, actual, attainment, elapsed, gap, lead, required,
        required_unit or "", required_reason or "", average, average_unit or "", pace_ratio, bool(sample),
        bool(warning),
    )  # fmt: skip


def _unit(form: t.Form | None, target_unit: str | None, row_unit: str) -> str:
    """In which actual and target are counted."""
    if form in _RATES:
        return (target_unit or "%").strip()
    if form is t.Form.POINTS:
        return row_unit.strip()
    return (target_unit or row_unit).strip()


def row_facts(row_ids: Collection[int], year: int) -> dict[int, RowFacts]:
    """Everything that pages print of some rows, by row. Five queries."""
    rows = PlanIndicator.objects.filter(pk__in=among(row_ids)).select_related("plan", "indicator").order_by()
    bases = {base.row_id: base for base in Base.objects.filter(row_id__in=among(row_ids), in_force=True).order_by()}
    targets: dict[int, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(row_id__in=among(row_ids), in_force=True).order_by("ordinal"):
        targets[target.row_id].append(target)
    shown = Assessment.objects.filter(row_id__in=among(row_ids), year=year, shown=True).order_by()
    assessments = {assessment.row_id: assessment for assessment in shown}
    observations: dict[int, list[Observation]] = defaultdict(list)
    in_force = Observation.objects.filter(row_id__in=among(row_ids), in_force=True, year__lte=year)
    for one in in_force.order_by("year"):
        observations[one.row_id].append(one)
    return {
        row.pk: RowFacts(
            row, bases.get(row.pk), tuple(targets[row.pk]), assessments.get(row.pk), tuple(observations[row.pk]), 0
        )
        for row in rows
    }


def places_above(rows: Iterable[Candidate]) -> dict[str, Place]:
    """Every region above one of the rows, by code."""
    codes = {code for row in rows for code in row.place.lineage.split("/")[:-2]}
    found = Region.objects.filter(code__in=codes).order_by("code").values_list("code", "name", "level", "lineage")
    return {code: Place(code, name, level, lineage) for code, name, level, lineage in found}


def levels(rows: Iterable[Candidate]) -> list[tuple[int, int]]:
    """The levels that have rows, with their numbers of regions; the one with the most first, of equal ones the lower."""
    regions = {(row.place.level, row.place.code) for row in rows}
    counted = Counter(level for level, _code in regions)
    return sorted(counted.items(), key=lambda one: (-one[1], -one[0]))


def above_all(rows: Iterable[Candidate], chosen: Collection[Candidate]) -> list[Candidate]:
    """The rows of regions that stand above every one of the ``chosen``: what those are held against, nearest first."""
    places = {one.place for one in chosen}
    above = [row for row in rows if places and all(place.lies_under(row.place) for place in places)]
    return sorted(above, key=lambda row: (-row.place.level, row.row_id))
