"""``PUT observations/bulk/``: figures found by natural keys, submitted or refused row by row."""

import json
from decimal import Decimal

import pytest

from exchange.api import bodies
from exchange.selectors.natural_keys import RowName, rows_named
from indicators.models import Observation
from plans.models import Plan, PlanStatus
from tests.exchange.conftest import ADDRESS, line, put
from tests.factories import accounts, api, indicators, plans, regions
from tests.factories.rounds import open_round_for, reopened

pytestmark = pytest.mark.django_db
ANSWERS = {"jump:value": "已核对"}


def faults(answer):
    """Path and code of every error of a problem or of the rows of an answer."""
    said = answer.json()
    errors = said.get("errors") or [error for row in said["rows"] for error in row["errors"]]
    return [(error["path"], error["code"]) for error in errors]


# --- what becomes of a row -----------------------------------------------------------------------------------------
def test_a_figure_is_submitted(asked):
    answer = put(asked.http, line())
    assert answer.status_code == 200, answer.json()
    said = answer.json()
    stored = Observation.objects.get(row=asked.row)
    assert said == {
        "mode": "all_or_nothing",
        "dry_run": False,
        "applied": True,
        "counts": {"submitted": 1, "unchanged": 0, "refused": 0},
        "rows": [
            {
                "index": 0,
                "result": "submitted",
                "observation": stored.pk,
                "state": "submitted",
                "version": 1,
                "etag": f'"{asked.row.pk}-2024-{stored.lock}"',
                "findings": [],
                "errors": [],
            }
        ],
    }
    assert (stored.state, stored.submitted_client, stored.value) == ("submitted", asked.system, Decimal("193.3"))
    read = asked.http.get(f"/api/v1/observations/{stored.pk}/").json()
    assert read["etag"] == said["rows"][0]["etag"]
    assert {name: read[name] for name in line() if name in read} == line()


def test_the_same_again_changes_nothing(asked):
    first = put(asked.http, line()).json()["rows"][0]
    again = put(asked.http, line(value=193.30)).json()
    assert again["counts"] == {"submitted": 0, "unchanged": 1, "refused": 0}
    assert again["rows"][0] == {**first, "result": "unchanged"}
    assert Observation.objects.get(row=asked.row).lock == int(first["etag"].strip('"').split("-")[-1])


def test_another_figure_wants_the_etag_of_what_stands(asked):
    other = indicators.approved(asked.row, 2024, value=Decimal("190"), source_title="统计公报")
    reopened(asked.row)
    etag = f'"{asked.row.pk}-2024-1"'
    refused = put(asked.http, line())
    assert (refused.status_code, faults(refused)) == (422, [("rows.0.if_match", "precondition_required")])
    for wrong in (f'"{asked.row.pk}-2024-7"', f'"{asked.row.pk + 1}-2024-1"', f'"{asked.row.pk}-2023-1"'):
        stale = put(asked.http, line(if_match=wrong))
        assert faults(stale) == [("rows.0.if_match", "stale")]
        assert (stale.json()["rows"][0]["etag"], stale.json()["rows"][0]["observation"]) == (etag, None)
    wordless = put(asked.http, line(if_match=etag))
    assert faults(wordless) == [("rows.0.reason", "invalid")]
    right = put(asked.http, line(if_match=etag, reason="核实后更正")).json()["rows"][0]
    assert (right["result"], right["version"]) == ("submitted", 2)
    other.refresh_from_db()
    assert other.in_force, "the approved figure stays until a person approves the next one"


def test_a_system_may_say_otherwise_until_somebody_reviewed_it(asked):
    first = put(asked.http, line()).json()["rows"][0]
    assert faults(put(asked.http, line(value=194))) == [("rows.0.if_match", "precondition_required")]
    again = put(asked.http, line(value=194, if_match=first["etag"])).json()["rows"][0]
    assert (again["result"], again["observation"], again["version"]) == ("submitted", first["observation"], 1)
    assert again["etag"] != first["etag"]
    said = Observation.objects.get(row=asked.row)
    assert (said.value, said.state, said.submitted_client) == (194, "submitted", asked.system)
    said.submitted_client, said.submitted_by = None, accounts.clerk(asked.row.units.get())
    said.save()  # a clerk's: not the system's to take back
    assert faults(put(asked.http, line(value=195, if_match=again["etag"]))) == [("rows.0", "not_allowed")]


