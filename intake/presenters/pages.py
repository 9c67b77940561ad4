"""What the pages of one upload have in common: tabs, filters of a list, the particulars, what a note says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.domain.edit import Listing, State
from intake.domain.proposal import ReadPlan
from intake.models import Intake, IntakeState
from intake.models.decisions import ItemListing
from intake.presenters.review import SLUG_OF, Sources
from intake.selectors.hindrances import Hindrance
from intake.selectors.review import Review, ShownItem

#: The lists in the order of their tabs.
LISTS = (Listing.INDICATORS, Listing.RESULTS, Listing.PROJECTS, Listing.COMMITMENTS)

#: Items of a list on one page.
PER_PAGE = 100

#: What stands above a list.
EXPLANATIONS: dict[Listing, Promise] = {
    Listing.INDICATORS: gettext_lazy("“拟采纳”的行不必逐条点，确认时按读出的内容写入；有疑点的行请先对照原文处理。"),
    Listing.RESULTS: gettext_lazy("上期的目标与完成情况。采纳的行写入上期规划；“待采纳”的不写。"),
    Listing.PROJECTS: gettext_lazy(
        "专栏里列出的项目，方向、培育对象已标明。“拟采纳”的确认时写入；“待采纳”的采纳之后才写入。"
    ),
    Listing.COMMITMENTS: gettext_lazy("正文中承诺到规划期末或某年要达到的数。“待采纳”的不写，采纳之后才写入。"),
}
NOTHING: dict[Listing, Promise] = {
    Listing.INDICATORS: gettext_lazy("没有找到主要指标表。"),
    Listing.RESULTS: gettext_lazy("文件里没有上期完成情况表。"),
    Listing.PROJECTS: gettext_lazy("没有找到专栏项目。"),
    Listing.COMMITMENTS: gettext_lazy("没有找到正文承诺。"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """``count``: items read, None for the summary. ``open``: undecided rows with a doubt that nobody closed."""

    label: str
    address: str
    current: bool
    count: int | None = None
    open: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """One line of the summary's table."""

    label: str
    address: str
    read: int
    goes_in: int
    waiting: int
    dropped: int
    open_doubts: int


@dataclass(frozen=True, slots=True)
class Particular:
    """One fact of the plan. ``needed``: a plan cannot be written without it."""

    label: str
    text: str
    place: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Filter:
    value: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What is in the way, with the address of where it is mended."""

    where: str
    text: str
    address: str


def tabs(review: Review, current: str) -> list[Tab]:
    """The pages of one upload; while it is under review lists without an item too, because one can be added."""
    intake = review.intake
    made = [Tab(_("概况"), reverse("intake:intake", args=[intake.pk]), current == "")]
    for listing in LISTS:
        counts = review.counts(listing)
        if counts["all"] or listing is Listing.INDICATORS or intake.state == IntakeState.READ:
            slug = SLUG_OF[listing]
            made.append(
                Tab(
                    label_of(listing),
                    address_of(intake, listing),
                    current == slug,
                    counts["all"],
                    _unseen(review, listing),
                )
            )
    if intake.state == IntakeState.READ and review.existing is not None:
        address = reverse("intake:difference", args=[intake.pk])
        made.append(Tab(_("与现有规划比较"), address, current == "difference"))
    return made


def _unseen(review: Review, listing: Listing) -> int:
    return sum(one.open_doubts > 0 and one.item.state is State.OPEN for one in review.items[listing])


def label_of(listing: Listing) -> str:
    return str(ItemListing(listing.value).label)


def address_of(intake: Intake, listing: Listing) -> str:
    return reverse("intake:listing", args=[intake.pk, SLUG_OF[listing]])


def item_of(intake: Intake, listing: Listing, index: int, part: int = 0) -> str:
    """Address of one item."""
    return reverse("intake:item", args=[intake.pk, SLUG_OF[listing], index, part])


def place_in_list(review: Review, listing: Listing, at: int) -> str:
    """Address of the list where its item number ``at`` (from 0) stands on it."""
    item = review.items[listing][at].item
    page = at // PER_PAGE + 1
    return f"{address_of(review.intake, listing)}{f'?page={page}' if page > 1 else ''}#item-{item.index}-{item.part}"


def address_of_summary(intake: Intake) -> str:
    return reverse("intake:intake", args=[intake.pk])


def counts(review: Review) -> list[Count]:
    """The lists that hold anything, with how many items go in."""
    made = []
    for listing in LISTS:
        found = review.counts(listing)
        if found["all"]:
            dropped = sum(one.item.state is State.DROPPED for one in review.items[listing])
            address, waiting = address_of(review.intake, listing), waiting_in(review, listing)
            made.append(
                Count(label_of(listing), address, found["all"], found["in"], waiting, dropped, found["doubted"])
            )
    return made


def waiting_in(review: Review, listing: Listing) -> int:
    """How many items go in only once a person accepts them, and nobody has."""
    return sum(one.item.wants_tick and one.item.state is State.OPEN for one in review.items[listing])


def particulars(plan: ReadPlan, sources: Sources) -> list[Particular]:
    """The plan's particulars as they hold now; "" where nobody knows."""
    lines = dict(plan.lines)

    def one(name: str, label: str, text: object, *, needed: bool = False) -> Particular:
        return Particular(label, str(text or ""), sources.place(lines[name]) if name in lines else "", needed)

    years = f"{plan.start_year}–{plan.end_year}" if plan.start_year and plan.end_year else ""
    return [
        one("title", _("标题"), plan.title, needed=True),
        one("region", _("地区"), f"{plan.region_name} {plan.region_code}".strip(), needed=True),
        one("period", _("规划期"), years, needed=True),
        one("base_year", _("基期年"), plan.base_year, needed=True),
        one("document_number", _("文号"), plan.document_number),
        one("issued_on", _("印发日期"), plan.issued_on),
        one("stated_count", _("文中所称指标数"), plan.stated_count),
    ]


