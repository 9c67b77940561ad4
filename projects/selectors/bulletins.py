"""What a bulletin is made from, for a county or a whole city: a constant number of set-based queries, and issued ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, QuerySet

from accounts.access import visible_regions
from accounts.models import User
from indicators.domain.stored import from_stored
from plans.models import PlanStatus
from projects.domain.bulletin import spans
from projects.domain.bulletin.draw import draw
from projects.domain.bulletin.facts import Facts
from projects.domain.bulletin.records import BY_REGION, BY_UNIT, Material, Outline, Party, Work
from projects.domain.money import in_wan
from projects.domain.stages import BEGUN, ENDED
from projects.models import Bulletin, Kind, Project
from projects.selectors.bulletin_records import NO_MONEY, Money, asked, dates, hindrances, money, months, planned
from projects.selectors.standing import Standing, standings
from regions.models import Region
from regions.recorded import recorded

_COLUMNS = (
    "pk", "name", "region__lineage", "region__name", "lead_unit_id", "lead_unit__name", "unit_confirmed", "reports_monthly",
    "stage", "actual_start", "actual_finish", "planned_start", "planned_finish", "investment", "investment_unit", "sample",
)  # fmt: skip


def bulletin_facts(region: Region, kind: str, month: date, *, today: date) -> Facts:
    """The facts of a bulletin as they are now. ``month``: the last one covered; ValueError where none of the kind ends with it."""
    return draw(material(region, kind, month, today=today))


def counted_projects(region: Region, month: date) -> QuerySet[Project]:
    """The projects of a bulletin: of the region and below, of plans that cover the year; no directions, none merged into others."""
    found = Project.objects.filter(
        region__lineage__startswith=region.lineage, merged_into__isnull=True, plan__start_year__lte=month.year,
        plan__end_year__gte=month.year, plan__status__in=[PlanStatus.IN_FORCE, PlanStatus.ENDED],
    )  # fmt: skip
    return found.exclude(kind=Kind.DIRECTION).order_by()


def reckoned_day(month: date, today: date) -> date:
    """Until when problems and reports count: the end of the following month (in it the bulletin is made), at most today."""
    after = spans.last_day(month) + timedelta(days=1)
    return min(today, spans.last_day(after))


def material(region: Region, kind: str, month: date, *, today: date) -> Material:
    """Everything that ``draw`` needs. Regions are ranked where some below have projects, else lead units."""
    spans.months_of(kind, month)
    projects = counted_projects(region, month)
    rows = list(projects.values_list(*_COLUMNS))
    by = BY_REGION if any(row[2] != region.lineage for row in rows) else BY_UNIT
    day = reckoned_day(month, today)
    outline = Outline(region.code, region.name, kind, month, day, by)
    parties = _Parties(region, by, [row[2] for row in rows])
    spent, plans, changes = money(projects, outline), planned(projects, month.year), dates(projects, month)
    standing = standings(projects, month)
    works = [
        _work(
            dict(zip(_COLUMNS, row, strict=True)), parties, spent.get(row[0], NO_MONEY), plans.get(row[0], (None, False)),
            changes.get(row[0]), standing[row[0]], spans.last_day(month),
        )
        for row in rows
    ]  # fmt: skip
    return Material(
        outline=outline,
        works=tuple(works),
        hindrances=hindrances(projects, outline),
        asked=asked(projects, outline),
        months=months(projects, month),
    )


class _Parties:
    """With whom a project is counted: the region of the next level below, or the lead unit."""

    def __init__(self, region: Region, by: str, lineages: Iterable[str]) -> None:
        self._region, self._by = region, by
        codes = {self._code(one) for one in lineages} if by == BY_REGION else set()
        self._names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
        self._made: dict[object, Party] = {}

    def _code(self, lineage: str) -> str:
        below = lineage[len(self._region.lineage) :]
        return below.partition("/")[0] or self._region.code

    def of(self, lineage: str, unit: int | None, unit_name: str | None) -> Party:
        key = self._code(lineage) if self._by == BY_REGION else unit
        if key not in self._made:
            self._made[key] = self._new(key, unit_name or "")
        return self._made[key]

    def _new(self, key: object, unit_name: str) -> Party:
        if self._by == BY_UNIT:
            if key is None:
                return Party("", str(recorded("未明确牵头单位")), ranked=False)
            return Party(str(key), unit_name)
        code = str(key)
        if code == self._region.code:
            return Party(code, str(recorded("%(region)s本级") % {"region": self._region.name}))
        return Party(code, self._names.get(code, code))


def _work(
    row: dict[str, Any], parties: _Parties, spent: Money, plan: tuple[Any, bool], changes: tuple[Any, Any] | None,
    standing: Standing, last: date,
) -> Work:  # fmt: skip
    began, ended = changes or (None, None)
    began, ended = _until(row["actual_start"] or began, last), _until(row["actual_finish"] or ended, last)
    stage = standing.stage or ("" if changes else row["stage"])  # a stage of the register that nobody dated
    unit = row["lead_unit__name"] or ""
    return Work(
        id=row["pk"],
        name=row["name"],
        party=parties.of(row["region__lineage"], row["lead_unit_id"], unit),
        place=row["region__name"],
        unit=unit,
        unit_confirmed=row["unit_confirmed"],
        monthly=row["reports_monthly"],
        reported=spent.reported,
        stage=stage,
        started_on=began if not stage or stage in BEGUN else None,  # what was taken back did not happen
        finished_on=ended if not stage or stage in ENDED else None,
        planned_start=row["planned_start"],
        planned_finish=row["planned_finish"],
        total=in_wan(row["investment"], row["investment_unit"]),
        planned=plan[0],
        year_done=standing.year_amount,
        span_done=spent.span,
        before_done=spent.before,
        year_before=spent.year_before,
        progress=standing.progress,
        progress_text=standing.progress_text,
        sample=row["sample"] or plan[1] or spent.sample or standing.sample,
    )


def _until(day: date | None, last: date) -> date | None:
    return day if day is not None and day <= last else None


# --- issued ones ------------------------------------------------------------------------------------------------------
def issued_bulletins(regions: QuerySet[Region]) -> QuerySet[Bulletin]:
    """Issued bulletins of these regions, the newest first, without their contents."""
    found = (
        Bulletin.objects.filter(region__in=regions).select_related("region", "issued_by").defer("content", "remarks")
    )
    return found.order_by("-issued_at", "-pk")


def find_bulletin(pk: int) -> Bulletin | None:
    """An issued bulletin with its region and who issued it."""
    return Bulletin.objects.select_related("region", "issued_by").filter(pk=pk).first()


def versions_of(region: Region, kind: str, month: date) -> list[Bulletin]:
    """The issued versions of one bulletin, the newest first."""
    found = Bulletin.objects.filter(region=region, kind=kind, month=month).select_related("region", "issued_by")
    return list(found.defer("content").order_by("-version"))


def kept_facts(bulletin: Bulletin) -> Facts:
    """What was frozen at issue."""
    return from_stored(Facts, bulletin.content)


def regions_to_report(user: User) -> list[Region]:
    """The regions of the person's scope that have projects, and those above them within it, from above to below."""
    visible = visible_regions(user)
    lineages = visible.filter(projects__isnull=False).values_list("lineage", flat=True).distinct()
    codes = {code for one in lineages for code in one.strip("/").split("/")}
    return list(visible.filter(code__in=codes).order_by("lineage"))


def latest_month(region: Region) -> date | None:
    """The last month of which a counted project has an approved report; None: none has."""
    found = Project.objects.filter(region__lineage__startswith=region.lineage, reports__state="approved")
    return found.aggregate(month=Max("reports__month"))["month"]
