"""The page of a city and its counties: one line an indicator, the counties' figures folded behind it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.presenters import county_words, row_lines, words
from dashboards.presenters.charts import Chart
from dashboards.presenters.row_lines import Promise
from dashboards.presenters.words import Chip
from figures.allocation import Piece, Stack, allocation
from figures.allocation import Words as ChartWords
from figures.frame import as_script_text
from indicators.domain import display
from indicators.domain.allocation import Allocation, Outcome
from indicators.domain.promised import Kind, Rule, Why
from indicators.domain.types import Comparator
from indicators.models import Indicator
from indicators.selectors.county_promises import CountyPart, CountyPromises, Promised, SharedIndicator
from plans.models import Plan
from regions.models import Region

_SIGNS = {Comparator.GE: "≥", Comparator.GT: ">", Comparator.LE: "≤", Comparator.LT: "<", Comparator.ABOUT: "≈"}
#: Decimals of what was converted or divided; a plain sum keeps all it has, up to these.
_FINE, _MOST = 2, 6


@dataclass(frozen=True, slots=True)
class CountyLine:
    """One county that has a plan. ``counted``: its figure in the city's terms, "—" where ``why`` says why not."""

    name: str
    address: str
    row_address: str
    unit: str
    promises: tuple[Promise, ...]
    counted: str
    share: str
    weight: str
    why: str
    converted: bool


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator. ``difference`` is signed plainly: minus = the counties promise less than the city."""

    id: int
    name: str
    unit: str
    address: str
    promises: tuple[Promise, ...]
    together: str
    coverage: str
    difference: str
    chip: Chip
    said: str
    rule: str
    weighed: bool
    counties: tuple[CountyLine, ...]
    found: SharedIndicator


@dataclass(frozen=True, slots=True)
class CountiesPage:
    """``answer``: the sentence at the top. ``without_plan``: names; ``only_city``: indicators that no county has."""

    plan: Plan
    period: str
    below: str
    whole: str
    answer: str
    lines: tuple[IndicatorLine, ...]
    chart: Chart | None
    with_plan: tuple[tuple[str, str], ...]
    without_plan: str
    without_number: int
    only_city: str


def counties_page(facts: CountyPromises) -> CountiesPage:
    """Everything the template prints."""
    region, plan = facts.plan.region, facts.plan
    lines = tuple(_line(one, region, facts.weight_names) for one in sorted(facts.shared, key=_telling))
    planned = {one.region_id for one in facts.with_plan}
    missing = [one.name for one in facts.counties if one.pk not in planned]
    return CountiesPage(
        plan=plan,
        period=words.period_label(plan),
        below=county_words.below(region),
        whole=county_words.whole(region),
        answer=_answer(facts, lines),
        lines=lines,
        chart=_chart(lines, region, file=f"{region.name}-{plan.period}-{county_words.below(region)}"),
        with_plan=tuple((one.region.name, _address(one.region, one)) for one in facts.with_plan),
        without_plan=words.listed(missing),
        without_number=len(missing),
        only_city=words.listed(row.short_name for row in facts.only_city),
    )


def _telling(one: SharedIndicator) -> int:
    """What says most comes first; within it the order of the city's plan stays."""
    found = one.allocation
    if found.outcome is Outcome.LISTED:
        return 3
    if found.outcome is Outcome.OPEN:
        return 1 if found.difference is not None else 2
    return 0


def _address(region: Region, plan: Plan) -> str:
    return f"{reverse('dashboards:region', args=[region.code])}?period={plan.period}"


def _answer(facts: CountyPromises, lines: tuple[IndicatorLine, ...]) -> str:
    """How much can be compared, and what came out."""
    region = facts.plan.region
    parts = [
        _("%(period)s 年规划：%(of)s 个%(below)s中 %(known)s 个的规划已录入；%(total)s 项指标中有 %(shared)s 项它们也列了。")
        % {
            "period": words.period_label(facts.plan), "of": len(facts.counties), "below": county_words.below(region),
            "known": len(facts.with_plan), "total": len(facts.shared) + len(facts.only_city), "shared": len(lines),
        }
    ]  # fmt: skip
    counts: dict[tuple[str, str], int] = {}
    for line in lines:
        counts[line.chip.code, line.chip.label] = counts.get((line.chip.code, line.chip.label), 0) + 1
    if counts:
        told = (_("%(number)s 项%(label)s") % {"number": n, "label": label} for (_code, label), n in counts.items())
        parts.append(_("其中 %(told)s。") % {"told": words.listed(told)})
    return "".join(parts)