def test_the_header_says_it_of_one_row(asked):
    indicators.submitted(asked.row, 2024, value=Decimal("190"))
    etag = f'"{asked.row.pk}-2024-1"'
    stale = put(asked.http, line(), headers={"If-Match": etag})
    assert (stale.status_code, faults(stale)) == (412, [("If-Match", "stale")])
    assert stale.json()["type"] == "urn:problem-type:precondition-failed"
    two = put(asked.http, line(), line(year=2023), headers={"If-Match": etag})
    assert (two.status_code, faults(two)) == (412, [("If-Match", "conflict")])
    both = put(asked.http, line(if_match=f'"{asked.row.pk}-2024-2"'), headers={"If-Match": etag})
    assert (both.status_code, faults(both)) == (412, [("If-Match", "conflict")])
    for bad in ("*", "W/" + etag, etag.strip('"')):
        assert put(asked.http, line(), headers={"If-Match": bad}).status_code == 400


def test_a_warning_is_answered_or_keeps_the_row_out(asked):
    indicators.approved(asked.row, 2023, value=Decimal("186"))
    asked_why = put(asked.http, line(value=1933))
    (finding,) = asked_why.json()["rows"][0]["findings"]
    assert (finding["severity"], finding["answered"]) == ("warning", False)
    assert faults(asked_why) == [(f"rows.0.{finding['field']}", "unanswered")]
    assert not Observation.objects.filter(row=asked.row, year=2024).exists(), "no draft stays behind"
    told = put(asked.http, line(value=1933, answers={finding["key"]: "区划调整"})).json()["rows"][0]
    assert (told["result"], told["findings"][0]["answered"]) == ("submitted", True)
    assert Observation.objects.get(row=asked.row, year=2024).warnings.get().reason == "区划调整"


def test_sentences_are_english_where_the_program_asks_for_it_and_codes_stay(asked):
    rows = [line(year=2023), line(year=1999), line(indicator="nothing")]
    chinese, english = (put(asked.http, *rows, headers={"Accept-Language": language}) for language in ("zh", "en"))
    assert english["Content-Language"] == "en"
    assert faults(english) == faults(chinese)
    assert all(ord(letter) < 0x3000 for error in english.json()["errors"] for letter in error["message"])
    assert english.json()["errors"] == [error for row in english.json()["rows"] for error in row["errors"]]


# --- all or nothing, row by row, only looking -----------------------------------------------------------------------
@pytest.fixture
def two_more(asked):
    """Two rows beside the GDP, asked too; what may be sent of them: other digits, or it would be asked why they are the same."""
    rows = [indicators.RowFactory(plan=asked.row.plan, number=str(place)) for place in (8, 9)]
    for row in rows:
        indicators.answers_for(row, asked.row.units.get())
        open_round_for(row)
    return [line(indicator=row.indicator.code, value=value) for row, value in zip(rows, (57.1, 68.9), strict=True)]


def test_one_refused_row_keeps_all_out(asked, two_more):
    rows = [two_more[0], line(indicator="nothing"), two_more[1] | {"year": 1999}]
    answer = put(asked.http, *rows)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    said = answer.json()
    assert said["type"] == "urn:problem-type:rows-refused"
    assert faults(answer) == [("rows.1.indicator", "not_found"), ("rows.2.year", "out_of_range")]
    assert (said["applied"], said["counts"]) == (False, {"submitted": 1, "unchanged": 0, "refused": 2})
    assert [row["result"] for row in said["rows"]] == ["submitted", "refused", "refused"]
    assert said["rows"][0]["observation"] is None
    assert not Observation.objects.exists()


def test_row_by_row_keeps_what_is_good(asked, two_more):
    rows = [two_more[0], line(value=0.12345678901), two_more[1]]
    answer = put(asked.http, *rows, mode="row_by_row")
    said = answer.json()
    assert (answer.status_code, said["applied"]) == (200, True)
    assert faults(answer) == [("rows.1.value", "max_decimal_places")]
    assert [row["result"] for row in said["rows"]] == ["submitted", "refused", "submitted"]
    assert [row["index"] for row in said["rows"]] == [0, 1, 2]
    assert Observation.objects.count() == 2


@pytest.mark.parametrize("mode", ["all_or_nothing", "row_by_row"])
def test_a_dry_run_says_it_all_and_writes_nothing(asked, two_more, mode):
    said = put(asked.http, line(), two_more[0], mode=mode, dry_run=True).json()
    assert (said["dry_run"], said["applied"], said["counts"]["submitted"]) == (True, False, 2)
    assert {row["etag"] for row in said["rows"]} == {row["observation"] for row in said["rows"]} == {None}
    assert not Observation.objects.exists()


