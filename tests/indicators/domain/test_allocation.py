"""A city's promise against its counties': real figures of 新乡 by table, laws of sums and means."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.allocation import Outcome, allocate, joined
from indicators.domain.promised import Facts, Kind, Promise, Rule, Why
from indicators.domain.types import BaseFigure, Comparator, Direction, Form, PriceBasis, TargetTerms

D = Decimal
UP, DOWN = Direction.HIGHER, Direction.LOWER
SUM = Facts(Rule.SUM, UP)
GE, GT, LE, LT, ABOUT = Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT, Comparator.ABOUT


def promise(key, form, value=None, unit="万人", *, base=None, base_unit="", weight=None, **terms) -> Promise:
    return Promise(
        key,
        TargetTerms(form, None if value is None else D(str(value)), unit=unit, **terms),
        unit,
        None if base is None else BaseFigure(D(str(base)), 2020),
        base_unit,
        5,
        None if weight is None else D(str(weight)),
    )


def missing(number: int) -> list[Promise]:
    return [Promise(f"m{n}", has_plan=False) for n in range(number)]


def jobs(key, value, comparator=Comparator.EQ) -> Promise:
    return promise(key, Form.CUMULATIVE, value, comparator=comparator)


def test_two_of_twelve_counties_say_at_least():
    """新乡 35 万人; 延津 2.3, 卫滨 2.9: 5.2 are known, the rest is nobody's yet and is not extrapolated."""
    found = allocate(SUM, jobs("c", 35), [jobs("y", "2.3"), jobs("w", "2.9"), *missing(10)])
    assert (found.kind, found.outcome, found.counted, found.among) == (Kind.TOTAL, Outcome.OPEN, 2, 12)
    assert (found.together, found.difference) == (D("5.2"), D("-29.8"))
    assert [part.share for part in found.parts[:2]] == [pytest.approx(D("2.3") / 35), pytest.approx(D("2.9") / 35)]
    assert {part.why for part in found.parts[2:]} == {Why.NO_PLAN}


def test_units_of_one_kind_are_converted():
    """粮食: 延津 15.94 亿斤 = 79.7 万吨, 卫滨 2.5 万吨."""
    city = promise("c", Form.FLOOR, 475, "万吨", comparator=GT)
    counties = [promise("y", Form.LEVEL, "15.94", "亿斤"), promise("w", Form.FLOOR, "2.5", "万吨", comparator=GE)]
    found = allocate(SUM, city, [*counties, *missing(10)])
    assert found.together == D("82.2")
    assert found.together_comparator is GE
    other = allocate(SUM, city, [promise("y", Form.LEVEL, 3, "亿元")])
    assert (other.outcome, other.why, other.parts[0].why) == (Outcome.LISTED, Why.NOBODY, Why.UNIT_DIFFERS)


@pytest.mark.parametrize(
    ("counties", "outcome", "difference"),
    [
        ([20, 15], Outcome.COVERED, 0),
        ([20, 14], Outcome.UNCOVERED, -1),
        ([20, 18], Outcome.OVER, 3),
        ([0, 0], Outcome.UNCOVERED, -35),
    ],
)
def test_when_all_are_known_amounts_are_covered_or_not(counties, outcome, difference):
    found = allocate(SUM, jobs("c", 35), [jobs(str(n), one) for n, one in enumerate(counties)])
    assert (found.outcome, found.difference, found.complete) == (outcome, difference, True)


@pytest.mark.parametrize(
    ("city", "counties", "outcome"),
    [
        (GT, [Comparator.EQ, Comparator.EQ], Outcome.UNCOVERED),
        (GT, [GT, Comparator.EQ], Outcome.COVERED),
        (GE, [Comparator.EQ, Comparator.EQ], Outcome.COVERED),
        (ABOUT, [GE, ABOUT], Outcome.COVERED),
    ],
)
def test_a_strict_promise_asks_for_more_than_an_equal_sum(city, counties, outcome):
    found = allocate(SUM, jobs("c", 35, city), [jobs("a", 20, counties[0]), jobs("b", 15, counties[1])])
    assert (found.outcome, found.difference) == (outcome, 0)


