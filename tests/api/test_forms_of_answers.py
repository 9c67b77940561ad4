"""The same list as CSV, with fewer fields, compressed, in English: what an answer may look like beside JSON."""

import csv
import gzip
import io

import brotli
import pytest

from accounts.api.rendering import cell, dumps
from config.compression import weight
from tests.factories import accounts, api, regions

NAMES = [
    "regions",
    "plans",
    "indicators",
    "plan-indicators",
    "observations",
    "assessments",
    "projects",
    "project-reports",
]


@pytest.fixture
def nation(yanjin, xinxiang):
    return api.caller(regions.nation())


def as_csv(answer):
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize("name", NAMES)
def test_csv_says_what_json_says(nation, name):
    address = f"/api/v1/{name}/?limit=3"
    wanted = nation.get(address).json()["results"]
    found = as_csv(nation.get(address, headers={"Accept": "text/csv"}))
    assert len(found) == len(wanted) > 0
    assert [list(row) for row in found] == [list(row) for row in wanted]
    for row, same in zip(found, wanted, strict=True):
        for field, value in same.items():
            if not isinstance(value, str):
                assert row[field] == ("" if value is None else dumps(value).decode()), field
            else:
                assert row[field].removeprefix("'") == value


def test_an_empty_csv_still_names_its_columns(nation):
    answer = nation.get("/api/v1/assessments/?year=2190&fields=gap,id", headers={"Accept": "text/csv"})
    assert answer.content == b"\xef\xbb\xbfid,gap\r\n"


def test_csv_is_paged_by_link(nation):
    first = nation.get("/api/v1/assessments/?limit=4&cursor=*", headers={"Accept": "text/csv"})
    (link,) = [one for one in first["Link"].split(", ") if 'rel="next"' in one]
    second = nation.get(link.partition(">")[0].lstrip("<"), headers={"Accept": "text/csv"})
    ids = [row["id"] for answer in (first, second) for row in as_csv(answer)]
    assert len(set(ids)) == 8
    assert 'rel="prev"' in second["Link"]


def test_a_problem_stays_a_problem(nation):
    answer = nation.get("/api/v1/assessments/?year=x", headers={"Accept": "text/csv"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["path"] == "year"
    single = nation.get("/api/v1/regions/410726/", headers={"Accept": "text/csv"})
    assert (single.status_code, single["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-5%", "'-5%"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("=", "="),
        (">=", ">="),
        (-5, "-5"),
        (None, ""),
        ("", ""),
        (True, "true"),
        ([1, "二"], '[1,"二"]'),
        ({"a": None}, '{"a":null}'),
    ],
)
def test_cells(value, shown):
    assert cell(value) == shown


@pytest.mark.parametrize("name", NAMES)
def test_fewer_fields(nation, name):
    whole = nation.get(f"/api/v1/{name}/").json()["results"]
    names = list(whole[0])[1::2]
    some = nation.get(f"/api/v1/{name}/", {"fields": ",".join(reversed(names))}).json()["results"]
    assert some == [{field: row[field] for field in names} for row in whole]
    assert [list(row) for row in some] == [names] * len(whole)


@pytest.mark.parametrize("fields", ["id,colour", "id,", ",", "ID", "id gap"])
def test_a_field_that_is_not_there(nation, fields):
    (error,) = nation.get("/api/v1/assessments/", {"fields": fields}).json()["errors"]
    assert (error["path"], error["code"]) == ("fields", "invalid_choice")
    assert "breached_years" in error["message"]


@pytest.mark.parametrize(
    ("accepts", "coding", "opened"),
    [
        ("br", "br", brotli.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("br;q=0.2, gzip;q=0.8", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("br;q=x", None, bytes),
    ],
)
def test_compressed_as_asked(nation, accepts, coding, opened):
    plain = nation.get("/api/v1/assessments/")
    packed = nation.get("/api/v1/assessments/", headers={"Accept-Encoding": accepts})
    assert packed.get("Content-Encoding") == coding
    assert opened(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]
    again = nation.get("/api/v1/assessments/", headers={"Accept-Encoding": accepts, "If-None-Match": packed["ETag"]})
    assert again.status_code == 304


def test_a_session_is_not_packed_without_padding(nation, client):
    client.force_login(accounts.leader())
    answer = client.get("/api/v1/assessments/", headers={"Accept-Encoding": "br, gzip"})
    assert answer["Content-Encoding"] == "gzip"


def test_weight():
    assert [weight("gzip, BR ; q=0.5, *", name) for name in ("br", "gzip", "deflate")] == [0.5, 1.0, 0.0]


@pytest.mark.parametrize(
    ("header", "language", "title"),
    [
        (None, "zh-hans", "请求有误"),
        ("en", "en", "Bad request"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en", "Bad request"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans", "请求有误"),
        ("fr,en;q=0.5", "en", "Bad request"),
        ("fr", "zh-hans", "请求有误"),
        ("*", "zh-hans", "请求有误"),
        ("en;q=0", "zh-hans", "请求有误"),
        (";;q=%%,\u00e9", "zh-hans", "请求有误"),
    ],
)
def test_the_language_is_the_one_that_is_asked_for(nation, header, language, title):
    headers = {} if header is None else {"Accept-Language": header}
    answer = nation.get("/api/v1/assessments/?year=x", headers=headers)
    assert (answer["Content-Language"], answer.json()["title"]) == (language, title)
    assert {"Accept-Language", "Cookie", "Authorization"} <= set(answer["Vary"].split(", "))
    assert answer.json()["errors"][0]["code"] == "invalid"  # codes never change
    labels = {
        row["status_label"] for row in nation.get("/api/v1/assessments/?year=2024", headers=headers).json()["results"]
    }
    assert all(label.isascii() for label in labels) == (language == "en")


def test_a_person_who_tries_the_api_is_answered_in_the_language_of_the_pages(db, client):
    """A browser that happens to ask for English turns no Chinese desk English; a choice does."""
    client.force_login(accounts.leader())
    asked = {"Accept-Language": "en-US,en;q=0.9"}
    assert client.get("/api/v1/plans/?limit=0", headers=asked).json()["title"] == "请求有误"
    client.cookies["django_language"] = "en"
    assert client.get("/api/v1/plans/?limit=0", headers=asked).json()["title"] == "Bad request"


def test_a_field_named_twice_is_refused(db):
    answer = api.caller().get("/api/v1/plans/", {"fields": "id,id"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "repeated")
