"""What the page of the grid hands to its script: rows, columns, choices and every word that the script says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from entry.presenters.board import STATES, until_closing
from entry.presenters.figures import VALUE_LABELS
from entry.presenters.grid_columns import columns
from entry.presenters.grid_words import words
from entry.presenters.typed import cells_of, needs_single_form, not_applicable
from entry.selectors.grid import GridRow
from indicators.domain import display, unit_names
from indicators.domain.types import PriceBasis
from indicators.models import Observation, ObservationState, ReportingRound, choices
from indicators.selectors.board import AskState
from indicators.selectors.rounds import Why
from plans.models import Plan


@dataclass(frozen=True, slots=True)
class GridPage:
    """``planned``: what the plan expects by the year, by row, None where it expects nothing then."""

    user: User
    plan: Plan
    year: int
    round: ReportingRound | None
    rows: Sequence[GridRow]
    planned: Mapping[int, Decimal | None]


def payload(page: GridPage) -> dict[str, Any]:
    """Everything as JSON. Choices are [code, label]; texts are shown as they are."""
    return {
        **columns(page.year, aims=any(one.aim for one in page.rows)),
        "person": page.user.pk,
        "about": {"plan": page.plan.pk, "year": page.year},
        "kept": f"{page.plan.pk}:{page.year}",
        "back": f"plan={page.plan.pk}&year={page.year}",
        "choices": {
            "value_basis": _choices(choices.PRICE_BASES),
            "growth_basis": _choices(choices.PRICE_BASES),
            "vintage": _choices(choices.VINTAGES),
        },
        "addresses": {name: reverse(f"entry:{name}") for name in ("save", "check", "submit", "withdraw")}
        | {"login": reverse("login")},
        "rows": [row_payload(one, page.year, page.planned.get(one.row.pk)) for one in page.rows],
        "words": words(),
    }


def row_payload(one: GridRow, year: int, planned: Decimal | None) -> dict[str, Any]:
    """One row. ``editable`` false: ``why`` says why. ``single``: whether it needs the single form. ``beside``: [text, title] by column."""
    row = one.row
    base = one.base
    return {
        "id": row.pk,
        "name": row.said_name,
        "number": row.number,
        "unit": unit_names.said(one.unit),
        "means": str(VALUE_LABELS[one.asked.value_means]) if one.asked.value_means != "level" else "",
        "asked": one.is_asked and one.leave.why != Why.NOT_ASKED,
        "elsewhere": one.leave.why == Why.NOT_ASKED,
        "beside": {
            "base": ["" if base is None else base.text or _plain(base.value), ""],
            **{f"past{at}": _past(figure, one.unit) for at, figure in enumerate(one.past)},
            "planned": [_planned(one, planned), ""],
            "aim": _aim(one),
        },
        "lastBases": _last_bases(one),
        "blocked": sorted(not_applicable(one)),
        "single": needs_single_form(one),
        "address": reverse("entry:figure", args=[row.pk, year]),
        **state_payload(one),
    }


def state_payload(one: GridRow) -> dict[str, Any]:
    """What changes with every step: cells, lock, state, leave, comments, warnings."""
    latest = one.latest
    return {
        "cells": cells_of(one),
        "lock": latest.lock if latest else None,
        "version": latest.pk if latest else None,
        "state": latest.state if latest else "",
        "sign": _sign(latest),
        "label": str(latest.get_state_display()) if latest else _("未填报"),
        "editable": one.editable,
        "why": one.leave.sentence or _submitted(latest),
        "withdrawable": one.withdrawable,
        "corrects": one.corrects and one.leave.allowed,
        "reason": latest.reason if latest and latest.state != ObservationState.APPROVED else "",
        "comment": latest.comment if latest and latest.state == ObservationState.RETURNED else "",
        "comments": _comments(latest),
        "otherUnit": _other_unit(one),
        "findings": [
            {
                "key": warning.key,
                "code": warning.code,
                "severity": "warning",
                "field": warning.field,
                "message": warning.message,
                "answer": warning.reason,
            }
            for warning in (latest.warnings.all() if latest else ())
        ],
    }


def _sign(latest: Observation | None) -> str:
    return STATES[AskState(latest.state) if latest else AskState.NOT_BEGUN][1]


def _submitted(latest: Observation | None) -> str:
    if latest is None or latest.state != ObservationState.SUBMITTED:
        return ""
    return _("已提交，等待审核。要修改请先撤回。")


def _comments(latest: Observation | None) -> dict[str, str]:
    """The reviewer's words at the cells, as long as the figure is not submitted again."""
    if latest is None or latest.state not in {ObservationState.RETURNED, ObservationState.DRAFT}:
        return {}
    return {str(name): str(text) for name, text in latest.cell_comments.items()}


