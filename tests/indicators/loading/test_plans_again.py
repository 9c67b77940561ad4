"""A plan file again, corrected, and after a person's changes: versions with their reason, nothing overwritten unseen."""

from __future__ import annotations

from decimal import Decimal

import pghistory
import pytest
from django.apps import apps

from accounts.services.history import history
from indicators.models import Base, Doubt, DoubtState, JobRun, Observation, PlanIndicator, ResponsibleUnit, Target
from indicators.services.doubts import resolve_doubt
from indicators.services.loading.actuals import load_actuals
from indicators.services.loading.plans import load_plans
from indicators.services.targets import BaseTerms, revise_base
from plans.models import Plan
from tests.factories import accounts, regions
from tests.indicators.loading.conftest import COMMITTED, SAMPLES

pytestmark = pytest.mark.django_db

GOOD = SAMPLES / "plans" / "good.yaml"
UNITS = SAMPLES.parents[1] / "data" / "units.yaml"


def load(path=GOOD):
    return load_plans([path], catalogue=COMMITTED, units=UNITS)


@pytest.fixture
def loaded():
    regions.yanjin()
    load()
    JobRun.objects.all().delete()
    return PlanIndicator.objects.get(indicator__code="gdp")


@pytest.fixture
def corrected(tmp_path):
    """A function: the good file with corrections, as a path."""

    def write(*changes):
        text = GOOD.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "corrected.yaml"
        path.write_text(text)
        return path

    return write


def history_rows():
    """How many events there are, by model."""
    events = [model for model in apps.get_models() if hasattr(model, "pgh_obj")]
    assert len(events) > 10
    return {model.__name__: model.objects.count() for model in events}


def test_what_a_file_becomes(loaded):
    plan = Plan.objects.get()
    assert (plan.region.code, plan.period, plan.source_document) == ("410726", "2031-2035", "样例文件")
    heading, sub_row = PlanIndicator.objects.get(is_heading=True), PlanIndicator.objects.get(position=3)
    assert (sub_row.parent, sub_row.nature, sub_row.printed) == (
        heading,
        "binding",
        {"base": "50", "target": "55.0", "nature": "约束性"},
    )
    base, target = sub_row.bases.get(), sub_row.targets.get()
    assert (base.value, base.text, base.source) == (Decimal(50), "50", "table")
    assert (str(target.value), target.text, target.is_primary) == ("55.0", "55.0", True)
    observation = Observation.objects.get()
    assert (observation.year, observation.value, observation.in_force) == (2035, Decimal(290), True)
    doubts = set(Doubt.objects.values_list("row__position", "code", "figure", "state"))
    assert doubts == {(1, "contradicts_text", "base", "open"), (1, "basis_unknown", "target", "open")}


def test_default_units_lead_in_the_order_of_the_file_and_wait_for_confirmation(loaded):
    row = PlanIndicator.objects.get(position=3)
    units = row.responsibilities.order_by("-is_lead", "pk").values_list("unit__name", "is_lead", "confirmed")
    assert list(units) == [("统计局", True, False), ("发展和改革委员会", False, False)]


def test_units_that_a_person_took_away_do_not_come_back(loaded):
    ResponsibleUnit.objects.filter(row=loaded).delete()
    load()
    assert not ResponsibleUnit.objects.filter(row=loaded).exists()


def test_the_same_file_again_writes_no_row_and_no_history(loaded):
    before = history_rows()
    receipt = load()
    assert (receipt.written, receipt.conflicts) == (0, [])
    assert history_rows() == before
    assert not JobRun.objects.exists()


