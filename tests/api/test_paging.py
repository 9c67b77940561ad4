"""``limit`` with ``offset`` or ``cursor``; nothing is clipped silently, and a cursor survives rows that come in between."""

import pytest

from tests.factories import api, indicators, plans, regions

LIST = "/api/v1/plan-indicators/"


@pytest.fixture
def seven(db):
    plan = plans.PlanFactory()
    return [indicators.RowFactory(plan=plan, position=position).pk for position in range(7, 0, -1)]


def pages(caller, url):
    """The ids of every page from ``url`` on, and the answers."""
    answers = []
    while url:
        answers.append(caller.get(url).json())
        url = answers[-1]["next"]
        assert len(answers) < 20
    return [[row["id"] for row in answer["results"]] for answer in answers], answers


def test_offset_pages_count_and_link(seven):
    found, answers = pages(api.caller(), f"{LIST}?limit=3&ordering=-position")
    assert found == [seven[:3], seven[3:6], seven[6:]]
    assert [answer["count"] for answer in answers] == [7, 7, 7]
    assert list(answers[0]) == ["count", "next", "previous", "results"]
    assert answers[0]["previous"] is None
    back = api.caller().get(answers[2]["previous"]).json()
    assert [row["id"] for row in back["results"]] == seven[3:6]
    assert "offset" not in api.caller().get(answers[1]["previous"]).json()["next"].replace("offset=3", "")


def test_default_order_is_the_order_of_the_table(seven):
    assert pages(api.caller(), f"{LIST}?limit=4")[0] == [seven[:2:-1], seven[2::-1]]


def test_cursor_pages_neither_count_nor_lose(seven):
    found, answers = pages(api.caller(), f"{LIST}?limit=3&cursor=*")
    assert found == [seven[:3], seven[3:6], seven[6:]]
    assert [answer["count"] for answer in answers] == [None, None, None]
    assert answers[0]["previous"] is None
    back = api.caller().get(answers[2]["previous"]).json()
    assert [row["id"] for row in back["results"]] == seven[3:6]
    assert [row["id"] for row in api.caller().get(back["next"]).json()["results"]] == seven[6:]
    first = api.caller().get(back["previous"]).json()
    assert ([row["id"] for row in first["results"]], first["previous"]) == (seven[:3], None)


def test_a_cursor_is_stable_while_rows_come_and_go(seven):
    caller = api.caller()
    first = caller.get(f"{LIST}?limit=3&cursor=*").json()
    plan = plans.PlanFactory()
    plan.rows.filter(pk=seven[2]).delete()  # the very row on which the page ended
    late = indicators.RowFactory(plan=plan, position=99).pk
    rest, _answers = pages(caller, first["next"])
    assert [pk for page in rest for pk in page] == [*seven[3:], late]


def test_a_cursor_keeps_the_filters(seven):
    other = indicators.RowFactory(plan=plans.PlanFactory(start_year=2016, status="ended")).pk
    found, _answers = pages(api.caller(), f"{LIST}?limit=2&cursor=*&period=2021-2025")
    assert [pk for page in found for pk in page] == seven
    assert other not in seven


def test_cursor_pages_do_not_count(seven, django_assert_num_queries):
    caller = api.caller()
    caller.get(f"{LIST}?cursor=*")
    with django_assert_num_queries(5) as captured:  # key, rows, and one each for bases, targets, units
        caller.get(f"{LIST}?cursor=*&limit=3")
    assert not [query for query in captured.captured_queries if "COUNT(" in query["sql"]]


def test_the_limit_is_100_and_at_most_1000(db):
    plan = plans.PlanFactory()
    catalogue = indicators.IndicatorFactory()
    for position in range(1, 104):
        indicators.RowFactory(plan=plan, indicator=catalogue, position=position)
    caller = api.caller()
    first = caller.get(LIST).json()
    assert (len(first["results"]), first["count"]) == (100, 103)
    assert len(caller.get(first["next"]).json()["results"]) == 3
    assert len(caller.get(LIST, {"limit": 1000}).json()["results"]) == 103
    assert caller.get(LIST, {"offset": 500}).json() == {
        "count": 103,
        "next": None,
        "previous": f"http://testserver{LIST}?offset=400",
        "results": [],
    }


@pytest.mark.parametrize(
    ("parameters", "path"),
    [
        ({"limit": "1001"}, "limit"),
        ({"limit": "0"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"limit": "1.5"}, "limit"),
        ({"limit": ""}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"offset": "99999999999999999999"}, "offset"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "密"}, "cursor"),
        ({"cursor": "ZjEyM2E"}, "cursor"),
        ({"cursor": ""}, "cursor"),
        ({"cursor": "*", "offset": "1"}, "offset"),
        ({"cursor": "*", "ordering": "position"}, "ordering"),
    ],
)
def test_what_is_out_of_bounds_is_told_and_not_clipped(db, parameters, path):
    answer = api.caller().get(LIST, parameters)
    assert answer.status_code == 400
    assert [error["path"] for error in answer.json()["errors"]] == [path]


def test_equal_keys_do_not_make_pages_overlap(db):
    plan = plans.PlanFactory(region=regions.yanjin())
    wanted = {indicators.RowFactory(plan=plan, position=position, short_name="同名").pk for position in range(1, 8)}
    found, _answers = pages(api.caller(), f"{LIST}?limit=2&ordering=name")
    flat = [pk for page in found for pk in page]
    assert (len(flat), set(flat)) == (7, wanted)
