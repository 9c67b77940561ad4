"""What the reviewer of one figure sees: cell by cell beside the earlier ones, and what the approval would mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from entry.forms.review import COMMENTED, ReviewForm
from entry.presenters.figures import shown
from entry.presenters.outlook import OutlookText, outlook_text
from entry.presenters.review_queue import difference, queue_line
from entry.selectors.review import Queue, ReviewPage
from indicators.models import Observation, ObservationState
from indicators.selectors.risk import Weighed

#: Cells that are shown though nothing was entered: a reviewer may miss them.
_ALWAYS = {"value", "growth", "source_title"}
_BESIDE = {"comparator", "value_basis", "growth_basis"}


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell of the figure: now, in force, a year ago; ``comment``: the box for what the reviewer says of it."""

    name: str
    label: str
    now: str
    before: str
    last_year: str
    changed: bool
    step: str
    comment: BoundField


def review_context(
    page: ReviewPage, weighed: Weighed | None, form: ReviewForm, queue: Queue, query: str
) -> dict[str, Any]:
    """``weighed`` None: the figure no longer waits. ``own``: the person submitted or typed it and may not decide."""
    figure = page.figure
    before, title = _before(page)
    earlier, later = queue.beside(figure.pk)
    return {
        "page": page,
        "figure": figure,
        "row": figure.row,
        "plan": figure.row.plan,
        "form": form,
        "waiting": figure.state == ObservationState.SUBMITTED,
        "own": weighed is not None and weighed.own,
        "line": queue_line(weighed) if weighed else None,
        "before_title": title,
        "cells": _cells(page, before, form),
        "to_version": difference(before, figure),
        "to_last_year": difference(page.last_year, figure),
        "outlook": _outlook(weighed) if weighed else None,
        "previous": earlier,
        "next": later,
        "query": query,
    }


def _before(page: ReviewPage) -> tuple[Any, str]:
    """The last version: the approved one that would be replaced, else the figure as it was returned."""
    if page.in_force is not None:
        return page.in_force, _("现行版本")
    if page.returned is not None:
        return page.returned, _("上次退回时")
    return None, ""


def _cells(page: ReviewPage, before: Any, form: ReviewForm) -> list[CellLine]:
    lines = []
    for name in COMMENTED:
        now = shown(page.figure, name)
        then = shown(before, name) if before is not None else ""
        last_year = shown(page.last_year, name) if page.last_year is not None else ""
        if not (name in _ALWAYS or now or then):
            continue
        if name in _BESIDE and _says_nothing(page.figure, name) and (before is None or now == then):
            continue
        lines.append(
            CellLine(
                name=name,
                label=str(Observation._meta.get_field(name).verbose_name),
                now=now,
                before=then,
                last_year=last_year,
                changed=before is not None and now != then,
                step=_step(page.last_year, page.figure, name),
                comment=form[f"cell_{name}"],
            )
        )
    return lines


def _says_nothing(figure: Observation, name: str) -> bool:
    """Whether a cell says nothing beside its figure: "=", or the basis of a figure that was not entered."""
    if name == "comparator":
        return figure.comparator == "="
    return (figure.value if name == "value_basis" else figure.growth) is None


def _step(last_year: Observation | None, figure: Observation, name: str) -> str:
    """The difference to last year in the line of the value, or of the growth where there is no value."""
    if name == ("value" if figure.value is not None else "growth"):
        return difference(last_year, figure)
    return ""


def _outlook(weighed: Weighed) -> OutlookText:
    targets = sorted((one for one in weighed.figure.row.targets.all() if one.in_force), key=lambda one: one.ordinal)
    return outlook_text(weighed.outlook, [one.text for one in targets])
