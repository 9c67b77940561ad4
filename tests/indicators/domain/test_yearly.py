"""What a promise asks of single years: each form, the years to come, the wording of a proposal, whether a year reached it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain import display
from indicators.domain.arithmetic import CONTEXT
from indicators.domain.assess import assess
from indicators.domain.types import (
    Actual,
    ActualKind,
    BaseFigure,
    Comparator,
    Form,
    PriceBasis,
    Reason,
    Status,
    TargetTerms,
)
from indicators.domain.yearly import NoYear, YearFigure, YearKind, yearly
from indicators.domain.yearly_text import digits_of_path, reached, read_year, wording
from tests.indicators.domain.made import catalogue, growth_target, level, row

D = Decimal
V, G, P = YearKind.VALUE, YearKind.GROWTH, YearKind.PARTS
SHARE = catalogue("%", "linear")
FALLS = catalogue("微克/立方米", "geometric", -1)
PARTS = TargetTerms(Form.COMPOSITION, parts=(D("22.7"), D("33.8"), D("43.5")))
STRUCTURE = replace(row(None), base=BaseFigure(None, 2020, parts=(D("30.0"), D("33.7"), D("36.3"))))


def of(one, target, **more):
    return yearly(one, target, assess(one, target, year=one.period.end_year), **more)


def texts(found, years="planned", digits=2):
    return [display.number(figure.value, digits) for figure in getattr(found, years)]


@pytest.mark.parametrize(
    ("one", "target", "kind", "planned"),
    [
        (row("153.7"), level("230"), V, ["166.60", "180.59", "195.75", "212.19", "230.00"]),
        (row("39", facts=SHARE), level("46"), V, ["40.40", "41.80", "43.20", "44.60", "46.00"]),
        (row("66", facts=FALLS), level("49.5"), V, ["62.31", "58.83", "55.54", "52.43", "49.50"]),
        (row(None), growth_target("6.5", ">="), G, ["6.50"] * 5),
        (row(None), TargetTerms(Form.CUMULATIVE, D(35)), V, ["7.00"] * 5),
        (row(None), TargetTerms(Form.QUOTA, D(15000)), V, ["3000.00"] * 5),
        (row(None), TargetTerms(Form.CUMULATIVE_CUT, D("13.5"), unit="%"), V, ["2.86"] * 5),
        (row("77.2", facts=SHARE), TargetTerms(Form.CUMULATIVE_CHANGE, D(1)), V, ["77.40", "77.60", "77.80", "78.00", "78.20"]),
        (row(None), TargetTerms(Form.CUMULATIVE_CHANGE, D(1), actual_kind=ActualKind.CHANGE), V, ["0.20"] * 5),
        (row("47", facts=SHARE), TargetTerms(Form.POINTS, D("0.6")), V, ["47.60", "48.20", "48.80", "49.40", "50.00"]),
        (row("485.9"), level("475", ">"), V, ["475.00"] * 5),
        (row("4", facts=catalogue("%", "linear", -1)), TargetTerms(Form.CEILING, D("4.5"), comparator=Comparator.LT), V,
         ["4.50"] * 5),
        (row("153.7"), level("230", due_year=2023), V, ["175.80", "201.08", "230.00"]),
    ],
)  # fmt: skip
def test_each_form_has_its_own_years(one, target, kind, planned):
    found = of(one, target)
    assert (found.kind, texts(found), found.why) == (kind, planned, None)


@pytest.mark.parametrize(
    ("one", "target", "why"),
    [
        (row(None), TargetTerms(Form.ASSIGNED), NoYear.ASSIGNED),
        (row(None), TargetTerms(Form.RELATIVE), NoYear.RELATIVE),
        (row(None), TargetTerms(Form.QUALITATIVE), NoYear.QUALITATIVE),
        (row(None), TargetTerms(Form.NONE), NoYear.NO_TARGET),
        (row(None), level("230"), NoYear.NO_BASE),
        (row(None), TargetTerms(Form.POINTS, D("0.6")), NoYear.NO_BASE),
        (row(None), PARTS, NoYear.NO_BASE),
        (row(None), TargetTerms(Form.CUMULATIVE_CUT, D(100), unit="%"), NoYear.NOT_COMPUTABLE),
        (replace(row("1"), base=BaseFigure(D(1), 2020, blocked=("scale_jump",))),
         level("230"), NoYear.DOUBT),
        (replace(row("1000"), base=BaseFigure(D(1000), 2020, blocked=("scale_jump",))), level("230"), NoYear.DOUBT),
    ],
)  # fmt: skip
def test_without_years_the_reason_is_said(one, target, why):
    found = of(one, target)
    assert (found.planned, found.why) == ((), why)


def test_a_number_handed_down_has_the_years_of_its_own_form():
    found = of(row("61.9", facts=SHARE), TargetTerms(Form.ASSIGNED, D("65.9"), assigned_form=Form.LEVEL))
    assert texts(found, digits=1) == ["62.7", "63.5", "64.3", "65.1", "65.9"]


def test_a_base_of_another_year_counts_from_its_own():
    found = of(replace(row("60.6"), base=BaseFigure(D("60.6"), 2019), catalogue=SHARE), level("66.6"))
    assert texts(found, digits=1) == ["62.6", "63.6", "64.6", "65.6", "66.6"]


def test_parts_move_each_for_itself():
    found = of(STRUCTURE, PARTS)
    assert found.of(2022).parts == (D("27.08"), D("33.74"), D("39.18"))
    assert found.of(2025).parts == PARTS.parts
    assert [sum(one.parts) for one in found.planned] == [100] * 5


@pytest.mark.parametrize(
    ("one", "target"),
    [
        (row("153.7", dict.fromkeys(range(2021, 2026), "160")), level("230")),
        (row("39", dict.fromkeys(range(2021, 2026), "41"), facts=SHARE), level("46")),
        (row("66", dict.fromkeys(range(2021, 2026), "60"), facts=FALLS), level("49.5")),
        (row("47", dict.fromkeys(range(2021, 2026), "48"), facts=SHARE), TargetTerms(Form.POINTS, D("0.6"))),
    ],
)
def test_the_path_of_a_level_is_what_the_assessment_expects(one, target):
    with localcontext(CONTEXT):
        found = of(one, target)
        for year in range(2021, 2026):
            assert abs(found.of(year).value - assess(one, target, year=year).expected) < D("1e-40")


@given(st.integers(1, 99), st.sampled_from(["%", "‰"]))
def test_yearly_cuts_compound_to_the_promised_one(cut, unit):
    scale = 1000 if unit == "‰" else 100
    found = of(row(None), TargetTerms(Form.CUMULATIVE_CUT, D(cut), unit=unit))
    with localcontext(CONTEXT):
        left = D(1)
        for one in found.planned:
            left *= 1 - one.value / scale
        assert abs((1 - left) * scale - cut) < D("1e-40")


# --- the years to come ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "target", "needed", "first"),
    [
        (row("153.7", {2022: "179.46"}), level("230"), ["194.93", "211.74", "230.00"], 2023),
        (row("39", {2023: "41.17"}, facts=SHARE), level("46"), ["43.59", "46.00"], 2024),
        (row(growth={2021: "6.6", 2022: "5.3", 2023: "1.5"}), growth_target("6.5"), ["9.66", "9.66"], 2024),
        (row(values={2021: "9.06"}), TargetTerms(Form.CUMULATIVE, D(35)), ["6.49"] * 4, 2022),
        (row("153.7"), level("230"), [], None),  # no actual yet: the path alone
        (row("153.7", {2021: "240"}), level("230"), [], None),  # met
        (row("485.9", {2021: "490"}), level("475", ">"), [], None),  # held every year
    ],
)
def test_the_years_after_the_last_figure_bring_the_target(one, target, needed, first):
    found = of(one, target)
    assert texts(found, "needed") == needed
    assert first is None or (found.needed[0].year, found.need(first - 1)) == (first, None)


@pytest.mark.parametrize(
    ("one", "target", "comparator"),
    [
        (row("153.7", {2022: "179.46"}), level("230", ">"), Comparator.GT),  # 230 itself would not do
        (row(values={2021: "9"}), TargetTerms(Form.CUMULATIVE, D(35)), Comparator.GE),
        (row(values={2021: "9"}), TargetTerms(Form.CUMULATIVE, D(35), comparator=Comparator.LE), Comparator.LE),
        (row(values={2021: "-0.1"}), TargetTerms(Form.CUMULATIVE_CHANGE, D("-2.5"), actual_kind=ActualKind.CHANGE),
         Comparator.LE),
    ],
)  # fmt: skip
def test_what_is_needed_says_on_which_side(one, target, comparator):
    assert of(one, target).needed[-1].comparator is comparator


def test_a_change_by_levels_needs_levels():
    found = of(row("77.2", {2021: "77.3"}, facts=SHARE), TargetTerms(Form.CUMULATIVE_CHANGE, D(1)))
    assert texts(found, "needed", 3) == ["77.525", "77.750", "77.975", "78.200"]


def test_parts_need_their_own_steps():
    one = replace(STRUCTURE, actuals=(Actual(2023, parts=(D("28.7"), D("33.8"), D("37.5"))),))
    found = of(one, PARTS)
    assert [one.parts for one in found.needed] == [(D("25.7"), D("33.8"), D("40.5")), (D("22.7"), D("33.8"), D("43.5"))]


@given(st.decimals(50, 400, places=2), st.sampled_from(["geometric", "linear"]))
def test_what_is_needed_meets_the_target(actual, path):
    one = row("153.7", {2022: str(actual)}, facts=catalogue(path=path))
    found = of(one, level("230"))
    if found.needed:
        assert found.needed[-1].value == 230
        filled = replace(one, actuals=(*one.actuals, *(Actual(year.year, year.value) for year in found.needed)))
        assert assess(filled, level("230"), year=2025).status is Status.MET
        steps = [second.value - first.value for first, second in pairwise(found.needed)]
        assert all(step > 0 for step in steps)


# --- words ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "target", "unit", "printed", "words"),
    [
        (row("153.7"), level("230"), "亿元", ("153.7", "230"), ["166.6", "180.59", "195.75", "212.19", "230"]),
        (row("39", facts=SHARE), level("46"), "%", ("39", "46"), ["40.4", "41.8", "43.2", "44.6", "46"]),
        (row(None), growth_target("8.5", "~"), "亿元", ("8.5左右",), ["8.5%左右"] * 5),
        (row(None), growth_target("6.5", ">="), "%", ("6.5以上",), ["≥6.5"] * 5),
        (row(None), TargetTerms(Form.CUMULATIVE, D("0.23")), "万人", ("[0.23]",), ["0.046"] * 5),
        (row(None), TargetTerms(Form.QUOTA, D(15000)), "亩", ("[15000]",), ["≤3000"] * 5),
        (row("485.9"), level("475", ">"), "万吨", ("485.9", ">475"), [">475"] * 5),
        (row("8"), level("18"), "个", ("8", "18"), ["9", "11", "13", "15", "18"]),
        (row(None), TargetTerms(Form.CUMULATIVE, D(1)), "个", ("[1]",), ["0.2"] * 5),
        (row(None), growth_target("7"), "%", ("7.0",), ["7.0"] * 5),
        (row("8"), level("18"), "倍", ("8", "18"), ["9.41", "11.07", "13.01", "15.31", "18"]),
    ],
)
def test_a_proposal_is_worded_as_it_would_be_typed(one, target, unit, printed, words):
    found = of(one, target)
    least, fine = digits_of_path(printed, per_share=found.per_share, unit=unit)
    about = {"unit": unit, "rate": "%", "stated": printed[-1], "least": least, "fine": fine}
    said = [wording(each, found.kind, **about) for each in found.planned]
    assert said == words


@given(
    st.integers(1, 999), st.sampled_from([(Form.CUMULATIVE_CUT, "%"), (Form.CUMULATIVE, "个"), (Form.QUOTA, "亩")]),
    st.sampled_from([2023, 2024, None]),
)  # fmt: skip
def test_years_as_they_are_worded_bring_the_promise(tenths, about, due):
    """Whoever takes over every proposal and reaches each exactly has kept the promise."""
    form, unit = about
    target = TargetTerms(form, D(tenths) / 10, unit=unit, due_year=due)
    found = of(row(None), target)
    least, fine = digits_of_path([target.value], per_share=found.per_share, unit=unit)
    words = {"unit": unit, "rate": "%", "stated": str(target.value), "least": least, "fine": fine}
    said = {one.year: read_year(wording(one, V, **words), unit=unit, wanted=V) for one in found.planned}
    done = row(None, {year: str(one.value) for year, one in said.items()})
    assert assess(done, target, year=2025).status is Status.MET


@given(
    st.decimals(-50, 5000, places=3),
    st.sampled_from(list(Comparator)),
    st.sampled_from([("亿元", V), ("亿元", G), ("%", V), ("%", G), ("‰", G), ("人", V)]),
)
def test_a_worded_proposal_reads_back(value, comparator, about):
    unit, kind = about
    rate = unit if unit in {"%", "‰"} else "%"
    figure = YearFigure(2021, value, comparator=comparator, given=True)
    text = wording(figure, kind, unit=unit, rate=rate, stated="", least=0, fine=2)
    read = read_year(text, unit=unit, wanted=kind)
    assert (read.kind, read.comparator) == (kind, comparator)
    assert read.value == (value / 10 if (rate, kind) == ("‰", G) else value)


def test_parts_read_back():
    text = wording(of(STRUCTURE, PARTS).of(2022), P, unit="", rate="%", stated="22.7:33.8:43.5", least=1, fine=2)
    assert text == "27.08:33.74:39.18"
    assert read_year(text, unit="", wanted=P).parts == (D("27.08"), D("33.74"), D("39.18"))


@pytest.mark.parametrize(
    ("text", "unit", "wanted", "kind", "value"),
    [
        ("7.6", "亿元", G, V, "7.6"),  # the unit of the row, whatever its promise
        ("7.6%", "亿元", V, G, "7.6"),
        ("230、8.5%", "亿元", G, G, "8.5"),
        ("230、8.5%", "亿元", V, V, "230"),
        ("4600人", "万人", V, V, "0.46"),
        ("下降3%", "亿元", G, G, "-3"),
        ("降低2.7%", "%", V, V, "2.7"),
        ("<8‰", "‰", G, G, "0.8"),
    ],
)
def test_a_typed_text_says_a_figure_of_the_year(text, unit, wanted, kind, value):
    read = read_year(text, unit=unit, wanted=wanted)
    assert (read.kind, read.value) == (kind, D(value))


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [("", "%", V), ("—", "%", V), ("提高0.6个百分点", "%", V), ("[35]", "万人", V), ("完成省下达目标", "%", V),
     ("5吨", "亿元", V), ("230亿元", "%", G), ("保持稳定", "%", G), ("6.5", "", P)],
)  # fmt: skip
def test_other_words_stay_words(text, unit, wanted):
    assert read_year(text, unit=unit, wanted=wanted) is None


# --- reached ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "wanted", "actual", "direction", "met", "why"),
    [
        ("180", V, Actual(2022, D("179.46")), 1, False, None),
        ("179.46", V, Actual(2022, D("179.46")), 1, True, None),
        (">179.46", V, Actual(2022, D("179.46")), 1, False, None),
        ("55", V, Actual(2022, D("54")), -1, True, None),
        ("55以内", V, Actual(2022, D("56")), 1, False, None),  # what is typed says which way
        ("6%-7%", G, Actual(2022, growth=D("6.2")), 1, True, None),
        ("6.5%左右", G, Actual(2022, growth=D("6.4")), 1, False, None),
        ("0", V, Actual(2022, D(0)), 1, True, None),
        ("180", V, Actual(2022, growth=D(9)), 1, None, Reason.LEVEL_MISSING),
        ("6.5%", G, Actual(2022, D(9)), 1, None, Reason.GROWTH_MISSING),
        ("100", V, Actual(2022, D(90), comparator=Comparator.GT), 1, None, None),
        ("180", V, Actual(2022, D(200), blocked_value=("scale_jump",)), 1, None, Reason.BLOCKING_DOUBT),
        ("180", V, Actual(2022, D(200)), None, None, Reason.NOT_COMPUTABLE),
        ("6.5%", G, Actual(2022, growth=D(7), growth_basis=PriceBasis.CURRENT), 1, None, Reason.BASIS_DIFFERS),
    ],
)  # fmt: skip
def test_a_year_reaches_its_target_or_it_cannot_be_said(text, wanted, actual, direction, met, why):
    said = read_year(text, unit="亿元", wanted=wanted)
    basis = PriceBasis.CONSTANT if wanted is G else PriceBasis.UNKNOWN
    found = reached(said, actual, direction=direction, basis=basis)
    assert (found.met, found.why) == (met, why)


def test_parts_are_reached_each_on_its_side():
    said = read_year("27.1:33.7:39.2", unit="", wanted=P)
    base = (D("30.0"), D("33.7"), D("36.3"))
    assert reached(said, Actual(2022, parts=(D(27), D("33.7"), D("39.3"))), direction=1, base_parts=base).met is True
    assert reached(said, Actual(2022, parts=(D(28), D("33.7"), D("38.3"))), direction=1, base_parts=base).met is False
    assert reached(said, Actual(2022, D(5)), direction=1).why is Reason.LEVEL_MISSING
