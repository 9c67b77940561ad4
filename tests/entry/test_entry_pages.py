"""The form of one figure and the list above it, as a clerk meets them."""

from decimal import Decimal

import pytest

from indicators.domain.types import Form
from indicators.models import Observation
from indicators.services import observations
from indicators.services.observations import ObservationFigures
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, TargetFactory, answers_for, approved, gdp_row
from tests.factories.plans import PlanFactory
from tests.factories.rounds import open_round_for, reopened

pytestmark = pytest.mark.django_db


def address(row, year=2024):
    return f"/entry/{row.pk}/{year}/"


def test_list_shows_own_rows_with_state_and_figure(as_person, clerk, row):
    other = RowFactory(plan=row.plan, short_name="别的单位的指标")
    observations.save_draft(row=row, year=2023, figures=ObservationFigures(value=Decimal("9.70")), lock=None, by=clerk)
    page = as_person(clerk).get("/entry/years/").content.decode()
    assert row.short_name in page
    assert other.short_name not in page
    assert "9.70" in page
    assert "草稿" in page


def test_form_shows_what_was_promised_and_earlier_years(as_person, clerk, row):
    approved(row, 2022, value=Decimal("179.46"))
    page = as_person(clerk).get(address(row)).content.decode()
    for expected in ("153.7", "230", "179.46", "亿元"):
        assert expected in page


def test_draft_is_kept_exactly_as_typed(as_person, clerk, row, typed):
    response = as_person(clerk).post(address(row), typed(value="193.30", growth=""))
    assert response.status_code == 302
    stored = Observation.objects.get()
    assert (str(stored.value), stored.growth, stored.state, stored.unit) == ("193.30", None, "draft", "亿元")


def test_zero_is_a_figure(as_person, clerk, row, typed):
    as_person(clerk).post(address(row), typed(value="0", growth=""))
    stored = Observation.objects.get()
    assert stored.value == 0
    answers = {one.key: "确为零" for one in stored.warnings.all()}
    assert observations.submit(observation=stored, lock=stored.lock, answers=answers, by=clerk).state == "submitted"


def test_nothing_typed_cannot_be_submitted_and_nothing_is_kept(as_person, clerk, row, typed):
    response = as_person(clerk).post(address(row), typed(value="", growth="", action="submit"))
    assert response.status_code == 422
    assert "没有填任何数值，不能提交" in response.content.decode()
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("12,3", "逗号"),
        ("1,234.5", "逗号"),
        ("1e3", "科学记数法"),
        (" 6.5 %", "百分号"),
        ("6.5‰", "千分号"),
        ("6 5", "空格"),
        (">100", "比较符号"),
        ("193.3亿元", "不作换算"),
        ("—", "没有数据请留空"),
        ("-", "没有数据请留空"),
        ("1.12345678901", "小数超过 10 位"),
        ("1234567890123456789", "整数位太多"),
        ("1.2.3", "不是一个数字"),
        ("5.", "不是一个数字"),
        (".5", "不是一个数字"),
        ("--5", "不是一个数字"),
        ("nan", "文字"),
        ("Infinity", "文字"),
        ("1_000", "不是一个数字"),
        ("٣", "不是一个数字"),
        ("10²", "不是一个数字"),
        ("0x10", "文字"),
    ],
)
def test_bad_figures_are_told_apart_and_change_nothing(as_person, clerk, row, typed, value, sentence):
    response = as_person(clerk).post(address(row), typed(value=value))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "没有保存" in page
    assert 'href="#id_value"' in page
    assert "统计公报" in page, "what was typed elsewhere stays"
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("value", "stored"),
    [("１９３．３", "193.3"), ("－4.6", "-4.6"), ("−4.6", "-4.6"), (" 12 ", "12"), ("+3.10", "3.10"), ("007", "7")],
)
def test_lossless_ways_to_write_a_number_are_read(as_person, clerk, row, typed, value, stored):
    as_person(clerk).post(address(row), typed(value=value))
    assert str(Observation.objects.get().value) == stored


