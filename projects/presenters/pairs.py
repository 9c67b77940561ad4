"""Words for what speaks for two entries being the same works, and the pairs as a page or a workbook shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.domain.likeness import Sign
from projects.models import Decision, LikePair, Project
from sheets.table import Cell, Column, Table

SIGNS: dict[Sign, Promise] = {
    Sign.SAME_NAME: gettext_lazy("名称相同"),
    Sign.CONTAINED: gettext_lazy("一个名称含另一个"),
    Sign.CLOSE: gettext_lazy("名称相近"),
    Sign.SAME_START: gettext_lazy("开头相同"),
    Sign.SAME_CODE: gettext_lazy("同一道路编号"),
    Sign.SAME_BOX: gettext_lazy("同一专栏"),
    Sign.OTHER_BOX: gettext_lazy("不同专栏"),
    Sign.SAME_LIST: gettext_lazy("在同一处并列"),
    Sign.DIRECTION: gettext_lazy("其中一个是方向"),
    Sign.BY_HAND: gettext_lazy("人工提出"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two. ``into``: where it is merged (None: it stands for itself)."""

    project: Project
    into: Project | None


@dataclass(frozen=True, slots=True)
class ShownPair:
    """``signs``: in words; ``score_pct``: likeness of the names, whole per cent; None: nothing was compared."""

    pair: LikePair
    sides: tuple[Side, Side]
    signs: str
    score_pct: int | None
    may_decide: bool


def shown(pair: LikePair, *, may_decide: bool) -> ShownPair:
    """The pair as the page shows it."""
    sides = (Side(pair.first, pair.first.merged_into), Side(pair.second, pair.second.merged_into))
    by_hand = Sign.BY_HAND in pair.signs
    return ShownPair(pair, sides, signs_said(pair), None if by_hand else round(pair.score * 100), may_decide)


def signs_said(pair: LikePair) -> str:
    """What speaks for and against it, in words."""
    return _("、").join(str(SIGNS[Sign(code)]) for code in pair.signs)


def pairs_table(pairs: Iterable[LikePair]) -> Table:
    """One line a pair."""
    columns = (
        Column(_("地区")), Column(_("规划期")), Column(_("项目")), Column(_("专栏")), Column(_("来源行"), kind="year"),
        Column(_("另一项目")), Column(_("专栏")), Column(_("来源行"), kind="year"), Column(_("名称相似度"), kind="share", digits=0),
        Column(_("依据")), Column(_("处理")), Column(_("并入")), Column(_("理由")), Column(_("处理人")),
    )  # fmt: skip
    return Table(_("疑似重复"), columns, tuple(_line(one) for one in pairs))


def _line(pair: LikePair) -> tuple[Cell, ...]:
    first, second = pair.first, pair.second
    into = (first.merged_into or second.merged_into) if pair.decision == Decision.MERGED else None
    return (
        first.plan.region.name, first.plan.period, first.name, first.box, first.source_line, second.name, second.box,
        second.source_line, pair.score, signs_said(pair), pair.get_decision_display(), into.name if into else None,
        pair.reason or None, str(pair.decided_by) if pair.decided_by else None,
    )  # fmt: skip
