"""What must still be decided before a proposal can become a plan: where, what, what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from indicators.domain.types import DoubtCode
from indicators.models import Base, Indicator, PlanIndicator, Target
from indicators.presenters.doubt_words import doubt_label
from intake.domain.edit import Item, Listing, State
from intake.domain.proposal import Commitment, FoundDoubt, ReadIndicator, ReadPlan, ReadResult
from projects.models import Project
from regions.models import Region

#: Doubts that question the reading itself: such a row is not taken over unseen. Others may stay open in the plan.
ASKS = frozenset(
    {
        DoubtCode.COLUMN_SHIFT, DoubtCode.MERGED_INDICATORS, DoubtCode.DUPLICATE_READING, DoubtCode.UNIT_IMPLAUSIBLE,
        DoubtCode.UNIT_CONFLICT, DoubtCode.SCALE_JUMP, DoubtCode.IMPOSSIBLE_VALUE, DoubtCode.NAME_UNIT_CONFLICT,
        DoubtCode.GROWTH_MISMATCH, DoubtCode.TARGET_WORSE_THAN_BASE, DoubtCode.CONTRADICTS_TEXT, DoubtCode.MISSING_TARGET,
        DoubtCode.MISSING_UNIT,
    }
)  # fmt: skip

#: (index or None, part, code, figure) of a doubt that a person answered.
DoubtKey = tuple[int | None, int, str, str]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing in the way. ``listing`` and ``index`` lead to the item; index None: the list as a whole."""

    listing: Listing
    index: int | None
    part: int
    where: str
    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}。{self.todo}。"


def hindrances_of(
    items: Mapping[Listing, Sequence[Item]], answered: Collection[DoubtKey], *, within: Region
) -> tuple[Hindrance, ...]:
    """Everything in the way, in the order of the page. ``answered``: doubts that a person closed; ``within``: for whom it
    was uploaded, the plan must be of that region or one below it.
    """
    rows = [item for item in items[Listing.INDICATORS] if item.goes_in]
    codes = set(Indicator.objects.values_list("code", flat=True))
    found = [*_particulars(items[Listing.PLAN][0], within), *_none_at_all(rows), *_twice(rows)]
    found += _twice([item for item in items[Listing.RESULTS] if item.goes_in])
    for item in rows:
        found += [*_asking(item, answered), *_too_long(item, _LIMITS), *_code(item, codes)]
    for item in (one for one in items[Listing.PROJECTS] if one.goes_in):
        found += _too_long(item, _PROJECT_LIMITS)
    for item in (one for one in items[Listing.COMMITMENTS] if one.goes_in):
        found += _too_long(item, _COMMITMENT_LIMITS)
    return tuple(found)


def _particulars(item: Item, within: Region) -> Iterator[Hindrance]:
    plan = cast("ReadPlan", item.value)

    def one(what: str, todo: str) -> Hindrance:
        return Hindrance(Listing.PLAN, 0, 0, _("规划基本情况"), what, todo)

    if not plan.title.strip():
        yield one(_("没有标题"), _("请填写规划的标题"))
    if not plan.region_code:
        yield one(_("不知道是哪个地区的规划"), _("请选择地区"))
    else:
        region = Region.objects.filter(code=plan.region_code).first()
        if region is None:
            yield one(_("系统里没有地区 %(code)s") % {"code": plan.region_code}, _("请另选地区，或请管理员补上"))
        elif not region.lineage.startswith(within.lineage):
            said = _("文本像是%(found)s的规划，而上传时选的是%(within)s")
            yield one(said % {"found": region.name, "within": within.name}, _("请改正地区，或到该地区上传"))
    base, start, end = plan.base_year, plan.start_year, plan.end_year
    if base is None or start is None or end is None:
        yield one(_("规划期不全"), _("请填写基期年、起始年和末年"))
    elif not base < start <= end:
        yield one(_("年份次序不对"), _("须满足：基期年 < 起始年 ≤ 末年"))