def _line(one: SharedIndicator, region: Region, weight_names: dict[str, str]) -> IndicatorLine:
    row, found = one.city.row, one.allocation
    aggregation = Rule(row.indicator.aggregation) if isinstance(row.indicator, Indicator) else Rule.NONE
    digits = digits_of(one)
    return IndicatorLine(
        id=row.pk,
        name=row.short_name,
        unit=found.unit or row.unit,
        address=row_lines.address(row.pk, row.plan.end_year),
        promises=_promises(one.city),
        together=_together(found, digits),
        coverage=f"{found.counted}/{found.among}",
        difference=display.level(found.difference, digits, _difference_unit(found), signed=True),
        chip=county_words.chip(found),
        said=_said(one, region, digits),
        rule=county_words.rule(aggregation, found, weight_names.get(one.weight, "")),
        weighed=bool(one.weight) or found.kind is Kind.RATE,
        counties=tuple(_county(part, one, digits) for part in one.counties if part.promised is not None),
        found=one,
    )


def _promises(promised: Promised) -> tuple[Promise, ...]:
    targets = () if promised.target is None else (promised.target,)
    return row_lines.promises(targets, promised.target, promised.row.unit)


def digits_of(one: SharedIndicator) -> int:
    """Decimals of what is shown: as printed, of sums all they have; two where something was converted or weighted."""
    found = one.allocation
    if found.kind is Kind.RATE or one.weight:
        return _FINE
    printed = [one.city.target.text if one.city.target is not None else None]
    exact = [part.quantity for part in found.parts if part.quantity is not None and not part.converted]
    fine = _FINE if any(part.converted for part in found.parts) else 0
    return min(_MOST, max(fine, display.level_digits([*printed, *exact], found.together)))


def _difference_unit(found: Allocation) -> str:
    return display.points_unit(found.unit)


def _together(found: Allocation, digits: int) -> str:
    if found.together is None:
        return display.MISSING
    shown = sign_of(found) + display.level(found.together, digits, found.unit)
    if found.complete or found.kind is Kind.RATE:
        return shown
    return shown if found.difference is None else _("已知 %(figure)s") % {"figure": shown}


def sign_of(found: Allocation) -> str:
    """What stands before the sum: of promises of "at least" it is "at least" as well."""
    return _SIGNS.get(found.together_comparator, "")


def _said(one: SharedIndicator, region: Region, digits: int) -> str:
    """What the line means, in one sentence."""
    found = one.allocation
    kind = {"below": county_words.below(region), "whole": county_words.whole(region)}
    numbers = {"counted": found.counted, "among": found.among, "missing": found.among - found.counted}
    if found.outcome is Outcome.LISTED:
        return _because(found)
    together = display.level(found.together, digits, found.unit)
    if found.difference is None:
        if found.outcome is not Outcome.OPEN:
            return _of_a_certain_mean(found, kind)
        if found.together is None:
            return _("已知 %(counted)s/%(among)s，缺少加权用的数，不能得出%(whole)s数") % {**numbers, **kind}
        return _("已知的 %(counted)s 个合起来是 %(figure)s，不代表%(whole)s") % {**numbers, **kind, "figure": together}
    rest = display.level(abs(found.difference), digits, _difference_unit(found))
    if found.outcome is Outcome.OPEN:
        if found.kind is Kind.LIMIT or found.difference > 0:
            return _("已知的 %(counted)s 个共 %(figure)s，总量还剩 %(rest)s，其余 %(missing)s 个%(below)s未知") % {
                **numbers, **kind, "figure": together, "rest": rest,
            }  # fmt: skip
        return _("至少 %(figure)s；还有 %(rest)s 没有落到已知的%(below)s，其余 %(missing)s 个未知") % {
            **numbers, **kind, "figure": together, "rest": rest,
        }  # fmt: skip
    return _settled(found, {**kind, "figure": together, "rest": rest})


