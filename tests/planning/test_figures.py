"""Base, targets and doubts of one row: typed as printed, understood anew, mended in place in a draft, by version elsewhere."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from indicators.domain.types import Form
from indicators.models import Base, Doubt, JobRun, Target
from indicators.services import promises
from indicators.services.errors import StaleFigure
from indicators.services.promises import Because, seen_of
from planning.selectors.seen import UNDERSTOOD
from planning.selectors.seen import seen_of as seen
from planning.services import rows
from planning.services.figures import understand, write_cells
from plans.models import PlanStatus
from tests.factories import accounts
from tests.factories.indicators import BaseFactory, IndicatorFactory, RowFactory, TargetFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db

WHY = Because("录入有误", "1号")


@pytest.fixture
def planner():
    return accounts.planner()


def row_of(status=PlanStatus.DRAFT, *, base="153.7", target="230", **facts):
    """Yanjin's GDP as a document printed it: base and target in their cells, no growth."""
    plan = PlanFactory(status=status)
    indicator = facts.pop("indicator", None) or IndicatorFactory(code="gdp", name="地区生产总值", price_sensitive=True)
    row = RowFactory(
        plan=plan,
        indicator=indicator,
        printed={"base": base, "target": target, "growth": None, "nature": "预期性"},
        **facts,
    )
    BaseFactory(row=row, value=Decimal(base), text=base)
    TargetFactory(row=row, value=Decimal(target), text=target)
    return row


def save(row, by, because=WHY, **typed):
    row.refresh_from_db()
    return write_cells(row=row, typed=typed, seen=seen_of(row), because=because, by=by)


def in_force(row):
    return [
        (one.ordinal, one.version, one.form, one.value, one.comparator, one.is_primary)
        for one in row.targets.filter(in_force=True).order_by("ordinal")
    ]


@pytest.mark.parametrize(
    ("name", "unit", "cells", "base", "targets"),
    [
        ("地区生产总值", "亿元", {"target": "230 以上"}, "153.7", [("level", "230", ">=")]),
        ("地区生产总值", "亿元", {"growth": "6.5左右"}, "153.7", [("level", "230", "="), ("growth", "6.5", "~")]),
        ("城镇新增就业", "万人", {"base": "", "target": "[35 以上]"}, None, [("cumulative", "35", ">=")]),
        ("优良天数比率", "%", {"base": "65.6", "target": "按省下达目标"}, "65.6", [("assigned", None, "=")]),
        ("城镇登记失业率", "%", {"base": "4", "target": "<4.5"}, "4", [("ceiling", "4.5", "<")]),
        ("居民收入", "元", {"base": "", "target": "与经济增长基本同步"}, None, [("relative", None, "=")]),
        ("三次产业结构", "", {"base": "30:33.7:36.3", "target": "25.7:33.4:40.9"}, None, [("composition", None, "=")]),
        ("地区生产总值", "亿元", {"base": "", "target": "", "growth": ""}, None, [("none", None, "=")]),
    ],
)  # fmt: skip
def test_cells_are_read_as_a_document_is(planner, name, unit, cells, base, targets):
    IndicatorFactory(code="gdp")
    row = row_of(indicator=IndicatorFactory(code="other", name=name, unit=unit), short_name=name, unit=unit)
    assert save(row, planner, **{"base": "153.7", "target": "230", "growth": "", **cells}) is not None
    stored = Base.objects.filter(row=row, in_force=True).first()
    assert (None if stored is None else stored.value) == (base and Decimal(base))
    found = [(form, value, comparator) for _n, _v, form, value, comparator, _p in in_force(row)]
    assert found == [(form, value and Decimal(value), comparator) for form, value, comparator in targets]
    assert [one[1] for one in in_force(row)] == [1] * len(targets)  # a draft is mended in place
    assert [one[5] for one in in_force(row)].count(True) == 1


def test_a_plan_in_force_keeps_what_stood_and_says_why(planner):
    row = row_of(PlanStatus.IN_FORCE)
    with pytest.raises(ValidationError, match="写明理由"):
        save(row, planner, Because(), base="135.7", target="230", growth="")
    save(row, planner, base="135.7", target="220 以上", growth="")
    old, new = Base.objects.filter(row=row).order_by("version")
    assert (old.in_force, old.value, new.value, new.cause, new.reason, new.document, new.source) == (
        False, Decimal("153.7"), Decimal("135.7"), "correction", "录入有误", "1号", "table",
    )  # fmt: skip
    first, second = Target.objects.filter(row=row).order_by("version")
    assert (first.in_force, first.value, second.in_force, second.value, second.comparator, second.is_primary) == (
        False, 230, True, 220, ">=", True,
    )  # fmt: skip
    assert (second.cause, second.text) == ("correction", "220 以上")
    row.refresh_from_db()
    assert row.printed == {"base": "135.7", "target": "220 以上", "growth": None, "nature": "预期性"}


def test_what_is_typed_alike_changes_nothing(planner):
    row = row_of(PlanStatus.IN_FORCE)
    assert save(row, planner, Because(), base="153.7", target="230", growth="") is None
    assert not JobRun.objects.exists()