# --- natural keys -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ({"region": "419999"}, ("region", "not_found")),
        ({"region": "410700"}, ("region", "not_found")),  # the city above: out of reach
        ({"period": "2016-2020"}, ("period", "not_found")),
        ({"indicator": "nothing"}, ("indicator", "not_found")),
        ({"indicator": None}, ("indicator", "required")),
        ({"indicator": None, "number": "77"}, ("number", "not_found")),
        ({"indicator": None, "position": 32000}, ("position", "not_found")),
        ({"position": 32000}, ("indicator", "not_found")),  # all that is said must fit
        ({"listing": "commitment"}, ("indicator", "not_found")),
        ({"indicator": None, "number": "1"}, ("number", "ambiguous")),
        ({"indicator": None, "number": "1", "position": 901}, None),
    ],
)
def test_names(asked, name, wrong):
    for place in (901, 902):
        row = indicators.RowFactory(plan=asked.row.plan, number="1", position=place)
        indicators.answers_for(row, asked.row.units.get())
        open_round_for(row)
    answer = put(asked.http, line(**name))
    assert faults(answer) == ([] if wrong is None else [(f"rows.0.{wrong[0]}", wrong[1])])


def test_what_is_out_of_reach_is_told_like_what_is_not_there(asked, caplog):
    making = plans.PlanFactory(
        region=asked.row.plan.region, base_year=2025, start_year=2026, end_year=2030, status=PlanStatus.DRAFT
    )
    indicators.RowFactory(plan=making, indicator=asked.row.indicator)
    for there, missing in (
        ({"region": "410700"}, {"region": "419999"}),
        ({"period": "2026-2030"}, {"period": "2031-2035"}),
    ):
        told = [put(asked.http, line(**name)).content.decode() for name in (there, missing)]
        assert told[0].replace(*there.values(), *missing.values()) == told[1]
    assert "region 410700" in caplog.text
    assert "419999" not in caplog.text


def test_a_system_of_a_unit_writes_the_rows_of_the_unit(asked):
    stranger = accounts.UnitFactory(region=asked.row.plan.region, name="林业局")
    other = api.caller(scopes=["write:observations"], unit=stranger)
    own = api.caller(scopes=["write:observations"], unit=asked.row.units.get())
    assert faults(put(other, line())) == [("rows.0.indicator", "not_found")]
    assert put(own, line()).json()["rows"][0]["result"] == "submitted"


def test_a_replaced_plan_is_found_only_where_no_other_stands(asked):
    years = {"base_year": 2020, "start_year": 2021, "end_year": 2025}
    old = Plan.objects.create(region=asked.row.plan.region, status=PlanStatus.REPLACED, title="前一版", **years)
    row = indicators.RowFactory(plan=old, indicator=asked.row.indicator)
    indicators.answers_for(row, asked.row.units.get())
    told = put(asked.http, line()).json()["rows"][0]
    assert (told["errors"], told["etag"]) == ([], f'"{asked.row.pk}-2024-2"')
    asked.row.plan.status = PlanStatus.DRAFT
    asked.row.plan.save()
    assert faults(put(asked.http, line(value=1))) == [("rows.0", "not_allowed")]


def test_one_figure_twice_is_neither(asked):
    answer = put(asked.http, line(), line(value=200, indicator=None, position=asked.row.position), mode="row_by_row")
    assert faults(answer) == [("rows.0", "duplicated"), ("rows.1", "duplicated")]
    assert not Observation.objects.exists()


def test_the_round_decides(asked):
    assert faults(put(asked.http, line(year=2023))) == [("rows.0", "not_asked")]
    open_round_for(asked.row, opens=-10, closes=-1)
    assert faults(put(asked.http, line())) == [("rows.0", "round_closed")]


def test_names_are_found_by_as_many_queries_whatever_their_number(asked, two_more, django_assert_num_queries):
    names = [RowName(region=one["region"], period=one["period"], indicator=one["indicator"]) for one in two_more]
    with django_assert_num_queries(3):
        assert len(rows_named(names[:1], asked.system).found) == 1
    with django_assert_num_queries(3):
        assert len(rows_named(names, asked.system).found) == 2


