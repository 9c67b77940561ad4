"""Figures of pages: what is computed goes in, JSON for the script element comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from dashboards.presenters import figures_of_row, words
from figures.frame import as_script_text
from figures.gap_to_target import Bar, gap_to_target
from figures.gap_to_target import Words as GapWords
from indicators.domain import display
from indicators.domain.types import Form
from indicators.models import Assessment
from indicators.selectors.region_page import RowFacts


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure for a page: its JSON, and the sentence that stands for it where it cannot be seen."""

    json: str
    alternative: str
    count: int


def gap_chart(rows: Iterable[RowFacts], *, file: str) -> Chart | None:
    """Attainment of every row that has one, quotas excepted (there more is worse); None where no row has one."""
    bars = gap_bars(rows)
    if not bars:
        return None
    spoken = GapWords(attainment=_("实现程度"), planned=_("时序进度"), target=_("目标"), file=file)
    told = words.listed(
        _("%(name)s %(share)s（时序 %(elapsed)s，%(status)s）")
        % {"name": bar.name, "share": bar.attainment_text, "elapsed": bar.elapsed_text, "status": bar.status_text}
        for bar in bars
    )
    return Chart(_gap_text(tuple(bars), spoken), _("各指标实现程度：%(list)s。") % {"list": told}, len(bars))


def gap_bars(rows: Iterable[RowFacts]) -> list[Bar]:
    """What the chart draws, in printed order: also for a sheet of paper."""
    return [bar for bar in (_bar(facts) for facts in rows) if bar is not None]


@lru_cache(maxsize=256)
def _gap_text(bars: tuple[Bar, ...], spoken: GapWords) -> str:
    """A figure is a function of its data: a page that is asked for again does not draw it again."""
    return as_script_text(gap_to_target(bars, spoken))


def _bar(facts: RowFacts) -> Bar | None:
    assessment, target = facts.assessment, facts.shown_target
    if assessment is None or target is None or assessment.attainment is None:
        return None
    form = words.assessed_form(assessment, target)
    if form is Form.QUOTA:
        return None
    chip = words.chip(assessment, target)
    needed = figures_of_row.required(assessment, form)
    return Bar(
        name=sample_name(facts.row.said_name, assessment.sample),
        attainment=assessment.attainment,
        elapsed_share=assessment.elapsed_share,
        status=chip.code,
        status_text=f"{chip.symbol} {chip.text}",
        attainment_text=display.share(assessment.attainment),
        elapsed_text=display.share(assessment.elapsed_share),
        aside=_("每年需 %(figure)s") % {"figure": needed} if assessment.required is not None else chip.label,
        year_text=str(assessment.actual_year or ""),
        binding=facts.row.nature == "binding",
        lead_rank=_rank(assessment),
    )


def sample_name(name: str, sample: bool) -> str:
    """The name; where a sample figure stands behind it, the chart says so on its own, also once it is saved."""
    return _("%(label)s（%(note)s）") % {"label": name, "note": _(display.SAMPLE)} if sample else name


def _rank(assessment: Assessment) -> Decimal | None:
    """Furthest behind first: the pace ratio; at the end, and without a pace, the attainment itself."""
    return assessment.pace_ratio if assessment.pace_ratio is not None else assessment.attainment