def test_a_field_overridden_by_hand_outlives_another_cell(planner):
    row = row_of()
    promises.put_target(
        row=row, ordinal=1, terms={"comparator": ">=", "price_basis": "constant"}, seen=seen_of(row), because=Because(),
        by=planner,
    )  # fmt: skip
    save(row, planner, base="153.8", target="230", growth="")
    target = row.targets.get()
    assert (target.comparator, target.price_basis, row.bases.get().value) == (">=", "constant", Decimal("153.8"))


def test_two_planners_on_one_row(planner):
    row = row_of()
    looked_at = seen_of(row)
    save(row, planner, base="153.7", target="231", growth="")
    with pytest.raises(StaleFigure, match="已由他人改动"):
        write_cells(row=row, typed={"target": "232"}, seen=looked_at, because=WHY, by=accounts.planner())
    assert row.targets.get().value == 231


def test_doubts_are_raised_and_settled_by_the_change_alone(planner):
    row = row_of()
    answered = Doubt.objects.create(plan=row.plan, row=row, code="contradicts_text", figure="base", message="正文为 61")
    save(row, planner, base="153.7", target="230", growth="12")
    raised = Doubt.objects.get(row=row, code="growth_mismatch")
    assert (raised.state, raised.figure, raised.blocking) == ("open", "target", False)
    assert "153.7亿元" in raised.message
    save(row, planner, base="153.7", target="2300", growth="12")
    jump = Doubt.objects.get(row=row, code="scale_jump")
    assert (jump.state, jump.blocking) == ("open", True)
    save(row, planner, base="153.7", target="230", growth="8.4")
    assert set(Doubt.objects.filter(row=row, code__in=["growth_mismatch", "scale_jump"]).values_list("state", "resolution")) == {
        ("resolved", "数据已更正，疑点不再成立。")
    }  # fmt: skip
    save(row, planner, base="153.7", target="2300", growth="8.4")
    jump.refresh_from_db()
    assert jump.state == "open"  # it was closed by itself, so it comes back
    answered.refresh_from_db()
    assert answered.state == "open"  # from elsewhere: only a person settles it


def test_a_row_renamed_or_in_another_unit_is_doubted_anew(planner):
    row = row_of()
    row.unit = "亿美元"
    rows.save_row(row=row, seen=seen(row.__class__.objects.get(pk=row.pk), UNDERSTOOD), by=planner, relabel=True)
    assert Doubt.objects.get(row=row, code="exchange_rate").state == "open"


def test_promises_added_and_taken_away(planner):
    row = row_of()
    words = {"form": "growth", "value": Decimal("8.4"), "unit": "%", "text": "8.4"}
    put = {"row": row, "because": Because(), "by": planner}
    promises.put_target(ordinal=None, terms=words, seen=seen_of(row), **put)
    promises.take_away_target(ordinal=1, seen=seen_of(row), **put)
    assert in_force(row) == [(2, 1, "growth", Decimal("8.4"), "=", True)]
    promises.take_away_target(ordinal=2, seen=seen_of(row), **put)
    assert in_force(row) == [(2, 1, "none", None, "=", True)]
    promises.put_target(ordinal=None, terms=words, seen=seen_of(row), **put)
    assert in_force(row) == [
        (2, 1, "growth", Decimal("8.4"), "=", True)
    ]  # in the place of the one that promised nothing


def test_a_promise_of_a_plan_in_force_is_never_deleted(planner):
    row = row_of(PlanStatus.IN_FORCE)
    promises.take_away_target(row=row, ordinal=1, seen=seen_of(row), because=WHY, by=planner)
    old, new = Target.objects.filter(row=row).order_by("version")
    assert (old.form, old.in_force, new.form, new.value, new.cause) == ("level", False, "none", None, "correction")


def test_a_typed_cell_leaves_a_promise_that_was_added_by_hand(planner):
    row = row_of()
    words = {"form": "assigned", "value": None, "unit": "", "text": "完成省下达目标", "by": "省"}
    promises.put_target(row=row, ordinal=None, terms=words, seen=seen_of(row), because=Because(), by=planner)
    save(row, planner, base="153.7", target="240", growth="8.4")
    wanted = [("level", 240), ("assigned", None), ("growth", Decimal("8.4"))]
    assert [one[2:4] for one in in_force(row)] == wanted
    save(row, planner, base="153.7", target="240、完成省下达目标", growth="8.4")
    assert [one[2:4] for one in in_force(row)] == wanted  # typed now too: still one promise


def test_the_end_value_it_was_taken_from_is_forgotten_with_the_figure(planner):
    row = row_of()
    Base.objects.filter(row=row).update(vintage="final", source="previous_table")
    promises.put_base(row=row, terms={"year": 2019}, seen=seen_of(row), because=Because(), by=planner)
    assert row.bases.get().vintage == "final"
    save(row, planner, base="150", target="230", growth="")
    assert (row.bases.get().source, row.bases.get().value) == ("table", 150)


