"""Plain text: lines as editors count them, the encodings that Chinese offices write, nothing replaced."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files.kinds import Kind
from files.refusal import Unreadable, Why
from intake.readers.open import read_document, read_pasted
from tests.intake.readers.reading import hangs_together, sample, texts

SAMPLES = ["one_cell_a_line", "tabs_without_last_line_end", "pipes"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_line_is_one_paragraph_with_its_own_number(name):
    data = sample(f"txt/{name}.txt")
    document = read_document(data)
    hangs_together(document)
    expected = [(number, line) for number, line in enumerate(data.decode().split("\n"), start=1) if line.strip()]
    assert [(line.number, line.text) for line in document.lines] == expected
    assert [(block.line, block.text) for block in document.blocks] == expected
    assert document.kind is Kind.TEXT
    assert document.pages is None


def test_the_last_line_needs_no_end():
    document = read_document(sample("txt/tabs_without_last_line_end.txt"))
    assert document.lines[-1].text == "注：[ ]内为五年累计数。"
    assert document.lines[-1].number == 7


def test_tabs_and_blanks_are_kept():
    document = read_document(sample("txt/tabs_without_last_line_end.txt"))
    assert document.lines[3].text == "\t2.城镇化率（%）\t46.0\t52.5\t预期性"
    assert read_document(sample("txt/one_cell_a_line.txt")).lines[1].text.startswith("　　到2020年")


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_makes_no_difference(name, encoding):
    data = sample(f"txt/{name}.txt")
    if name == "pipes" and encoding == "gbk":
        data = data.replace("│".encode(), b"|")
    assert read_document(data.decode().encode(encoding)) == read_document(data)


def test_every_kind_of_line_end_counts_once():
    assert [(line.number, line.text) for line in read_document("一\r\n二\r三\n\n五\n".encode()).lines] == [
        (1, "一"),
        (2, "二"),
        (3, "三"),
        (5, "五"),
    ]


def test_a_form_feed_begins_a_page_and_no_line():
    document = read_document("第一页\n\f第二页\n完\f\n\n第三页\f".encode())
    assert [(line.number, line.page, line.text) for line in document.lines] == [
        (1, 1, "第一页"),
        (2, 2, "第二页"),
        (3, 2, "完"),
        (5, 3, "第三页"),
    ]
    assert document.pages == 4


@given(st.lists(st.text(alphabet="云溪县 \t　12.5%（）“”|", max_size=12), max_size=12))
def test_nothing_is_lost_of_any_text(lines):
    whole = "\n".join(lines)
    if not whole.strip():
        with pytest.raises(Unreadable) as refused:
            read_pasted(whole)
        assert refused.value.why is Why.EMPTY
        return
    document = read_pasted(whole)
    assert texts(document) == [line for line in lines if line.strip()]
    assert [line.number for line in document.lines] == [at for at, line in enumerate(lines, start=1) if line.strip()]
    assert read_document(whole.encode()) == document


@pytest.mark.parametrize("place", [10, 120, 180])
def test_one_wrong_byte_of_utf8_is_named_with_its_line(place):
    data = sample("txt/tabs_without_last_line_end.txt")
    at = next(index for index in range(place, len(data)) if data[index] >= 0xE0)
    with pytest.raises(Unreadable) as refused:
        read_document(data[:at] + b"\xff" + data[at + 1 :])
    assert refused.value.why is Why.DAMAGED
    assert refused.value.detail == str(data[:at].count(b"\n") + 1)


def test_a_text_cut_within_a_character_is_damaged():
    with pytest.raises(Unreadable) as refused:
        read_document("云溪县".encode()[:-1])
    assert (refused.value.why, refused.value.detail) == (Why.DAMAGED, "1")


def test_a_text_that_begins_like_another_file_is_a_text():
    assert read_document("BM 指标\nPK 对照\n".encode()).lines[0].text == "BM 指标"


def test_two_hundred_kilobytes_take_milliseconds():
    data = ("到2025年，地区生产总值达到120亿元，年均增长6.5%。\n" * 3_000).encode()
    assert len(data) > 200_000
    for encoded in (data, data.decode().encode("gb18030"), data.decode().encode("utf-16")):
        start = time.process_time()
        assert len(read_document(encoded).lines) == 3_000
        assert time.process_time() - start < 0.5  # 0.02 s here


@pytest.mark.parametrize("text", ["到" * 500_000, "a\t" * 500_000, "\n" * 500_000 + "完", "\f" * 200_000 + "完"])
def test_time_grows_with_the_length_only(text):
    start = time.process_time()
    assert read_pasted(text).lines[-1].text.strip("\t\f")[-1] == text.strip()[-1]
    assert time.process_time() - start < 3