def _because(found: Allocation) -> str:
    """Why nothing is compared; where no county can be counted, the counties' own reasons."""
    if found.why is not Why.NOBODY:
        return county_words.why(found.why)
    own = dict.fromkeys(part.why for part in found.parts if part.why not in (None, Why.NO_PLAN))
    return _("%(why)s：%(reasons)s") % {
        "why": county_words.why(found.why), "reasons": "；".join(county_words.why(one) for one in own),
    }  # fmt: skip


def _settled(found: Allocation, named: dict[str, str]) -> str:
    """Every county is known, or those that are decide it."""
    if not found.difference:
        if found.outcome is Outcome.UNCOVERED:
            return _("合计 %(figure)s，与%(whole)s目标相等，而目标不含本数") % named
        return _("合计 %(figure)s，与%(whole)s目标相等") % named
    if found.kind is Kind.LIMIT:
        if found.outcome is Outcome.OVER:
            return _("合计 %(figure)s，比%(whole)s总量多分了 %(rest)s") % named
        return _("合计 %(figure)s，%(whole)s总量还留 %(rest)s") % named
    if found.kind is Kind.RATE:
        more = _("合起来年均 %(figure)s，比%(whole)s目标高 %(rest)s")
        less = _("合起来年均 %(figure)s，比%(whole)s目标低 %(rest)s")
    else:
        more = _("合计 %(figure)s，比%(whole)s目标多 %(rest)s")
        less = _("合计 %(figure)s，比%(whole)s目标少 %(rest)s")
    return (more if found.difference > 0 else less) % named


def _of_a_certain_mean(found: Allocation, kind: dict[str, str]) -> str:
    if found.outcome is Outcome.COVERED:
        return _("每个%(below)s都达到%(whole)s目标，怎样加权都达到") % kind
    return _("没有一个%(below)s达到%(whole)s目标，怎样加权都达不到") % kind


def _county(part: CountyPart, one: SharedIndicator, digits: int) -> CountyLine:
    promised, found = part.promised, one.allocation
    assert promised is not None
    weight = part.part.base if found.kind is Kind.RATE else part.part.weight
    unit = found.base_unit if found.kind is Kind.RATE else ""
    return CountyLine(
        name=part.region.name,
        address=_address(part.region, promised.row.plan),
        row_address=row_lines.address(promised.row.pk, promised.row.plan.end_year),
        unit=promised.row.unit,
        promises=_promises(promised),
        counted=display.level(part.part.quantity, digits, found.unit),
        share=display.share(part.part.share),
        weight=display.MISSING if weight is None else display.level(weight, display.digits_of(weight), unit),
        why=county_words.why(part.part.why),
        converted=part.part.converted,
    )


def _chart(lines: tuple[IndicatorLine, ...], region: Region, *, file: str) -> Chart | None:
    """The sums that have a share of the city's target; None where there is none."""
    stacks = tuple(_stack(line) for line in lines if line.found.allocation.share is not None)
    if not stacks:
        return None
    whole = county_words.whole(region)
    figure = allocation(
        stacks, ChartWords(_("%(whole)s目标") % {"whole": whole}, _("占%(whole)s目标") % {"whole": whole}, file)
    )
    told = words.listed(f"{stack.name} {stack.share_text}（{stack.aside}）" for stack in stacks)
    return Chart(
        as_script_text(figure), _("占%(whole)s目标的比例：%(list)s。") % {"whole": whole, "list": told}, len(stacks)
    )


def _stack(line: IndicatorLine) -> Stack:
    pieces = tuple(
        Piece(county.name, part.part.share, f"{county.counted} · {county.share}")
        for county, part in zip(line.counties, (one for one in line.found.counties if one.promised), strict=True)
        if part.part.share is not None and part.part.share >= Decimal(0)
    )
    return Stack(
        line.name, pieces, display.share(line.found.allocation.share), _("已知 %(number)s") % {"number": line.coverage}
    )
