"""Reporting rounds around the day of the test: open, not begun, closed, reopened."""

from datetime import date, timedelta

from django.utils import timezone

from indicators.models import PlanIndicator, Reopening, ReportingRound, RoundAsk
from indicators.services.rounds import default_asks
from tests.factories import accounts


def day(offset: int = 0) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=offset)


def open_round_for(row_or_plan, year: int = 2024, *, opens: int = -10, closes: int = 10) -> ReportingRound:
    """The round of the plan and year, open around today, asking the row of its units (or all rows of the plan).

    A round that exists asks for the row too; its dates become these.
    """
    one_row = isinstance(row_or_plan, PlanIndicator)
    plan = row_or_plan.plan if one_row else row_or_plan
    dates = {"opens_on": day(opens), "closes_on": day(closes)}
    found, _made = ReportingRound.objects.update_or_create(
        plan=plan,
        year=year,
        defaults=dates,
        create_defaults={**dates, "title": f"{year} 年度数据填报", "created_by": accounts.reviewer(plan.region)},
    )
    asks = [(row_or_plan, unit) for unit in row_or_plan.units.all() or [None]] if one_row else default_asks(plan)
    for row, unit in asks:
        RoundAsk.objects.get_or_create(round=found, row=row, unit=unit)
    return found


def reopened(row: PlanIndicator, year: int = 2024, *, opens: int = 0, closes: int = 5) -> Reopening:
    """The row's round open again, so that its approved figure may be corrected."""
    asking = ReportingRound.objects.get(plan=row.plan, year=year)
    return Reopening.objects.create(
        round=asking, row=row, opens_on=day(opens), closes_on=day(closes), reason="更正", opened_by=asking.created_by
    )