@pytest.mark.parametrize(
    ("field", "value"),
    [("comparator", "?"), ("value_basis", "gold"), ("vintage", ""), ("lock", "x"), ("source_title", "字" * 201)],
)
def test_other_fields_are_checked_too(as_person, clerk, row, typed, field, value):
    response = as_person(clerk).post(address(row), typed(**{field: value}))
    assert response.status_code == 422
    assert not Observation.objects.exists()


def test_preview_says_what_it_would_mean_and_writes_nothing(as_person, clerk, row, typed):
    response = as_person(clerk).post(address(row), typed(action="preview"))
    page = response.content.decode()
    for expected in ("51.9%", "80.0%", "18.99%", "滞后", "试算不保存任何数据"):
        assert expected in page
    assert 'value="193.3"' in page
    assert not Observation.objects.exists()


def test_preview_says_at_once_that_a_figure_looks_wrong(as_person, clerk, row, typed):
    approved(row, 2023, value=Decimal("188.8"))
    page = as_person(clerk).post(address(row), typed(action="preview", value="1933", growth="")).content.decode()
    assert "疑为统计口径变化" in page
    assert "口径不可比" in page
    assert not Observation.objects.filter(year=2024).exists()


def test_another_region_typed_beside_the_plan_chosen_before(as_person, row):
    reviewer = accounts.reviewer(regions.xinxiang())
    other = gdp_row(plan=PlanFactory(region=regions.weibin()))
    page = as_person(reviewer).get(f"/entry/?region=410703&plan={row.plan_id}")
    assert f'data-plan-indicator="{other.pk}"' in page.content.decode()
    nothing = as_person(reviewer).get(f"/entry/?region=999999&plan={row.plan_id}")
    assert "没有由您填报的指标" in nothing.content.decode()


