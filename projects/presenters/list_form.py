"""The filters of the list as its form shows them: fields, and as removable words what has no field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.filters import REPORT_STATES, UNSAID
from projects.models import Field, Kind, Stage
from regions.models import Region

#: What the form has fields for; everything else that filters is shown as a word and kept.
_FIELDS = (
    "search",
    "region",
    "region_under",
    "field",
    "kind",
    "stage",
    "unit",
    "report",
    "merged",
    "ordering",
    "month",
)
_NOT_KEPT = (*_FIELDS, "page", "format", "as_of")


@dataclass(frozen=True, slots=True)
class Select:
    """A select of the form. ``name``: the parameter; ``options``: its elements, the first one for no filter."""

    name: str
    label: str
    options: SafeString


@dataclass(frozen=True, slots=True)
class Kept:
    """A filter without a field: the words for it, and the address without it."""

    name: str
    value: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class ListForm:
    """``query``: the filters encoded, without page and format; ``kept``: those that have no field."""

    search: str
    month: str
    selects: tuple[Select, ...]
    kept: tuple[Kept, ...]
    query: str
    filtered: bool


def list_form(
    query: QueryDict,
    chosen: Mapping[str, Any],
    regions: Sequence[Region],
    units: Iterable[tuple[int, str, str]],
    month: date,
) -> ListForm:
    """``chosen``: the filters as they were understood; ``regions``, ``units``: those to choose from."""
    kept = query.copy()
    for name in ("page", "format"):
        kept.pop(name, None)
    return ListForm(
        search=chosen["search"],
        month=f"{month:%Y-%m}",
        selects=tuple(_selects(query, chosen, regions, units)),
        kept=tuple(_kept(query, chosen)),
        query=kept.urlencode(),
        filtered=any(value for name, value in query.items() if name not in ("page", "format", "month")),
    )


def _selects(
    query: QueryDict, chosen: Mapping[str, Any], regions: Sequence[Region], units: Iterable[tuple[int, str, str]]
) -> Iterable[Select]:
    above = [one for one in regions if any(_is_under(other, one) for other in regions)]
    if len(regions) > 1:
        yield _select("region", _("地区"), [(one.code, one.name) for one in regions], query)
    if above and len(regions) > len(above) + 1:
        yield _select("region_under", _("含所辖"), [(one.code, one.name) for one in above], query)
    yield _select("field", _("领域"), [*Field.choices, (UNSAID, _("未定"))], query)
    yield _select("kind", _("种类"), Kind.choices, query)
    yield _select("stage", _("阶段"), [*Stage.choices, (UNSAID, _("未上报"))], query)
    several = len(regions) > 1
    named = [(str(pk), f"{region} {name}" if several else name) for pk, name, region in units]
    if named:
        yield _select("unit", _("单位"), named, query)
    yield _select("report", _("当月月报"), REPORT_STATES, query)
    yield _select("merged", _("合并"), [("false", _("不含已并入")), ("true", _("只看已并入"))], query)
    orders = [
        ("-investment", _("总投资从大到小")), ("stage", _("阶段")), ("planned_finish", _("计划竣工")), ("name", _("名称")),
    ]  # fmt: skip
    yield _select("ordering", _("排序"), orders, query, every=_("按规划"))


def _is_under(other: Region, region: Region) -> bool:
    return other.pk != region.pk and other.lineage.startswith(region.lineage)


def _select(name: str, label: str, choices: Iterable[tuple[str, Any]], query: QueryDict, every: str = "") -> Select:
    """The elements are put together here: a city has hundreds of units, and a template takes its time with each."""
    wanted = set(query.getlist(name))
    chosen = {True: SafeString(" selected"), False: SafeString("")}
    known = [("", every or _("全部")), *choices]
    made = ((value, chosen[bool(value) and value in wanted], said) for value, said in known)
    return Select(name, label, format_html_join("", '<option value="{}"{}>{}</option>', made))


def _kept(query: QueryDict, chosen: Mapping[str, Any]) -> Iterable[Kept]:
    labels = {
        "period": _("规划期"), "plan": _("规划"), "box": _("专栏"), "group": _("分组"), "lead_unit": _("牵头单位"),
        "planned_year": _("有年度计划"), "reports_monthly": _("纳入月报"), "sample": _("演示数据"),
    }  # fmt: skip
    yes_no = {True: _("是"), False: _("否")}
    for name in query:
        if name in _NOT_KEPT or not query[name]:
            continue
        rest = query.copy()
        for gone in (name, "page", "format"):
            rest.pop(gone, None)
        value = chosen.get(name, query[name])
        said = yes_no[value] if isinstance(value, bool) else str(value)
        label = _("%(name)s：%(value)s") % {"name": labels.get(name, name), "value": said}
        yield Kept(name, query[name], label, rest.urlencode())
