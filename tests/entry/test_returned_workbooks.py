"""The clerk's own workbook after a return: kept when it was saved, handed back with comments, taken again for the returned rows alone."""

from __future__ import annotations

import io
import os
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from openpyxl.styles import Font, PatternFill

from accounts.models import AuditEntry
from entry.services.sheets import saved as kept
from entry.tasks import clear_workbooks
from indicators.models import Observation, SavedWorkbook
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, TargetFactory, answers_for
from tests.factories.rounds import open_round_for
from tests.factories.sheet_desk import text_of
from tests.factories.workbooks import edit, needs_office, through_office, with_results

pytestmark = pytest.mark.django_db
ORANGE, YELLOW = "FCE4D6", "FFFBE6"


@pytest.fixture
def grain(row):
    made = RowFactory(plan=row.plan, short_name="粮食产量", name="粮食产量", unit="万吨", position=60)
    TargetFactory(row=made, value=Decimal("80"))
    answers_for(made, row.units.get())
    open_round_for(made, 2024)
    return made


@pytest.fixture
def own(desk, row, share, grain):
    """What the clerk made of the form: a formula, an own column, an own sheet, own colours."""
    cells = {(row, "value"): "=100+90", (row, "value_basis"): "现价", (share, "value"): 41, (grain, "value"): 70}

    def furnish(book):
        sheet = book["填报"]
        sheet.cell(2, sheet.max_column + 2).value = "我的核对栏"
        sheet[desk.place(book, share, "value")].fill = PatternFill("solid", fgColor="99FF99")
        sheet[desk.place(book, share, "value")].font = Font(bold=True, color="FF0000")
        sheet.column_dimensions["K"].width = 33
        draft = book.create_sheet("底稿")
        draft["A1"], draft["B1"], draft["C1"] = 95, "=A1*2", '=IF(B1>1,"多","少")'

    data = edit(desk.filled(cells), furnish)
    place = desk.place(openpyxl.load_workbook(io.BytesIO(data)), row, "value")
    return with_results(data, {f"填报!{place}": 190, "底稿!B1": 190, "底稿!C1": "多"})


@pytest.fixture
def returned(desk, own, row, share, reviewer):
    """Saved and submitted by workbook; the GDP came back, the share of towns waits."""
    page = desk.send(own)
    assert desk.apply(page, "submit").status_code == 302, text_of(page)
    figure = Observation.objects.get(row=row)
    observations.return_to_clerk(
        observation=figure, comment="请附公报", cell_comments={"value": "应为初步数"}, lock=figure.lock, by=reviewer
    )
    return SavedWorkbook.objects.get()


def back(desk, saved):
    answer = desk.client.get(f"/entry/workbooks/{saved.pk}/")
    assert answer.status_code == 200
    return answer.content


def opened(data, **more):
    return openpyxl.load_workbook(io.BytesIO(data), **more)


# --- kept -------------------------------------------------------------------------------------------------------------
def test_what_was_saved_is_kept_with_the_figures_that_came_from_it(returned, own, row, share, grain):
    assert kept.bytes_of(returned) == own
    assert set(returned.observations) == set(Observation.objects.values_list("pk", flat=True))
    assert Observation.objects.count() == 3


def test_nothing_is_kept_of_what_was_only_looked_at(desk, row):
    desk.send(desk.filled({(row, "value"): 1}))
    assert not SavedWorkbook.objects.exists()


def test_a_later_one_takes_its_place_and_the_old_file_goes(
    desk, row, share, settings, django_capture_on_commit_callbacks
):
    first = desk.filled({(row, "value"): 190})
    desk.apply(desk.send(first))
    old = Path(settings.MEDIA_ROOT) / SavedWorkbook.objects.get().file
    assert old.is_file()
    with django_capture_on_commit_callbacks(execute=True):
        desk.apply(desk.send(desk.filled({(share, "value"): 41}, first)))
    saved = SavedWorkbook.objects.get()
    assert not old.exists()
    assert (Path(settings.MEDIA_ROOT) / saved.file).is_file()
    assert len(saved.observations) == 2


def test_the_sweep_takes_what_nobody_needs(returned, settings):
    root = Path(settings.MEDIA_ROOT)
    stray, fresh, upload = root / "workbooks/ab/old", root / "workbooks/ab/new", root / "sheets/1/old"
    for one in (stray, fresh, upload):
        one.parent.mkdir(parents=True, exist_ok=True)
        one.write_bytes(b"x")
    for one in (stray, upload):
        os.utime(one, (1, 1))
    os.utime(root / returned.file, (1, 1))
    assert clear_workbooks() == 2
    assert [one.exists() for one in (stray, upload, fresh, root / returned.file)] == [False, False, True, True]
    later = timezone.localdate() + timedelta(days=kept.KEPT_DAYS + 30)
    assert kept.clear(today=later) == 1
    assert not SavedWorkbook.objects.exists()
    assert not (root / returned.file).exists()


