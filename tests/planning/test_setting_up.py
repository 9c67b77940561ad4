"""A plan set up by hand: its head, its rows, who answers for them; two people at once; what hangs on a row."""

import copy
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import AnnualTarget, Base, Doubt, JobRun, PlanIndicator, Target
from indicators.services.errors import StaleFigure, WrongState
from planning.selectors.rows import hanging_on
from planning.selectors.seen import PARTICULARS, UNDERSTOOD, seen_of, seen_units
from planning.services.particulars import create_plan, save_particulars
from planning.services.rows import add_row, delete_row, move_row, save_row, set_row_units
from planning.services.states import VERBS
from plans.models import Plan, PlanStatus
from tests.factories import accounts, regions
from tests.factories.indicators import BaseFactory, IndicatorFactory, RowFactory, TargetFactory, approved
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lasting_desk(lasting):
    with lasting():
        plan = PlanFactory(status=PlanStatus.DRAFT, start_year=2026, title="延津县“十五五”规划")
        names = ("地区生产总值", "粮食产量", "城镇化率")
        rows = [
            RowFactory(plan=plan, position=place, short_name=name, indicator=IndicatorFactory(code=f"desk_{place}"))
            for place, name in enumerate(names, 1)
        ]
        BaseFactory(row=rows[0], value=Decimal(100))
        TargetFactory(row=rows[0], value=Decimal(150))
        Doubt.objects.create(plan=plan, row=rows[0], code="basis_unknown", message="口径未注明")
        return SimpleNamespace(plan=plan, rows=rows, planner=accounts.planner())


@pytest.fixture
def desk(lasting_desk):
    return copy.deepcopy(lasting_desk)


def seen(row):
    return seen_of(PlanIndicator.objects.get(pk=row.pk), UNDERSTOOD)


def names_of(plan):
    return list(plan.rows.filter(listing="main").order_by("position").values_list("short_name", flat=True))


# --- the head ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("start", "end"), [(2031, 2035), (2031, 2031), (2031, 2045)])
def test_a_plan_of_any_length_begins_as_an_empty_draft(desk, start, end):
    plan = Plan(
        region=desk.plan.region, base_year=2030, start_year=start, end_year=end, title="远景", status="in_force"
    )
    made = Plan.objects.get(pk=create_plan(plan=plan, by=desk.planner).pk)
    assert (made.status, made.period, made.rows.count()) == (PlanStatus.DRAFT, f"{start}-{end}", 0)


def test_a_second_plan_of_the_period_is_meant(desk):
    def twin():
        return Plan(region=desk.plan.region, base_year=2025, start_year=2026, end_year=2030, title="新本")

    with pytest.raises(ValidationError, match="十五五"):
        create_plan(plan=twin(), by=desk.planner)
    assert create_plan(plan=twin(), by=desk.planner, besides=True).pk


@pytest.mark.parametrize("who", ["clerk", "reviewer", "leader"])
def test_only_planners_set_up(desk, who):
    by = {"clerk": lambda: accounts.clerk(accounts.UnitFactory(region=desk.plan.region)),
          "reviewer": accounts.reviewer, "leader": accounts.leader}[who]()  # fmt: skip
    row = desk.rows[1]
    tries = (
        lambda: create_plan(plan=Plan(region=desk.plan.region, base_year=2030, start_year=2031, end_year=2035), by=by),
        lambda: save_particulars(plan=desk.plan, seen="", by=by),
        lambda: add_row(row=PlanIndicator(plan=desk.plan, name="x", short_name="x"), after=None, by=by),
        lambda: save_row(row=row, seen=seen(row), by=by),
        lambda: move_row(row=row, up=True, by=by),
        lambda: delete_row(row=row, seen=seen(row), by=by),
        lambda: set_row_units(row=row, lead=None, cooperating=[], seen=seen_units(row), by=by),
    )
    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
    assert names_of(desk.plan) == ["地区生产总值", "粮食产量", "城镇化率"]


