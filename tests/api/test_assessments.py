"""``assessments/`` is the contract of DESIGN section 5, field by field, with the numbers of METHODS section 6."""

import json
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.api.rendering import dumps
from indicators.api.assessments import COLUMNS, AssessmentSerializer, assessment_record, label_of, unit_of
from indicators.domain.types import Form
from indicators.models import Assessment, Target
from indicators.services.recompute import recompute_plans
from tests.factories import api, indicators

LIST = "/api/v1/assessments/"

#: As the contract lists them.
FIELDS = [
    "id",
    "target_id",
    "shown",
    "region",
    "period",
    "plan_indicator",
    "indicator",
    "number",
    "name",
    "nature",
    "unit",
    "year",
    "actual_year",
    "form",
    "primary",
    "base",
    "target",
    "comparator",
    "target_text",
    "actual",
    "vintage",
    "price_basis",
    "attainment",
    "elapsed_share",
    "expected",
    "gap",
    "lead",
    "required",
    "required_unit",
    "average",
    "average_unit",
    "pace_ratio",
    "projected_end",
    "on_course",
    "status",
    "status_label",
    "early_warning",
    "reason",
    "required_reason",
    "breached_years",
    "first_met_year",
    "fell_back",
    "sample",
    "method_version",
    "rule_version",
    "computed_at",
]


@pytest.fixture
def yanjin_2024(yanjin):
    (found,) = api.caller().get(LIST, {"region": "410726", "year": 2024}).json()["results"]
    return found


def test_the_fields_are_those_of_the_contract_in_its_order(yanjin_2024):
    assert list(yanjin_2024) == FIELDS


def test_case_2_gdp_of_yanjin_2024(yanjin_2024, yanjin):
    found = yanjin_2024
    assert (found["region"], found["period"], found["plan_indicator"]) == ("410726", "2021-2025", yanjin.row.pk)
    assert (found["indicator"], found["name"], found["unit"]) == ("gdp", "地区生产总值", "亿元")
    assert (found["base"], found["target"], found["actual"]) == (153.7, 230, 193.3)
    assert (found["form"], found["primary"], found["shown"], found["comparator"]) == ("level", True, True, "=")
    assert (found["year"], found["actual_year"], found["elapsed_share"]) == (2024, 2024, 0.8)
    assert found["attainment"] == pytest.approx(0.519, abs=5e-4)
    assert found["gap"] == pytest.approx(-36.7)
    assert found["lead"] == pytest.approx(-18.89, abs=5e-3)
    assert found["expected"] == pytest.approx(212.19, abs=5e-3)
    assert found["required"] == pytest.approx(18.99, abs=5e-3)
    assert (found["required_unit"], found["required_reason"], found["reason"]) == ("%", None, None)
    assert found["pace_ratio"] == pytest.approx(0.70, abs=5e-3)
    assert found["projected_end"] == pytest.approx(204.7, abs=5e-2)
    assert (found["on_course"], found["status"], found["status_label"]) == (False, "behind", "滞后")
    assert (found["breached_years"], found["first_met_year"], found["fell_back"]) == ([], None, False)


def test_case_1_gdp_of_yanjin_2022(yanjin):
    (found,) = api.caller().get(LIST, {"year": 2022}).json()["results"]
    assert found["attainment"] == pytest.approx(0.338, abs=5e-4)
    assert found["required"] == pytest.approx(8.62, abs=5e-3)
    assert (found["vintage"], found["status"], found["elapsed_share"]) == ("final", "on_track", 0.4)


def test_case_6_growth_of_xinxiang(xinxiang):
    answer = api.caller(xinxiang.region).get(LIST, {"region": "410700", "ordering": "year"}).json()
    by_year = {found["year"]: found for found in answer["results"]}
    for year, average, required, status in (
        (2021, 6.60, 6.48, "on_track"),
        (2022, 5.95, 6.87, "behind"),
        (2023, 4.44, 9.66, "behind"),
    ):
        found = by_year[year]
        assert found["actual"] == found["average"] == pytest.approx(average, abs=5e-3)
        assert found["required"] == pytest.approx(required, abs=5e-3)
        assert (found["status"], found["unit"], found["target"], found["expected"]) == (status, "%", 6.5, 6.5)
    assert by_year[2023]["attainment"] == pytest.approx(0.414, abs=5e-4)
    assert by_year[2023]["early_warning"] is True
    assert by_year[2023]["price_basis"] == "constant"


def test_case_30_the_end_year_is_not_published(yanjin):
    (found,) = api.caller().get(LIST, {"year": 2025}).json()["results"]
    assert (found["year"], found["actual_year"], found["status"]) == (2025, 2024, "behind")
    assert (found["status_label"], found["reason"]) == ("滞后（期末数未公布）", "end_not_published")


