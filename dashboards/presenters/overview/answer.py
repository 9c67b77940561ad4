"""The sentence at the top: how much is short of the plan, natures apart, and what to look at first."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.presenters import words
from dashboards.presenters.overview.counts import Block, NatureCounts
from dashboards.presenters.overview.risks import RiskLine
from indicators.domain import display

#: Statuses that say nothing of how the plan goes.
_UNKNOWN = {"no_data", "pending", "incomparable", "not_assessable"}


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of one block. ``short``: "1 项约束性、3 项预期性", "" where nothing is; ``calm``: what is said then."""

    whose: str
    short: str
    calm: str
    rest: str


@dataclass(frozen=True, slots=True)
class Answer:
    """``worst`` None: nothing is at risk. ``needs``: what it would take, "" where that cannot be said."""

    parts: tuple[Part, ...]
    worst: RiskLine | None
    worst_gap: str
    needs: str


def answer(blocks: tuple[Block, ...], lines: tuple[RiskLine, ...]) -> Answer:
    """The sentence for these counts and the most urgent line."""
    worst = lines[0] if lines else None
    short = "" if worst is None or worst.gap == display.MISSING else worst.gap.lstrip(display.MINUS)
    told = worst is not None and worst.required not in (display.MISSING, "")
    return Answer(
        parts=tuple(_part(block) for block in blocks),
        worst=worst,
        worst_gap=short if worst is not None and worst.gap.startswith(display.MINUS) else "",
        needs=worst.required if worst is not None and told and any(one.isdigit() for one in worst.required) else "",
    )


def _part(block: Block) -> Part:
    return Part(
        whose=block.title,
        short=words.listed(_number(one.short, one) for one in block.natures if one.short),
        calm="" if block.short else _calm(block),
        rest=words.listed(_number(one.without_data, one) for one in block.natures if one.without_data),
    )


def _number(number: int, nature: NatureCounts) -> str:
    return _("%(nature)s %(number)s 项") % {"nature": nature.label, "number": number}


def _calm(block: Block) -> str:
    """Nothing is short: because all is well, or because nothing is known yet."""
    if not block.natures:
        return _("还没有指标")
    if all(one.waiting == one.number for one in block.natures):
        return _("指标尚未计算")
    if all(one.without_data + one.waiting == one.number for one in block.natures):
        return _("指标均尚无数据")
    if {one.chip.code for nature in block.natures for one in nature.slices} <= _UNKNOWN:
        return _("还没有可以评估的指标")
    return _("没有落后或未完成的指标")
