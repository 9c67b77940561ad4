"""The lines of one indicator across regions: those that are compared, the region above, and what stands apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import comparison_words, drawings, figures_of_row, words
from dashboards.presenters.comparing import Compared, Ranked, Unlike, parent_of
from dashboards.presenters.drawings import Track
from dashboards.presenters.row_lines import Promise, address, promises
from dashboards.presenters.words import Chip
from indicators.domain import display, likeness, ranking
from indicators.domain.types import PriceBasis, Reason
from indicators.models import Indicator
from indicators.selectors.comparison import Candidate
from indicators.selectors.region_page import RowFacts
from regions.models import Level

#: So many rows stand apart on the page; of more the numbers, and all of them in the workbook.
MOST_APART = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One region in the table. ``place`` "" where it is not ranked; ``about``: why it stands where it stands."""

    id: int
    address: str
    region: str
    name: str
    under: str  # the region right above, where that tells something
    printed: str  # the plan's own name of the indicator, where it is another
    binding: bool
    place: str
    base: str
    promises: tuple[Promise, ...]
    actual: str
    year: str
    chip: Chip | None
    track: Track | None = None
    attainment: str = display.MISSING
    elapsed: str = display.MISSING
    gap: str = display.MISSING
    distance: str = ""
    lead: str = display.MISSING
    required: str = display.MISSING
    average: str = display.MISSING
    pace: str = display.MISSING
    about: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A choice in the address, with how many regions it holds."""

    value: str
    label: str
    number: int
    current: bool
    depth: int = 0


def status_chip(row: Candidate) -> Chip | None:
    """The status of a row that is not read in full; None where nothing is computed."""
    if not row.status or row.facts.form is None:
        return None
    return words.plain_chip(row.status, reported=row.reason == Reason.REPORTED, form=row.facts.form.value)


def line(compared: Compared, facts: RowFacts, row: Candidate, indicator: Indicator, year: int) -> Line:
    """What every line shares, ranked or not."""
    assessment, target = facts.assessment, facts.shown_target
    parent = parent_of(row, compared.above)
    common = {
        "id": row.row_id,
        "address": address(row.row_id, year),
        "region": row.place.code,
        "name": compared.labels.get(row.row_id, row.place.name),
        "under": parent.name if parent and parent.level > Level.NATION else "",
        "printed": facts.row.said_name if facts.row.short_name != indicator.name else "",
        "binding": facts.row.nature == "binding",
        "base": (display.printed(facts.base.text) or figures_of_row.figure(facts.base.value))
        if facts.base
        else display.MISSING,
        "promises": promises(facts.targets, target, facts.row.unit),
        "place": "",
    }
    if assessment is None or target is None:
        return Line(**common, actual=display.MISSING, year="", chip=None)
    texts = figures_of_row.texts(assessment, target, facts.base, facts.row.unit, beside_unit=True)
    return Line(
        **common,
        actual=texts.actual,
        year=str(assessment.actual_year or ""),
        chip=words.chip(assessment, target),
        track=drawings.track(assessment.attainment, assessment.elapsed_share),
        attainment=texts.attainment,
        elapsed=texts.elapsed,
        gap=texts.gap,
        distance=distance_text(row),
        lead=texts.lead,
        required=texts.required,
        average=texts.average,
        pace=texts.pace,
    )


def distance_text(row: Candidate) -> str:
    """The gap as a share of the own target; "" for rates, whose gap says it already."""
    form, unit = row.facts.form, row.facts.unit
    if form is None or ranking.in_points(form, unit):
        return ""
    distance = ranking.distance(form, unit, row.gap, row.target)
    return "" if distance is None else display.share(distance)


def ranked_line(
    compared: Compared, one: Ranked, facts: RowFacts, indicator: Indicator, year: int, own_region: int | None
) -> Line:
    """A region with its place."""
    made = line(compared, facts, one.row, indicator, year)
    about = (_(display.BASIS_NOT_STATED),) if basis_to_be_said(compared, one) else ()
    return _changed(
        made,
        place="" if one.place is None else str(one.place),
        year="",
        about=about,
        own=one.row.region_id == own_region,
    )


def basis_to_be_said(compared: Compared, one: Ranked) -> bool:
    """Whether the region prints no price basis while those beside it do."""
    return one.unstated and compared.group is not None and compared.group.likeness.basis != PriceBasis.UNKNOWN


def _changed(made: Line, **changes: object) -> Line:
    return Line(**{name: getattr(made, name) for name in Line.__slots__} | changes)  # type: ignore[arg-type]


def parent_lines(compared: Compared, facts: dict[int, RowFacts], indicator: Indicator, year: int) -> list[Line]:
    """The regions above: held beside, not ranked, with what makes them unlike."""
    lines = []
    for row in compared.parents:
        made = line(compared, facts[row.row_id], row, indicator, year)
        lines.append(_changed(made, name=row.place.name, under="", about=unlike_parent(compared, row)))
    return lines


def unlike_parent(compared: Compared, row: Candidate) -> tuple[str, ...]:
    """In what the region above differs from those compared; () where it is their like."""
    reason = likeness.why_apart(row.facts)
    if reason is not None:
        return (comparison_words.apart(reason),)
    if compared.group is None:
        return ()
    own, other = likeness.likeness(row.facts), compared.group.likeness
    unknown = {own.basis, other.basis} & {"unknown"}
    aspects = [one for one in likeness.differences(own, other) if not (one is likeness.Aspect.BASIS and unknown)]
    return tuple(comparison_words.difference(one, own, other) for one in aspects)


def why(one: Unlike, compared: Compared) -> str:
    """Why a row is not compared."""
    if one.apart is not None:
        return comparison_words.apart(one.apart)
    other = compared.group.likeness if compared.group else None
    if one.own is None:
        return ""
    return _("；").join(comparison_words.difference(aspect, one.own, other) for aspect in one.aspects)


def unlike_lines(
    compared: Compared, shown: Sequence[Unlike], facts: dict[int, RowFacts], indicator: Indicator, year: int
) -> list[Line]:
    """The rows that are not compared, with the reason and their newest figure."""
    lines = []
    for one in shown:
        found = facts[one.row.row_id]
        form = one.row.facts.form
        newest = figures_of_row.latest(found.observations, found.assessment, form, found.row.unit) if form else None
        made = line(compared, found, one.row, indicator, year)
        lines.append(
            _changed(
                made,
                actual=newest.text if newest else display.MISSING,
                year=str(newest.year or "") if newest else "",
                about=(why(one, compared),),
            )
        )
    return lines


def reasons(compared: Compared, unlike: Sequence[Unlike]) -> list[tuple[str, int]]:
    """The reasons with their numbers, in the order of the list."""
    return list(Counter(why(one, compared) for one in unlike).items())


def group_options(compared: Compared) -> list[Option]:
    """The groups of like rows, the largest first."""
    varying = likeness.varying(compared.groups)
    return [
        Option(one.likeness.code, comparison_words.group_name(one, varying), len(one.members), one is compared.group)
        for one in compared.groups
    ]


def level_options(compared: Compared) -> list[Option]:
    """The levels that have rows, from the top down."""
    return [
        Option(str(level), str(Level(level).label), number, level == compared.level)
        for level, number in sorted(compared.levels)
    ]


def area_options(compared: Compared) -> list[Option]:
    """The regions above to which the comparison can be held, each under its own."""
    lowest = min((place.level for place, _number in compared.areas), default=0)
    return [
        Option(place.code, place.name, number, place == compared.within, depth=place.level - lowest)
        for place, number in compared.areas
    ]


def without_pace(compared: Compared, shown: Sequence[Ranked]) -> list[tuple[str, str]]:
    """The regions that the pace chart cannot show, by reason: the reason and their names."""
    by_reason: dict[str, list[str]] = {}
    for one in shown:
        if one.row.average is not None and one.row.required is not None:
            continue
        by_reason.setdefault(_no_pace(one.row), []).append(compared.label(one.row))
    return [(reason, words.listed(names)) for reason, names in by_reason.items()]


def _no_pace(row: Candidate) -> str:
    code = row.required_reason or row.reason
    if row.required is None and code:
        return _(display.REASON_LABELS[Reason(code)])
    return _("没有年均至今") if row.average is None else _("没有余下每年需")