def test_a_corrected_file_makes_new_versions_with_the_file_as_reason(loaded, corrected):
    path = corrected(
        ('base: "200", target: "300"', 'base: "201", target: "310"'),
        ('base: {value: "200"', 'base: {value: "201"'),
        (
            'value: "300", comparator: "=", unit: 亿元, text: "300"',
            'value: "310", comparator: "=", unit: 亿元, text: "310"',
        ),
        ("category: 经济", "category: 经济发展"),
    )
    receipt = load(path)
    assert receipt.conflicts == []
    base, target = loaded.bases.get(in_force=True), loaded.targets.get(in_force=True)
    assert [(base.value, base.version), (target.value, target.version)] == [(Decimal(201), 2), (Decimal(310), 2)]
    assert "corrected.yaml" in base.reason and "corrected.yaml" in target.reason
    assert {base.cause, target.cause} == {"correction"}  # no adjustment: the plan never said otherwise
    assert loaded.bases.get(version=1).value == Decimal(200)
    assert PlanIndicator.objects.get(pk=loaded.pk).category == "经济发展"
    assert JobRun.objects.get().plan == loaded.plan


def test_what_a_person_revised_is_kept_while_the_file_says_what_it_said(loaded):
    revise_base(
        row=loaded, terms=BaseTerms(year=2030, value=Decimal(205), unit="亿元"), version=1,
        reason="普查修订", document="〔2032〕1号", by=accounts.planner(),
    )  # fmt: skip
    receipt = load()
    assert loaded.bases.get(in_force=True).value == Decimal(205)
    assert (receipt.kept["基期值"], receipt.conflicts) == (1, [])


def test_what_a_person_revised_is_reported_where_the_file_is_corrected(loaded, corrected):
    revise_base(
        row=loaded, terms=BaseTerms(year=2030, value=Decimal(205), unit="亿元"), version=1,
        reason="普查修订", document="〔2032〕1号", by=accounts.planner(),
    )  # fmt: skip
    receipt = load(corrected(('base: "200"', 'base: "201"'), ('base: {value: "200"', 'base: {value: "201"')))
    assert loaded.bases.get(in_force=True).value == Decimal(205)
    (conflict,) = receipt.conflicts
    assert "corrected.yaml，第 15 行起" in conflict
    assert "有人改过" in conflict


def test_a_row_that_a_person_renamed_keeps_its_name(loaded, corrected):
    with pghistory.context(user=accounts.planner().pk, reason="改名"):
        PlanIndicator.objects.filter(pk=loaded.pk).update(short_name="生产总值")
    assert load().kept["规划指标"] == 1
    receipt = load(corrected(("category: 经济", "category: 经济发展")))
    assert PlanIndicator.objects.get(pk=loaded.pk).short_name == "生产总值"
    assert "名称" in receipt.conflicts[0]


def test_a_base_that_the_file_no_longer_has_leaves_force(loaded, corrected):
    figure = 'base: {value: "200", unit: 亿元, year: 2030, from: table, line: 1}'
    load(corrected(('base: "200", target', "base: null, target"), (figure, "base: null")))
    assert not Base.objects.filter(row=loaded, in_force=True).exists()
    assert Doubt.objects.filter(row=loaded, code="missing_base", state=DoubtState.OPEN).exists()


def test_a_second_promise_joins_the_first(loaded, corrected):
    path = corrected(
        ('cells: {base: "200", target: "300"', 'cells: {base: "200", target: "300、8%以上"'),
        ('text: "300", primary: true}', 'text: "300、8%以上", primary: true}'),
    )
    text = path.read_text()
    assert text.count("300、8%以上") == 2
    before = Target.objects.count()
    # the second promise is not written down as understood: refused, nothing changed
    with pytest.raises(Exception, match="读作"):
        load(path)
    assert Target.objects.count() == before


def test_another_indicator_at_a_place_is_never_moved_there(loaded, corrected):
    path = corrected(
        ("catalogue: gdp", "catalogue: retail_sales"), ("  name: 地区生产总值\n", "  name: 社会消费品零售总额\n"),
        ("printed_name: 地区生产总值（亿元）", "printed_name: 社会消费品零售总额（亿元）"),
    )  # fmt: skip
    receipt = load(path)
    assert PlanIndicator.objects.get(pk=loaded.pk).indicator.code == "gdp"
    assert "目录指标由 gdp 改为 retail_sales" in receipt.conflicts[0]