def test_two_planners_at_one_head(desk):
    looked = seen_of(desk.plan, PARTICULARS)
    desk.plan.title = "甲"
    assert save_particulars(plan=desk.plan, seen=looked, by=desk.planner) is None
    desk.plan.title = "乙"
    with pytest.raises(StaleFigure):
        save_particulars(plan=desk.plan, seen=looked, by=desk.planner)
    assert Plan.objects.get(pk=desk.plan.pk).title == "甲"


def test_years_move_in_a_draft_alone(desk):
    looked = seen_of(desk.plan, PARTICULARS)
    desk.plan.end_year = 2035
    assert save_particulars(plan=desk.plan, seen=looked, by=desk.planner).plan == desk.plan
    Plan.objects.filter(pk=desk.plan.pk).update(status=PlanStatus.IN_FORCE)
    looked, desk.plan.end_year = seen_of(desk.plan, PARTICULARS), 2030
    with pytest.raises(ValidationError) as refused:
        save_particulars(plan=desk.plan, seen=looked, by=desk.planner)
    assert set(refused.value.error_dict) == {"end_year", "reason"}


def test_a_promise_is_not_left_outside_the_period(desk):
    Target.objects.filter(row=desk.rows[0]).update(due_year=2030)
    looked = seen_of(desk.plan, PARTICULARS)
    desk.plan.end_year = 2029
    with pytest.raises(ValidationError, match="2030"):
        save_particulars(plan=desk.plan, seen=looked, by=desk.planner)


# --- rows -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("after", "order"), [
    (None, ["新行", "地区生产总值", "粮食产量", "城镇化率"]),
    (0, ["地区生产总值", "新行", "粮食产量", "城镇化率"]),
    (2, ["地区生产总值", "粮食产量", "城镇化率", "新行"]),
])  # fmt: skip
def test_a_new_row_comes_where_it_shall_and_promises_nothing_yet(desk, after, order):
    row = PlanIndicator(plan=desk.plan, name="新行（亿元）", short_name="新行", unit="亿元")
    job = add_row(row=row, after=None if after is None else desk.rows[after].pk, by=desk.planner)
    assert names_of(desk.plan) == order
    assert (row.targets.get().form, row.targets.get().is_primary) == ("none", True)
    assert JobRun.objects.get(pk=job.pk).plan == desk.plan


def test_rows_change_places(desk):
    move_row(row=desk.rows[2], up=True, by=desk.planner)
    assert names_of(desk.plan) == ["地区生产总值", "城镇化率", "粮食产量"]
    move_row(row=desk.rows[0], up=True, by=desk.planner)  # the first stays the first
    move_row(row=desk.rows[0], up=False, by=desk.planner)
    assert names_of(desk.plan) == ["城镇化率", "地区生产总值", "粮食产量"]
    assert sorted(desk.plan.rows.values_list("position", flat=True)) == [1, 2, 3]


def test_two_planners_at_one_row(desk):
    row, looked = desk.rows[1], seen(desk.rows[1])
    row.category = "农业"
    save_row(row=row, seen=looked, by=desk.planner)
    row.category = "经济"
    with pytest.raises(StaleFigure):
        save_row(row=row, seen=looked, by=desk.planner)
    assert PlanIndicator.objects.get(pk=row.pk).category == "农业"


def _catalogue(desk):
    desk.rows[1].indicator = desk.rows[0].indicator


def _direction(desk):
    desk.rows[1].direction = 1


def _itself(desk):
    desk.rows[0].parent = desk.rows[1]
    desk.rows[0].save()
    desk.rows[1].parent = desk.rows[0]


def _elsewhere(desk):
    desk.rows[1].parent = RowFactory(plan=PlanFactory(region=regions.weibin()))


@pytest.mark.parametrize(("spoil", "at"), [
    (_catalogue, "indicator"), (_direction, "direction"), (_itself, "parent"), (_elsewhere, "parent"),
])  # fmt: skip
def test_what_a_row_may_not_become(desk, spoil, at):
    looked = seen(desk.rows[1])
    spoil(desk)
    with pytest.raises(ValidationError) as refused:
        save_row(row=desk.rows[1], seen=looked, by=desk.planner)
    assert set(refused.value.error_dict) == {at}


