"""Bases and targets change by version: who, why, and what follows."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.domain.types import Form
from indicators.models import Base, Doubt, JobRun, Target
from indicators.services import targets as service
from indicators.services.errors import StaleFigure, WrongState
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, TargetFactory, gdp_row

pytestmark = pytest.mark.django_db

CENSUS = service.BaseTerms(year=2020, value=Decimal("160.2"), price_basis="current")


@pytest.fixture
def row():
    return gdp_row()


@pytest.fixture
def planner(row):
    return accounts.planner()


def revise(row, planner, **changes):
    given = {"terms": CENSUS, "version": 1, "reason": "五经普修订", "document": "1号", "by": planner, **changes}
    return service.revise_base(row=row, **given)


def test_a_new_base_replaces_and_keeps_the_old(row, planner):
    job = revise(row, planner)
    old, new = Base.objects.filter(row=row).order_by("version")
    assert (old.in_force, old.value) == (False, Decimal("153.7"))
    assert (new.in_force, new.value, new.unit, new.reason, new.source, new.cause) == (
        True, Decimal("160.2"), "亿元", "五经普修订", "revision", "revision",
    )  # fmt: skip
    assert job.plan == row.plan


def test_an_entered_base_settles_the_missing_one(planner):
    row = RowFactory()
    doubt = Doubt.objects.create(plan=row.plan, row=row, code="missing_base", figure="base", message="没有基数")
    revise(row, planner, version=None, reason="据上期规划表")
    doubt.refresh_from_db()
    assert (doubt.state, doubt.resolved_by, doubt.resolution) == ("resolved", planner, "据上期规划表")
    assert row.bases.get().cause == ""  # the first one revises nothing


@pytest.mark.parametrize("version", [None, 2])
def test_a_base_revised_meanwhile(row, planner, version):
    with pytest.raises(StaleFigure):
        revise(row, planner, version=version)
    assert Base.objects.get(row=row).value == Decimal("153.7")


def test_a_revision_says_why(row, planner):
    with pytest.raises(ValidationError, match="修订基期值必须写明理由"):
        revise(row, planner, reason=" ")
    assert Base.objects.get(row=row, in_force=True).version == 1
    assert not JobRun.objects.exists()


def test_a_new_target_keeps_its_place_and_says_why(row, planner):
    target = row.targets.get()
    service.revise_target(
        target=target,
        changes={"value": Decimal(220), "text": "220"},
        reason="人大常委会批准",
        document="2号",
        by=planner,
    )
    old, new = Target.objects.filter(row=row).order_by("version")
    assert (old.in_force, new.in_force, new.value, new.is_primary, new.ordinal) == (False, True, 220, True, 1)
    assert (old.cause, new.cause) == ("", "adjustment")
    with pytest.raises(StaleFigure):
        service.revise_target(target=target, changes={"value": Decimal(1)}, reason="再改", document="", by=planner)


def test_a_reference_series_goes_along(row, planner):
    target = TargetFactory(
        row=row, ordinal=2, is_primary=False, form=Form.RELATIVE, value=None, text="高于全省平均水平"
    )
    target.reference_figures.create(year=2021, growth=Decimal("6.3"), source_title="省公报")
    service.revise_target(target=target, changes={"tolerant": True}, reason="更正", document="", by=planner)
    new = Target.objects.get(row=row, ordinal=2, in_force=True)
    assert [figure.growth for figure in new.reference_figures.all()] == [Decimal("6.3")]
    assert target.reference_figures.count() == 1


def test_columns_that_a_form_does_not_have_are_refused(row, planner):
    with pytest.raises(ValidationError, match="该形式的目标"):
        service.revise_target(
            target=row.targets.get(), changes={"form": Form.QUALITATIVE}, reason="改", document="", by=planner
        )
    assert Target.objects.get(row=row).in_force


def test_a_number_handed_down_has_its_document(row, planner):
    target = TargetFactory(row=row, ordinal=2, is_primary=False, form=Form.ASSIGNED, value=None, by="省", unit="")
    given = {"value": Decimal("87.5"), "form": Form.LEVEL, "comparator": ">=", "unit": "亿元", "by": planner}
    with pytest.raises(ValidationError, match="文号"):
        service.hand_down_number(target=target, document=" ", **given)
    service.hand_down_number(target=target, document="豫环〔2022〕3号", **given)
    new = Target.objects.get(row=row, ordinal=2, in_force=True)
    assert (new.value, new.assigned_form, new.assigned_document) == (Decimal("87.5"), "level", "豫环〔2022〕3号")
    assert new.cause == "handed_down"
    with pytest.raises(WrongState):
        service.hand_down_number(target=row.targets.get(ordinal=1), document="1号", **given)


def test_what_is_compared_stands_in_the_unit_of_the_row(row, planner):
    in_dollars = service.BaseTerms(year=2020, value=Decimal("160.2"), unit="亿美元")
    with pytest.raises(ValidationError, match="该行按“亿元”计"):
        revise(row, planner, terms=in_dollars)
    level = {"target": row.targets.get(), "reason": "更正", "document": "", "by": planner}
    with pytest.raises(ValidationError, match="该行按“亿元”计"):
        service.revise_target(changes={"value": Decimal(2300000), "unit": "万元"}, **level)
    service.revise_target(changes={"form": Form.GROWTH, "value": Decimal("7.6"), "unit": "%"}, **level)
    revise(row, planner, terms=in_dollars)  # kept as printed: growth is never computed from it
    assert Base.objects.get(row=row, in_force=True).unit == "亿美元"


def test_one_primary_target(row, planner):
    first = row.targets.get()
    second = TargetFactory(row=row, ordinal=2, is_primary=False, form=Form.GROWTH, value=Decimal("7.6"), unit="%")
    service.set_primary(target=second, by=planner)
    assert [one.is_primary for one in Target.objects.order_by("ordinal")] == [False, True]
    assert first.pk != second.pk


@pytest.mark.parametrize("who", ["clerk", "reviewer", "leader", "planner elsewhere"])
def test_only_planners_of_the_region_change_what_was_promised(row, who, caplog):
    person = {
        "clerk": lambda: accounts.clerk(row.units.get()),
        "reviewer": accounts.reviewer,
        "leader": accounts.leader,
        "planner elsewhere": lambda: accounts.planner(regions.weibin()),
    }[who]()
    target = row.targets.get()
    steps = [
        lambda: revise(row, person),
        lambda: service.revise_target(target=target, changes={}, reason="改", document="", by=person),
        lambda: service.set_primary(target=target, by=person),
    ]
    for step in steps:
        with pytest.raises(PermissionDenied):
            step()
    assert caplog.text.count("refused: ") == len(steps)
    assert not JobRun.objects.exists()