def _other_unit(one: GridRow) -> str:
    """A value that stands in another unit is shown beside the cell and never taken over."""
    latest = one.latest
    if latest is None or latest.value is None or latest.unit == one.unit:
        return ""
    return _("原数 %(value)s 的单位是“%(unit)s”，这里按“%(asked)s”填写，没有带入原数。") % {
        "value": _plain(latest.value),
        "unit": unit_names.said(latest.unit) or "—",
        "asked": one.unit or "—",
    }


def _past(figure: Observation | None, unit: str) -> list[str]:
    """An earlier year in one cell: the value, else the growth; after it what its title says: the rest."""
    if figure is None:
        return ["", ""]
    said = [] if figure.value is None else [f"{_plain(figure.value)} {figure.unit}".strip()]
    if figure.growth is not None:
        said.append(_("增速 %(growth)s%%") % {"growth": _plain(figure.growth)})
    said.append(str(figure.get_vintage_display()))
    if figure.value is not None:
        text = _plain(figure.value) if figure.unit == unit else f"{_plain(figure.value)} {figure.unit}"
    else:
        text = "" if figure.growth is None else f"{_plain(figure.growth)}%"
    return [text, _("，").join(said)]


def _last_bases(one: GridRow) -> dict[str, str]:
    """The price bases of last year's figure in force, by cell; nothing where it has no such figure or does not say."""
    last = one.past[-1]
    if last is None:
        return {}
    said = {"value_basis": (last.value, last.value_basis), "growth_basis": (last.growth, last.growth_basis)}
    return {name: basis for name, (figure, basis) in said.items() if figure is not None and basis != PriceBasis.UNKNOWN}


def _planned(one: GridRow, planned: Decimal | None) -> str:
    """What the plan expects by the year; of a growth target its rate, with its sign, for the column holds levels else."""
    if planned is None:
        return ""
    rate = one.asked.by_growth and not one.asked.by_value
    return display.rate(planned, "%") if rate else display.level(planned, _digits(one, planned))


def _aim(one: GridRow) -> list[str]:
    """The target of the year's own plan, its document as the title; that none is set is a note."""
    return [_("未定"), _("未定年度目标")] if one.aim is None else [one.aim.text, one.aim.document]


def _digits(one: GridRow, planned: Decimal | None) -> int:
    """As many decimals as the row's own figures print, at least one where the sum has any."""
    printed = [one.base.text or one.base.value if one.base else None]
    printed += [figure.value for figure in one.past if figure is not None]
    whole = planned is not None and planned == planned.to_integral_value()
    return max(display.level_digits(printed, None), 0 if whole else 1)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _choices(pairs: Sequence[tuple[Any, Any]]) -> list[list[str]]:
    return [[str(code), str(label)] for code, label in pairs]


def closing(page: GridPage, today: date) -> str:
    """How long the rows may be written, in plain words; "" without a round."""
    if page.round is None:
        return ""
    if page.round.opens_on > today:
        return _("%(days)d 天后开始") % {"days": (page.round.opens_on - today).days}
    untils = [one.leave.until for one in page.rows if one.leave.allowed and one.leave.until]
    return until_closing(max(untils, default=page.round.closes_on), today) or _("已截止")


def sheet_address(page: GridPage) -> str:
    """Where the round's sheet is downloaded; "" without a round."""
    if page.round is None:
        return ""
    try:
        return reverse("entry:sheet", args=[page.round.pk])
    except NoReverseMatch:
        return ""
