"""The projects of the five plans: all of them, in their boxes, each with its line; loading again changes nothing."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import F

from accounts.models import Unit
from plans.models import Plan
from projects.models import Field, Kind, LikePair, Project
from projects.services.loading.projects import load_projects
from tests.factories import regions
from tests.factories.plans import PlanFactory

FILES = sorted((Path(settings.BASE_DIR) / "data" / "projects").glob("*-*-*.csv"))
COUNTS = {"410700": 511, "410703": 142, "410726": 374, "411224": 128, "411721": 246}
PAIRS = FILES[0].parent / "pairs.csv"


def made_plans():
    lushi = regions.RegionFactory(code="411224", name="卢氏县", parent=regions.henan())
    for region in (regions.xinxiang(), regions.weibin(), regions.yanjin(), lushi, regions.xiping()):
        PlanFactory(region=region)


@pytest.fixture(scope="module")
def loaded(lasting):
    """The five plans with their projects."""
    with lasting():
        made_plans()
        return load_projects(FILES, pairs=PAIRS)


@pytest.fixture
def db_loaded(loaded, db):
    return loaded


def rows(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_box_holds_what_the_file_lists(db_loaded, path):
    plan = Plan.objects.get(region__code=path.stem[:6])
    wanted, stored = rows(path), list(plan.projects.order_by("position"))
    assert len(stored) == COUNTS[path.stem[:6]]
    assert Counter(one.box for one in stored) == Counter(row["box"] for row in wanted)
    printed = [(row["box"], row["group"], row["name"], row["facts"], row["kind"], int(row["line"])) for row in wanted]
    assert [(one.box, one.group, one.name, one.facts, one.kind, one.source_line) for one in stored] == printed
    assert [one.position for one in stored] == list(range(1, len(stored) + 1))


def test_what_is_known_of_each(db_loaded):
    assert Project.objects.count() == 1401
    assert Counter(Project.objects.values_list("kind", flat=True)) == {
        Kind.PROJECT: 1201, Kind.PROGRAMME: 36, Kind.DIRECTION: 164,
    }  # fmt: skip
    assert not Project.objects.filter(source_line=None).exists()
    assert not Project.objects.exclude(region=F("plan__region")).exists()
    assert not Project.objects.filter(unit_confirmed=True).exists()
    assert not Project.objects.filter(reports_monthly=True).exists()
    assert not Project.objects.filter(sample=True).exists()
    assert Project.objects.filter(field="").count() == 0
    assert Project.objects.filter(lead_unit=None).count() == 0
    assert not Unit.objects.exclude(region__code__in=COUNTS).exists()


def test_money_is_what_the_facts_state(db_loaded):
    stated = {(one.name, one.investment, one.investment_unit) for one in Project.objects.exclude(investment=None)}
    assert stated == {
        ("现代农业休闲观光示范区", Decimal("1.2"), "亿元"),
        ("泽耀·新乡农博城(农产品交易中心)", Decimal("20"), "亿元"),
        ("元庄惠农冷链物流有限公司农产品仓储保鲜冷链项目", Decimal("2000"), "万元"),
        ("田园综合体项目", Decimal("1.63"), "亿元"),
        ("G345 国道西平境内（高速收费站至上蔡交界处）改建项目", Decimal("1.95"), "亿元"),
        ("G345 国道西平境内（舞钢界至京广高铁）30 公里改扩建工程项目", Decimal("3.5"), "亿元"),
    }


@pytest.mark.parametrize(
    ("region", "name", "field", "unit"),
    [
        ("410700", "S311封辉线延津县城至G107改建工程", Field.TRANSPORT, "交通运输局"),
        ("410726", "榆东引黄调蓄", Field.WATER, "水利局"),
        ("410726", "丰庄小学", Field.SOCIETY, "教育局"),
        ("410703", "年产100台公路养护设备", Field.INDUSTRY, "工业和信息化局"),
        ("411224", "卢氏县公共卫生应急储备中心", Field.SOCIETY, "卫生健康委员会"),
        ("411721", "西平县 30MW 生物质热电联产项目", Field.ENERGY, "发展和改革委员会"),
    ],
)
def test_field_and_default_unit_follow_the_rules(db_loaded, region, name, field, unit):
    found = Project.objects.filter(region__code=region, name=name).select_related("lead_unit").first()
    assert (found.field, found.lead_unit.name, found.lead_unit.region_id) == (field, unit, found.region_id)


def test_again_changes_nothing(db_loaded):
    assert db_loaded.created["重点项目"] == 1401
    receipt = load_projects(FILES[1:3], pairs=PAIRS)
    assert receipt.written == 0
    assert receipt.unchanged["重点项目"] == 142 + 374


# --- likely duplicates --------------------------------------------------------------------------------------------------
def test_every_decision_of_the_file_is_taken(db_loaded):
    wanted = [
        (row["plan"][:6], row["first_name"], row["second_name"], row["decision"], row["reason"]) for row in rows(PAIRS)
    ]
    pairs = LikePair.objects.exclude(decision="open").select_related("first__region", "second")
    stored = [(one.first.region.code, one.first.name, one.second.name, one.decision, one.reason) for one in pairs]
    assert Counter(stored) == Counter(wanted)
    assert Counter(LikePair.objects.values_list("decision", flat=True)) == {
        "merged": 44, "linked": 70, "apart": 45, "open": 55,
    }  # fmt: skip


def test_merged_entries_stay_in_their_box_and_point_at_one_that_goes_on(db_loaded):
    merged = Project.objects.exclude(merged_into=None)
    assert merged.count() == 41
    assert not merged.exclude(merged_into__merged_into=None).exists()
    assert not merged.filter(merged_into__kind=Kind.DIRECTION).exists()
    forest = Project.objects.filter(region__code="410726", name__startswith="新乡森林城").order_by("position")
    assert [one.merged_into_id for one in forest] == [None, forest[0].pk, forest[0].pk]


def test_yanjin_mentions_the_same_works_under_several_names(db_loaded):
    farm = LikePair.objects.filter(first__region__code="410726", first__name="潭龙黄河故道农耕文化园")
    assert set(farm.values_list("second__name", "decision")) == {
        ("黄河故道农耕文化园", "linked"), ("潭龙黄河农耕文化园", "merged"),
    }  # fmt: skip