# --- what is no such request ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"value": "193.3"}, ("value", "invalid")),
        ({"value": True}, ("value", "invalid")),
        ({"value": 1e18}, ("value", "max_value")),
        ({"value": -1e300}, ("value", "min_value")),
        ({"year": 2024.5}, ("year", "invalid")),
        ({"year": "2024"}, ("year", "invalid")),
        ({"year": None}, ("year", "null")),
        ({"year": ...}, ("year", "required")),
        ({"year": 99999}, ("year", "max_value")),
        ({"region": "41072"}, ("region", "invalid")),
        ({"period": "2021—2025"}, ("period", "invalid")),
        ({"vintage": "last"}, ("vintage", "invalid_choice")),
        ({"vintage": None}, ("vintage", "null")),
        ({"reported": "true"}, ("reported", "invalid")),
        ({"parts": "1,2"}, ("parts", "not_a_list")),
        ({"parts": [50, None]}, ("parts.1", "invalid")),
        ({"text": "字" * 101}, ("text", "max_length")),
        ({"note": "\x00"}, ("note", "invalid")),
        ({"answers": ["x"]}, ("answers", "not_an_object")),
        ({"answers": {"jump:value": ""}}, ("answers.jump:value", "min_length")),
        ({"if_match": "*"}, ("if_match", "invalid")),
        ({"judgement": "met"}, ("judgement", "unknown")),
        ({"unit": "亿元"}, ("unit", "unknown")),
    ],
)
def test_a_row_that_is_not_as_described_is_refused_with_all_others(asked, fields, wrong):
    answer = put(asked.http, line(), line(**fields), mode="row_by_row")
    assert (answer.status_code, faults(answer)) == (400, [(f"rows.1.{wrong[0]}", wrong[1])])
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("", []),
        ("{", []),
        ("\ufeff{}", []),
        ('{"rows": [{"value": NaN}]}', ("rows.0.value", "invalid")),
        ('{"rows": [{"value": -Infinity}]}', ("rows.0.value", "invalid")),
        ('{"rows": [{"value": 1e99999999999999999999}]}', ("rows.0.value", "invalid")),
        ('{"rows": [{"value": ' + "9" * 5000 + "}]}", ("rows.0.value", "invalid")),
        ('{"rows": [{"year": 1, "year": 2}]}', []),
        ('{"rows": [{"note": "\\ud800"}]}', []),
        ("[" * 100_000, []),
        ("[]", ("", "not_an_object")),
        ("null", ("", "not_an_object")),
        ("{}", ("rows", "required")),
        ('{"rows": []}', ("rows", "min_length")),
        ('{"rows": {}}', ("rows", "not_a_list")),
        ('{"rows": [1]}', ("rows.0", "not_an_object")),
        ('{"rows": [' + ",".join(["{}"] * 5001) + "]}", ("rows", "max_length")),
        ('{"mode": "some", "rows": [{}]}', ("mode", "invalid_choice")),
        ('{"more": 1, "rows": [{}]}', ("more", "unknown")),
    ],
)
def test_a_body_that_is_not_as_described(asked, body, wrong):
    answer = asked.http.put(ADDRESS, body.encode(), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:problem-type:invalid-request"
    assert (wrong in faults(answer)) if wrong else (answer.json()["errors"] == [])


def test_bodies_of_other_kinds_and_sizes(asked, monkeypatch):
    assert asked.http.put(ADDRESS, "a=1", content_type="application/x-www-form-urlencoded").status_code == 415
    assert asked.http.put(ADDRESS, "区".encode("gbk"), content_type="application/json").status_code == 400
    assert put(asked.http, line(), headers={"Accept": "image/png"}).status_code == 406
    assert asked.http.put(f"{ADDRESS}?dry_run=true", {}, format="json").status_code == 400
    monkeypatch.setattr(bodies, "LARGEST", 100)
    large = put(asked.http, line())
    assert (large.status_code, large.json()["type"]) == (413, "urn:problem-type:content-too-large")
    pair = json.dumps({"rows": [line(note="\U0001f33e", value=None)]})  # in ASCII: two halves that are a character
    assert "\\ud83c" in pair
    monkeypatch.setattr(bodies, "LARGEST", 1000)
    assert asked.http.put(ADDRESS, pair, content_type="application/json").status_code == 422


def test_who_may(asked, client):
    reader = api.caller(regions.yanjin())
    assert put(reader, line()).status_code == 403
    client.force_login(accounts.administrator(), backend="django.contrib.auth.backends.ModelBackend")
    person = client.put(ADDRESS, {"rows": [line()]}, content_type="application/json")
    assert (person.status_code, "密钥" in person.json()["detail"]) == (403, True)
    assert asked.http.get(ADDRESS).status_code == 405
    assert not Observation.objects.exists()