@pytest.mark.parametrize(
    ("amounts", "unknown", "outcome"),
    [
        ([9000, 7000], 0, Outcome.OVER),
        ([9000, 5000], 0, Outcome.WITHIN),
        ([9000, 6000], 0, Outcome.COVERED),
        ([9000, 7000], 3, Outcome.OVER),
        ([9000, 5000], 3, Outcome.OPEN),
        ([9000, 6000], 3, Outcome.OPEN),
    ],
)
def test_a_limit_is_handed_out_too_much_or_not(amounts, unknown, outcome):
    """新增建设用地 [15000]: more than the limit is over-allocated, whoever is missing."""
    counties = [promise(str(n), Form.QUOTA, one, "亩") for n, one in enumerate(amounts)]
    found = allocate(Facts(Rule.SUM, DOWN), promise("c", Form.QUOTA, 15000, "亩"), [*counties, *missing(unknown)])
    assert (found.kind, found.outcome) == (Kind.LIMIT, outcome)


@pytest.mark.parametrize(
    ("levels", "unknown", "outcome"),
    [
        ([60, 30], 0, Outcome.OVER),
        ([60, 50], 0, Outcome.UNCOVERED),
        ([60, 50], 1, Outcome.UNCOVERED),
        ([60, 30], 1, Outcome.OPEN),
    ],
)
def test_what_must_fall_is_covered_by_less(levels, unknown, outcome):
    counties = [promise(str(n), Form.LEVEL, one, "万吨") for n, one in enumerate(levels)]
    found = allocate(Facts(Rule.SUM, DOWN), promise("c", Form.LEVEL, 100, "万吨"), [*counties, *missing(unknown)])
    assert found.outcome is outcome


def test_a_partial_sum_that_reaches_the_target_is_certain_unless_figures_may_be_negative():
    counties = [jobs("a", 40), *missing(1)]
    assert allocate(SUM, jobs("c", 35), counties).outcome is Outcome.OVER
    assert allocate(SUM, jobs("c", 40), counties).outcome is Outcome.COVERED
    assert allocate(SUM, jobs("c", 40, GT), counties).outcome is Outcome.OPEN
    signed = Facts(Rule.SUM, UP, never_negative=False)
    assert allocate(signed, jobs("c", 35), counties).outcome is Outcome.OPEN


def growth(key, rate, base=None, unit="亿元", **terms) -> Promise:
    return promise(key, Form.GROWTH, rate, "%", base=base, base_unit=unit, **terms)


def test_growth_is_weighted_with_the_counties_own_bases():
    """(100·1.07⁵ + 300·1.06⁵) ÷ 400 = 1.35428… → 6.25… % a year, nearer to the larger county."""
    found = allocate(SUM, growth("c", "6.5", comparator=GE), [growth("a", 7, 100), growth("b", 6, 300)])
    assert (found.kind, found.outcome) == (Kind.RATE, Outcome.UNCOVERED)
    assert round(found.together, 4) == D("6.2535")
    assert round(found.difference, 4) == D("-0.2465")
    assert found.share is None
    assert [part.quantity for part in found.parts] == [7, 6]


def test_growth_of_some_counties_is_shown_and_not_judged():
    found = allocate(SUM, growth("c", "6.5"), [growth("a", 7, 100), growth("b", 9), *missing(10)])
    assert (found.outcome, found.together, found.difference, found.counted) == (Outcome.OPEN, 7, None, 1)
    assert found.parts[1].why is Why.NO_BASE


@pytest.mark.parametrize(
    ("county", "why"),
    [
        (growth("a", 7, 5, unit="%"), Why.NO_BASE),  # the growth of the base year is no amount
        (growth("a", 7, 0), Why.NO_BASE),
        (growth("a", 7, 100, price_basis=PriceBasis.CURRENT), Why.PRICE_BASIS),
        (promise("a", Form.LEVEL, 230, "亿元", base="153.7"), Why.PRICE_BASIS),
        (promise("a", Form.RELATIVE), Why.NO_NUMBER),
        (promise("a", Form.CUMULATIVE, 3), Why.FORMS_DIFFER),
        (Promise("a", None), Why.NOT_LISTED),
        (promise("a", Form.GROWTH, 7, "%", base=3, blocked=("unit_conflict",)), Why.DOUBT),
    ],
)
def test_what_cannot_be_counted_as_growth_says_why(county, why):
    sensitive = Facts(Rule.SUM, UP, price_sensitive=True)
    found = allocate(sensitive, growth("c", "6.5", price_basis=PriceBasis.CONSTANT), [county])
    assert (found.outcome, found.why, found.parts[0].why) == (Outcome.LISTED, Why.NOBODY, why)


