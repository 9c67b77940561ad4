"""The overview as text: what the template prints, from the facts of the selectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters.overview.answer import Answer, answer
from dashboards.presenters.overview.counts import Block, blocks
from dashboards.presenters.overview.risks import RiskList, risk_list
from indicators.domain import display, years
from indicators.selectors.at_risk import RiskFacts
from indicators.selectors.overview import Scope, StatusCount


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """``data_year`` None: no actual at all. ``regions``: how many have a plan of the period."""

    title: str
    period: str
    year: int
    elapsed: str
    data_year: int | None
    early_warnings: int
    regions: int
    answer: Answer
    blocks: tuple[Block, ...]
    risks: RiskList


def overview_page(scope: Scope, year: int, counts: Sequence[StatusCount], risks: Sequence[RiskFacts]) -> OverviewPage:
    """Head, sentence, counts and what is most at risk. The scope has at least one plan."""
    plan = scope.own or scope.plans[0]
    counted = blocks(scope, list(counts))
    lines = risk_list(risks, sum(block.short for block in counted), year)
    share = years.elapsed_share(base_year=plan.base_year, year=year, end_year=plan.end_year)
    return OverviewPage(
        title=title_of(scope),
        period=plan.span,
        year=year,
        elapsed=display.share(share),
        data_year=max((one.data_year for one in counts if one.data_year), default=None),
        early_warnings=sum(one.early_warnings for one in counts),
        regions=len(scope.plans),
        answer=answer(counted, lines.lines),
        blocks=counted,
        risks=lines,
    )


def title_of(scope: Scope) -> str:
    """Whose overview it is."""
    if scope.region is None:
        return _("全部地区")
    if len(scope.plans) > (scope.own is not None):
        return _("%(region)s及所辖地区") % {"region": scope.region.name}
    return scope.region.name
