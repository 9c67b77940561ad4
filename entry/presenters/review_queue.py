"""The queue as people read it: why a figure is risky, how it differs, what its approval would mean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Page
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entry.presenters.figures import shown
from entry.selectors.review import Choices, Queue, Wanted
from indicators.domain import display
from indicators.domain.risk import RiskLevel, RiskReason
from indicators.domain.said import spoken
from indicators.models import Observation
from indicators.models.entry import CHECK_CODES
from indicators.selectors.outlook import TargetOutlook
from indicators.selectors.risk import Weighed

LEVELS: dict[RiskLevel, Promise] = {
    RiskLevel.HIGH: gettext_lazy("高风险"),
    RiskLevel.LOOK: gettext_lazy("须留意"),
    RiskLevel.SAFE: gettext_lazy("无异常"),
}
SYMBOLS = {RiskLevel.HIGH: "▲", RiskLevel.LOOK: "◆", RiskLevel.SAFE: "✓"}
REASONS: dict[RiskReason, Promise] = {
    RiskReason.STATUS_WORSE: gettext_lazy("状态变差"),
    RiskReason.BLOCKING_DOUBT: gettext_lazy("会有影响评估的疑点"),
    RiskReason.OPEN_WARNING: gettext_lazy("提示未说明"),
    RiskReason.WARNING: gettext_lazy("有提示"),
    RiskReason.BINDING: gettext_lazy("约束性"),
    RiskReason.BIG_STEP: gettext_lazy("变动大"),
    RiskReason.NEIGHBOUR: gettext_lazy("与其他数相同"),
    RiskReason.CORRECTION: gettext_lazy("更正"),
    RiskReason.STATUS_TURNS: gettext_lazy("状态变化"),
    RiskReason.VINTAGE_BACK: gettext_lazy("版次倒退"),
    RiskReason.NO_SOURCE: gettext_lazy("无来源"),
    RiskReason.OWN: gettext_lazy("本人填报"),
}


@dataclass(frozen=True, slots=True)
class Turned:
    """A status before and after: label, symbol and code; ``year`` only where it is not the figure's own."""

    code: str
    label: str
    symbol: str
    before_code: str
    before: str
    before_symbol: str
    year: int | None

    @property
    def changed(self) -> bool:
        return (self.code, self.label) != (self.before_code, self.before)


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A warning with the reason given for it ("" = none); ``late``: it came up only after the figure was submitted."""

    label: str
    message: str
    reason: str
    by: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One waiting figure. Texts are "" where there is nothing to say; ``selectable``: it may be approved with others."""

    id: int
    lock: int
    level: str
    level_label: str
    symbol: str
    reasons: list[str]
    name: str
    region: str
    units: str
    year: int
    value: str
    unit: str
    growth: str
    last_year: str
    step: str
    last_version: str
    change: str
    status: Turned | None
    later: Turned | None
    warnings: list[Doubtful]
    evidence: int
    submitter: str
    figure: Observation
    selectable: bool


def queue_line(weighed: Weighed) -> QueueLine:
    """One line of the queue, of the bulk list and of the head of a figure's page."""
    figure, risk = weighed.figure, weighed.risk
    return QueueLine(
        id=figure.pk,
        lock=figure.lock,
        level=risk.level.value,
        level_label=str(LEVELS[risk.level]),
        symbol=SYMBOLS[risk.level],
        reasons=[str(REASONS[reason]) for reason in risk.reasons],
        name=figure.row.said_name,
        region=figure.row.plan.region.name,
        units=_("、").join(unit.name for unit in figure.row.units.all()),
        year=figure.year,
        value=_plain(figure),
        unit=figure.unit,
        growth=shown(figure, "growth"),
        last_year=_text(weighed.last_year),
        step=difference(weighed.last_year, figure),
        last_version=_text(weighed.approved),
        change=difference(weighed.approved, figure),
        status=turned(weighed.outlook.shown),
        later=turned(weighed.later, name_year=True),
        warnings=_doubtful(weighed),
        evidence=weighed.evidence,
        submitter=str(figure.submitted_by or figure.submitted_client or "—"),
        figure=figure,
        selectable=risk.level is RiskLevel.SAFE,
    )


