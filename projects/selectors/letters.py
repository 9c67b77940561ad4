"""Reads of letters (提示函): what a person is shown, and the figures that a new one would carry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import Unit, User
from projects.domain.letters import LateLine, ProblemLine
from projects.domain.months import shifted, span
from projects.domain.problems import days_over
from projects.models import Letter, LetterState, Problem, ProblemState, Project, ProjectYear
from projects.selectors.asked import asked_reports
from projects.selectors.standing import Standing, standings
from regions.models import Region
from regions.recorded import recorded

#: So many months back a letter looks for reports that were not handed in.
MONTHS_BACK = 6


def letters_in_sight(user: User) -> QuerySet[Letter]:
    """Letters that a region of the scope sent, and those to its units."""
    related = Letter.objects.select_related("region", "unit__region", "issued_by")
    if user.region is None:
        return related
    lineage = user.region.lineage
    return related.filter(Q(region__lineage__startswith=lineage) | Q(unit__region__lineage__startswith=lineage))


def found_letter(user: User, letter_id: int) -> Letter | None:
    """One of them; None where there is none or it is not the person's to see."""
    related = letters_in_sight(user).select_related("replied_by", "closed_by")
    return related.filter(pk=letter_id).first()


def in_order(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those that wait for a reply first, the earliest deadline on top; then the latest."""
    waits = Case(When(state=LetterState.ISSUED, then=Value(0)), default=Value(1), output_field=IntegerField())
    day = Case(When(state=LetterState.ISSUED, then=F("deadline")))
    return letters.annotate(waits=waits, day=day).order_by("waits", "day", "-issued_at", "-pk")


def problems_for_letter(unit: Unit, region: Region) -> QuerySet[Problem]:
    """What a letter of ``region`` to the unit may be about: problems of its projects that the unit must still solve."""
    found = Problem.objects.filter(
        unit=unit, state=ProblemState.ASSIGNED, project__region__lineage__startswith=region.lineage
    )
    return found.select_related("project").order_by("due", "pk")


def problem_lines(problems: Sequence[Problem], *, today: date) -> tuple[ProblemLine, ...]:
    """The problems with the figures of their projects: the latest approved report and the money of its year."""
    ids = {one.project_id for one in problems}
    stand = standings(ids, today.replace(day=1))
    years = {one.month.year for one in stand.values() if one.month is not None}
    for year in years - {today.year}:  # reported last in an earlier year: what that year came to
        of_year = standings([pk for pk in ids if (month := stand[pk].month) and month.year == year], date(year, 12, 1))
        stand |= of_year
    given = ProjectYear.objects.filter(project__in=ids, year__in=years)
    planned = {(row[0], row[1]): row[2] for row in given.values_list("project", "year", "planned_investment")}
    return tuple(_line(one, stand[one.project_id], planned, today) for one in problems)


def _line(
    problem: Problem, stand: Standing, planned: dict[tuple[int, int], Decimal | None], today: date
) -> ProblemLine:
    return ProblemLine(
        project=problem.project.name,
        problem=problem.text,
        kind=problem.kind,
        raised_on=timezone.localdate(problem.raised_at),
        due=problem.due,
        days_over=days_over(problem.state, problem.due, today),
        month=f"{stand.month:%Y-%m}" if stand.month else "",
        to_date=stand.to_date,
        year_done=stand.year_amount if stand.month else None,
        year_planned=planned.get((problem.project_id, stand.month.year)) if stand.month else None,
        progress=stand.progress,
    )


def late_lines(unit: Unit, region: Region, *, today: date) -> tuple[LateLine, ...]:
    """Projects of the region that the unit leads, with the months of the last ``MONTHS_BACK`` that it should have reported."""
    own = Project.objects.filter(lead_unit=unit, region__lineage__startswith=region.lineage).order_by(
        "plan", "position"
    )
    missing: dict[int, list[str]] = {}
    this_month = today.replace(day=1)
    for month in span(shifted(this_month, -MONTHS_BACK), shifted(this_month, -1)):
        for asked in asked_reports(own, month, today=today):
            if asked.overdue:
                missing.setdefault(asked.project, []).append(f"{month:%Y-%m}")
    named = own.filter(pk__in=missing).values_list("pk", "name", "plan__reporting_rule__sample")
    return tuple(LateLine(name, tuple(missing[pk]), bool(sample)) for pk, name, sample in named)


def next_number(region: Region, year: int) -> str:
    """A number that no letter of the region has, to be proposed: 延津县项目提示〔2025〕3号."""
    taken = set(Letter.objects.filter(region=region).values_list("number", flat=True))
    count = Letter.objects.filter(region=region, issued_at__year=year).count() + 1
    numbered = recorded("%(region)s项目提示〔%(year)d〕%(count)d号")
    while (proposed := numbered % {"region": region.name, "year": year, "count": count}) in taken:
        count += 1
    return proposed
