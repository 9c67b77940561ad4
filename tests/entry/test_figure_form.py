"""The form of one figure: the round above it, findings and comments beside the field, files with it."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.models import Evidence, Observation, ObservationWarning, RoundAsk
from indicators.services import evidence, observations
from indicators.services.observations import ObservationFigures
from tests.factories import accounts
from tests.factories.indicators import approved
from tests.factories.pictures import png
from tests.factories.rounds import day, open_round_for, reopened

pytestmark = pytest.mark.django_db
SLIP = "unit_slip:value"
PNG = png()


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def series(row):
    """Years before, against which 1933 is a slip of the unit."""
    for year, value in ((2021, "167.0"), (2022, "179.46"), (2023, "188.8")):
        approved(row, year, value=Decimal(value))


def address(row, year=2024):
    return f"/entry/{row.pk}/{year}/"


def picture(name="公报.png", content=PNG):
    return SimpleUploadedFile(name, content)


def text(answer):
    return answer.content.decode()


def draft(row, clerk, value="193.3", **more):
    figures = ObservationFigures(value=Decimal(value), **more)
    return observations.save_draft(row=row, year=2024, figures=figures, lock=None, by=clerk)


def returned(row, clerk, **answer):
    figure = draft(row, clerk)
    Observation.objects.filter(pk=figure.pk).update(state="returned", **answer)
    return figure


# --- the round --------------------------------------------------------------------------------------------------------
def test_until_when_it_may_be_written(as_person, clerk, row):
    page = text(as_person(clerk).get(address(row)))
    assert f"可填写至 {day(10).isoformat()} 24:00" in page
    assert 'value="submit"' in page
    open_round_for(row, closes=0)
    assert "今天是最后一天" in text(as_person(clerk).get(address(row)))
    open_round_for(row, closes=2)
    assert "还剩 2 天" in text(as_person(clerk).get(address(row)))


def test_a_closed_round_shows_the_figure_and_whom_to_ask(as_person, clerk, row):
    draft(row, clerk)
    open_round_for(row, closes=-1)
    page = text(as_person(clerk).get(address(row)))
    assert f"已于 {day(-1).isoformat()} 截止填报" in page
    assert "审核员：某person" in page
    assert 'value="193.3"' in page
    assert "readonly" in page
    assert 'value="submit"' not in page
    assert 'name="evidence"' not in page


def test_what_is_typed_when_the_round_closes_is_not_lost(as_person, clerk, row, typed):
    open_round_for(row, closes=-1)
    answer = as_person(clerk).post(address(row), typed(value="193.3", action="submit"))
    assert answer.status_code == 409
    assert "截止填报" in text(answer)
    assert 'value="193.3"' in text(answer)
    assert not Observation.objects.exists()


def test_before_the_round_and_in_a_year_without_one(as_person, clerk, row):
    open_round_for(row, opens=1)
    assert f"于 {day(1).isoformat()} 开始填报" in text(as_person(clerk).get(address(row)))
    RoundAsk.objects.filter(round__year=2024).delete()
    assert "没有要求填报这一指标的填报任务" in text(as_person(clerk).get(address(row)))
    page = text(as_person(accounts.planner()).get(address(row)))
    assert "由审核员或规划科直接填写" in page
    assert 'value="submit"' in page


def test_the_note_of_the_round_stands_above_the_form(as_person, clerk, row):
    asking = open_round_for(row)
    asking.note = "按年报口径填写"
    asking.save()
    assert "按年报口径填写" in text(as_person(clerk).get(address(row)))


# --- corrections ------------------------------------------------------------------------------------------------------
def test_an_approved_figure_waits_for_a_reopening(as_person, clerk, row):
    approved(row, 2024, value=Decimal("190"))
    page = text(as_person(clerk).get(address(row)))
    assert "更正须先由审核员说明理由、重新开放填报" in page
    assert 'value="submit"' not in page


def test_a_correction_says_why_and_keeps_what_was(as_person, clerk, row, typed):
    approved(row, 2024, value=Decimal("190"))
    reopened(row)
    client = as_person(clerk)
    assert 'name="reason"' in text(client.get(address(row)))
    refused = client.post(address(row), typed(lock="1"))
    assert refused.status_code == 422
    assert "必须写明理由" in text(refused)
    assert 'href="#id_reason"' in text(refused)
    assert Observation.objects.count() == 1
    client.post(address(row), typed(lock="1", reason="统计局修订", vintage="revised"))
    assert Observation.objects.get(version=2).reason == "统计局修订"
    page = text(client.get(address(row)))
    assert "统计局修订</textarea>" in page
    assert "该年各版本" in page


def test_without_an_approved_figure_no_reason_is_asked(as_person, clerk, row):
    assert 'name="reason"' not in text(as_person(clerk).get(address(row)))


# --- findings ---------------------------------------------------------------------------------------------------------
def test_trying_out_says_at_once_what_looks_wrong_beside_its_field(as_person, clerk, row, series, typed):
    page = text(as_person(clerk).post(address(row), typed(value="1933", growth="", action="preview")))
    assert 'id="finding_unit_slip_value"' in page
    assert f'name="answer:{SLIP}"' in page
    assert "目标按此数评估" in page, "what the box holds is said again"
    described = page.split('id="id_value"')[0].rsplit("<input", 1)[1] + page.split('id="id_value"')[1].split(">")[0]
    assert "finding_unit_slip_value" in described
    assert not Observation.objects.filter(year=2024).exists()


def test_what_was_answered_while_trying_out_stays(as_person, clerk, row, series, typed):
    sent = typed(value="1933", growth="", action="preview", **{f"answer:{SLIP}": "区划调整"})
    assert "区划调整</textarea>" in text(as_person(clerk).post(address(row), sent))


def test_a_draft_with_a_warning_is_kept_and_says_so(as_person, clerk, row, series, typed):
    client = as_person(clerk)
    answer = client.post(address(row), typed(value="1933", growth=""), follow=True)
    assert "草稿已保存" in text(answer)
    assert 'id="finding_unit_slip_value"' in text(answer)


def test_a_warning_is_passed_with_a_reason_only_and_the_draft_is_kept(as_person, clerk, row, series, typed):
    client = as_person(clerk)
    refused = client.post(address(row), typed(value="1933", growth="", action="submit"))
    page = text(refused)
    assert refused.status_code == 422
    assert "已存为草稿，还没有提交" in page
    assert 'href="#finding_unit_slip_value"' in page
    kept = Observation.objects.get(year=2024)
    assert (kept.state, kept.value) == ("draft", 1933)
    assert f'name="lock" value="{kept.lock}"' in page
    sent = typed(value="1933", growth="", action="submit", lock=kept.lock, **{f"answer:{SLIP}": " 区划调整 "})
    assert client.post(address(row), sent).status_code == 302
    assert Observation.objects.get(year=2024).state == "submitted"
    assert ObservationWarning.objects.get(code="unit_slip").reason == "区划调整"


def test_an_error_cannot_be_explained_away(as_person, clerk, row, series, typed):
    sent = typed(value="-5", growth="", action="submit", **{"answer:natural_limit:value": "确实如此"})
    row.indicator.natural_min = Decimal(0)
    row.indicator.save()
    refused = as_person(clerk).post(address(row), sent)
    assert refused.status_code == 422
    assert "须改正" in text(refused)
    assert 'name="answer:natural_limit:value"' not in text(refused)
    assert not Observation.objects.filter(year=2024, state="submitted").exists()


# --- the reviewer's comments ------------------------------------------------------------------------------------------
def test_comments_stand_beside_the_cell_they_are_about(as_person, clerk, row):
    returned(row, clerk, cell_comments={"value": "少了一位", "source_title": "写明公报名称"})
    page = text(as_person(clerk).get(address(row)))
    assert "有 2 处意见写在相应的格子下" in page
    place = page.index('id="id_value_comment"')
    assert page.index('id="id_value"') < place < page.index('id="id_growth"')
    assert "少了一位" in page[place : place + 200]
    assert page.index("写明公报名称") > page.index('id="id_source_title"')


# --- files ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", ["draft", "submit"])
def test_files_come_with_the_figure(as_person, clerk, row, typed, action):
    as_person(clerk).post(address(row), typed(action=action, growth="", evidence=[picture(), picture("二.png", PNG)]))
    figure = Observation.objects.get()
    assert figure.state == {"draft": "draft", "submit": "submitted"}[action]
    assert [one.name for one in figure.evidence.all()] == ["公报.png"], "the same content once"


def test_a_file_that_is_refused_keeps_the_figure_from_being_submitted(as_person, clerk, row, typed):
    sent = typed(action="submit", growth="", evidence=picture("公报.pdf", b"<html>"))
    answer = as_person(clerk).post(address(row), sent)
    assert answer.status_code == 422
    assert "“公报.pdf”没有附上：只接受 PDF" in text(answer)
    assert "请重新选择" in text(answer)
    assert 'value="193.3"' in text(answer)
    assert not Observation.objects.exists()


def test_trying_out_uploads_nothing_and_says_so(as_person, clerk, row, typed):
    page = text(as_person(clerk).post(address(row), typed(action="preview", evidence=picture())))
    assert "选好的材料没有上传" in page
    assert not Evidence.objects.exists()


def test_a_file_is_taken_off_with_a_tick(as_person, clerk, row, typed):
    client = as_person(clerk)
    client.post(address(row), typed(growth="", evidence=picture()))
    one = Evidence.objects.get()
    assert f'name="removed" value="{one.pk}"' in text(client.get(address(row)))
    client.post(address(row), typed(growth="", lock="1", removed=[one.pk], evidence=picture("另.png", png(5, 5))))
    one.refresh_from_db()
    assert one.removed_by == clerk
    assert Evidence.objects.get(removed_at__isnull=True).name == "另.png"


def test_a_correction_shows_the_files_of_the_version_before(as_person, clerk, row):
    figure = approved(row, 2024, value=Decimal("190"))
    evidence.attach(observation=figure, name="原公报.png", chunks=[PNG], by=accounts.reviewer())
    reopened(row)
    page = text(as_person(clerk).get(address(row)))
    assert "上一版本的材料" in page
    assert "原公报.png" in page
    assert 'name="removed"' not in page


def test_a_submitted_figure_takes_more_files_but_gives_none_back(as_person, clerk, reviewer, row, typed):
    client = as_person(clerk)
    client.post(address(row), typed(growth="", action="submit", evidence=picture()))
    page = text(client.get(address(row)))
    assert "上传材料" in page
    assert "/remove/" not in page
    assert "/remove/" in text(as_person(reviewer).get(address(row)))