def test_a_row_with_a_target_is_no_heading(desk):
    desk.rows[0].is_heading = desk.rows[1].is_heading = True
    with pytest.raises(ValidationError, match="标题行"):
        save_row(row=desk.rows[0], seen=seen(desk.rows[0]), by=desk.planner)
    save_row(row=desk.rows[1], seen=seen(desk.rows[1]), by=desk.planner)
    assert PlanIndicator.objects.get(pk=desk.rows[1].pk).is_heading


def test_a_unit_never_converts_a_number(desk):
    """In a draft its name may have been wrong; a plan in force says it as a correction; a figure forbids it."""
    row = desk.rows[0]
    row.unit = "万元"
    with pytest.raises(ValidationError, match="数字不变"):
        save_row(row=row, seen=seen(row), by=desk.planner)
    save_row(row=row, seen=seen(row), by=desk.planner, relabel=True)
    assert list(Base.objects.filter(row=row).values_list("value", "unit")) == [(Decimal(100), "万元")]
    assert list(Target.objects.filter(row=row).values_list("value", "unit")) == [(Decimal(150), "万元")]
    Plan.objects.filter(pk=row.plan_id).update(status=PlanStatus.IN_FORCE)
    row.unit = "亿元"
    with pytest.raises(ValidationError, match="更正"):
        save_row(row=row, seen=seen(row), by=desk.planner, relabel=True, reason="单位写错")
    approved(row, 2026, value=Decimal(110))
    with pytest.raises(ValidationError, match="1 个按“万元”计的数"):
        save_row(row=row, seen=seen(row), by=desk.planner, relabel=True, reason="单位写错")


def test_what_is_carried_out_keeps_its_printed_words(desk):
    Plan.objects.filter(pk=desk.plan.pk).update(status=PlanStatus.IN_FORCE)
    row = desk.rows[1]
    row.name, row.category = "粮食总产量（万吨）", "农业"
    with pytest.raises(ValidationError) as refused:
        save_row(row=row, seen=seen(row), by=desk.planner)
    assert set(refused.value.error_dict) == {"name", "reason"}
    row.name = PlanIndicator.objects.get(pk=row.pk).name
    save_row(row=row, seen=seen(row), by=desk.planner, reason="类别录错")
    for attempt in (
        lambda: move_row(row=row, up=True, by=desk.planner),
        lambda: delete_row(row=row, seen=seen(row), by=desk.planner),
    ):
        with pytest.raises(WrongState):
            attempt()


def test_a_row_of_a_draft_goes_with_what_is_its_own_alone(desk):
    first, second = desk.rows[0], desk.rows[1]
    assert hanging_on(first) == []
    AnnualTarget.objects.create(row=second, year=2026, value=1)
    PlanIndicator.objects.filter(pk=desk.rows[2].pk).update(parent=second)
    assert dict(hanging_on(second)) == {"年度目标": 1, "下级行": 1}
    with pytest.raises(WrongState, match="年度目标 1 条"):
        delete_row(row=second, seen=seen(second), by=desk.planner)
    delete_row(row=first, seen=seen(first), by=desk.planner)
    assert names_of(desk.plan) == ["粮食产量", "城镇化率"]
    assert not Doubt.objects.filter(plan=desk.plan).exists()


def test_two_planners_at_the_units_of_one_row(desk):
    row, lead, other = desk.rows[0], *accounts.UnitFactory.create_batch(2, region=desk.plan.region)
    looked = seen_units(row)
    assert set_row_units(row=row, lead=lead, cooperating=[other], seen=looked, by=desk.planner)
    with pytest.raises(StaleFigure):
        set_row_units(row=row, lead=other, cooperating=[], seen=looked, by=desk.planner)
    assert row.responsibilities.get(is_lead=True).unit == lead