def test_growth_becomes_a_level_only_on_the_same_known_prices():
    city = promise("c", Form.LEVEL, 200, "亿元", price_basis=PriceBasis.CONSTANT)
    county = Promise(
        "a", TargetTerms(Form.GROWTH, D(10), unit="%", price_basis=PriceBasis.CONSTANT), "%",
        BaseFigure(D(100), 2020, PriceBasis.CONSTANT), "亿元", 5,
    )  # fmt: skip
    sensitive = Facts(Rule.SUM, UP, price_sensitive=True)
    found = allocate(sensitive, city, [county])
    assert found.together == D("161.051")
    assert found.parts[0].converted
    unknown = promise("a", Form.GROWTH, 10, "%", base=100, base_unit="亿元")
    assert allocate(sensitive, city, [unknown]).parts[0].why is Why.PRICE_BASIS
    assert allocate(SUM, city, [unknown]).together == D("161.051"), "tonnes and people have no prices"


def share(key, value, weight=None) -> Promise:
    return promise(key, Form.LEVEL, value, "%", weight=weight)


WEIGHTED = Facts(Rule.WEIGHTED, UP)


@pytest.mark.parametrize(
    ("counties", "outcome", "together", "why"),
    [
        ([share("a", 46, 30), share("b", 100, 10)], Outcome.UNCOVERED, D("59.5"), None),
        ([share("a", 46, 10), share("b", 100, 30)], Outcome.OVER, D("86.5"), None),
        ([share("a", 46), share("b", 100)], Outcome.LISTED, None, Why.NO_WEIGHT),
        ([share("a", 62), share("b", 100)], Outcome.COVERED, None, Why.NO_WEIGHT),
        ([share("a", 46), share("b", 60, 3)], Outcome.UNCOVERED, None, Why.NO_WEIGHT),
        ([share("a", 62), *missing(1)], Outcome.OPEN, None, Why.NO_WEIGHT),
        ([share("a", 62, 3), *missing(1)], Outcome.OPEN, D(62), None),
    ],
)
def test_averages_are_weighted_or_certain_without_weights(counties, outcome, together, why):
    found = allocate(WEIGHTED, share("c", 61), counties)
    assert (found.outcome, found.together, found.why) == (outcome, together, why)


@pytest.mark.parametrize(
    ("facts", "city", "why"),
    [
        (Facts(Rule.NONE, UP), share("c", 61), Why.NOT_ADDED),
        (WEIGHTED, growth("c", 5), Why.MEAN_GROWS),
        (WEIGHTED, jobs("c", 5), Why.NOT_ADDED),
        (SUM, promise("c", Form.ASSIGNED), Why.NO_NUMBER),
        (SUM, promise("c", Form.NONE), Why.NO_NUMBER),
        (SUM, promise("c", Form.POINTS, "0.6", "%"), Why.NO_BASE),
        (SUM, promise("c", Form.CUMULATIVE, 5, blocked=("scale_jump",)), Why.DOUBT),
    ],
)
def test_where_the_city_promises_nothing_comparable_all_is_listed(facts, city, why):
    found = allocate(facts, city, [jobs("a", 3), *missing(1)])
    assert (found.outcome, found.why, found.together, len(found.parts)) == (Outcome.LISTED, why, None, 2)


def test_a_number_handed_down_counts_as_its_own_form():
    city = promise("c", Form.ASSIGNED, 35, assigned_form=Form.CUMULATIVE)
    assert allocate(SUM, city, [jobs("a", 35)]).outcome is Outcome.COVERED


def test_of_a_range_the_easier_end_counts():
    county = promise("a", Form.CUMULATIVE, 20, value_high=D(30))
    assert allocate(SUM, jobs("c", 35), [county]).together == 20
    limit = promise("a", Form.QUOTA, 20, "亩", value_high=D(30))
    assert allocate(SUM, promise("c", Form.QUOTA, 35, "亩"), [limit]).together == 30


