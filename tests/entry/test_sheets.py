"""The way of a workbook: downloaded, filled in, looked at cell by cell, written in one go; others, reviewers and checks beside it."""

from __future__ import annotations

import io
from decimal import Decimal
from urllib.parse import parse_qs, urlparse

import openpyxl
import pytest

from accounts.models import AuditEntry
from indicators.models import Observation
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, TargetFactory, answers_for, approved
from tests.factories.rounds import open_round_for, reopened
from tests.factories.sheet_desk import text_of
from tests.factories.workbooks import needs_office, through_office

pytestmark = pytest.mark.django_db


# --- the whole way ----------------------------------------------------------------------------------------------------
def test_download_fill_look_save(desk, row, share):
    data = desk.filled(
        {(row, "value"): 193.3, (row, "vintage"): "最终核实数", (share, "value"): "５６", (share, "note"): "-cmd"}
    )
    page = desk.send(data)
    said = text_of(page)
    assert page.status_code == 200
    assert "<b>4</b> 处修改，<b>2</b> 项指标" in said
    for expected in (desk.name(row, "value"), row.short_name, "193.3", "最终核实数", "56", "-cmd"):
        assert expected in said
    assert not Observation.objects.exists()
    assert desk.apply(page).status_code == 302
    gdp, urban = Observation.objects.get(row=row), Observation.objects.get(row=share)
    assert (gdp.value, gdp.vintage, gdp.state, gdp.unit) == (Decimal("193.3"), "final", "draft", "亿元")
    assert (urban.value, urban.note) == (56, "-cmd")
    again = desk.send(data)
    assert "没有要保存的修改" in text_of(again)


def test_unchanged_is_no_change(desk, row, clerk):
    observations.save_draft(
        row=row, year=2024, lock=None, by=clerk,
        figures=ObservationFigures(value=Decimal("9.70"), note="行一\r\n行二", source_title="+公报", value_basis="current"),
    )  # fmt: skip
    assert "没有要保存的修改" in text_of(desk.send(desk.download()))


def test_a_blank_takes_a_figure_back(desk, row, clerk):
    observations.save_draft(row=row, year=2024, lock=None, by=clerk, figures=ObservationFigures(value=Decimal(5)))
    desk.apply(desk.send(desk.filled({(row, "value"): None})))
    assert Observation.objects.get().value is None


def test_submit_goes_with_it(desk, row, share):
    page = desk.send(desk.filled({(row, "value"): 190, (row, "value_basis"): "现价"}))
    assert desk.apply(page, "submit").status_code == 302
    assert Observation.objects.get().state == "submitted"


def test_exports_and_imports_are_noted(desk, row):
    desk.apply(desk.send(desk.filled({(row, "value"): 190})))
    kinds = list(AuditEntry.objects.filter(kind__in=["export", "import"]).values_list("kind", "person_id"))
    assert kinds.count(("export", desk.user.pk)) == 1
    assert kinds.count(("import", desk.user.pk)) == 1


@needs_office
def test_through_libreoffice(desk, row, share, tmp_path):
    data = desk.filled({(row, "value"): "=100+93.3", (share, "value"): "12%", (row, "source_title"): "统计公报"})
    page = desk.send(through_office(data, tmp_path))
    said = text_of(page)
    assert "<b>3</b> 处修改" in said
    assert "公式，按算出的结果读入" in said
    desk.apply(page)
    assert Observation.objects.get(row=row).value == Decimal("193.3")
    assert Observation.objects.get(row=share).value == 12


# --- others -----------------------------------------------------------------------------------------------------------
def test_what_somebody_else_saved_since_is_never_overwritten(desk, row, share, reviewer):
    data = desk.filled({(row, "value"): 193, (share, "value"): 41})
    observations.save_draft(row=row, year=2024, lock=None, by=reviewer, figures=ObservationFigures(value=Decimal(7)))
    page = desk.send(data)
    said = text_of(page)
    assert "他人已保存或退回了这项数据" in said
    assert f'data-cell="{desk.name(row, "value")}"' in said
    assert "重新下载工作簿" in said
    assert desk.apply(page).status_code == 409
    assert Observation.objects.get().value == 7


def test_what_somebody_else_saved_in_an_untouched_row_stays(desk, row, share, reviewer):
    data = desk.filled({(share, "value"): 41})
    observations.save_draft(row=row, year=2024, lock=None, by=reviewer, figures=ObservationFigures(value=Decimal(7)))
    assert desk.apply(desk.send(data)).status_code == 302
    assert {one.row.pk: one.value for one in Observation.objects.all()} == {row.pk: 7, share.pk: 41}


def test_the_same_workbook_filled_in_further(desk, row, share):
    first = desk.filled({(row, "value"): 190})
    desk.apply(desk.send(first))
    desk.apply(desk.send(desk.filled({(row, "value"): 191, (share, "value"): 41}, first)))
    assert {one.value for one in Observation.objects.all()} == {191, 41}


def test_saved_between_the_look_and_the_writing(desk, row, reviewer):
    page = desk.send(desk.filled({(row, "value"): 193}))
    observations.save_draft(row=row, year=2024, lock=None, by=reviewer, figures=ObservationFigures(value=Decimal(7)))
    answer = desk.apply(page)
    assert answer.status_code == 409
    assert "没有保存" in text_of(answer)
    assert Observation.objects.get().value == 7


