"""Catalogue indicators, rows, bases, targets, figures. ``gdp_row`` is case 1 of METHODS section 6 before any actual."""

from decimal import Decimal

import factory
from django.utils import timezone

from indicators.domain.types import Direction, Form, Measure, PathKind
from indicators.models import (
    Base,
    Indicator,
    Observation,
    ObservationState,
    PlanIndicator,
    ResponsibleUnit,
    StatusRule,
    Target,
)
from tests.factories import accounts
from tests.factories.plans import PlanFactory


class IndicatorFactory(factory.django.DjangoModelFactory):
    """An amount that should grow along a geometric path."""

    class Meta:
        model = Indicator
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"thing_{n}")
    name = factory.LazyAttribute(lambda indicator: f"指标 {indicator.code}")
    unit = "亿元"
    direction = Direction.HIGHER
    path = PathKind.GEOMETRIC
    measure = Measure.AMOUNT


class RowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanIndicator

    plan = factory.SubFactory(PlanFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.LazyAttribute(lambda row: f"{row.short_name}（{row.unit}）" if row.unit else row.short_name)
    short_name = factory.LazyAttribute(lambda row: row.indicator.name)
    unit = "亿元"
    nature = "expected"
    nature_text = "预期性"


class BaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Base

    row = factory.SubFactory(RowFactory)
    value = Decimal("100")
    unit = factory.LazyAttribute(lambda base: base.row.unit)
    year = factory.LazyAttribute(lambda base: base.row.plan.base_year)
    text = factory.LazyAttribute(lambda base: str(base.value))


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    row = factory.SubFactory(RowFactory)
    is_primary = True
    form = Form.LEVEL
    value = Decimal("150")
    unit = factory.LazyAttribute(lambda target: target.row.unit)
    text = factory.LazyAttribute(lambda target: str(target.value or ""))


class RuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatusRule
        django_get_or_create = ("version",)

    version = 1
    active = True
    ahead = Decimal("1.05")
    on_track = Decimal("0.95")
    behind = Decimal("0.60")
    nearly_share = Decimal("0.95")
    nearly_bound = Decimal("0.05")
    tolerance_pp = Decimal("0.3")


def answers_for(row: PlanIndicator, unit) -> ResponsibleUnit:
    """Let the unit answer for the row."""
    return ResponsibleUnit.objects.create(row=row, unit=unit, confirmed=True)


def gdp_row(plan=None, unit=None) -> PlanIndicator:
    """Yanjin's GDP: 153.7 in 2020, 230 in 2025; its statistics bureau answers for it."""
    RuleFactory()
    plan = plan or PlanFactory()
    indicator = IndicatorFactory(code="gdp", name="地区生产总值", price_sensitive=True)
    row = RowFactory(plan=plan, indicator=indicator)
    BaseFactory(row=row, value=Decimal("153.7"))
    TargetFactory(row=row, value=Decimal("230"))
    answers_for(row, unit or accounts.UnitFactory(region=plan.region))
    return row


def approved(row: PlanIndicator, year: int, **figures) -> Observation:
    """A figure in force, written without the services: for tests of what reads it."""
    names = {"submitted_by": accounts.clerk, "approved_by": accounts.reviewer}
    people = {name: figures.pop(name, None) or make() for name, make in names.items()}
    return Observation.objects.create(
        row=row,
        year=year,
        state=ObservationState.APPROVED,
        in_force=True,
        lock=1,
        unit=row.unit,
        submitted_at=timezone.now(),
        approved_at=timezone.now(),
        **people,
        **figures,
    )


def submitted(row: PlanIndicator, year: int, *, by=None, **figures) -> Observation:
    """A figure that waits for a reviewer, written without the services: for tests of what reads it."""
    return Observation.objects.create(
        row=row,
        year=year,
        version=row.observations.filter(year=year).count() + 1,
        state=ObservationState.SUBMITTED,
        lock=2,
        unit=row.unit,
        submitted_by=by or accounts.clerk(),
        submitted_at=timezone.now(),
        **{"source_title": f"{year}年统计公报", **figures},
    )


def on_course_row(plan=None, **facts) -> PlanIndicator:
    """100 in 2020, 150 promised for 2025, 128 approved in 2023: 139 in 2024 would keep it on track and is no big step."""
    row = RowFactory(plan=plan or PlanFactory(), **facts)
    RuleFactory()
    BaseFactory(row=row)
    TargetFactory(row=row)
    approved(row, 2023, value=Decimal(128))
    return row
