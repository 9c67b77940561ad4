"""What the text of the five plans promises: every one registered with line and chapter, entered, reviewed, assessed."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Unit
from accounts.services.history import history
from indicators.models import Assessment, JobRun, Listing, Observation, PlanIndicator, ResponsibleUnit, Target
from indicators.services import observations
from indicators.services.loading.commitments import load_commitments
from indicators.services.loading.plans import load_plans
from indicators.services.observations import ObservationFigures
from indicators.services.recompute import recompute_plans
from planning.services.rows import add_row
from plans.models import Plan
from regions.files import FileRefused
from regions.models import Level
from tests.factories import accounts, regions
from tests.factories.indicators import RuleFactory
from tests.factories.rounds import open_round_for
from tests.indicators.loading.conftest import COMMITTED

pytestmark = pytest.mark.django_db

DATA = Path(settings.BASE_DIR) / "data"
FILES = sorted((DATA / "commitments").glob("*.csv"))
GIVEN = {"chapters": DATA / "chapters", "rules": DATA / "commitments" / "units.yaml", "units": DATA / "units.yaml"}


@pytest.fixture(scope="module", autouse=True)
def loaded(lasting):
    with lasting():
        for code, name in {"410700": "新乡市", "410703": "卫滨区", "410726": "延津县"}.items():
            regions.RegionFactory(code=code, name=name, level=Level.PREFECTURE if code == "410700" else Level.COUNTY)
        for code, name in {"411224": "卢氏县", "411721": "西平县"}.items():
            regions.RegionFactory(code=code, name=name)
        RuleFactory()
        plans = sorted((DATA / "plans").glob("*-2021-2025.yaml"))
        load_plans(plans, catalogue=COMMITTED, units=GIVEN["units"])
        JobRun.objects.all().delete()
        load_commitments(FILES, **GIVEN)


def promised(code, name, **more):
    return PlanIndicator.objects.get(listing=Listing.COMMITMENT, plan__region__code=code, short_name=name, **more)


def test_every_promise_is_a_row_with_its_line_and_chapter():
    rows = PlanIndicator.objects.filter(listing=Listing.COMMITMENT)
    counted = Counter(rows.values_list("plan__region__code", flat=True))
    assert counted == {"410700": 99, "410703": 58, "410726": 86, "411224": 57, "411721": 168}
    for path in FILES:
        with path.open(encoding="utf-8", newline="") as file:
            written = [(one["subject"], int(one["line"])) for one in csv.DictReader(file)]
        stored = rows.filter(plan__region__code=path.stem[:6]).order_by("position")
        assert list(stored.values_list("short_name", "source_line")) == written
    assert not rows.filter(category="").exists()
    assert promised("410726", "有机小麦基地").category == "第七章 实施乡村振兴战略，加快推进农业农村现代化"


def test_every_promise_has_one_target_with_the_year_it_names():
    targets = Target.objects.filter(row__listing=Listing.COMMITMENT, in_force=True, is_primary=True)
    assert targets.count() == 468
    assert set(targets.filter(due_year=2022).values_list("row__short_name", flat=True)) == {
        "建成区绿地率", "建成区绿化覆盖率", "人均公园绿地面积", "职工医保和居民医保政策范围内住院医疗费用基金支付比例",
    }  # fmt: skip
    assert targets.filter(due_year=None).count() == 267


@pytest.mark.parametrize(
    ("code", "name", "text", "unit"),
    [
        ("410700", "国家、省级创新研发平台", "150以上", "家"), ("410700", "平均供电煤耗", "低于285", "克标煤/千瓦时"),
        ("410726", "智能车间", "8–10", "个"), ("411224", "PM2.5年平均浓度", "42左右", "微克/立方米"),
        ("411224", "县城人口", "超过15", "万"), ("411721", "绿地率", "3", "%"),
        ("411224", "主要经济指标年增速", "2个百分点以上", "%"),
    ],
)  # fmt: skip
def test_a_figure_as_people_write_it_and_the_unit_of_what_is_entered(code, name, text, unit):
    row = promised(code, name)
    assert (row.targets.get().text, row.unit) == (text, unit)


def test_what_the_row_alone_cannot_answer_is_judged_by_hand():
    assert promised("411224", "主要经济指标年增速").targets.get().form == "qualitative"


def test_default_units_are_unconfirmed_and_where_no_rule_fits_nobody_is_named():
    given = ResponsibleUnit.objects.filter(row__listing=Listing.COMMITMENT)
    assert not given.filter(confirmed=True).exists()
    assert [one.unit.name for one in promised("410726", "紧密型医共体").responsibilities.all()] == ["卫生健康委员会"]
    assert [one.unit.name for one in promised("410726", "地区生产总值").responsibilities.all()] == ["统计局"]
    without = PlanIndicator.objects.filter(listing=Listing.COMMITMENT, units=None)
    assert without.count() == 23
    assert not promised("411721", "利税").units.exists()
    assert set(given.values_list("unit__region__code", flat=True)) == {path.stem[:6] for path in FILES}


def test_the_catalogue_is_linked_only_where_it_is_the_same_indicator():
    linked = PlanIndicator.objects.filter(listing=Listing.COMMITMENT, indicator__isnull=False)
    assert linked.count() == 41
    assert promised("410703", "高新技术企业").indicator is None  # so many more, not so many
    assert promised("410726", "高新技术企业").indicator.code == "hightech_enterprises"


def test_loading_again_changes_nothing_and_asks_for_no_recompute():
    JobRun.objects.all().delete()
    receipt = load_commitments(FILES, **GIVEN)
    assert (receipt.written, receipt.conflicts) == (0, [])
    assert not JobRun.objects.exists()


def test_units_that_a_person_took_away_do_not_come_back():
    row = promised("410726", "紧密型医共体")
    row.responsibilities.all().delete()
    load_commitments([DATA / "commitments" / "410726-2021-2025.csv"], **GIVEN)
    assert not row.responsibilities.exists()


def test_a_promise_goes_from_entry_to_review_to_assessment():
    row = promised("410726", "智能车间")
    unit = Unit.objects.get(region__code="410726", name="工业和信息化局")
    clerk, reviewer = accounts.clerk(unit), accounts.reviewer(row.plan.region)
    for year, value in {2021: 2, 2022: 2}.items():
        open_round_for(row, year)
        figures = ObservationFigures(value=Decimal(value), source_title="部门统计")
        sent = observations.save_and_submit(row=row, year=year, figures=figures, lock=None, by=clerk)
        job = observations.approve(observation=sent, lock=sent.lock, by=reviewer)
    assert job.plan_id == row.plan_id
    recompute_plans([row.plan_id])
    found = Assessment.objects.get(row=row, year=2022)
    # 8 to 10 in five years: the end that is easier to reach; half done after two years
    assert (found.actual, found.target_value, found.status) == (Decimal(4), Decimal(8), "ahead")
    assert not Observation.objects.filter(row__listing=Listing.MAIN).exclude(year=2020).exists()


HEAD = "subject,form,value,value_high,comparator,unit,year,line,catalogue,direction,judged\n"


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        (",level,1,,=,个,2025,9,,1,", "subject", "没有填"),
        ("学校,levels,1,,=,个,2025,9,,1,", "form", "不是允许的词"),
        ("学校,quota,1,,=,个,2025,9,,1,", "form", "不是允许的词"),
        ("学校,level,一,,=,个,2025,9,,1,", "value", "不是数"),
        ("学校,level,3,2,=,个,2025,9,,1,", "value_high", "区间上端"),
        ("学校,level,1,,!,个,2025,9,,1,", "comparator", "不是允许的词"),
        ("学校,level,1,,=,个,2035,9,,1,", "year", "不在规划期"),
        ("学校,level,1,,=,个,2025,,,1,", "line", "没有填"),
        ("学校,level,1,,=,个,2025,9,happiness,1,", "catalogue", "目录里没有"),
        ("学校,level,1,,>=,个,2025,9,,-1,", "direction", "与比较符号不一致"),
        ("学校,level,1,,=,个,2025,9,,1,perhaps", "judged", "不是允许的词"),
    ],
)
def test_a_bad_row_refuses_the_file(tmp_path, line, column, said):
    path = tmp_path / "410726-2021-2025.csv"
    path.write_text(f"{HEAD}医院,level,1,,=,个,2025,8,,1,\n{line}\n")
    with pytest.raises(FileRefused) as refused:
        load_commitments([path], **GIVEN)
    (problem,) = refused.value.problems
    assert (problem.row, problem.column) == ("第 3 行", column)
    assert said in problem.what
    assert not PlanIndicator.objects.filter(short_name="医院").exists()


@pytest.mark.parametrize(
    ("name", "said"), [("yanjin.csv", "看不出是哪个规划"), ("410726-2041-2045.csv", "没有 410726")]
)
def test_a_file_of_no_plan_is_refused(tmp_path, name, said):
    path = tmp_path / name
    path.write_text(f"{HEAD}医院,level,1,,=,个,,8,,1,\n")
    with pytest.raises(FileRefused, match=said):
        load_commitments([path], **GIVEN)
    assert Plan.objects.count() == 5


def test_rows_that_a_planner_put_between_or_moved_are_not_taken_for_others():
    plan = Plan.objects.get(region__code="410726")
    rows = list(PlanIndicator.objects.filter(plan=plan, listing=Listing.COMMITMENT).order_by("position"))
    added = PlanIndicator(plan=plan, listing=Listing.COMMITMENT, name="漏读的承诺", short_name="漏读的承诺", unit="个")
    planner = accounts.planner(plan.region)
    add_row(row=added, after=rows[3].pk, by=planner, reason="漏读")
    with history(planner, "顺序"):
        PlanIndicator.objects.filter(pk=rows[8].pk).update(position=9000)
    before = list(Target.objects.order_by("pk").values_list("pk", "row", "value", "text", "in_force"))
    receipt = load_commitments([path for path in FILES if path.stem.startswith("410726")], **GIVEN)
    assert list(Target.objects.order_by("pk").values_list("pk", "row", "value", "text", "in_force")) == before
    assert receipt.written == 0
    assert ["漏读的承诺" in one for one in receipt.conflicts] == [True]
    assert not ResponsibleUnit.objects.filter(row=added).exists()
