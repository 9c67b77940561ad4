"""One sheet of A4 about a region's plan: the numbers of its page, by the presenters of its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from django.template.loader import render_to_string
from django.utils import timezone

from dashboards.presenters.charts import gap_bars
from dashboards.presenters.region import RegionPage, region_page
from figures import palette
from figures.gap_to_target import REACH_DOWN, REACH_UP, Bar, ordered
from indicators.domain import display
from indicators.domain.types import Status
from indicators.selectors.region_page import PlanFacts
from reports.paper import one_sheet

#: How tightly the sheet is set, and how many bars its chart may have (None: all). The first that fits a page is taken.
_SETTINGS: Final = (("roomy", None), ("medium", None), ("dense", None), ("dense", 12), ("dense", 6), ("dense", 0))
#: Up to how many rows of a plan a setting is worth a try.
_WORTH: Final = {"roomy": 17, "medium": 23}
_WIDTH: Final = 200  # of the drawing, in its own units


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar in the units of the drawing. ``tick``: the planned position, "" where there is none."""

    bar: Bar
    colour: str
    symbol: str
    x: str
    width: str
    tick: str
    end: str  # where the target stands
    beyond: bool  # cut at the edge; the share beside it is whole


def brief_pdf(facts: PlanFacts, *, this_year: int, address: str, made_by: str, as_of: str = "") -> bytes:
    """The sheet as PDF. ``this_year``: of the clock; ``address``: of the site, for links;
    ``as_of``: the day whose records are shown, "" for today.

    Raises ``PaperMissing`` where the machine cannot make one.
    """
    page = region_page(facts, this_year=this_year)
    bars = ordered(gap_bars(facts.rows))
    moment = timezone.localtime()
    attempts = [
        partial(_html, page, bars[:most], len(bars), setting, {"moment": moment, "made_by": made_by, "as_of": as_of})
        for setting, most in _SETTINGS
        if len(page.lines) <= _WORTH.get(setting, len(page.lines))
    ]
    style = (Path(__file__).parent / "brief.css").read_text(encoding="utf-8")
    return one_sheet(attempts, style, address=address)


def _html(page: RegionPage, bars: Sequence[Bar], known: int, setting: str, made: dict[str, object]) -> str:
    drawn = drawn_bars(bars)
    context = {"page": page, "region": page.plan.region, "bars": drawn, "setting": setting, "width": _WIDTH, **made}
    return render_to_string("reports/brief.html", context | {"left_out": known - len(drawn)})


def drawn_bars(bars: Sequence[Bar]) -> list[Drawn]:
    """The bars on one axis: 0 and the target always on it, what goes further cut at the same ends as in the chart of the page."""
    shares = [_cut(bar.attainment) for bar in bars]
    low = min([Decimal(0), *shares])
    high = max([Decimal("1.1"), *(share + Decimal("0.05") for share in shares)])

    def place(share: Decimal) -> Decimal:
        return (share - low) / (high - low) * _WIDTH

    return [
        Drawn(
            bar=bar,
            colour=palette.status_colour(bar.status),
            symbol=display.SYMBOLS[Status(bar.status)],
            x=_number(place(min(share, Decimal(0)))),
            width=_number(place(max(share, Decimal(0))) - place(min(share, Decimal(0)))),
            tick="" if bar.elapsed_share is None else _number(place(min(bar.elapsed_share, high))),
            end=_number(place(Decimal(1))),
            beyond=share != bar.attainment,
        )
        for bar, share in zip(bars, shares, strict=True)
    ]


def _cut(share: Decimal) -> Decimal:
    return min(max(share, REACH_DOWN), REACH_UP)


def _number(value: Decimal) -> str:
    return f"{value:.1f}"
