"""/commitments/: by chapter, beside the table, with the projects that serve them; links are a planner's."""

from __future__ import annotations

import io
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django.urls import reverse

from indicators.models import Listing
from indicators.services.recompute import recompute_plans
from projects.models import CommitmentLink
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, TargetFactory, answers_for, approved, gdp_row
from tests.factories.plans import PlanFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/commitments/"


def promise(plan, position, name, *, category="第三章 创新驱动", indicator=None, unit="家", direction=1, **target):
    row = RowFactory(
        plan=plan, listing=Listing.COMMITMENT, position=position, indicator=indicator, short_name=name, name=name,
        unit=unit, category=category, nature="unmapped", nature_text="", direction=direction, source_line=300 + position,
    )  # fmt: skip
    TargetFactory(row=row, **{"value": Decimal(10), "text": "10以上", "comparator": ">=", **target})
    return row


@pytest.fixture(scope="module", autouse=True)
def house(lasting):
    with lasting():
        main = gdp_row()
        plan = main.plan
        gdp = promise(plan, 1, "生产总值", indicator=main.indicator, unit="亿元", value=Decimal(240), text="240",
                      category="第二章 目标")  # fmt: skip
        works = promise(plan, 2, "老旧小区", form="cumulative", value=Decimal(10), comparator="=", text="10")
        early = promise(plan, 3, "绿地率", unit="%", due_year=2022, value=Decimal(33), text="33")
        approved(works, 2021, value=Decimal(4))
        approved(early, 2022, value=Decimal(32))
        answers_for(works, main.units.get())
        project = ProjectFactory(plan=plan, position=1, name="老旧小区改造", box="专栏5 城市更新")
        other = ProjectFactory(plan=plan, position=2, name="产业园")
        elsewhere = ProjectFactory(plan=PlanFactory(region=regions.weibin()), position=1, name="老旧小区改造二")
        recompute_plans([plan.pk])
        yield SimpleNamespace(
            plan=plan, main=main, gdp=gdp, works=works, early=early, project=project, other=other, elsewhere=elsewhere
        )


@pytest.fixture
def planner(client):
    client.force_login(accounts.planner(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def lines(answer):
    return [line.said.name for line in answer.context["page"].lines]


def test_promises_stand_by_chapter_with_status_unit_and_line(planner):
    answer = planner.get(ADDRESS, {"year": 2022})
    assert [(one.label, len(one.lines)) for one in answer.context["page"].chapters] == [
        ("第二章 目标", 1), ("第三章 创新驱动", 2)
    ]  # fmt: skip
    said = answer.content.decode()
    for words in ("原文第 302 行", "无数据", "未完成", "五年累计"):
        assert words in said
    by_name = {line.said.name: line.status for line in answer.context["page"].lines}
    # 4 of 10 in the one year known; 2022 promised 33 and brought 32
    assert by_name == {"生产总值": "no_data", "老旧小区": "ahead", "绿地率": "not_met"}


def test_a_figure_that_contradicts_the_table_is_marked(planner):
    page = planner.get(ADDRESS).context["page"]
    assert [line.said.name for line in page.lines if line.differs] == ["生产总值"]
    assert (page.differing, page.without_unit, page.unserved) == (1, 2, 3)
    (beside,) = page.lines[0].beside
    assert (beside.name, beside.promises[0].text) == ("地区生产总值", "230")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"chapter": "第二章 目标"}, ["生产总值"]), ({"status": "not_met"}, ["绿地率"]), ({"due": "2022"}, ["绿地率"]),
        ({"due": "none"}, ["生产总值", "老旧小区"]), ({"unit": "none"}, ["生产总值", "绿地率"]), ({"beside": "yes"}, ["生产总值"]),
        ({"beside": "differs"}, ["生产总值"]), ({"served": "no"}, ["生产总值", "老旧小区", "绿地率"]), ({"served": "yes"}, []),
        ({"search": "小区"}, ["老旧小区"]), ({"chapter": "第九章"}, []),
    ],
)  # fmt: skip
def test_filters(planner, asked, found):
    assert lines(planner.get(ADDRESS, {"year": 2022, **asked})) == found


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"as_of": "2024-01-01"}, 400), ({"served": "maybe"}, 400), ({"year": "2035"}, 400), ({"format": "pdf"}, 400),
        ({"search": "长" * 61}, 400), ({"region": "411721"}, 404), ({"period": "2016-2020"}, 404),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused(planner, asked, status):
    assert planner.get(ADDRESS, asked).status_code == status


def test_promises_are_not_counted_among_the_main_indicators(planner, house):
    answer = planner.get(f"/regions/{house.plan.region.code}/", {"year": 2022, "commitments": 1})
    assert [line.name for line in answer.context["page"].lines] == ["地区生产总值"]
    assert answer.context["page"].answer.total == 1


def test_the_table_to_take_along(planner):
    book = openpyxl.load_workbook(io.BytesIO(planner.get(ADDRESS, {"format": "xlsx", "year": 2022}).content))
    sheet = book.worksheets[0]
    said = {cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)}
    assert {"老旧小区", "第三章 创新驱动", "不一致", "10"} <= said


def test_a_planner_links_projects_of_the_same_plan_only(planner, house):
    address = reverse("dashboards:commitment-projects", args=[house.works.pk])
    page = planner.get(address)
    assert [one.project for one in page.context["first"]] == [house.project]
    planner.post(address, {"project": [house.project.pk]})
    assert [link.project for link in CommitmentLink.objects.filter(row=house.works)] == [house.project]
    assert lines(planner.get(ADDRESS, {"served": "yes"})) == ["老旧小区"]
    for wrong in ([house.elsewhere.pk, house.project.pk], ["x"], [999_999_999]):
        answer = planner.post(address, {"project": wrong}, follow=True)
        assert "只能关联同一规划的项目" in answer.content.decode()
    assert CommitmentLink.objects.filter(row=house.works).count() == 1
    planner.post(address, {})
    assert not CommitmentLink.objects.exists()


@pytest.mark.parametrize("who", [accounts.reviewer, accounts.leader, accounts.clerk])
def test_others_link_nothing(client, house, who):
    client.force_login(who(), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("dashboards:commitment-projects", args=[house.works.pk])
    assert client.post(address, {"project": house.project.pk}).status_code == 403
    assert not CommitmentLink.objects.exists()
    assert address not in client.get(ADDRESS).content.decode()


def test_a_foreign_promise_answers_like_a_missing_one(client, house):
    client.force_login(accounts.planner(regions.weibin()), backend="django.contrib.auth.backends.ModelBackend")
    answers = [client.get(reverse("dashboards:commitment-projects", args=[pk])) for pk in (house.works.pk, 999_999_999)]
    assert [one.status_code for one in answers] == [404, 404]
    assert client.get(ADDRESS).context["plans"] == []


def test_the_number_of_queries_does_not_grow(planner, house, django_assert_max_num_queries):
    planner.get(ADDRESS)
    for position in range(10, 40):
        row = promise(house.plan, position, f"承诺{position}")
        CommitmentLink.objects.create(row=row, project=house.other)
    with django_assert_max_num_queries(17):
        planner.get(ADDRESS)