# --- handed back ------------------------------------------------------------------------------------------------------
def test_it_is_offered_after_a_return(desk, returned):
    said = text_of(desk.client.get("/entry/sheets/"))
    assert f'href="/entry/workbooks/{returned.pk}/"' in said
    assert "1 项被退回" in said


def test_it_is_not_offered_before(desk, own):
    desk.apply(desk.send(own), "submit")
    assert "下载退回的工作簿" not in text_of(desk.client.get("/entry/sheets/"))


def test_the_returned_cell_is_coloured_and_says_who_and_when(desk, returned, row, share, reviewer):
    book = opened(back(desk, returned))
    cell = book["填报"][desk.place(book, row, "value")]
    assert cell.fill.fgColor.rgb.endswith(ORANGE)
    for expected in ("应为初步数", "请附公报", str(reviewer), timezone.localdate().isoformat()):
        assert expected in cell.comment.text
    assert not cell.protection.locked
    other = book["填报"][desk.place(book, share, "value")]
    assert "审核意见" not in (other.comment.text if other.comment else "")


def test_nothing_else_changes(desk, returned, own, row):
    before, after = opened(own), opened(back(desk, returned))
    assert before.sheetnames == after.sheetnames
    touched = desk.place(after, row, "value")
    for sheet in before:
        if sheet.title == "_about":
            continue
        other = after[sheet.title]
        for line in sheet.iter_rows():
            for cell in line:
                same = other[cell.coordinate]
                assert (cell.value, cell.number_format) == (same.value, same.number_format)
                assert repr(cell.font) == repr(same.font)
                if cell.coordinate != touched:
                    assert repr((cell.fill, cell.protection)) == repr((same.fill, same.protection))
                    assert (cell.comment and cell.comment.text) == (same.comment and same.comment.text)
        assert sheet.merged_cells.ranges == other.merged_cells.ranges
        assert sheet.sheet_state == other.sheet_state
        assert sheet.protection.sheet == other.protection.sheet
        widths = {key: about.width for key, about in sheet.column_dimensions.items()}
        assert widths == {key: about.width for key, about in other.column_dimensions.items()}
    assert {str(one.sqref) for one in before["填报"].data_validations.dataValidation} == {
        str(one.sqref) for one in after["填报"].data_validations.dataValidation
    }


def test_formulas_keep_their_results(desk, returned, row):
    data = back(desk, returned)
    values, written = opened(data, data_only=True), opened(data)
    place = desk.place(written, row, "value")
    assert (values["填报"][place].value, written["填报"][place].value) == (190, "=100+90")
    assert (values["底稿"]["B1"].value, values["底稿"]["C1"].value) == (190, "多")


def test_a_comment_on_a_field_without_a_column_stands_at_the_value(desk, own, row, reviewer):
    desk.apply(desk.send(own), "submit")
    figure = Observation.objects.get(row=row)
    observations.return_to_clerk(
        observation=figure, comment="", cell_comments={"source_address": "网址打不开"}, lock=figure.lock, by=reviewer
    )
    book = opened(back(desk, SavedWorkbook.objects.get()))
    note = book["填报"][desk.place(book, row, "value")].comment.text
    assert "网址打不开" in note
    assert "来源" in note


def test_what_was_changed_on_the_page_since_is_said(desk, own, row, clerk, reviewer):
    desk.apply(desk.send(own), "save")
    figure = Observation.objects.get(row=row)
    figure = observations.save_and_submit(
        row=row, year=2024, lock=figure.lock, by=clerk,
        figures=ObservationFigures(value=Decimal("195"), value_basis="current"),
    )  # fmt: skip
    observations.return_to_clerk(observation=figure, comment="再核", lock=figure.lock, by=reviewer)
    data = back(desk, SavedWorkbook.objects.get())
    book = opened(data)
    assert "系统里现在是“195”" in book["填报"][desk.place(book, row, "value")].comment.text
    assert "没有要保存的修改" in text_of(desk.send(data))  # what nobody touched takes nothing back


# --- taken again ------------------------------------------------------------------------------------------------------
def test_unchanged_is_no_change(desk, returned):
    said = text_of(desk.send(back(desk, returned)))
    assert "没有要保存的修改" in said
    assert "未采用：" not in said
    assert 'id="ignored"' not in said or "没有读取" in said