#: The filters of a list: which items each keeps.
FILTERS: dict[str, Callable[[ShownItem], bool]] = {
    "": lambda shown: True,
    "doubted": lambda shown: shown.open_doubts > 0,
    "undecided": lambda shown: shown.item.state is State.OPEN,
    "dropped": lambda shown: shown.item.state in (State.DROPPED, State.MERGED, State.SPLIT),
}


def filters(items: tuple[ShownItem, ...], current: str) -> list[Filter]:
    """The filters that keep anything."""
    labels = {"": _("全部"), "doubted": _("有疑点"), "undecided": _("未决定"), "dropped": _("不写入")}
    found = [(value, label, sum(map(FILTERS[value], items))) for value, label in labels.items()]
    return [Filter(value, label, count, value == current) for value, label, count in found if count or not value]


def kept(items: tuple[ShownItem, ...], show: str) -> list[ShownItem]:
    """The items a filter keeps; an unknown filter keeps all."""
    return [one for one in items if FILTERS.get(show, FILTERS[""])(one)]


def problems(review: Review) -> list[Problem]:
    """What is in the way of confirming."""
    said = _("%(what)s。%(todo)s。")
    return [
        Problem(one.where, said % {"what": one.what, "todo": one.todo}, _address(review.intake, one))
        for one in review.hindrances
    ]


def _address(intake: Intake, found: Hindrance) -> str:
    if found.index is None:
        return address_of(intake, found.listing)
    return item_of(intake, found.listing, found.index, found.part)


def consequence(review: Review) -> str:
    """What confirming will write, and what of the document it will not."""
    if review.existing is not None:
        return _("%(plan)s 已经有了，不再另建。请逐行比较，采纳的差异另立新版本。") % {"plan": review.existing}
    parts = [f"{label_of(listing)} {review.counts(listing)['in']}" for listing in LISTS if review.counts(listing)["in"]]
    left = [f"{label_of(listing)} {waiting_in(review, listing)}" for listing in LISTS if waiting_in(review, listing)]
    said = _("确认后建立 %(region)s %(start)s–%(end)s 规划草案，写入：%(parts)s。") % {
        "region": review.plan.region_name,
        "start": review.plan.start_year,
        "end": review.plan.end_year,
        "parts": _("，").join(parts),
    }
    return said + (_("尚待采纳、不会写入：%(parts)s。") % {"parts": _("，").join(left)} if left else "")