def _doubtful(weighed: Weighed) -> list[Doubtful]:
    labels = dict(CHECK_CODES)
    stored = [
        Doubtful(str(labels[one.code]), one.message, one.reason, str(one.answered_by or ""), late=False)
        for one in weighed.warnings
    ]
    return stored + [Doubtful(str(labels[one.code.value]), one.message, "", "", late=True) for one in weighed.findings]


def turned(one: TargetOutlook | None, *, name_year: bool = False) -> Turned | None:
    """What an approval would do to the status that the row shows."""
    if one is None:
        return None
    form = one.terms.assigned_form or one.terms.form
    return Turned(
        code=one.then.status.value,
        label=spoken(display.status_text(one.then, form), _),
        symbol=display.SYMBOLS[one.then.status],
        before_code=one.now.status.value,
        before=spoken(display.status_text(one.now, form), _),
        before_symbol=display.SYMBOLS[one.now.status],
        year=one.then.year if name_year else None,
    )


def difference(before: Observation | None, after: Observation) -> str:
    """How a figure differs from another: +4.5 亿元（+2.4%）, +0.4 个百分点; "" where they cannot be compared or are equal."""
    if before is None:
        return ""
    if before.value is not None and after.value is not None:
        return _apart(before.value, after.value, after.unit) if before.unit == after.unit else _("单位不同")
    if before.growth is not None and after.growth is not None:
        return _apart(before.growth, after.growth, "%")
    return ""


def _apart(before: Decimal, after: Decimal, unit: str) -> str:
    if before == after:
        return _("无变化")
    digits = display.level_digits([before], after)
    points = display.points_unit(unit)
    text = display.with_unit(display.number(after - before, digits, signed=True), points)
    if points != unit or not before:
        return text
    share = display.number((after - before) / abs(before) * 100, 1, signed=True)
    return _("%(label)s（%(note)s）") % {"label": text, "note": display.with_unit(share, "%")}


def _plain(figure: Observation) -> str:
    """The value without its unit; else what was entered instead; "—" for nothing."""
    if figure.value is not None:
        sign = "" if figure.comparator == "=" else figure.get_comparator_display()
        return f"{sign}{figure.value:f}"
    others = ("parts", "reported", "judgement")
    return next((text for name in others if (text := shown(figure, name))), "—")


def _text(figure: Observation | None) -> str:
    """Another figure in one breath: the value with its unit, else its growth."""
    if figure is None:
        return ""
    return (
        f"{_plain(figure)} {figure.unit}".strip()
        if figure.value is not None
        else shown(figure, "growth") or _plain(figure)
    )


def queue_context(found: Queue, page: Page[Weighed], wanted: Wanted, choices: Choices, query: str) -> dict[str, Any]:
    """The context of the queue's page. ``query``: the filters as part of an address."""
    lines = [queue_line(one) for one in page.object_list]
    total = sum(found.counts.values())
    return {
        "page": page,
        "lines": lines,
        "selectable": sum(line.selectable for line in lines),
        "levels": [
            ("", _("全部"), "", total),
            *((one.value, LEVELS[one], SYMBOLS[one], found.counts[one]) for one in LEVELS),
        ],
        "total": total,
        "more": found.more,
        "wanted": wanted,
        "filters": _filters(wanted, choices),
        "query": query,
        "others": urlencode({name: value for name, value in parse_qsl(query) if name != "risk"}),
    }


def _filters(wanted: Wanted, choices: Choices) -> list[tuple[str, str, int | None, list[tuple[int, str]]]]:
    """The boxes above the queue: name, label, what is chosen, and the choices; one choice leaves nothing to choose."""
    boxes = [
        ("region", _("地区"), wanted.region, [(one.pk, one.name) for one in choices.regions]),
        ("plan", _("规划"), wanted.plan, [(one.pk, str(one)) for one in choices.plans]),
        ("year", _("年份"), wanted.year, [(one, str(one)) for one in choices.years]),
        ("unit", _("责任单位"), wanted.unit, [(one.pk, one.name) for one in choices.units]),
        ("round", _("填报任务"), wanted.round, [(one.pk, one.title) for one in choices.rounds]),
    ]
    return [box for box in boxes if len(box[3]) > 1 or box[2] is not None]
