"""Somebody's own sheet: its columns mapped once and remembered, its rows found by name, its figures looked at and saved."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from urllib.parse import parse_qs, urlparse

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.models import Observation, SheetMapping, SheetName
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.factories import accounts
from tests.factories.indicators import RowFactory, answers_for, approved
from tests.factories.rounds import open_round_for

pytestmark = pytest.mark.django_db
ADDRESS = "/entry/sheets/wide/"
MAPPED = {"c0": "name", "c1": "unit", "c2": "value:2023", "c3": "growth:2023", "c4": "value:2024", "c5": "growth:2024"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def at_work(as_person, clerk, row, share):
    return as_person(clerk)


def workbook(*lines, titles=("2023年", "2024年")):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总"
    sheet.append(["主要指标完成情况"])
    sheet.append(["指标", "单位", titles[0], None, titles[1], None])
    sheet.append([None, None, "完成", "增速", "完成", "增速"])
    for line in lines:
        sheet.append(line)
    for cells in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"):
        sheet.merge_cells(cells)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


USUAL = (["一、地区生产总值", "亿元", 186.3, 4, 193.3, "5.0"], ["常住人口城镇化率(%)", "%", 41.17, None, "41.5%", None])


def send(client, data):
    """The address of the page that follows the upload."""
    answer = client.post(ADDRESS, {"workbook": SimpleUploadedFile("x.xlsx", data)})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return answer.url


def post(client, address, **fields):
    asked = {key: values[0] for key, values in parse_qs(urlparse(address).query).items()}
    return client.post(ADDRESS, {**asked, **fields})


def mapped(client, data, **meanings):
    """The address of the look, after the columns were given their meaning."""
    address = send(client, data)
    answer = post(client, address, action="map", sheet="汇总", first="2", last="3", **{**MAPPED, **meanings})
    assert answer.status_code == 302, answer.content.decode()
    return address


def said(client, address):
    return re.sub(r"\s+", " ", client.get(address).content.decode())


def save(client, address):
    digest = re.search(r'name="digest" value="([^"]*)"', client.get(address).content.decode())[1]
    return post(client, address, action="save", digest=digest)


def test_proposed_mapped_looked_at_saved(at_work, row, share):
    address = send(at_work, workbook(*USUAL))
    proposed = said(at_work, address)
    assert "各列的含义" in proposed
    assert '<option value="value:2023" selected>' in proposed
    assert "2024年 / 增速" in proposed
    address = mapped(at_work, workbook(*USUAL))
    page = said(at_work, address)
    assert "<b>6</b> 处修改" in page
    assert "汇总!C4" in page
    assert save(at_work, address).status_code == 302
    stored = {(one.row_id, one.year): (one.value, one.growth, one.state) for one in Observation.objects.all()}
    assert stored == {
        (row.pk, 2023): (Decimal("186.3"), 4, "draft"),
        (row.pk, 2024): (Decimal("193.3"), Decimal("5.0"), "draft"),
        (share.pk, 2023): (Decimal("41.17"), None, "draft"),
        (share.pk, 2024): (Decimal("41.5"), None, "draft"),
    }


def test_the_mapping_is_remembered(at_work, row):
    mapped(at_work, workbook(*USUAL))
    address = send(at_work, workbook(["地区生产总值", "亿元", 1, None, 2, None]))
    page = said(at_work, address)
    assert "表头已识别" in page
    assert "<b>2</b> 处修改" in page
    assert SheetMapping.objects.count() == 1
    assert "各列的含义" in said(at_work, address + "&map=1")


def test_another_unit_does_not_see_the_mapping(at_work, client, row):
    mapped(at_work, workbook(*USUAL))
    other = accounts.UnitFactory(region=row.plan.region, name="环保局")
    answers_for(row, other)
    client.force_login(accounts.clerk(other), backend="django.contrib.auth.backends.ModelBackend")
    assert "各列的含义" in said(client, send(client, workbook(*USUAL)))


def test_a_blank_takes_nothing_back_and_a_dash_is_named(at_work, row, clerk):
    observations.save_draft(row=row, year=2023, lock=None, by=clerk, figures=ObservationFigures(value=Decimal(5)))
    address = mapped(at_work, workbook(["地区生产总值", "亿元", None, None, "—", 5]))
    page = said(at_work, address)
    assert "没有数据请留空" in page
    assert "汇总!E4" in page
    save(at_work, address)
    assert Observation.objects.get(year=2023).value == 5
    assert Observation.objects.get(year=2024).growth == 5


def test_another_unit_of_measure_is_never_converted(at_work, row):
    address = mapped(at_work, workbook(["地区生产总值", "万元", 1863000, None, None, None]))
    page = said(at_work, address)
    assert "系统不作换算" in page
    assert 'value="save"' not in page


def test_closed_years_and_approved_figures_are_named(at_work, row):
    open_round_for(row, 2023, opens=-20, closes=-5)
    approved(row, 2024, value=Decimal("190"))
    page = said(at_work, mapped(at_work, workbook(*USUAL[:1])))
    assert "截止填报" in page
    assert "已审核通过" in page
    assert 'value="save"' not in page


def test_a_name_that_nobody_knows_is_asked_and_remembered(at_work, row):
    data = workbook(["全县总产值", "亿元", 1, None, 2, None], ["没有的", "个", 3, None, 4, None])
    address = mapped(at_work, data)
    assert "这些名称指的是哪项指标" in said(at_work, address)
    post(at_work, address, action="rows", row_0=str(row.pk), row_1="0")
    page = said(at_work, address)
    assert "这些名称指的是哪项指标" not in page
    assert "<b>2</b> 处修改" in page
    again = said(at_work, send(at_work, data))
    assert "<b>2</b> 处修改" in again


def test_a_name_is_remembered_whatever_the_headers(at_work, row):
    lines = (["全县总产值", "亿元", 1, None, 2, None],)
    address = mapped(at_work, workbook(*lines))
    post(at_work, address, action="rows", row_0=str(row.pk))
    other = mapped(at_work, workbook(*lines, titles=("2023年累计", "2024年累计")))
    assert SheetMapping.objects.count() == 2
    page = said(at_work, other)
    assert "这些名称指的是哪项指标" not in page
    assert "<b>2</b> 处修改" in page


def test_next_years_sheet_asks_for_its_new_columns_alone(at_work, row):
    before = {"c2": "value:2022", "c3": "growth:2022", "c4": "value:2023", "c5": "growth:2023"}
    mapped(at_work, workbook(*USUAL, titles=("2022年", "2023年")), **before)
    address = send(at_work, workbook(*USUAL))  # 2023 and 2024
    page = said(at_work, address)
    assert "与以前的表格相比多了下面 2 列，其余 4 列" in page
    assert page.count('<select name="c') == 2
    assert '<option value="value:2024" selected>' in page
    fields = dict(re.findall(r'<input type="hidden" name="(c\d+)" value="([^"]*)"', page))
    assert fields == {"c0": "name", "c1": "unit", "c2": "value:2023", "c3": "growth:2023"}
    answer = post(at_work, address, action="map", sheet="汇总", first="2", last="3", **MAPPED)
    assert answer.status_code == 302
    assert "<b>6</b> 处修改" in said(at_work, address)


def test_a_name_of_two_rows_is_asked(at_work, row, share):
    twin = RowFactory(plan=row.plan, short_name="城镇化率", name="城镇化率", unit="%", position=51)
    answers_for(twin, row.units.get())
    open_round_for(twin, 2024)
    page = said(at_work, mapped(at_work, workbook(["城镇化率", "%", None, None, 41, None])))
    assert "有多项同名" in page
    assert "<b>0</b> 处修改" in page


def test_the_same_row_twice_is_named(at_work, row):
    page = said(
        at_work,
        mapped(
            at_work, workbook(USUAL[0], ["GDP", "", 1, None, None, None], ["地区生产总值", "亿元", 7, None, None, None])
        ),
    )
    assert "指的是同一项指标" in page


def test_a_row_of_others_cannot_be_chosen(at_work, row):
    other = RowFactory(plan=row.plan, short_name="别家的指标")
    address = mapped(at_work, workbook(["谁的", "亿元", 1, None, 2, None]))
    post(at_work, address, action="rows", row_0=str(other.pk))
    assert not SheetName.objects.exists()


@pytest.mark.parametrize(
    ("meanings", "sentence"),
    [
        ({"c0": ""}, "是指标名称"),
        ({"c1": "name"}, "是指标名称"),
        ({"c3": "value:2023"}, "同一含义"),
        ({"c2": "", "c3": "", "c4": "", "c5": ""}, "至少指定一列"),
        ({"c2": "value:1999"}, "年份不在规划期内"),
        ({"c2": "nonsense"}, "含义不认识"),
    ],
)
def test_a_mapping_that_cannot_be(at_work, meanings, sentence):
    answer = post(
        at_work,
        send(at_work, workbook(*USUAL)),
        action="map",
        sheet="汇总",
        first="2",
        last="3",
        **{**MAPPED, **meanings},
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not SheetMapping.objects.exists()


def test_changed_between_the_look_and_the_writing(at_work, row, reviewer):
    address = mapped(at_work, workbook(*USUAL))
    digest = re.search(r'name="digest" value="([^"]*)"', at_work.get(address).content.decode())[1]
    observations.save_draft(row=row, year=2024, lock=None, by=reviewer, figures=ObservationFigures(value=Decimal(7)))
    assert post(at_work, address, action="save", digest=digest).status_code == 409
    assert Observation.objects.get().value == 7


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2", b"PK\x03\x04broken"])
def test_no_workbook(at_work, data):
    answer = at_work.post(ADDRESS, {"workbook": SimpleUploadedFile("x.xlsx", data)})
    assert answer.status_code == 422
    assert "没有读取" in answer.content.decode()


def test_it_expires(at_work):
    assert at_work.get(ADDRESS, {"file": "0" * 64}).status_code == 422
    assert at_work.post(ADDRESS, {"file": "x", "action": "save"}).status_code == 422
