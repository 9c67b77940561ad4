"""What a file of boundaries must be, and what its refusal says: which feature, and what to do."""

import json
import re

import pytest
from django.core.exceptions import ValidationError

from dashboards.forms import ReviewNumberField
from regions.boundary_files import read_boundaries, review_number_of
from regions.files import FileRefused
from regions.models.boundaries import REVIEW_NUMBER_PATTERN
from tests.factories.maps import collection, feature, square, squares


def test_squares_are_read():
    found = read_boundaries("a.json", squares("410726", "410703"))
    assert [(one.code, one.vertices) for one in found] == [("410726", 5), ("410703", 5)]


def test_numbers_strings_and_code_are_understood():
    one, two = feature(410726), feature("", code="410703")
    assert [found.code for found in read_boundaries("a.json", collection(one, two))] == ["410726", "410703"]


def test_the_dashes_of_a_map_are_no_division():
    found = read_boundaries("a.json", collection(feature("410726"), feature("100000_JD")))
    assert [one.is_division for one in found] == [True, False]


BAD = {
    "not UTF-8": (b"\xff\xfe\x00", "不是 UTF-8"),
    "not JSON": (b"{", "不是正确的 JSON"),
    "deep": (b"[" * 100_000, "不是正确的 JSON"),
    "not a number": (squares("410726").replace(b"113.5", b"NaN"), "不是正确的 JSON"),
    "another kind": (b'{"type": "Topology"}', "FeatureCollection"),
    "empty": (collection(), "没有一个要素"),
    "projected": (collection(feature("410726"), crs={"properties": {"name": "EPSG:3857"}}), "EPSG:3857"),
    "not a feature": (collection(5), "第 1 个要素"),
    "no code": (collection(feature("新乡")), "第 1 个要素，值“新乡”：没有可用的区划代码"),
    "twice": (collection(feature("410726"), feature("410726")), "第 2 个要素（410726）：代码重复"),
    "a line": (collection(feature("410726", [[114, 35], [115, 35]], "LineString")), "值“LineString”：几何不是面"),
    "no geometry": (collection({"type": "Feature", "properties": {"code": "410726"}, "geometry": None}), "几何不是面"),
    "no polygon": (collection(feature("410726", [], "MultiPolygon")), "几何是空的"),
    "short": (collection(feature("410726", [[[114, 35], [115, 35], [114, 35]]])), "不足四个点"),
    "open": (collection(feature("410726", [[[114, 35], [115, 35], [115, 36], [114, 36]]])), "没有闭合"),
    "words": (collection(feature("410726", [[["东", 35]] * 4])), "坐标不是一对数字"),
    "a yes": (collection(feature("410726", [[[True, 35]] * 4])), "坐标不是一对数字"),
    "hundreds of digits": (collection(feature("410726", [[[10**400, 35]] * 4])), "坐标不是一对数字"),
    "thousands of digits": (b'{"type": "FeatureCollection", "features": [' + b"9" * 5000 + b"]}", "不是正确的 JSON"),
    "infinite": (squares("410726").replace(b"113.5", b"1e999"), "坐标不是一对数字"),
    "a point": (collection(feature("410726", [[[114, 35]] * 5])), "不足四个点"),
    "a stretch": (collection(feature("410726", [[[114, 35], [115, 35], [114, 35], [114, 35]]])), "不足四个点"),
    "turned round": (collection(feature("410726", square(35, 114))), "经度和纬度像是颠倒了"),
    "metres": (collection(feature("410726", square(12_700_000, 4_100_000))), "像是投影坐标"),
    "elsewhere": (collection(feature("410726", square(2.3, 48.8))), "不在我国范围内"),
}


@pytest.mark.parametrize("what", list(BAD))
def test_a_bad_file_says_what_to_do(what):
    data, said = BAD[what]
    with pytest.raises(FileRefused) as refused:
        read_boundaries("边界.json", data)
    text = str(refused.value)
    assert said in text
    assert "边界.json" in text
    assert re.search("请|只接受|须是|只能|先经度", text)


def test_limits(monkeypatch):
    for name, value, said in (
        ("MOST_BYTES", 10, "MB"),
        ("MOST_FEATURES", 1, "要素超过"),
        ("MOST_VERTICES", 9, "顶点超过"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(f"regions.boundary_files.{name}", value)
            with pytest.raises(FileRefused, match=said):
                read_boundaries("a.json", squares("410726", "410703"))


def test_every_bad_feature_is_named_at_once():
    data = json.loads(collection(feature("1"), feature("410726"), feature("2")))
    with pytest.raises(FileRefused) as refused:
        read_boundaries("a.json", json.dumps(data).encode())
    assert [problem.row for problem in refused.value.problems] == ["第 1 个要素", "第 3 个要素"]


@pytest.mark.parametrize(
    "text",
    ["GS(2024)1234号", "GS（2024）1234号", "审图号：GS (2019) 1822 号", "GS京(2022)1061号", "豫S〔2024年〕012号", "豫S(2024)012号",
     "京S（2023）034号", "JS(2011)01-084号", "浙嘉S[2021]5号"],
)  # fmt: skip
def test_review_numbers_as_people_write_them(text):
    assert re.fullmatch(REVIEW_NUMBER_PATTERN, review_number_of(text))
    assert ReviewNumberField().clean(text) == review_number_of(text)


@pytest.mark.parametrize(
    "text", ["", "无", "1234", "GS2024 1234", "GS(2024)号", "GS(24)1234号", "GS(2024)1234", "S(2024)1号"]
)
def test_what_is_no_review_number(text):
    assert not re.fullmatch(REVIEW_NUMBER_PATTERN, review_number_of(text))
    with pytest.raises(ValidationError):
        ReviewNumberField().clean(text)


def test_a_file_made_to_fill_the_memory_is_refused_before_it_is_read(monkeypatch):
    """30 MB of "[]," are ten million lists; millions of bad rings are told as a few."""
    monkeypatch.setattr("regions.boundary_files.json.loads", lambda *args, **kwargs: pytest.fail("was read"))
    with pytest.raises(FileRefused, match="顶点超过"):
        read_boundaries("a.json", b"[" + b"[]," * 1_300_000)
    monkeypatch.undo()
    with pytest.raises(FileRefused) as refused:
        read_boundaries("a.json", collection(feature("410726", [[] for _ in range(100_000)])))
    assert len(refused.value.problems) == 30


def test_a_long_name_is_cut():
    [found] = read_boundaries("a.json", collection(feature("410726", name="长" * 9999)))
    assert len(found.name) == 40