def test_what_was_sent_belongs_to_the_person_and_expires(desk, row, client):
    page = desk.send(desk.filled({(row, "value"): 193}))
    key = parse_qs(urlparse(page.redirect_chain[-1][0]).query)["file"][0]
    colleague = accounts.clerk(row.units.get())
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert "已过期" in text_of(client.get("/entry/sheets/", {"file": key}))
    client.force_login(desk.user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/entry/sheets/", {"file": key}).status_code == 200
    for odd in ("../../etc/passwd", "x", "0" * 64):
        assert client.get("/entry/sheets/", {"file": odd}).status_code == 422


def test_the_round_closes_between_the_look_and_the_writing(desk, row, share):
    page = desk.send(desk.filled({(row, "value"): 193}))
    open_round_for(row, 2024, opens=-9, closes=-1)
    answer = desk.apply(page)
    assert answer.status_code == 422
    assert not Observation.objects.exists()


# --- submitted, returned, approved ------------------------------------------------------------------------------------
def _submitted(row, clerk, value="190"):
    return observations.save_and_submit(
        row=row, year=2024, lock=None, by=clerk, figures=ObservationFigures(value=Decimal(value), value_basis="current")
    )


def test_a_returned_figure_comes_back_coloured_with_its_note(desk, row, share, clerk, reviewer):
    figure = _submitted(row, clerk)
    observations.return_to_clerk(
        observation=figure, comment="请核对", cell_comments={"value": "应为初步数"}, lock=figure.lock, by=reviewer
    )
    other = _submitted(share, clerk, "41")
    data = desk.download()
    book = openpyxl.load_workbook(io.BytesIO(data))
    cell = book["填报"][desk.place(book, row, "value")]
    assert "应为初步数" in cell.comment.text
    assert "请核对" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("FCE4D6")
    assert not cell.protection.locked
    assert book["填报"][desk.place(book, share, "value")].protection.locked
    page = desk.send(desk.filled({(row, "value"): 195, (share, "value"): 50}, data))
    said = text_of(page)
    assert "已提交待审核" in said
    assert f'data-cell="{desk.name(share, "value")}"' in said
    assert desk.apply(page).status_code == 302
    figure.refresh_from_db()
    other.refresh_from_db()
    assert (figure.value, figure.state, other.value, other.state) == (195, "draft", 41, "submitted")


def test_an_approved_figure_wants_a_reopening_and_a_reason(desk, row, share):
    approved(row, 2024, value=Decimal("190"))
    page = desk.send(desk.filled({(row, "value"): 195}))
    assert "更正须先由审核员说明理由" in text_of(page)
    assert 'value="save"' not in page.content.decode()
    reopened(row, 2024)
    page = desk.send(desk.filled({(row, "value"): 195}))
    assert "更正已审核的数据必须写明理由" in text_of(page)
    desk.apply(
        desk.send(desk.filled({(row, "value"): 195, (row, "reason"): "普查修订", (row, "vintage"): "最终核实数"}))
    )
    latest = Observation.objects.filter(row=row).order_by("version").last()
    assert (latest.value, latest.reason, latest.version, latest.state) == (195, "普查修订", 2, "draft")


# --- what the checks say ----------------------------------------------------------------------------------------------
def test_a_warning_is_shown_and_answered_in_its_column(desk, row):
    for year, value in ((2021, "160"), (2022, "170"), (2023, "180")):
        approved(row, year, value=Decimal(value))
    cells = {(row, "value"): 1900, (row, "value_basis"): "现价"}
    page = desk.send(desk.filled(cells))
    said = text_of(page)
    assert 'id="findings"' in said
    assert "待说明" in said
    assert 'value="submit"' not in said
    assert desk.apply(page, "submit").status_code == 409
    assert not Observation.objects.filter(year=2024).exists()
    page = desk.send(desk.filled(cells | {(row, "answer"): "口径扩大，统计局已核实"}))
    assert "已说明" in text_of(page)
    assert desk.apply(page, "submit").status_code == 302
    figure = Observation.objects.get(year=2024)
    assert (figure.state, {one.reason for one in figure.warnings.all()}) == ("submitted", {"口径扩大，统计局已核实"})


def test_the_workbook_comes_back_with_the_problems_marked(desk, row):
    page = desk.send(desk.filled({(row, "value"): "约12"}))
    key = parse_qs(urlparse(page.redirect_chain[-1][0]).query)["file"][0]
    marked = desk.client.get("/entry/sheets/", {"file": key, "marked": "1"}).content
    book = openpyxl.load_workbook(io.BytesIO(marked))
    assert "不作换算" in book["填报"][desk.place(book, row, "value")].comment.text


# --- who --------------------------------------------------------------------------------------------------------------
def test_a_leader_has_no_workbook(client, desk):
    client.force_login(accounts.leader(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/entry/rounds/{desk.asked.pk}/sheet/").status_code == 403
    assert client.get("/entry/sheets/").status_code == 403


def test_a_neighbour_gets_no_workbook(client, desk):
    there = accounts.clerk(accounts.UnitFactory(region=regions.weibin()))
    client.force_login(there, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/entry/rounds/{desk.asked.pk}/sheet/").status_code == 403


def test_the_number_of_queries_does_not_grow(desk, row, share, django_assert_max_num_queries):
    for number in range(12):
        more = RowFactory(plan=row.plan, short_name=f"指标{number}", position=100 + number)
        TargetFactory(row=more)
        answers_for(more, row.units.get())
        open_round_for(more, 2024)
    with django_assert_max_num_queries(30):
        desk.download()