def test_a_row_that_the_file_no_longer_has_is_reported_not_deleted(loaded, corrected, tmp_path):
    text = GOOD.read_text()
    path = tmp_path / "shorter.yaml"
    path.write_text(text[: text.index("- position: 2")])
    receipt = load(path)
    assert PlanIndicator.objects.count() == 3
    assert [("没有第 2 行" in one, "没有第 3 行" in one) for one in receipt.conflicts] == [(True, False), (False, True)]


def test_a_doubt_that_a_person_closed_stays_closed(loaded, corrected):
    doubt = Doubt.objects.get(code="contradicts_text")
    resolve_doubt(doubt.pk, by=accounts.planner(), resolution="以表为准")
    load(corrected(("message: 表与正文不同", "message: 表与正文仍不同")))
    doubt.refresh_from_db()
    assert (doubt.state, doubt.message) == (DoubtState.RESOLVED, "表与正文不同")


def test_a_doubt_that_the_file_no_longer_raises_is_closed(loaded, corrected):
    load(
        corrected(
            ("  doubts:\n  - {code: contradicts_text, figure: base, message: 表与正文不同, line: 2}", "  doubts: []")
        )
    )
    doubt = Doubt.objects.get(code="contradicts_text")
    assert (doubt.state, doubt.resolved_by.username) == (DoubtState.RESOLVED, "system-submit")


def test_a_change_of_the_catalogue_makes_its_plans_stale(loaded, tmp_path):
    changed = []
    for path in COMMITTED:
        copy = tmp_path / path.name
        copy.write_text(path.read_text().replace("name: 地区生产总值\n", "name: 地区总产出\n"))
        changed.append(copy)
    good = GOOD.read_text().replace("  name: 地区生产总值\n", "  name: 地区总产出\n")
    path = tmp_path / "good.yaml"
    path.write_text(good.replace("printed_name: 地区生产总值（亿元）", "printed_name: 地区总产出（亿元）"))
    receipt = load_plans([path], catalogue=changed, units=UNITS)
    assert receipt.changed["指标目录"] == 1
    assert JobRun.objects.get().plan == loaded.plan


def test_a_rival_of_a_plan_in_force_is_refused(loaded, corrected):
    path = corrected(("end_year: 2035", "end_year: 2036"))
    with pytest.raises(Exception, match="已有一个 2031–2035 的规划在实施"):
        load(path)
    assert Plan.objects.count() == 1


def test_a_doubt_that_a_planners_change_raised_stays(loaded):
    planner = accounts.planner()
    with history(planner, "更正"):
        raised = Doubt.objects.create(
            plan=loaded.plan, row=loaded, code="growth_mismatch", figure="target", message="按更正后的数", blocking=True
        )
        Doubt.objects.filter(code="contradicts_text").update(message="按更正后的数")
    assert load().written == 0
    assert Doubt.objects.get(pk=raised.pk).state == DoubtState.OPEN
    assert Doubt.objects.get(code="contradicts_text").message == "按更正后的数"


def test_a_plan_that_a_planner_replaced_by_a_longer_one_stays_replaced(loaded):
    with history(accounts.planner(), "替代"):
        Plan.objects.update(status="replaced")
        Plan.objects.create(
            region=loaded.plan.region, base_year=2030, start_year=2031, end_year=2036, title="新本", status="in_force"
        )
    assert load().written == 0
    assert list(Plan.objects.order_by("end_year").values_list("end_year", "status")) == [
        (2035, "replaced"),
        (2036, "in_force"),
    ]


def test_figures_go_to_the_loaded_plan_where_a_planner_began_another_of_the_period(loaded):
    plan = loaded.plan
    Plan.objects.create(
        region=plan.region, base_year=2030, start_year=2031, end_year=2035, title="另一本", status="draft"
    )
    load_actuals([SAMPLES / "actuals" / "good.csv"])
    assert Observation.objects.filter(row=loaded, year=2031).exists()