@pytest.mark.parametrize("who", ["clerk", "reviewer", "leader"])
def test_only_planners_write(who):
    row = row_of()
    person = getattr(accounts, who)()
    with pytest.raises(PermissionDenied):
        save(row, person, target="1")
    assert row.targets.get().value == 230


# --- the page ---------------------------------------------------------------------------------------------------------
def address(row):
    return reverse("planning:figures", args=[row.pk])


def test_what_typed_cells_mean_is_shown_before_they_are_saved(client, planner):
    row = row_of(PlanStatus.IN_FORCE)
    client.force_login(planner)
    answer = client.post(address(row), {
        "action": "preview", "seen": seen_of(row), "base": "153.7", "target": "2300", "growth": "[35]",
    })  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 200
    for said in ("水平值 2300 亿元", "五年累计 35", "数量级突变", "还没有保存", "每年填报当年数，与规划路径比较"):
        assert said in page, said
    assert row.targets.get().value == 230
    assert not Doubt.objects.exists()


def test_saving_from_the_page_and_being_overtaken(client, planner):
    row = row_of()
    client.force_login(planner)
    given = {"action": "cells", "seen": seen_of(row), "base": "153.7", "target": "231", "growth": ""}
    assert client.post(address(row), given).status_code == 302
    answer = client.post(address(row), given | {"target": "232"})
    assert answer.status_code == 409
    assert "已由他人改动" in answer.content.decode()
    assert 'value="232"' in answer.content.decode()  # what was typed is not lost
    assert row.targets.get().value == 231


def test_a_number_handed_down_and_a_reference_series(client, planner):
    row = row_of(PlanStatus.IN_FORCE)
    TargetFactory(
        row=row, ordinal=2, is_primary=False, form=Form.ASSIGNED, value=None, by="省", unit="", text="按省下达目标"
    )
    other = TargetFactory(
        row=row, ordinal=3, is_primary=False, form=Form.RELATIVE, value=None, unit="%", text="高于全省平均水平",
        reference_text="全省平均水平",
    )  # fmt: skip
    client.force_login(planner)
    given = {
        "action": "hand_down", "ordinal": 2, "version": 1, "handed_form": "level", "handed_comparator": ">=",
        "handed_value": "240", "handed_unit": "亿元", "handed_document": "豫发改〔2022〕3号",
    }  # fmt: skip
    assert client.post(address(row), given | {"handed_document": ""}).status_code == 422
    assert client.post(address(row), given).status_code == 302
    assert client.post(address(row), given).status_code == 409  # the second planner is told
    assert "已下达：水平值 ≥240 亿元（豫发改〔2022〕3号）" in client.get(address(row)).content.decode()
    given = {
        "action": "reference", "ordinal": 3, "year": 2022, "reference_growth": "3.1", "growth_basis": "constant",
        "source_title": "2022年河南省统计公报",
    }  # fmt: skip
    assert client.post(address(row), given | {"ordinal": 1}).status_code == 404  # a level is compared with nothing
    assert client.post(address(row), given).status_code == 302
    assert client.post(address(row), given | {"reference_growth": "3.2"}).status_code == 302
    assert [one.growth for one in other.reference_figures.all()] == [Decimal("3.2")]
    assert client.post(address(row), given | {"reference_growth": "", "year": 2023}).status_code == 422
    assert client.post(address(row), given | {"reference_growth": ""}).status_code == 302
    assert not other.reference_figures.exists()


def test_a_refused_field_is_named(client, planner):
    row = row_of()
    client.force_login(planner)
    given = {
        "action": "target", "ordinal": 1, "seen": seen_of(row), "form": "level", "comparator": "=", "value": "",
        "unit": "亿元", "price_basis": "unknown", "actual_kind": "level", "text": "230",
    }  # fmt: skip
    page = client.post(address(row), given)
    assert (page.status_code, "需要的数值没有填" in page.content.decode()) == (422, True)
    page = client.post(address(row), given | {"value": "2300000", "unit": "万元"})
    assert "请换算成同一单位" in page.content.decode()
    assert client.post(address(row), given | {"value": "235", "comparator": ">="}).status_code == 302
    assert (row.targets.get().value, row.targets.get().comparator) == (235, ">=")


def test_a_leader_reads_a_plan_in_force_and_no_draft(client):
    row = row_of(PlanStatus.IN_FORCE)
    client.force_login(accounts.leader())
    page = client.get(address(row))
    assert "水平值 230 亿元" in page.content.decode()
    assert "<form" not in page.content.decode().split("<main")[1].split("</main>")[0]
    assert client.post(address(row), {"action": "cells"}).status_code == 403
    row.plan.status = PlanStatus.DRAFT
    row.plan.save()
    assert client.get(address(row)).status_code == 404


def test_a_heading_has_no_figures(client, planner):
    client.force_login(planner)
    assert client.get(address(RowFactory(is_heading=True))).status_code == 404


def test_understanding_writes_nothing():
    row = row_of()
    found = understand(row, {"base": "", "target": "[35]"})
    assert (found.after.base, [spec.form for spec in found.after.targets]) == (None, [Form.CUMULATIVE])
    assert (row.bases.get().value, row.targets.get().value) == (Decimal("153.7"), 230)
