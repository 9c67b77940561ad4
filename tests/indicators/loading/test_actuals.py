"""Published actuals: what is refused, what comes into force, what stays background, and whose figures are never replaced."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from accounts.services.people import system_users
from indicators.models import BackgroundFigure, Doubt, JobRun, Observation, ObservationState, PlanIndicator
from indicators.services.loading.actuals import load_actuals
from indicators.services.loading.plans import load_plans
from regions.files import FileRefused
from tests.factories import accounts, regions
from tests.factories.indicators import approved
from tests.indicators.loading.conftest import COMMITTED, SAMPLES
from tests.indicators.loading.test_refused_files import assert_refused, cases

pytestmark = pytest.mark.django_db

GOOD = SAMPLES / "actuals" / "good.csv"
#: sample file -> row, column, what the message says besides; the good row before it is not loaded either
REFUSED = {
    "no_rows": ("", "", "没有一行数据"),
    "not_utf8": ("", "", "不是 UTF-8 编码"),
    "wrong_columns": ("", "", "缺 vintage，多 version"),
    "cell_missing": ("第 3 行", "", "有 18 格，表头有 19 列"),
    "unknown_plan": ("第 3 行", "period", "没有 410726 的 2041-2045 规划"),
    "unknown_row": ("第 3 行", "row", "没有这个代码的指标"),
    "unknown_code": ("第 3 行", "catalogue", "值“happiness”：目录里没有"),
    "no_figure": ("第 3 行", "value", "数值和增速都没有"),
    "not_a_number": ("第 3 行", "value", "值“210亿”：不是数"),
    "no_unit": ("第 3 行", "unit", "有数值而没有单位"),
    "other_unit": ("第 3 行", "unit", "值“万元”：单位与指标行的“亿元”不同"),
    "year_outside": ("第 3 行", "year", "不在规划期 2031–2035 之内"),
    "no_year": ("第 3 行", "year", "没有年份的数"),
    "feeds_and_background": ("第 3 行", "why_background", "须正好选一个"),
    "neither": ("第 3 行", "why_background", "须正好选一个"),
    "not_a_word": ("第 3 行", "vintage", "值“draft”：不是允许的词"),
    "no_source": ("第 3 行", "source_address", "没有填"),
    "unknown_doubt": ("第 3 行", "doubt", "不是允许的词"),
    "twice": ("第 4 行", "year", "重复"),
    "sample_among_published": ("第 3 行", "sample", "演示标记不对"),
}


@pytest.fixture
def plan():
    """The sample plan of 延津 for 2031–2035: GDP 200 → 300, with a result of 2035."""
    regions.yanjin()
    units = SAMPLES.parents[1] / "data" / "units.yaml"
    load_plans([SAMPLES / "plans" / "good.yaml"], catalogue=COMMITTED, units=units)
    return PlanIndicator.objects.get(indicator__code="gdp")


def of_2031(row):
    return Observation.objects.get(row=row, year=2031, in_force=True)


def changed_file(tmp_path, *changes):
    """The good file with changes, under another name."""
    text = GOOD.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "changed.csv"
    path.write_text(text)
    return path


def test_bad_rows_are_refused_with_the_whole_file(plan):
    for name, row, column, said in (case.values for case in cases(REFUSED)):
        with pytest.raises(FileRefused) as refused:
            load_actuals([SAMPLES / "actuals" / f"{name}.csv"])
        assert_refused(refused, f"tests/samples/actuals/{name}.csv", row, column, said)
    assert {path.stem for path in (SAMPLES / "actuals").iterdir()} - {"good"} == set(REFUSED)
    assert not Observation.objects.filter(year__lt=2035).exists()
    assert not BackgroundFigure.objects.exists()


def test_the_command_ends_with_every_problem_and_what_it_did_not_do(plan):
    with pytest.raises(CommandError) as error:
        call_command("load_actuals", SAMPLES / "actuals" / "other_unit.csv")
    assert "tests/samples/actuals/other_unit.csv，第 3 行，“unit”，值“万元”" in str(error.value)
    assert "什么都没有改" in str(error.value)


def test_a_published_figure_is_approved_by_the_second_system_user(plan):
    JobRun.objects.all().delete()
    load_actuals([GOOD])
    found = of_2031(plan)
    assert (found.value, found.growth, found.unit) == (Decimal(210), Decimal(6), "亿元")
    assert (found.value_basis, found.growth_basis, found.vintage) == ("current", "constant", "preliminary")
    assert (found.submitted_by, found.approved_by) == system_users()
    assert (found.state, found.source_address) == (ObservationState.APPROVED, "https://example.gov.cn/1")
    assert JobRun.objects.get().plan == plan.plan
    event = Observation.pgh_event_model.objects.get(pgh_obj_id=found.pk)
    assert event.pgh_context.metadata == {
        "user": system_users()[0].pk,
        "reason": "load_actuals tests/samples/actuals/good.csv",
    }


def test_what_feeds_no_row_is_background_with_its_doubt(plan):
    load_actuals([GOOD])
    found = BackgroundFigure.objects.get()
    assert (found.name, found.year, found.value, found.why) == ("粮食产量", None, Decimal(10), "本规划没有这一行")
    doubt = Doubt.objects.get(code="undated")
    assert (doubt.figure, doubt.blocking, doubt.row) == ("background", False, None)


def test_loading_again_changes_nothing(plan):
    load_actuals([GOOD])
    events = Observation.pgh_event_model.objects.count()
    JobRun.objects.all().delete()
    receipt = load_actuals([GOOD])
    assert receipt.written == 0
    assert Observation.pgh_event_model.objects.count() == events
    assert not JobRun.objects.exists()


def test_a_later_vintage_replaces_what_a_loader_put_in_force(plan, tmp_path):
    load_actuals([GOOD])
    receipt = load_actuals([changed_file(tmp_path, (",210,", ",212,"), ("preliminary", "final"))])
    assert receipt.changed["实际值"] == 2
    found = of_2031(plan)
    assert (found.value, found.vintage, found.version) == (Decimal(212), "final", 2)
    assert Observation.objects.get(row=plan, year=2031, version=1).in_force is False


def test_an_earlier_vintage_is_reported_not_loaded(plan, tmp_path):
    load_actuals([changed_file(tmp_path, (",210,", ",212,"), ("preliminary", "final"))])
    receipt = load_actuals([GOOD])
    assert of_2031(plan).value == Decimal(212)
    assert "2031 年已有“最终核实数”" in receipt.conflicts[0]


def test_what_a_person_approved_stays_and_is_reported(plan):
    approved(plan, 2031, value=Decimal(205))
    receipt = load_actuals([GOOD])
    assert of_2031(plan).value == Decimal(205)
    (conflict,) = receipt.conflicts
    assert conflict.startswith("tests/samples/actuals/good.csv，第 2 行")
    assert "2031 年已有人填报并审核了别的数，未覆盖" in conflict


def test_what_a_person_corrected_after_the_load_is_kept_silently_while_the_file_says_nothing_new(plan):
    load_actuals([GOOD])
    Observation.objects.filter(row=plan, year=2031).update(in_force=False)
    approved(plan, 2031, value=Decimal(211), version=2)
    receipt = load_actuals([GOOD])
    assert of_2031(plan).value == Decimal(211)
    assert (receipt.kept["实际值"], receipt.conflicts, receipt.written) == (1, [], 0)


def test_an_open_entry_of_a_clerk_is_not_overtaken(plan):
    clerk = accounts.clerk()
    Observation.objects.create(row=plan, year=2031, state="submitted", value=Decimal(209), submitted_by=clerk)
    receipt = load_actuals([GOOD])
    assert not Observation.objects.filter(row=plan, year=2031, in_force=True).exists()
    assert "未审结的填报" in receipt.conflicts[0]


def test_samples_are_marked_and_never_replace_a_published_figure(plan, tmp_path):
    as_sample = (("https://example.gov.cn/1,,,,", "https://example.gov.cn/1,,,,yes"), (",210,", ",999,"))
    text = GOOD.read_text().splitlines(keepends=True)
    path = tmp_path / "samples.csv"
    path.write_text("".join(text[:2]))
    for old, new in as_sample:
        path.write_text(path.read_text().replace(old, new))
    load_actuals([path], sample=True)
    assert (of_2031(plan).value, of_2031(plan).sample) == (Decimal(999), True)
    load_actuals([GOOD])
    assert (of_2031(plan).value, of_2031(plan).sample) == (Decimal(210), False)
    assert load_actuals([path], sample=True).kept["实际值"] == 1
    assert of_2031(plan).value == Decimal(210)


def test_samples_are_not_loaded_in_production_without_yes(plan):
    with override_settings(DEPLOYMENT="production"):
        with pytest.raises(CommandError, match="--yes"):
            call_command("load_samples")
        with pytest.raises(CommandError, match="没有 411721 的 2021-2025 规划"):
            call_command("load_samples", "--yes")
