"""What the tests of the API look at: two counties with one row each, computed by the real recompute."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from indicators.domain.types import Form
from indicators.models import Observation
from indicators.services.recompute import recompute_plans
from projects.models import Project
from regions.models import Region
from tests.factories import accounts, indicators, plans, projects, regions

#: METHODS section 6, case 6: growth of Xinxiang's GDP, per cent.
GROWTH = {2021: Decimal("6.6"), 2022: Decimal("5.3"), 2023: Decimal("1.5")}


def yanjin() -> SimpleNamespace:
    """Yanjin's GDP with the figures of cases 1 and 2, a draft beside them, and a project with a monthly report."""
    row = indicators.gdp_row()
    indicators.approved(row, 2022, value=Decimal("179.46"), vintage="final")
    indicators.approved(row, 2024, value=Decimal("193.3"), source_title="统计公报", value_basis="current")
    draft = Observation.objects.create(row=row, year=2025, value=Decimal("200"), unit="亿元")
    unit = row.units.get()
    project = Project.objects.create(
        plan=row.plan, region=row.plan.region, position=1, name="产业园", investment=Decimal("1.50"), lead_unit=unit
    )
    monthly = projects.approved_report(project, date(2025, 3, 1), investment_month=Decimal("120.5"), progress=40)
    recompute_plans([row.plan_id])
    return SimpleNamespace(
        row=row, plan=row.plan, region=row.plan.region, draft=draft, unit=unit, project=project, monthly=monthly
    )


def growing(region: Region) -> SimpleNamespace:
    """A region's GDP: a growth target with the years of case 6, and a project with a monthly report."""
    indicators.RuleFactory()
    plan = plans.PlanFactory(region=region)
    catalogue = indicators.IndicatorFactory(code="gdp", name="地区生产总值", price_sensitive=True)
    row = indicators.RowFactory(plan=plan, indicator=catalogue, nature="binding")
    indicators.TargetFactory(row=row, form=Form.GROWTH, value=Decimal("6.5"), comparator=">=", unit="%", text="6.5以上")
    for year, growth in GROWTH.items():
        indicators.approved(row, year, growth=growth, growth_basis="constant")
    unit = accounts.UnitFactory(region=plan.region)
    indicators.answers_for(row, unit)
    project = Project.objects.create(plan=plan, region=plan.region, position=1, name="高铁站", lead_unit=unit)
    monthly = projects.approved_report(project, date(2025, 3, 1), investment_month=Decimal("80"), progress=20)
    recompute_plans([plan.pk])
    return SimpleNamespace(row=row, plan=plan, region=plan.region, unit=unit, project=project, monthly=monthly)


def xinxiang() -> SimpleNamespace:
    """The city above Yanjin."""
    return growing(regions.xinxiang())
