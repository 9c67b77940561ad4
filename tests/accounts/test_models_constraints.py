"""Every constraint of regions, accounts and plans, three ways."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import ApiClient, AuditEntry, AuditKind, DisplayKey, Unit, User, Visit
from plans.models import Adjustment, Plan
from regions.models import BoundarySet, BoundaryShape, Level, Region
from tests.constraints import (
    Case,
    check_full_clean_fails,
    check_good_row_passes,
    check_save_fails,
    constraints_of,
)
from tests.factories import accounts, regions
from tests.factories.accounts import UnitFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


def region(**given):
    return Region(**{"code": "410799", "name": "某县", "level": Level.COUNTY, "parent": regions.xinxiang(), **given})


def user(**given):
    person = User(**{"username": "someone", "role": "leader", "region": regions.yanjin(), **given})
    person.set_unusable_password()
    return person


def plan(**given):
    years = {"base_year": 2020, "start_year": 2021, "end_year": 2025}
    return Plan(**{"region": regions.yanjin(), "title": "规划", "status": "in_force", **years, **given})


def visit(**given):
    now = timezone.now()
    return Visit(**{"person": accounts.leader(), "began_at": now, "seen_at": now, **given})


def display(**given):
    by = accounts.administrator()
    return DisplayKey(
        **{"name": "大厅", "region": regions.yanjin(), "prefix": "xs_1", "key_hash": "a", "issued_by": by} | given
    )


def boundaries(**given):
    facts = {"name": "演示边界", "root": regions.xinxiang(), "level": Level.COUNTY, "review_number": "GS(2024)0001号",
             "source": "演示", "file_name": "a.json", "file_hash": "0", "vertices": 4}  # fmt: skip
    return BoundarySet(**facts | {"uploaded_by": accounts.administrator()} | given)


_sets = {}


@pytest.fixture(autouse=True)
def _fresh_set():
    _sets.clear()


def shape():
    if "one" not in _sets:
        _sets["one"] = boundaries()
        _sets["one"].save()
    return BoundaryShape(set=_sets["one"], code="410726", geometry=[[[[1, 1]]]], path="M0 0z", label_x=0, label_y=0,
                         x0=0, y0=0, x1=1, y1=1)  # fmt: skip


def adjustment(**given):
    facts = {
        "body": "县人大常委会",
        "document_number": "1号",
        "approved_on": date(2023, 9, 1),
        "reason": "修订",
        "summary": "一项",
    }
    return Adjustment(**{"plan": PlanFactory(), **facts, **given})


def adjusted():
    return adjustment(state="in_force", applied_by=accounts.planner(), applied_at=timezone.now())


CASES = [
    Case("display_revoked_by_somebody", display, {"revoked_at": timezone.now}),
    Case("boundary_review_number", boundaries, {"review_number": "无"}),
    Case("boundary_one_in_use", boundaries, collides=True),
    Case("boundary_retired_by_somebody", boundaries, {"retired_at": timezone.now}),
    Case("boundary_shape_code", shape, collides=True),
    Case("visit_moments_in_order", visit, {"seen_at": lambda: timezone.now() - timedelta(days=1)}),
    Case("visit_moments_in_order", visit, {"previous_at": lambda: timezone.now() + timedelta(days=1)}),
    Case("region_parent_unless_nation", region, {"parent": None}),
    Case("region_validity_in_order", region, {"valid_from": 2022, "valid_to": 2020}),
    Case("unit_name_in_region", lambda: Unit(region=regions.yanjin(), name="财政局"), collides=True),
    Case("user_role_known", user, {"role": "king"}),
    Case("user_clerk_has_unit", lambda: user(role="clerk", unit=UnitFactory()), {"unit": None}),
    Case("user_role_has_scope", user, {"region": None}),
    Case("user_system_never_logs_in", lambda: user(role="system", is_active=False), {"is_active": True}),
    Case(
        "client_rate_positive",
        lambda: ApiClient(name="平台", region=regions.yanjin(), scopes=["read:plans"]),
        {"rate_per_minute": 0},
    ),
    Case("audit_kind_known", lambda: AuditEntry(kind=AuditKind.EXPORT, about="导出", name="x"), {"kind": "gossip"}),
    Case("plan_years_in_order", plan, {"end_year": 2020}),
    Case("plan_status_known", plan, {"status": "lost"}),
    Case("plan_one_in_force", plan, collides=True),
    Case("adjustment_kind_known", adjustment, {"kind": "whim"}),
    Case("adjustment_state_known", adjustment, {"state": "lost"}),
    Case("adjustment_applied_by_whom", adjusted, {"applied_by": None}),
    Case("adjustment_applied_by_whom", adjustment, {"applied_at": timezone.now}),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_good_row_passes(case):
    check_good_row_passes(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_full_clean_fails(case):
    check_full_clean_fails(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_save_fails(case):
    check_save_fails(case)


@pytest.mark.parametrize("code", ["41072", "041072", "4107261", "４１０７２６", "41072a", ""])
def test_region_code_pattern(code):
    bad = region(code=code)
    with pytest.raises(Exception, match=r"区划代码为 6 位或 9 位数字|不能为空"):
        bad.full_clean()
    with pytest.raises(IntegrityError, match="region_code_pattern"), transaction.atomic():
        bad.save()


def test_lineage_ends_with_the_code():
    """``save`` writes the path itself; only a statement past it can break it."""
    good = region()
    good.save()
    assert good.lineage.endswith("410799/")
    with pytest.raises(IntegrityError, match="region_lineage_ends_with_code"), transaction.atomic():
        Region.objects.filter(pk=good.pk).update(lineage="100000/")


def test_parent_stands_higher():
    """A trigger, because the parent is another row."""
    bad = region(parent=regions.yanjin())
    with pytest.raises(Exception, match="上级区划的级别必须高于本级"):
        bad.full_clean()
    with pytest.raises(IntegrityError, match="is not one level up"), transaction.atomic():
        bad.save()


def test_no_constraint_is_left_out():
    elsewhere = {"region_code_pattern", "region_lineage_ends_with_code"}
    named = {case.name for case in CASES} | elsewhere
    assert constraints_of("regions", "accounts", "plans") == named
