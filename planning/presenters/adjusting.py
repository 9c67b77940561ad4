"""An adjustment as people read it: each changed row with what stood and what shall stand, the sum of a restated level, the trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from entry.presenters.revisions import ComparedTarget, line_of
from indicators.domain import display
from indicators.domain.restate import NOT_RESTATED_LABELS, NotRestated
from indicators.domain.said import spoken
from indicators.models import PlanIndicator, Target, choices
from indicators.models.lifecycle import ChangeOf, PlannedChange
from planning.forms.adjusting import restated
from planning.selectors.adjusting import OpenRow, Trial, base_as_planned, fields_of, terms_of
from planning.selectors.adjusting import version_of as version_in_force


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One base or target: what stood, what shall stand. ``sum``: how a restated level came about, "" where it was typed."""

    what: str
    before: str
    after: str
    sum: str
    stale: bool


@dataclass(frozen=True, slots=True)
class RowCard:
    """One changed row. ``targets``: its years on both, of every target; ``moved``: statuses that change only because of it."""

    row: PlanIndicator
    lines: list[ChangeLine]
    targets: list[ComparedTarget]
    moved: int
    stale: bool


def cards(rows: Sequence[OpenRow], trials: dict[int, Trial], *, open_still: bool) -> list[RowCard]:
    """The changed rows in their order. ``open_still``: another version may still stop the adjustment."""
    return [_card(one, trials.get(one.row.pk), open_still) for one in rows]


def _card(opened: OpenRow, trial: Trial | None, open_still: bool) -> RowCard:
    lines = [_line(opened, change, open_still) for change in opened.changes]
    texts = {one.ordinal: target_text(fields_of(one), opened.row.unit) for one in opened.targets}
    targets = []
    for ordinal, years in groupby(trial.years if trial else (), key=lambda one: one.ordinal):
        targets.append(ComparedTarget(texts.get(ordinal, ""), [line_of(one) for one in years]))
    stale = any(line.stale for line in lines)
    return RowCard(opened.row, lines, targets, trial.moved if trial else 0, stale)


def _line(opened: OpenRow, change: PlannedChange, open_still: bool) -> ChangeLine:
    stale = open_still and version_in_force(opened, change) != change.version
    terms = terms_of(change)
    if change.of == ChangeOf.BASE:
        unit = opened.row.unit
        before = base_text(base_as_planned(opened.base, {}, opened.row), unit) if opened.base else display.MISSING
        after = base_text(base_as_planned(opened.base, terms, opened.row), unit)
        return ChangeLine(_("基期值"), before, after, "", stale)
    target = next((one for one in opened.targets if one.ordinal == change.ordinal), None)
    if target is None:
        return ChangeLine(_("目标"), display.MISSING, display.MISSING, "", stale)
    now = fields_of(target)
    what = _("目标") if len(opened.targets) == 1 else _("目标 %(number)s") % {"number": target.ordinal}
    return ChangeLine(
        what,
        target_text(now, opened.row.unit),
        target_text({**now, **terms}, opened.row.unit),
        _sum(opened, target, change),
        stale,
    )


def _sum(opened: OpenRow, target: Target, change: PlannedChange) -> str:
    base = opened.change(ChangeOf.BASE)
    if not change.keeps or base is None:
        return ""
    found = restated(opened, target, terms_of(base), change.keeps)
    if isinstance(found, NotRestated):
        return _(NOT_RESTATED_LABELS[found])
    if found.value != terms_of(change).get("value"):
        return ""  # base or target are others by now: the sum of then is not this one
    said = spoken(found.formula, _)
    if found.yearly is not None and found.brings is not None:
        rates = {"agreed": display.rate(found.yearly, "%"), "brings": display.rate(found.brings, "%")}
        said += _("；") + _("原定年均 %(agreed)s，取整后年均 %(brings)s") % rates
    return said


def base_text(base: dict[str, Any], unit: str) -> str:
    """153.7 亿元（2020，现价)."""
    figure = _figure(base["value"], base["parts"])
    notes = [str(base["year"])]
    if base["price_basis"] != "unknown":
        notes.append(str(dict(choices.PRICE_BASES)[base["price_basis"]]))
    label = display.with_unit(figure, base["unit"] or unit)
    said = _("%(label)s（%(note)s）") % {"label": label, "note": _("，").join(notes)}
    return _printed(said, base["text"], figure)


def target_text(target: dict[str, Any], unit: str) -> str:
    """水平值 ≥230 亿元, with the text as printed where that says more."""
    figure = _figure(target["value"], target["parts"])
    if target["value_high"] is not None:
        figure = f"{figure}–{_figure(target['value_high'], [])}"
    if target["comparator"] != "=":
        sign = str(dict(choices.COMPARATORS)[target["comparator"]])
        figure = f"{sign} {figure}"
    form = str(dict(choices.FORMS)[target["form"]])
    notes = [form]
    if target["due_year"]:
        notes.append(_("%(year)s 年达到") % {"year": target["due_year"]})
    label = display.with_unit(figure, target["unit"] or unit)
    said = _("%(label)s（%(note)s）") % {"label": label, "note": _("，").join(notes)}
    return _printed(said, target["text"], figure)


def _figure(value: Decimal | None, parts: Sequence[Decimal]) -> str:
    if parts:
        return "∶".join(f"{part:f}" for part in parts)
    return display.MISSING if value is None else display.number(value, display.digits_of(value))


def _printed(said: str, text: str, figure: str) -> str:
    if not text or text == figure:
        return said
    return _("%(said)s，原文“%(text)s”") % {"said": said, "text": display.printed(text)}