@pytest.mark.parametrize(
    ("given_ones", "together"),
    [([], "="), (["=", "="], "="), (["=", ">="], ">="), ([">", ">="], ">"), (["<", "="], "<"), (["<", ">="], "~"), (["~", "="], "~")],
)  # fmt: skip
def test_comparators_join(given_ones, together):
    assert joined(Comparator(one) for one in given_ones) is Comparator(together)


# --- laws -------------------------------------------------------------------------------------------------------------
amounts = st.decimals(min_value=0, max_value=10_000, places=2)
positive = st.decimals(min_value=D("0.01"), max_value=10_000, places=2)


@given(st.lists(amounts, min_size=1, max_size=12), positive)
def test_sum_law(values, target):
    """Together is the plain sum; shares add up to it; the sign of the difference is the outcome."""
    found = allocate(SUM, jobs("c", target), [jobs(str(n), one) for n, one in enumerate(values)])
    assert found.together == sum(values)
    assert found.difference == sum(values) - target
    assert abs(sum(part.share for part in found.parts) - found.share) < D("1e-20")
    expected = Outcome.COVERED if not found.difference else Outcome.OVER if found.difference > 0 else Outcome.UNCOVERED
    assert found.outcome is expected


@given(st.lists(st.tuples(amounts, positive), min_size=1, max_size=8), positive, positive)
def test_weights_law(pairs, target, scale):
    """A mean lies between its parts; the unit of the weights does not matter; equal parts give themselves."""
    counties = [share(str(n), value, weight) for n, (value, weight) in enumerate(pairs)]
    found = allocate(WEIGHTED, share("c", target), counties)
    values = [value for value, _weight in pairs]
    assert min(values) <= found.together <= max(values)
    scaled = [share(str(n), value, weight * scale) for n, (value, weight) in enumerate(pairs)]
    assert abs(allocate(WEIGHTED, share("c", target), scaled).together - found.together) < D("1e-30")
    same = [share(str(n), target, weight) for n, (_value, weight) in enumerate(pairs)]
    assert allocate(WEIGHTED, share("c", target), same).outcome is Outcome.COVERED


rates = st.decimals(min_value=-20, max_value=40, places=1)


@given(st.lists(st.tuples(rates, positive), min_size=1, max_size=6), rates)
def test_growth_law(pairs, target):
    """The common rate lies between the counties' rates, and leads their bases to the sum of their ends."""
    counties = [growth(str(n), rate, base) for n, (rate, base) in enumerate(pairs)]
    found = allocate(SUM, growth("c", target), counties)
    assert min(rate for rate, _ in pairs) <= found.together <= max(rate for rate, _ in pairs)
    end = sum(base * (1 + rate / 100) ** 5 for rate, base in pairs)
    assert abs(sum(base for _, base in pairs) * (1 + found.together / 100) ** 5 - end) < end * D("1e-12") + D("1e-12")


mixed = st.lists(
    st.one_of(
        st.builds(jobs, st.just("x"), amounts, st.sampled_from(list(Comparator))),
        st.builds(growth, st.just("x"), rates, st.one_of(st.none(), positive)),
        st.just(Promise("x", has_plan=False)),
        st.just(Promise("x", None)),
    ),
    max_size=6,
)


@given(mixed, st.one_of(st.builds(jobs, st.just("c"), amounts), st.builds(growth, st.just("c"), rates)), st.randoms())
def test_the_order_of_the_counties_changes_nothing(counties, city, random):
    found = allocate(SUM, city, counties)
    turned = list(counties)
    random.shuffle(turned)
    again = allocate(SUM, city, turned)
    assert (found.outcome, found.why, found.counted) == (again.outcome, again.why, again.counted)
    if found.together is not None:
        assert abs(found.together - again.together) < D("1e-30")


@given(st.lists(amounts, min_size=1, max_size=6), positive, st.integers(min_value=1, max_value=9))
def test_who_is_missing_is_never_filled_in(values, target, number):
    """With unknown counties the sum is that of the known ones, and never short for certain."""
    known = [jobs(str(n), one) for n, one in enumerate(values)]
    found = allocate(SUM, jobs("c", target), [*known, *missing(number)])
    assert found.together == sum(values)
    assert (found.counted, found.among) == (len(values), len(values) + number)
    assert found.outcome in {Outcome.OPEN, Outcome.OVER, Outcome.COVERED}