def test_what_is_missing_is_null_and_what_is_zero_is_zero(db):
    row = indicators.gdp_row()
    recompute_plans([row.plan_id])
    (missing,) = api.caller().get(LIST, {"year": 2024}).json()["results"]
    nothing = [
        "actual",
        "actual_year",
        "attainment",
        "gap",
        "required",
        "required_unit",
        "vintage",
        "price_basis",
        "on_course",
    ]
    assert [missing[name] for name in nothing] == [None] * len(nothing)
    assert (missing["status"], missing["status_label"]) == ("no_data", "无数据")
    Assessment.objects.filter(year=2024).update(gap=Decimal(0), actual=Decimal("0E-10"))
    (zero,) = api.caller().get(LIST, {"year": 2024}).json()["results"]
    assert (zero["gap"], zero["actual"]) == (0, 0)
    assert zero["gap"] is not None


def test_numbers_are_json_numbers_with_every_digit():
    figures = [
        Decimal("0.5190039318"),
        Decimal("9.70"),
        Decimal("1E+3"),
        Decimal("-0E-10"),
        Decimal("12345678901234.0123456789"),
    ]
    assert dumps(figures) == b"[0.5190039318,9.7,1000,0,12345678901234.0123456789]"
    with pytest.raises(TypeError):
        dumps(Decimal("NaN"))


def test_chinese_is_not_escaped(yanjin):
    assert "地区生产总值" in api.caller().get(LIST).content.decode()


def test_one_object_per_target_and_one_shown_per_row(yanjin):
    indicators.TargetFactory(
        row=yanjin.row, ordinal=2, is_primary=False, form=Form.GROWTH, value=Decimal("8.4"), unit="%"
    )
    recompute_plans([yanjin.plan.pk])
    results = api.caller().get(LIST, {"region": "410726", "year": 2024}).json()["results"]
    assert len(results) == len({found["target_id"] for found in results}) == 2
    assert [found["primary"] for found in results] == [True, False]
    assert sum(found["shown"] for found in results) == 1


def test_record_and_serializer_agree_on_every_field(yanjin, xinxiang):
    """The quick way and the declared contract are two ways to the same object."""
    Target.objects.filter(row=xinxiang.row).update(text="6.5 以上")
    rows = Assessment.objects.order_by("pk")
    quick = [json.loads(dumps(assessment_record(row))) for row in rows.values_list(*COLUMNS)]
    declared = [json.loads(dumps(AssessmentSerializer(found).data)) for found in rows]
    assert len(quick) == 10
    assert quick == declared
    assert [list(found) for found in quick] == [list(found) for found in declared]


def test_detail_shows_the_sum_behind_it(yanjin_2024):
    detail = api.caller().get(f"{LIST}{yanjin_2024['id']}/").json()
    assert list(detail) == [*FIELDS, "parts", "inputs"]
    assert {name: detail[name] for name in FIELDS} == yanjin_2024
    assert (detail["inputs"]["base"], detail["parts"]) == ("153.7", [])


@pytest.mark.parametrize(
    ("form", "assigned", "target_unit", "expected"),
    [
        ("level", "", "亿元", "亿元"),
        ("level", "", "", "万人"),
        ("growth", "", "", "%"),
        ("cumulative_cut", "", "", "%"),
        ("points", "", "个百分点", "万人"),
        ("assigned", "growth", "", "%"),
        ("growth", "", "‰", "‰"),
    ],
)
def test_unit_of_the_figures(form, assigned, target_unit, expected):
    assert unit_of(form, assigned, target_unit, "万人") == expected


@pytest.mark.parametrize(
    ("status", "form", "reason", "expected"),
    [
        ("holds", "floor", "", "保持"),
        ("holds", "relative", "", "同步"),
        ("breached", "relative", "", "未同步"),
        ("holds", "quota", "", "未突破"),
        ("breached", "quota", "", "突破"),
        ("met", "assigned", "reported", "上报完成"),
        ("not_met", "assigned", "reported", "上报未完成"),
        ("pending", "assigned", "", "待下达"),
    ],
)
def test_the_label_is_the_word_of_the_form(status, form, reason, expected):
    assert label_of(status, form, "", reason, end_not_published=False) == expected


def test_time_is_local_with_its_offset(yanjin_2024):
    computed = Assessment.objects.get(pk=yanjin_2024["id"]).computed_at
    assert yanjin_2024["computed_at"] == timezone.localtime(computed).isoformat()
    assert yanjin_2024["computed_at"].endswith("+08:00")
