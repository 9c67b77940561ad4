"""Bulletins on their page, on paper and in the workbook; issued ones as they were."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from projects.models import Bulletin, ProjectReport
from projects.selectors.bulletins import bulletin_facts
from reports.bulletin import bulletin_paper
from tests.factories import accounts, regions
from tests.projects.bulletin.world import JUNE, TODAY, build

pytestmark = pytest.mark.django_db
COUNTY, CITY = "/reports/bulletins/410726/monthly/2025-06/", "/reports/bulletins/410700/quarterly/2025-06/"


@pytest.fixture(scope="module")
def world(lasting):
    with lasting():
        yield build()


@pytest.fixture
def planner(client, world):
    user = accounts.planner(regions.xinxiang())
    client.force_login(user)
    return user


def words_of(data: bytes) -> str:
    """Everything that a paper says, tables too."""
    paper = Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])


def sheets_of(data: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    return {name: [row for row in rows if not str(row[0]).startswith("导出于")] for name, rows in found.items()}


def issue(client, address=COUNTY, **given):
    form = client.get(address).context["form"]
    data = {
        "number": form["number"].value(),
        "looked_at": form["looked_at"].value(),
        "remarks": "抓紧办。\n按月调度。",
        **given,
    }
    return client.post(address, data)


def test_page_paper_and_workbook_say_the_same(client, planner):
    page = client.get(COUNTY).content.decode()
    paper = words_of(client.get(f"{COUNTY}?format=docx").content)
    book = sheets_of(client.get(f"{COUNTY}?format=xlsx").content)
    for sentence in (
        "有年度计划的 2 个项目计划投资 1800 万元，完成 630 万元，占 35.0%；时序进度 50.0%，慢于时序 15.0 个百分点。",
        "排名规则：",
    ):
        assert sentence in page
        assert sentence in paper
        assert any(sentence in str(cell) for row in book["概况"] for cell in row)
    ranking = [row for row in book["牵头单位排名"] if row[0] in (1, 2)]
    assert [row[1:6] for row in ranking] == [("交通运输局", 1, 1200, 600, 0.5), ("教育局", 2, 600, 30, 0.05)]
    assert "含演示数据" in page
    assert "演示数据" in paper
    assert "拟稿，未签发" in paper
    assert any("演示数据" in str(cell) for row in book["牵头单位排名"] for cell in row)


@pytest.mark.parametrize(
    ("kind", "month", "says"),
    [
        ("monthly", "2025-06", "重点项目建设情况通报"), ("quarterly", "2025-06", "第二季度比第一季度"),
        ("half_yearly", "2025-06", "不由被观摩方推荐"), ("yearly", "2025-12", "评定规则"),
    ],
)  # fmt: skip
def test_each_kind_on_page_and_paper(client, planner, kind, month, says):
    address = f"/reports/bulletins/410700/{kind}/{month}/"
    page = client.get(address)
    assert says in page.content.decode()
    assert says in words_of(client.get(f"{address}?format=docx").content)
    client.cookies["django_language"] = "en"
    assert "Overall" in client.get(address).content.decode()


def test_an_issued_one_prints_as_it_was(client, planner, world):
    answer = issue(client)
    made = Bulletin.objects.get()
    address = reverse("reports:bulletin-issued", args=[made.pk])
    assert (answer.status_code, answer.url) == (302, address)
    before = client.get(address).content.decode()
    paper, book = (
        words_of(client.get(f"{address}?format=docx").content),
        sheets_of(client.get(f"{address}?format=xlsx").content),
    )
    ProjectReport.objects.filter(project=world.road, month=JUNE).update(investment_month=1)
    world.road.name = "改了名"
    world.road.save()
    after = client.get(address).content.decode()
    assert "省道改建" in after
    assert "完成 630 万元" in after
    assert after.count("省道改建") == before.count("省道改建")
    assert words_of(client.get(f"{address}?format=docx").content) == paper
    assert sheets_of(client.get(f"{address}?format=xlsx").content) == book
    assert "按月调度。" in paper
    assert made.number in paper
    assert "拟稿" not in paper
    assert "完成 531 万元" in client.get(COUNTY).content.decode()
    assert made.number in client.get("/reports/bulletins/").content.decode()


def test_a_correction_needs_its_reason(client, planner):
    issue(client)
    refused = issue(client)
    assert (refused.status_code, Bulletin.objects.count()) == (422, 1)
    assert "reason" in refused.context["form"].errors
    issue(client, reason="数字有误")
    assert "更正说明：数字有误" in words_of(
        client.get(
            reverse("reports:bulletin-issued", args=[Bulletin.objects.get(version=2).pk]) + "?format=docx"
        ).content
    )


def test_figures_that_changed_meanwhile_are_looked_at_again(client, planner, world):
    form = client.get(COUNTY).context["form"]
    ProjectReport.objects.filter(project=world.road, month=JUNE).update(investment_month=1)
    data = {"number": "第6期", "looked_at": form["looked_at"].value(), "remarks": "抓紧办。"}
    answer = client.post(COUNTY, data)
    assert (answer.status_code, Bulletin.objects.count()) == (409, 0)
    assert "数字有变化" in answer.content.decode()
    shown = answer.context["form"]
    assert shown["remarks"].value() == "抓紧办。"
    assert client.post(COUNTY, {**data, "looked_at": shown["looked_at"].value()}).status_code == 302


def test_choosing_leads_to_the_span_that_the_month_lies_in(client, planner):
    page = client.get("/reports/bulletins/")
    assert page.context["form"]["month"].value() == JUNE
    assert '<option value="410726"' in page.content.decode()
    answer = client.get("/reports/bulletins/", {"region": "410726", "kind": "quarterly", "month": "2025-05"})
    assert answer.url == "/reports/bulletins/410726/quarterly/2025-06/"
    for bad in ({"month": "2999-01"}, {"month": "六月"}, {"region": "410000"}, {"kind": "weekly"}):
        asked = {"region": "410726", "kind": "monthly", "month": "2025-05", **bad}
        assert client.get("/reports/bulletins/", asked).status_code == 422, bad


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{COUNTY}?as_of=2025-07-01", 400), (f"{COUNTY}?format=pdf", 400), ("/reports/bulletins/?as_of=2025-07-01", 400),
        ("/reports/bulletins/410726/monthly/2999-01/", 400), ("/reports/bulletins/410726/quarterly/2025-05/", 404),
        ("/reports/bulletins/410726/weekly/2025-05/", 404), ("/reports/bulletins/410726/monthly/2025-6/", 404),
        ("/reports/bulletins/999999/monthly/2025-06/", 404), ("/reports/bulletins/99/", 404),
    ],
)  # fmt: skip
def test_what_is_not_there_and_what_is_refused(client, planner, address, status):
    assert client.get(address).status_code == status


def test_another_city_reads_neither_the_draft_nor_the_issued_one(client, planner):
    issue(client)
    client.force_login(accounts.planner(regions.xiping()))
    assert client.get(COUNTY).status_code == 403
    assert client.get(reverse("reports:bulletin-issued", args=[Bulletin.objects.get().pk])).status_code == 404
    assert "月通报第6期" not in client.get("/reports/bulletins/").content.decode()


def test_a_leader_reads_and_does_not_issue(client, world):
    client.force_login(accounts.leader())
    assert 'name="looked_at"' not in client.get(COUNTY).content.decode()
    assert client.post(COUNTY, {"number": "第6期", "looked_at": "x"}).status_code == 403
    assert not Bulletin.objects.exists()


def test_a_long_list_is_cut_on_paper_and_whole_in_the_workbook(client, planner, world, monkeypatch):
    monkeypatch.setattr("reports.presenters.bulletin.sections.MOST_ROWS", 1)
    monkeypatch.setattr("reports.bulletin.MOST_ROWS", 1)
    monkeypatch.setattr("reports.presenters.bulletin.page.MOST_ROWS", 1)
    facts = bulletin_facts(regions.xinxiang(), "monthly", JUNE, today=TODAY)
    assert len(facts.laggards) > 1
    assert "其余" in words_of(bulletin_paper(facts, made_at=timezone.now()))
    book = sheets_of(client.get("/reports/bulletins/410700/monthly/2025-06/?format=xlsx").content)
    assert sum(row[0] in range(1, 99) for row in book["滞后项目"]) == len(facts.laggards)


def test_a_month_without_projects_says_so(client, planner):
    page = client.get("/reports/bulletins/410726/monthly/2026-06/").content.decode()
    assert "没有可以通报的重点项目" in page