def test_only_returned_rows_are_taken(desk, returned, row, share, grain):
    data = desk.filled({(row, "value"): 195, (share, "value"): 50, (grain, "note"): "改备注"}, back(desk, returned))
    page = desk.send(data)
    said = text_of(page)
    assert "<b>1</b> 处修改，<b>1</b> 项指标" in said
    assert "只采用被退回的指标" in said
    for place in (desk.name(share, "value", data), desk.name(grain, "note", data)):
        assert f'data-cell="{place}"' in said
    assert said.count("这份退回的工作簿只修改被退回的指标") == 2
    assert desk.apply(page, "submit").status_code == 302
    stored = {one.row_id: (one.value, one.state) for one in Observation.objects.all()}
    assert stored == {row.pk: (195, "submitted"), share.pk: (41, "submitted"), grain.pk: (70, "submitted")}


def test_submitting_it_leaves_other_drafts_alone(desk, row, share, reviewer):
    desk.apply(desk.send(desk.filled({(row, "value"): 190, (row, "value_basis"): "现价"})), "submit")
    figure = Observation.objects.get()
    observations.save_draft(
        row=share, year=2024, lock=None, by=desk.user, figures=ObservationFigures(value=Decimal(41))
    )
    observations.return_to_clerk(observation=figure, comment="再核", lock=figure.lock, by=reviewer)
    data = desk.filled({(row, "value"): 191}, back(desk, SavedWorkbook.objects.get()))
    assert desk.apply(desk.send(data), "submit").status_code == 302
    assert Observation.objects.get(row=share).state == "draft"


def test_returned_twice(desk, returned, row, reviewer):
    """The second time the comments stand in the workbook of the first; a cell that is mended loses its colour."""
    desk.apply(desk.send(desk.filled({(row, "value"): 195}, back(desk, returned))), "submit")
    figure = Observation.objects.get(row=row)
    observations.return_to_clerk(
        observation=figure, comment="", cell_comments={"growth": "缺增速"}, lock=figure.lock, by=reviewer
    )
    book = opened(back(desk, SavedWorkbook.objects.get()))
    value, growth = (book["填报"][desk.place(book, row, key)] for key in ("value", "growth"))
    assert value.fill.fgColor.rgb.endswith(YELLOW)
    assert "应为初步数" in value.comment.text
    assert growth.fill.fgColor.rgb.endswith(ORANGE)
    assert "缺增速" in growth.comment.text


def test_what_somebody_saved_after_the_download_is_a_conflict(desk, returned, row, reviewer):
    data = desk.filled({(row, "value"): 195}, back(desk, returned))
    figure = Observation.objects.get(row=row)
    observations.save_draft(
        row=row, year=2024, lock=figure.lock, by=reviewer, figures=ObservationFigures(value=Decimal(7))
    )
    page = desk.send(data)
    assert "他人已保存或退回了这项数据" in text_of(page)
    assert desk.apply(page).status_code == 409


@needs_office
def test_through_libreoffice(desk, returned, row, share, tmp_path):
    data = back(desk, returned)
    office = through_office(data, tmp_path)
    book = opened(office)
    cell = book["填报"][desk.place(book, row, "value")]
    assert "应为初步数" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith(ORANGE)
    assert book["底稿"]["B1"].value == "=A1*2"
    assert "没有要保存的修改" in text_of(desk.send(office))
    page = desk.send(desk.filled({(row, "value"): 195, (share, "value"): 50}, office))
    assert "<b>1</b> 处修改" in text_of(page)
    desk.apply(page)
    assert Observation.objects.get(row=row).value == 195
    assert Observation.objects.get(row=share).value == 41


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [
        (lambda row: accounts.reviewer(), 200),
        (lambda row: accounts.clerk(row.units.get()), 403),
        (lambda row: accounts.planner(), 403),
        (lambda row: accounts.leader(), 403),
        (lambda row: accounts.reviewer(regions.weibin()), 403),
    ],
    ids=["reviewer", "colleague", "planner", "leader", "reviewer of the neighbours"],
)
def test_who_gets_it(client, returned, own, row, who, status):
    client.force_login(who(row), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/entry/workbooks/{returned.pk}/")
    assert answer.status_code == status
    if status == 200:
        assert answer.content == own  # a reviewer sees it as it came
        assert AuditEntry.objects.filter(kind="export", person=answer.wsgi_request.user).exists()


def test_a_workbook_whose_file_is_gone(desk, returned, settings):
    (Path(settings.MEDIA_ROOT) / returned.file).unlink()
    assert desk.client.get(f"/entry/workbooks/{returned.pk}/").status_code == 404
    assert desk.client.get("/entry/workbooks/99999/").status_code == 403


def test_what_cannot_come_back_is_said(desk, returned):
    returned.lost = ["shapes", "threads"]
    returned.save()
    said = text_of(desk.client.get("/entry/sheets/"))
    assert re.search("原有的文本框和图形、对话式批注.*不能保留", said)
