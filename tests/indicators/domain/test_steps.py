"""The sum behind a status, for every form."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.domain.assess import assess
from indicators.domain.steps import explain
from indicators.domain.types import (
    Actual,
    ActualKind,
    BaseFigure,
    CatalogueFacts,
    Comparator,
    Direction,
    Form,
    Measure,
    PathKind,
    Period,
    ReferenceFacts,
    Row,
    TargetTerms,
)

PERIOD = Period(2020, 2021, 2025)


def make(base=None, *, values=(), growth=(), unit="亿元", path="geometric", first=2021):
    catalogue = CatalogueFacts("x", unit, Direction.HIGHER, PathKind(path), Measure.AMOUNT)
    actuals = [Actual(first + index, value=Decimal(one)) for index, one in enumerate(values)]
    actuals += [Actual(first + index, growth=Decimal(one)) for index, one in enumerate(growth)]
    figure = BaseFigure(Decimal(base), 2020) if base else None
    return Row(PERIOD, catalogue, base=figure, actuals=tuple(actuals))


def told(row, target, year, reference=None):
    return {one.label: one for one in explain(row, target, assess(row, target, year=year, reference=reference))}


def test_a_level_on_a_geometric_path_in_full():
    row, target = make("153.7", values=["193.3"], first=2024), TargetTerms(Form.LEVEL, Decimal(230))
    steps = told(row, target, 2024)
    assert list(steps) == [
        "时序进度 τ",
        "各年数据",
        "实现程度 P",
        "时序应达值 E",
        "距目标差距",
        "较时序",
        "余下每年需",
        "年均至今",
        "进度比 ρ",
        "按现速预计期末值",
        "状态",
    ]
    assert steps["实现程度 P"].figures == "(193.3 − 153.7) ÷ (230.0 − 153.7)"
    assert {
        label: steps[label].outcome for label in ("实现程度 P", "时序应达值 E", "距目标差距", "较时序", "余下每年需")
    } == {
        "实现程度 P": "51.9%",
        "时序应达值 E": "212.19",
        "距目标差距": "−36.7",
        "较时序": "−18.89",
        "余下每年需": "18.99%",
    }
    assert steps["状态"].outcome == "滞后"
    assert "0.95" in steps["状态"].formula


FORMS = [
    (
        make("39", values=["41.17"], unit="%", path="linear"),
        TargetTerms(Form.LEVEL, Decimal(46)),
        "余下每年需",
        "1.21 个百分点",
    ),
    (make(growth=["6.6"]), TargetTerms(Form.GROWTH, Decimal("6.5"), unit="%"), "余下每年需", "6.48%"),
    (make(values=["9.06"]), TargetTerms(Form.CUMULATIVE, Decimal(35)), "完成进度 P", "25.9%"),
    (make(values=["1000"]), TargetTerms(Form.QUOTA, Decimal(15000)), "余下每年可用", "3500.00 亿元"),
    (make(values=["2.7"]), TargetTerms(Form.CUMULATIVE_CUT, Decimal("13.5"), unit="%"), "累计降幅 D", "2.70%"),
    (make("50", values=["51"], unit="%"), TargetTerms(Form.CUMULATIVE_CHANGE, Decimal("2.5")), "实现程度 P", "40.0%"),
    (
        make(values=["0.5"], unit="%"),
        TargetTerms(Form.CUMULATIVE_CHANGE, Decimal("2.5"), actual_kind=ActualKind.CHANGE),
        "余下每年需",
        "0.50 个百分点",
    ),
    (
        make("47", values=["47.6"], unit="%"),
        TargetTerms(Form.POINTS, Decimal("0.6"), unit="个百分点"),
        "目标值 T",
        "50.0",
    ),
    (make("100", values=["94"]), TargetTerms(Form.FLOOR, Decimal(95)), "须逐年保持", "未保持年份：2021 年"),
    (make("4", values=["3"]), TargetTerms(Form.CEILING, Decimal(4)), "余下每年需", "—（须逐年保持，不涉及年均任务）"),
    (make(growth=["5"]), TargetTerms(Form.RELATIVE), "状态", "未同步"),
    (make(values=["5"]), TargetTerms(Form.ASSIGNED), "状态", "待下达"),
    (make(), TargetTerms(Form.QUALITATIVE), "状态", "无法评估（人工评定）"),
    (make(), TargetTerms(Form.NONE), "状态", "无法评估（没有目标值）"),
    (make("1"), TargetTerms(Form.LEVEL, Decimal(2)), "状态", "无数据"),
]


@pytest.mark.parametrize(("row", "target", "label", "outcome"), FORMS)
def test_every_form_tells_its_sum(row, target, label, outcome):
    reference = ReferenceFacts((Actual(2021, growth=Decimal(6)),))
    assert told(row, target, 2021, reference)[label].outcome == outcome


def test_every_form_is_in_the_list():
    assert {target.form for _, target, _, _ in FORMS} | {Form.COMPOSITION} == set(Form)


def test_a_composition_tells_its_parts():
    parts = (Decimal("40"), Decimal("60"))
    row = Row(
        PERIOD,
        make().catalogue,
        base=BaseFigure(None, 2020, parts=parts),
        actuals=(Actual(2022, parts=(Decimal("38.5"), Decimal("61.5"))),),
    )
    target = TargetTerms(Form.COMPOSITION, parts=(Decimal(30), Decimal(70)))
    steps = told(row, target, 2022)
    assert steps["第 1 部分"].figures == "40.0 → 30.0，实际 38.5"
    assert steps["第 1 部分"].outcome == "余下每年需 −2.83 个百分点"


def test_a_falling_indicator_keeps_negative_as_short():
    catalogue = CatalogueFacts("x", "", Direction.LOWER, PathKind.GEOMETRIC, Measure.AMOUNT)
    row = Row(PERIOD, catalogue, base=BaseFigure(Decimal(66), 2020), actuals=(Actual(2023, value=Decimal(56)),))
    steps = told(row, TargetTerms(Form.LEVEL, Decimal("49.5"), comparator=Comparator.LE), 2023)
    assert (steps["距目标差距"].figures, steps["距目标差距"].outcome) == ("49.5 − 56.0", "−6.5")


@pytest.mark.parametrize(
    ("row", "target", "year", "figures", "outcome"),
    [
        (
            make("153.7", values=["193.3"], first=2024),
            TargetTerms(Form.LEVEL, Decimal(230)),
            2024,
            "((193.3 ÷ 153.7)^(1/4) − 1) ÷ ((230.0 ÷ 153.7)^(1/5) − 1)",
            "0.70",
        ),
        (
            make("39", values=["41.17"], unit="%", path="linear", first=2023),
            TargetTerms(Form.LEVEL, Decimal(46)),
            2023,
            "31.0% ÷ 60.0%",
            "0.52",
        ),
        (
            make(growth=["6.6", "5.3", "1.5"], unit="%"),
            TargetTerms(Form.GROWTH, Decimal("6.5"), comparator=Comparator.GE),
            2023,
            "ln 1.1393 ÷ (3 × ln(1 + 6.50%))",
            "0.69",
        ),
        (
            make(values=["2.7", "0.1", "0.5", "3.8"], unit="%"),
            TargetTerms(Form.CUMULATIVE_CUT, Decimal("13.5")),
            2024,
            "ln(1 − 6.96%) ÷ (4/5 × ln(1 − 13.50%))",
            "0.62",
        ),
        (make(values=["9.06"]), TargetTerms(Form.CUMULATIVE, Decimal(35)), 2021, "25.9% ÷ 20.0%", "1.29"),
    ],
)
def test_the_pace_on_which_the_status_turns_shows_its_sum(row, target, year, figures, outcome):
    step = told(row, target, year)["进度比 ρ"]
    assert (step.figures, step.outcome) == (figures, outcome)


def test_the_average_shows_its_sum():
    row, target = make("153.7", values=["193.3"], first=2024), TargetTerms(Form.LEVEL, Decimal(230))
    step = told(row, target, 2024)["年均至今"]
    assert (step.figures, step.outcome) == ("(193.3 ÷ 153.7)^(1/4) − 1", "5.90%")
    jobs = told(make(values=["9.06"]), TargetTerms(Form.CUMULATIVE, Decimal(35)), 2021)["年均至今"]
    assert jobs.figures == "9.06 ÷ 1"


@pytest.mark.parametrize(
    ("row", "target", "year", "told_as"),
    [
        (
            make("153.7", values=["193.3"], first=2024),
            TargetTerms(Form.LEVEL, Decimal(230)),
            2024,
            ("B × (A ÷ B)^(n/k)", "153.7 × (193.3 ÷ 153.7)^(5/4)", "204.70（达不到目标）"),
        ),
        (
            make("39", values=["41.17"], unit="%", path="linear", first=2023),
            TargetTerms(Form.LEVEL, Decimal(46)),
            2023,
            ("B + (A − B) × n/k", "39.00 + (41.17 − 39.00) × 5/3", "42.62（达不到目标）"),
        ),
        (
            make(growth=["6.6"]),
            TargetTerms(Form.GROWTH, Decimal("6.5"), unit="%"),
            2021,
            ("ā", "6.60%", "6.60%（可达目标）"),
        ),
        (
            make(values=["9.06"]),
            TargetTerms(Form.CUMULATIVE, Decimal(35)),
            2021,
            ("S × n/k", "9.06 × 5/1", "45.30（可达目标）"),
        ),
        (
            make(values=["2.7"]),
            TargetTerms(Form.CUMULATIVE_CUT, Decimal("13.5"), unit="%"),
            2021,
            ("1 − (1 − D)^(n/k)", "1 − (1 − 2.70%)^(5/1)", "12.79%（达不到目标）"),
        ),
        (
            make("50", values=["51"], unit="%"),
            TargetTerms(Form.CUMULATIVE_CHANGE, Decimal("2.5")),
            2021,
            ("B + (A − B) × n/k", "50.0 + (1.0) × 5/1", "55.00（可达目标）"),
        ),
    ],
)
def test_the_projected_end_names_its_figures(row, target, year, told_as):
    step = told(row, target, year)["按现速预计期末值"]
    assert (step.formula, step.figures, step.outcome) == told_as


def test_levels_have_the_digits_of_the_row_and_figures_of_other_years_their_own():
    row = make("153.7", values=["179.46", "186.3"], first=2022)
    steps = told(row, TargetTerms(Form.LEVEL, Decimal(230)), 2023)
    assert steps["各年数据"].figures == "2022 年 179.46；2023 年 186.3"
    assert steps["距目标差距"].outcome == "−43.7"
