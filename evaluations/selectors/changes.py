"""What was changed in a plan after it was made: later versions of bases and targets, and the statuses that only they changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from dashboards.presenters import figures_of_row, words
from evaluations.domain.facts import Changed
from evaluations.selectors.lines import promised
from indicators.domain import display
from indicators.domain.types import Status
from indicators.models import Assessment, Base, PlanIndicator, Target
from indicators.models.promises import Cause
from indicators.selectors.first_agreed import came_down
from regions.recorded import recorded

Version = Base | Target


def changes(rows: Iterable[PlanIndicator], year: int) -> tuple[Changed, ...]:
    """Every later version but corrections of what was typed, in the order of the table. Three queries."""
    own = {row.pk: row for row in rows}
    versions: dict[tuple[int, int], list[Version]] = defaultdict(list)
    for model in (Base, Target):
        stored = model.objects.filter(row__in=list(own)).select_related("adjustment").order_by("version")
        for one in stored:
            versions[one.row_id, getattr(one, "ordinal", 0)].append(one)
    later = {key: found for key, found in versions.items() if any(one.version > 1 for one in found)}
    if not later:
        return ()
    moved = _moved({row for row, _ordinal in later}, year)
    return tuple(
        _changed(own[key[0]], before, after, moved.get(key[0], "") if after.in_force else "")
        for key in sorted(later, key=lambda one: (list(own).index(one[0]), one[1]))
        for before, after in zip(later[key], later[key][1:], strict=False)
        if after.cause != Cause.CORRECTION
    )


def _changed(row: PlanIndicator, before: Version, after: Version, moved: str) -> Changed:
    adjustment = after.adjustment
    return Changed(
        name=row.short_name,
        what=recorded("目标") if isinstance(after, Target) else recorded("基期值"),
        before=_said(before, row.unit),
        after=_said(after, row.unit),
        cause=_cause(before, after),
        document=after.document or (adjustment.document_number if adjustment is not None else ""),
        on=adjustment.approved_on if adjustment is not None else None,
        moved=moved,
    )


def _cause(before: Version, after: Version) -> str:
    """In words; from before causes were recorded a number that came down is told from a revision as assessments tell it."""
    both = isinstance(before, Target) and isinstance(after, Target)
    if both and not after.cause and came_down((before.form, before.value), (after.form, after.value)):
        return str(Cause.HANDED_DOWN.label)
    return str(after.get_cause_display()) or recorded("修订")


def _said(one: Version, unit: str) -> str:
    if isinstance(one, Target):
        return promised((one,), one, unit)[0]
    return display.with_unit(display.printed(one.text) or figures_of_row.figure(one.value), one.unit or unit)


def _moved(row_ids: Iterable[int], year: int) -> dict[int, str]:
    """By row: the years in which nothing but the change made another status of it."""
    found: dict[int, list[str]] = defaultdict(list)
    changed = ~Q(unadjusted_status="") | ~Q(unrevised_status="")
    stored = Assessment.objects.filter(changed, row__in=list(row_ids), shown=True, year__lte=year)
    for one in stored.select_related("target").order_by("year"):
        before = one.unadjusted_status or one.unrevised_status
        if before not in ("", one.status):
            form = words.assessed_form(one, one.target)
            was, now = (display.status_label(Status(code), form, None) for code in (before, one.status))
            found[one.row_id].append(
                recorded("%(year)s 年：%(before)s → %(after)s") % {"year": one.year, "before": was, "after": now}
            )
    return {row: recorded("；").join(said) for row, said in found.items()}
