"""The trajectory chart: its series, its years as categories, its target."""

import json
from dataclasses import replace
from decimal import Decimal

import plotly.graph_objects as go

from figures import palette
from figures.trajectory import Point, Trajectory, Words, trajectory

WORDS = Words(
    base="基期",
    planned="规划路径",
    actual="实际",
    unused="未计入",
    required="余下每年需",
    projected="按现速",
    target="目标",
    average="年均至今",
    broken="未保持",
    superseded="此前公布",
    former_base="原基数",
    trial="试算，不保存",
)


def points(**values: str) -> tuple[Point, ...]:
    return tuple(Point(int(year[1:]), Decimal(value), value) for year, value in values.items())


#: Case 2 of METHODS section 6.
GDP = Trajectory(
    years=tuple(range(2020, 2026)),
    unit="亿元",
    status="behind",
    base=Point(2020, Decimal("153.7"), "153.7"),
    planned=points(y2020="153.7", y2024="212.19", y2025="230"),
    actuals=points(y2022="179.46", y2024="193.3"),
    required=points(y2024="193.3", y2025="230"),
    projected=points(y2024="193.3", y2025="204.7"),
    target_line=Decimal("230"),
    target_text="230",
)


def named(figure: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in figure.data}


def test_years_are_categories_and_all_are_there():
    figure = trajectory(GDP, WORDS)
    assert figure.layout.xaxis.type == "category"
    assert list(figure.layout.xaxis.categoryarray) == ["2020", "2021", "2022", "2023", "2024", "2025"]


def test_series_are_drawn_as_given_and_nothing_is_interpolated():
    traces = named(trajectory(GDP, WORDS))
    assert set(traces) == {"years", "规划路径", "实际", "余下每年需", "按现速", "基期"}
    assert list(traces["实际"].x) == ["2022", "2024"]
    assert list(traces["实际"].y) == [179.46, 193.3]
    assert list(traces["余下每年需"].y) == [193.3, 230.0]


def test_series_without_points_are_left_out():
    bare = Trajectory(years=(2020, 2021), unit="%", status="no_data", planned=points(y2020="1", y2021="2"))
    figure = trajectory(bare, WORDS)
    assert set(named(figure)) == {"years", "规划路径"}
    assert not figure.layout.shapes


def test_the_target_is_named_as_printed():
    ceiling = Trajectory(years=(2020, 2021), unit="%", status="holds", target_line=Decimal("4.5"), target_text="<4.5")
    (note,) = trajectory(ceiling, WORDS).layout.annotations
    assert note.text == "目标 &lt;4.5"


def test_yearly_rates_stand_as_bars_from_zero():
    rates = Trajectory(
        years=(2020, 2021, 2022), unit="%", status="behind", actuals=points(y2021="6.6", y2022="-1.2"), as_bars=True
    )
    figure = trajectory(rates, WORDS)
    bars = named(figure)["实际"]
    assert bars.type == "bar"
    assert list(bars.y) == [6.6, -1.2]
    assert figure.layout.yaxis.rangemode == "tozero"


def test_the_figure_keeps_to_the_schema_of_plotly():
    go.Figure(json.loads(trajectory(GDP, WORDS).to_json()))


def test_figures_stand_on_the_side_away_from_the_path():
    above = Trajectory(
        years=(2020, 2021, 2022), unit="万吨", status="holds", actuals=points(y2021="430", y2022="478.45"),
        target_line=Decimal("475"),
    )  # fmt: skip
    assert list(named(trajectory(above, WORDS))["实际"].textposition) == ["bottom center", "top center"]


def test_how_firm_a_figure_is_shows_in_its_mark():
    traces = named(
        trajectory(
            replace(
                GDP,
                actuals=(
                    Point(2022, Decimal(179), "179", firm=True),
                    Point(2023, Decimal(186), "186", firm=False),
                    Point(2024, Decimal(170), "170", broken=True),
                ),
            ),
            WORDS,
        )
    )
    assert list(traces["实际"].marker.color) == [palette.BRAND, palette.GROUND, palette.BRAND]
    framed = traces["未保持"]
    assert (list(framed.x), framed.marker.symbol) == (["2024"], "square-open"), "told apart in grey too"


def test_the_average_of_rates_has_a_line_of_its_own():
    rates = Trajectory(
        years=(2020, 2021, 2022), unit="%", status="behind", as_bars=True, average=points(y2021="6", y2022="6")
    )
    assert list(named(trajectory(rates, WORDS))["年均至今"].y) == [6.0, 6.0]


def test_preliminary_rates_are_hollow_bars():
    rates = Trajectory(
        years=(2020, 2021, 2022), unit="%", status="behind", as_bars=True,
        actuals=(Point(2021, Decimal(6), "6"), Point(2022, Decimal(5), "5", firm=False)),
    )  # fmt: skip
    assert list(named(trajectory(rates, WORDS))["实际"].marker.color) == [palette.BRAND, palette.GROUND]


def test_earlier_versions_stand_behind_what_replaced_them():
    revised = replace(
        GDP,
        superseded=(Point(2022, Decimal("181"), "181", "初步数"),),
        former_bases=(Point(2020, Decimal("150"), "150"),),
    )
    figure = trajectory(revised, WORDS)
    order = [trace.name for trace in figure.data]
    assert order.index("此前公布") < order.index("实际")
    assert list(named(figure)["此前公布"].customdata[0]) == ["181", "初步数"]
    assert list(named(figure)["原基数"].y) == [150.0]


def test_a_place_is_kept_for_a_trial_and_named_once_it_is_filled():
    assert all(trace.meta != "trial" for trace in trajectory(GDP, WORDS).data)
    empty = trajectory(replace(GDP, tries=True), WORDS).data[-1]
    assert (empty.meta, list(empty.x), empty.showlegend) == ("trial", [], False)
    filled = trajectory(replace(GDP, tries=True, trial=points(y2024="193.3", y2025="204.9")), WORDS).data[-1]
    assert (list(filled.y), filled.showlegend, filled.name) == ([193.3, 204.9], True, "试算，不保存")


def test_the_whole_figure_keeps_to_the_schema_of_plotly():
    whole = replace(
        GDP, tries=True, trial=points(y2025="204.9"), superseded=points(y2022="181"), former_bases=points(y2020="150")
    )
    go.Figure(json.loads(trajectory(whole, WORDS).to_json()))
