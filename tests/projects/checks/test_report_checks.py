"""What is asked about a monthly report, by real-looking figures: what is found, in which cell, with which numbers."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.checks.findings import Severity
from projects.domain.checks.check import check_report
from projects.domain.checks.findings import Around, ReportCode, Reported
from projects.models import ReportWarningCode

JANUARY, FEBRUARY, MARCH = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)


def before(month=FEBRUARY, **said):
    figures = {"investment_month": 400, "investment_to_date": 1000, "progress": 10, **said}
    return Reported(month=month, **{name: _exact(value) for name, value in figures.items()})


def now(**said):
    figures = {"investment_month": 300, "investment_to_date": 1300, "progress": 12, **said}
    return Reported(month=MARCH, **{name: _exact(value) for name, value in figures.items()})


def around(*earlier, **known):
    kept = {name: _exact(value) for name, value in known.items()}
    return Around(earlier=earlier or (before(),), **kept)


def _exact(value):
    return D(str(value)) if isinstance(value, int | float) else value


def found(report, known):
    return {one.key for one in check_report(report, known)}


#: name -> report, what is known, the keys that must be found: all of them and no other.
CASES = {
    "an ordinary month": (now(), around(total=50_000, planned_year=6000), set()),
    "the first report of all": (now(), Around(), set()),
    "nothing spent is a figure": (now(investment_month=0, investment_to_date=1000), around(), set()),
    "nothing said": (
        now(investment_month=None, investment_to_date=None, progress=None), around(), {"empty:progress_text"},
    ),
    "words alone say something": (
        now(investment_month=None, investment_to_date=None, progress=None, progress_text="主体封顶"), around(), set(),
    ),
    "a problem alone says something": (
        now(investment_month=None, investment_to_date=None, progress=None, problem="用地未批"), around(), set(),
    ),
    "in time on the last day": (now(), around(due=date(2025, 4, 5), on=date(2025, 4, 5)), set()),
    "late by a day": (now(), around(due=date(2025, 4, 5), on=date(2025, 4, 6)), {"late:month"}),
    "not asked for is never late": (now(), around(on=date(2026, 4, 6)), set()),
    "a month left out": (
        now(investment_to_date=1500), around(before(JANUARY), asked_from=JANUARY), {"month_missing:month"},
    ),
    "a month left out that nobody asked for": (
        now(investment_to_date=1500), around(before(JANUARY), asked_from=MARCH), set(),
    ),
    "a month left out after the last that is asked": (
        now(investment_to_date=1500), around(before(JANUARY), asked_from=JANUARY, asked_to=JANUARY), set(),
    ),
    "finished works need not report every month": (
        now(investment_to_date=1500, progress=100),
        around(before(JANUARY), asked_from=JANUARY, stage="completed"), set(),
    ),
    "more than the total": (now(), around(total=1200), {"beyond_total:investment_to_date"}),
    "exactly the total": (now(), around(total=1300), set()),
    "the sum does not fit": (now(investment_to_date=1400), around(), {"not_a_sum:investment_to_date"}),
    "each rounded by itself": (now(investment_to_date=1301), around(), set()),
    "a sum without the month's figure": (now(investment_month=None, investment_to_date=1400), around(), set()),
    "the month is more than all months": (now(), Around(), set()),
    "the first month above the sum": (
        now(investment_to_date=200), Around(), {"not_a_sum:investment_to_date"},
    ),
    "an unknown month between may have spent": (now(investment_to_date=1900), around(before(JANUARY)), set()),
    "but not have earned": (
        now(investment_to_date=1100), around(before(JANUARY)), {"not_a_sum:investment_to_date"},
    ),
    "less than before": (now(investment_to_date=900), around(), {"money_back:investment_to_date"}),
    "taken off, as the month says": (
        now(investment_month=-100, investment_to_date=900), around(), {"negative_month:investment_month"},
    ),
    "taken off, more than the month says": (
        now(investment_month=-100, investment_to_date=700), around(),
        {"negative_month:investment_month", "money_back:investment_to_date"},
    ),
    "the sum before is not stated": (
        now(), around(before(investment_to_date=None), before(JANUARY, investment_to_date=900)), set(),
    ),
    "progress back": (now(progress=9.5), around(), {"progress_back:progress"}),
    "progress back to one two months ago": (
        now(progress=9), around(before(progress=None), before(JANUARY)), {"progress_back:progress"},
    ),
    "typed in yuan": (
        now(investment_month=3_000_000, investment_to_date=None), around(before(), before(JANUARY)),
        {"tenfold:investment_month"},
    ),
    "typed in 亿元": (
        now(investment_month=0.03, investment_to_date=None), around(before(), before(JANUARY)),
        {"tenfold:investment_month"},
    ),
    "a very good month": (
        now(investment_month=3900, investment_to_date=4900), around(before(), before(JANUARY)), set(),
    ),
    "one month makes no habit": (now(investment_month=9000, investment_to_date=10_000), around(), set()),
    "ten times the year's plan": (
        now(investment_month=60_000, investment_to_date=61_000), around(planned_year=6000), {"tenfold:investment_month"},
    ),
    "ten times the total is a slip, not an excess": (
        now(investment_month=None, investment_to_date=13_000_000), around(total=50_000),
        {"tenfold:investment_to_date"},
    ),
    "the stage as before": (now(stage="building"), around(stage="building"), set()),
    "the next stage": (
        now(stage="building", stage_on=date(2025, 3, 9)), around(stage="started", stage_on=date(2025, 2, 1)), set(),
    ),
    "a new stage without a day": (now(stage="building"), around(stage="started"), {"stage_undated:stage_on"}),
    "a day without a stage": (now(stage_on=date(2025, 3, 9)), around(), {"stage_undated:stage"}),
    "a stage of next month": (
        now(stage="building", stage_on=date(2025, 4, 1)), around(stage="started"), {"stage_date:stage_on"},
    ),
    "a stage before the one before": (
        now(stage="building", stage_on=date(2025, 1, 1)), around(stage="started", stage_on=date(2025, 2, 1)),
        {"stage_date:stage_on"},
    ),
    "finished before it began": (
        now(stage="completed", stage_on=date(2025, 3, 1), progress=100),
        around(stage="building", started_on=date(2025, 3, 2)), {"stage_date:stage_on"},
    ),
    "stages left out": (
        now(stage="building", stage_on=date(2025, 3, 9)), around(stage="reserve"), {"stage_skipped:stage"},
    ),
    "public works sign nothing": (
        now(stage="started", stage_on=date(2025, 3, 9)), around(stage="preparation"), set(),
    ),
    "the first stage that is known": (now(stage="building", stage_on=date(2025, 3, 9)), around(), set()),
    "a stage back": (
        now(stage="preparation", stage_on=date(2025, 3, 9), progress=0, investment_month=0, investment_to_date=1000),
        around(before(progress=0), stage="started"), {"stage_back:stage"},
    ),
    "finished, not whole": (
        now(stage="completed", stage_on=date(2025, 3, 9)), around(stage="building"), {"stage_progress:progress"},
    ),
    "whole, not finished": (now(progress=100), around(stage="building"), {"stage_progress:progress"}),
    "works before they began": (now(), around(stage="preparation"), {"stage_progress:progress"}),
    "no works before they began": (now(progress=0), around(before(progress=0), stage="preparation"), set()),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_is_found(case):
    report, known, keys = case
    assert found(report, known) == keys


MESSAGES = [
    (now(), around(due=date(2025, 4, 5), on=date(2025, 4, 9)), "2025 年 3 月月报应在 2025 年 4 月 5 日前报送"),
    (now(), around(before(date(2024, 11, 1)), asked_from=date(2024, 1, 1)), "2024 年 12 月至2025 年 2 月（3 个月）"),
    (now(), around(total=1200), "累计完成投资 1300 万元，超过总投资 1200 万元，多出 100 万元"),
    (
        now(investment_to_date=1400),
        around(),
        "2025 年 2 月累计 1000 万元加本月 300 万元是 1300 万元，不符，相差 100 万元",
    ),
    (now(investment_to_date=900), around(), "比 2025 年 2 月的 1000 万元少 100 万元"),
    (now(progress=9.5), around(), "形象进度 9.5 %，低于 2025 年 2 月的 10 %"),
    (
        now(investment_month=3_000_000, investment_to_date=None),
        around(before(), before(JANUARY)),
        "7500 倍，单位可能有误。像是按“元”填的（3000000 元 = 300 万元）",
    ),
    (
        now(investment_month=0.03, investment_to_date=None),
        around(before(), before(JANUARY)),
        "像是按“亿元”填的（0.03 亿元 = 300 万元）",
    ),
    (now(investment_month=None, investment_to_date=13_000_000), around(total=50_000), "是总投资 50000 万元的 260 倍"),
    (now(stage="building", stage_on=date(2025, 3, 9)), around(stage="reserve"), "跳过了“前期”、“开工”"),
    (now(progress=100), around(stage="building"), "形象进度已到 100 %，阶段仍是“在建”"),
]


@pytest.mark.parametrize(("report", "known", "words"), MESSAGES, ids=[words for *_rest, words in MESSAGES])
def test_the_sentence_has_the_numbers(report, known, words):
    assert any(words in one.message for one in check_report(report, known)), check_report(report, known)


def test_a_late_reason_stays_good_on_the_next_day():
    said = [check_report(now(), around(due=date(2025, 4, 5), on=date(2025, 4, day)))[0].message for day in (6, 20)]
    assert said[0] == said[1]


def test_every_warning_can_be_stored():
    assert {code.value for code in ReportCode} >= set(ReportWarningCode.values)
    warned = {
        one.code.value
        for report, known, _keys in CASES.values()
        for one in check_report(report, known)
        if one.severity is Severity.WARNING
    }
    assert warned == set(ReportWarningCode.values)


amounts = st.none() | st.decimals(-10_000, 10_000_000, places=2)


@given(amounts, amounts, st.none() | st.decimals(0, 100, places=1), amounts, amounts, amounts)
def test_errors_first_and_each_key_once(month, to_date, progress, known, total, planned):
    report = Reported(month=MARCH, investment_month=month, investment_to_date=to_date, progress=progress)
    past = Reported(month=FEBRUARY, investment_month=known, investment_to_date=known)
    findings = check_report(report, Around(earlier=(past, past), total=total, planned_year=planned))
    keys = [one.key for one in findings]
    assert len(keys) == len(set(keys))
    errors = [one.severity is Severity.ERROR for one in findings]
    assert errors == sorted(errors, reverse=True)
    assert all(one.message.endswith("。") for one in findings)


@given(st.decimals(0, 100_000, places=2), st.decimals(0, 100_000, places=2))
def test_a_sum_that_is_one_is_never_questioned(known, month):
    report = Reported(month=MARCH, investment_month=month, investment_to_date=known + month)
    past = Reported(month=FEBRUARY, investment_to_date=known)
    money = {one.code for one in check_report(report, Around(earlier=(past,)))}
    assert not money & {ReportCode.NOT_A_SUM, ReportCode.MONEY_BACK}
