"""The form of an item, filled with what holds now; and what of it a person changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from indicators.domain.stored import to_stored
from indicators.models import Indicator
from intake.domain.edit import Item, Listing
from intake.domain.proposal import ReadIndicator
from intake.forms import FORM_OF, ItemForm, initial_of
from intake.selectors.review import Review
from regions.models import Region

#: The list of regions is offered where it is short enough to choose from.
MOST_REGIONS = 300


def unbound(which: Listing, item: Item, review: Review) -> ItemForm:
    """The form as the page first shows it."""
    return FORM_OF[which](initial={**initial_of(item.value), "version": item.version}, **_choices(which, item, review))


def bound(which: Listing, data: Mapping[str, Any], item: Item, review: Review) -> ItemForm:
    """The form with what was typed."""
    return FORM_OF[which](data, **_choices(which, item, review))


def for_adding(which: Listing, review: Review, *, data: Mapping[str, Any] | None, line: int) -> ItemForm:
    """The form of an item that was not read: its own fields and the line it stands on."""
    initial = {"line": line or None, "year": review.plan.end_year if which is Listing.COMMITMENTS else None}
    form = FORM_OF[which](data, initial=initial, **_choices(which, None, review))
    numbers = [int(number) for number, _place, _text in review.intake.lines]
    form.fields["line"] = forms.IntegerField(
        label=_("原文行号"), min_value=min(numbers, default=1), max_value=max(numbers, default=1)
    )
    form.order_fields(["line"])
    return form


def added(form: ItemForm) -> dict[str, Any]:
    """What was typed of a new item, in stored form; what was left blank keeps its default."""
    return {name: to_stored(value) for name, value in form.changes().items() if value is not None}


def _choices(which: Listing, item: Item | None, review: Review) -> dict[str, Any]:
    """What a row of the main table may be: a catalogue indicator, a sub-row of a heading. Of a plan: for whom it may be."""
    if which is Listing.PLAN:
        return {"regions": _regions(review)}
    if which is not Listing.INDICATORS:
        return {}
    own = None if item is None else item.index
    rows = [one.item for one in review.items[which] if one.item.index != own and one.item.part == 0]
    headings = [(one.index, _row_name(one)) for one in rows if one.goes_in]
    return {
        "catalogue": list(Indicator.objects.order_by("name").values_list("code", "name")),
        "parents": headings,
    }


def _regions(review: Review) -> list[tuple[str, str]]:
    """The regions that the upload may be of, and the one that was read; none where they are too many to choose from."""
    below = Region.objects.filter(lineage__startswith=review.intake.region.lineage).order_by("code")
    found = list(below.values_list("code", "name")[: MOST_REGIONS + 1])
    if len(found) > MOST_REGIONS:
        return []
    read = (review.plan.region_code, review.plan.region_name)
    if read[0] and read[0] not in dict(found):
        found.append((read[0], read[1] + _("（文中所读，不在本地区内）")))
    return [(code, f"{name} {code}") for code, name in found]


def _row_name(item: Item) -> str:
    value = item.value
    assert isinstance(value, ReadIndicator)
    return f"{value.number} {value.name}".strip() + (_("（标题行）") if value.heading else "")


def changes_of(form: ItemForm, item: Item) -> dict[str, Any]:
    """What was typed otherwise than it stands, in stored form. A blank where the table has no such column changes nothing."""
    stored = to_stored(item.value)
    changed = {}
    for name, value in form.changes().items():
        typed = to_stored(value)
        old = stored.get(name)
        if typed == old or (old is None and typed == "") or (old in ("", None) and typed in ("", None)):
            continue
        changed[name] = typed
    return changed