def test_second_editor_is_told_and_loses_nothing(as_person, clerk, row, typed):
    first = ObservationFigures(value=Decimal("200.1"))
    observations.save_draft(row=row, year=2024, figures=first, lock=None, by=clerk)
    response = as_person(clerk).post(address(row), typed(value="193.3"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "他人已保存" in page
    assert "200.1" in page, "the other's figure is shown"
    assert 'value="193.3"' in page, "the own figure is still in the form"
    assert Observation.objects.get().value == Decimal("200.1")
    again = as_person(clerk).post(address(row), typed(value="193.3", lock="1"))
    assert again.status_code == 302, "saving again, having seen the other's, is a decision"
    assert Observation.objects.get().value == Decimal("193.3")


def test_returned_figure_shows_the_comment_where_it_was_typed(as_person, clerk, reviewer, row):
    figure = observations.save_and_submit(
        row=row, year=2024, figures=ObservationFigures(value=Decimal(190)), lock=None, by=clerk
    )
    observations.return_to_clerk(observation=figure, comment="少了一位", lock=figure.lock, by=reviewer)
    page = as_person(clerk).get(address(row)).content.decode()
    assert "少了一位" in page
    assert "已退回" in page


def test_submitted_figure_is_withdrawn_before_it_is_changed(as_person, clerk, row, typed):
    client = as_person(clerk)
    client.post(address(row), typed(action="submit"))
    assert "撤回修改" in client.get(address(row)).content.decode()
    figure = Observation.objects.get()
    refused = client.post(address(row), typed(value="1", lock=figure.lock))
    assert refused.status_code == 409
    assert "先撤回" in refused.content.decode()
    client.post(address(row), {"action": "withdraw", "lock": figure.lock})
    figure.refresh_from_db()
    assert (figure.state, figure.value, figure.submitted_by) == ("draft", Decimal("193.3"), None)


def test_correction_of_an_approved_figure_says_that_the_old_one_stays(as_person, clerk, row, typed):
    approved(row, 2024, value=Decimal("190"))
    reopened(row)
    client = as_person(clerk)
    assert "审核通过之前仍使用原来的数据" in client.get(address(row)).content.decode()
    client.post(address(row), typed(lock="1", reason="年鉴修订"))
    old, new = Observation.objects.order_by("version")
    assert (old.in_force, old.value, new.state, new.version) == (True, Decimal("190"), "draft", 2)


def test_fields_that_only_some_targets_ask(as_person, clerk, row, typed):
    page = as_person(clerk).get(address(row)).content.decode()
    assert 'name="reported"' not in page
    assert 'name="judgement"' not in page
    composition = RowFactory(plan=row.plan, short_name="三次产业结构", unit="")
    TargetFactory(
        row=composition, form=Form.COMPOSITION, value=None, parts=[Decimal("22.7"), Decimal("33.8"), Decimal("43.5")]
    )
    answers_for(composition, clerk.unit)
    open_round_for(composition)
    client = as_person(clerk)
    assert 'name="part_3"' in client.get(address(composition)).content.decode()
    parts = {"part_1": "25.7", "part_2": "33.4", "part_3": "40.0"}
    refused = client.post(address(composition), typed(value="", growth="", **parts))
    assert "应为 100" in refused.content.decode()
    missing = client.post(address(composition), typed(value="", growth="", **{**parts, "part_3": ""}))
    assert "各部分要一并填写" in missing.content.decode()
    client.post(address(composition), typed(value="", growth="", **{**parts, "part_3": "40.9"}))
    assert Observation.objects.get().parts == [Decimal("25.7"), Decimal("33.4"), Decimal("40.9")]


def test_judgement_needs_its_reason(as_person, clerk, row, typed):
    words = RowFactory(plan=row.plan, unit="")
    TargetFactory(row=words, form=Form.QUALITATIVE, value=None, text="保持在合理区间")
    answers_for(words, clerk.unit)
    open_round_for(words)
    client = as_person(clerk)
    refused = client.post(address(words), typed(value="", growth="", judgement="holds"))
    assert "人工判定必须写明理由" in refused.content.decode()
    client.post(address(words), typed(value="", growth="", judgement="holds", note="各季度均在区间内"))
    assert Observation.objects.get().judgement == "holds"


def test_unknown_row_heading_and_year_outside_the_plan_are_not_found(as_person, clerk, row):
    client = as_person(clerk)
    heading = RowFactory(plan=row.plan, is_heading=True)
    for path in (address(row, 2020), address(row, 2026), address(heading), "/entry/999999/2024/"):
        assert client.get(path).status_code == 404


def test_a_row_printed_as_growth_keeps_the_unit_of_its_level(as_person, clerk, row, typed):
    """Xinxiang's GDP stands in the plan as growth in per cent; its level is entered in 亿元."""
    growth = RowFactory(plan=row.plan, indicator=row.indicator, unit="%")
    TargetFactory(row=growth, form=Form.GROWTH, value=Decimal("6.5"), unit="%")
    answers_for(growth, clerk.unit)
    open_round_for(growth, 2023)
    reopened(growth, 2023)
    figure = approved(growth, 2023, value=Decimal("3347.6"), growth=Decimal("1.5"))
    Observation.objects.filter(pk=figure.pk).update(unit="亿元")
    client = as_person(clerk)
    page = client.get(address(growth, 2023)).content.decode()
    assert 'value="3347.6"' in page
    assert "<span>亿元</span>" in page
    client.post(address(growth, 2023), typed(value="3400", growth="1.6", lock="1", reason="年鉴修订"))
    assert Observation.objects.get(row=growth, version=2).unit == "亿元"


def test_a_value_in_another_unit_is_shown_and_not_taken_over(as_person, clerk, row, typed):
    trade = RowFactory(plan=row.plan, unit="亿美元")
    TargetFactory(row=trade, value=Decimal("21.6"))
    answers_for(trade, clerk.unit)
    figure = approved(trade, 2023, value=Decimal("101.7"))
    Observation.objects.filter(pk=figure.pk).update(unit="亿元")
    page = as_person(clerk).get(address(trade, 2023)).content.decode()
    assert 'value="101.7"' not in page
    assert "101.7 的单位是“亿元”，这里按“亿美元”填写" in page