# --- the pages --------------------------------------------------------------------------------------------------------
@pytest.fixture
def at_work(client, desk):
    client.force_login(desk.planner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_from_an_empty_plan_to_a_row_with_units(at_work, desk):
    head = {"title": "延津县专项规划", "base_year": 2025, "start_year": 2026, "end_year": 2028, "document_number": "延政〔2026〕1号",
            "issued_on": "2026-03-01", "region": desk.plan.region.code}  # fmt: skip
    assert at_work.post(reverse("planning:new"), {**head, "end_year": "2024"}).status_code == 422
    answer = at_work.post(reverse("planning:new"), head)
    plan = Plan.objects.get(title="延津县专项规划")
    assert (answer.url, plan.issued_on) == (reverse("planning:edit", args=[plan.pk]), date(2026, 3, 1))
    typed = {"name": "粮食产量（万吨）", "short_name": "粮食产量", "unit": "万吨", "nature": "binding", "nature_text": "约束性",
             "after": "0", "indicator": "没有的"}  # fmt: skip
    address = reverse("planning:row-new", args=[plan.pk])
    assert "目录里没有" in at_work.post(address, typed).content.decode()
    like = at_work.post(address, {**typed, "indicator": "指标 desk"}).content.decode()
    assert "desk_1" in like.split('id="id_indicator_errors"')[1].split("</ul>")[0]
    at_work.post(address, {**typed, "indicator": "desk_2"})
    row = plan.rows.get()
    assert (row.indicator.code, row.nature, row.position) == ("desk_2", "binding", 1)
    unit = accounts.UnitFactory(region=plan.region)
    at_work.post(
        reverse("planning:row", args=[row.pk]),
        {"action": "units", "units-lead": unit.pk, "units-seen": seen_units(row)},
    )
    assert (row.responsibilities.get().unit, row.responsibilities.get().confirmed) == (unit, True)


def test_a_row_that_was_overtaken_answers_409_and_keeps_what_was_typed(at_work, desk):
    row = desk.rows[1]
    typed = {"name": row.name, "short_name": "粮食总产量", "unit": row.unit, "nature": "expected", "after": "-1",
             "indicator": row.indicator.code, "seen": seen(row), "action": "save"}  # fmt: skip
    PlanIndicator.objects.filter(pk=row.pk).update(category="农业")
    answer = at_work.post(reverse("planning:row", args=[row.pk]), typed)
    assert answer.status_code == 409
    assert "已由他人修改" in answer.content.decode()
    assert 'value="粮食总产量"' in answer.content.decode()
    at_work.post(reverse("planning:row", args=[row.pk]), {**typed, "seen": seen(row), "category": "农业"})
    assert PlanIndicator.objects.get(pk=row.pk).short_name == "粮食总产量"


def test_a_row_is_deleted_and_moved_on_the_page(at_work, desk):
    at_work.post(reverse("planning:move", args=[desk.plan.pk]), {"row": desk.rows[1].pk, "up": "1"})
    assert names_of(desk.plan) == ["粮食产量", "地区生产总值", "城镇化率"]
    sent = {"action": "delete", "seen": seen(desk.rows[1])}
    at_work.post(reverse("planning:row", args=[desk.rows[1].pk]), sent)
    assert names_of(desk.plan) == ["地区生产总值", "城镇化率"]


def test_writing_rows_waits_for_nobody_who_merely_names_the_plan(desk):
    """A figure that is approved holds its row and then queues the recompute of the plan: a full lock of it would be a deadlock."""
    with CaptureQueriesContext(connection) as captured:
        move_row(row=desk.rows[1], up=True, by=desk.planner)
        VERBS["in_force"](plan=desk.plan, by=desk.planner, reason="")
    locks = [
        one["sql"].rpartition(" FOR ")[2] for one in captured if '"plans_plan"' in one["sql"] and " FOR " in one["sql"]
    ]
    assert locks and all(lock.startswith("NO KEY UPDATE") for lock in locks)


def test_the_same_form_sent_twice_takes_turns(desk):
    plan = Plan(region=desk.plan.region, base_year=2030, start_year=2031, end_year=2035, title="下期")
    with CaptureQueriesContext(connection) as captured:
        create_plan(plan=plan, by=desk.planner)
    assert [one for one in captured if '"regions_region"' in one["sql"] and "FOR NO KEY UPDATE" in one["sql"]]