def _none_at_all(rows: Sequence[Item]) -> Iterator[Hindrance]:
    if not rows:
        yield Hindrance(
            Listing.INDICATORS, None, 0, _("主要指标"), _("一行也没有"), _("请补充指标，或换一份有指标表的文本")
        )


def _twice(rows: Sequence[Item]) -> Iterator[Hindrance]:
    """One catalogue indicator in two rows of a plan. A heading has none."""
    seen: dict[str, str] = {}
    for item in rows:
        row = cast("ReadIndicator | ReadResult", item.value)
        if not row.catalogue or getattr(row, "heading", False):
            continue
        if row.catalogue in seen:
            what = _("目录指标 %(code)s 已用于%(where)s") % {"code": row.catalogue, "where": seen[row.catalogue]}
            yield _of(item, what, _("一个规划内一个目录指标只能有一行，请改一处，或不要其中一行"))
        seen.setdefault(row.catalogue, where_of(item))


def _asking(item: Item, answered: Collection[DoubtKey]) -> Iterator[Hindrance]:
    """An undecided row with a doubt that questions its reading."""
    if item.state is not State.OPEN:
        return
    for doubt in open_doubts(item, answered):
        if doubt.code in ASKS:
            what = _("有疑点“%(label)s”未处理") % {"label": doubt_label(doubt.code)}
            yield _of(item, what, _("请对照原文，采纳、修改或写明处理意见"))


def open_doubts(item: Item, answered: Collection[DoubtKey]) -> list[FoundDoubt]:
    """The doubts about a row that nobody closed."""
    row = cast("ReadIndicator", item.value)
    return [doubt for doubt in row.doubts if (item.index, item.part, doubt.code, doubt.figure) not in answered]


def _code(item: Item, codes: Collection[str]) -> Iterator[Hindrance]:
    row = cast("ReadIndicator", item.value)
    if row.catalogue and row.catalogue not in codes:
        what = _("系统的指标目录里没有 %(code)s") % {"code": row.catalogue}
        yield _of(item, what, _("请另选目录指标，或请管理员载入目录"))


def _length(model: type, name: str) -> int:
    return int(model._meta.get_field(name).max_length)  # type: ignore[attr-defined]


_LIMITS = {
    "name": (PlanIndicator, "short_name"),
    "printed_name": (PlanIndicator, "name"),
    "number": (PlanIndicator, "number"),
    "category": (PlanIndicator, "category"),
    "unit": (PlanIndicator, "unit"),
    "nature_text": (PlanIndicator, "nature_text"),
    "base_text": (Base, "text"),
    "base_growth_text": (Base, "growth_text"),
    "target_text": (Target, "text"),
    "growth_text": (Target, "text"),
}
_PROJECT_LIMITS = {"box": (Project, "box"), "group": (Project, "group"), "name": (Project, "name")}
_COMMITMENT_LIMITS = {
    "subject": (PlanIndicator, "short_name"),
    "unit": (PlanIndicator, "unit"),
    "text": (Target, "text"),
}


def _too_long(item: Item, limits: Mapping[str, tuple[type, str]]) -> Iterator[Hindrance]:
    for name, (model, field) in limits.items():
        text, most = getattr(item.value, name) or "", _length(model, field)
        if len(text) > most:
            what = _("“%(text)s…”有 %(n)d 个字，最多 %(most)d 个") % {"text": text[:12], "n": len(text), "most": most}
            yield _of(item, what, _("请缩短；原文另存有一份"))
    if not (getattr(item.value, "name", None) or getattr(item.value, "subject", "")).strip():
        yield _of(item, _("没有名称"), _("请填写名称，或不要这一项"))


def _of(item: Item, what: str, todo: str) -> Hindrance:
    return Hindrance(item.listing, item.index, item.part, where_of(item), what, todo)


def where_of(item: Item) -> str:
    """An item in words: its line and its name."""
    value = item.value
    name = value.subject if isinstance(value, Commitment) else getattr(value, "name", "")
    return _("第 %(line)d 行“%(name)s”") % {"line": getattr(value, "line", 0), "name": name[:30]}
