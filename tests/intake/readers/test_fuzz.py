"""Damaged files of every kind: they are read or refused, and neither takes long. Fixed seeds, so a failure comes back."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest

from files.refusal import Unreadable
from intake.readers.open import read_document
from tests.factories.office import entry_of, fill, repacked, word, workbook
from tests.factories.pdf import Sheet, pdf
from tests.intake.readers.reading import hangs_together, sample

ROUNDS = 60
SLOWEST = 10.0  # seconds for one file; 0.2 is usual

_TABLE = [["类别", "指标", "目标", "<"], ["^", "^", "2025年", "年均"], ["经济", "生产总值", "120", "6.5%"]]


def _book() -> bytes:
    def write(book):
        sheet = book.create_sheet("甲")
        for row in (["表1", None], ["指标", "2025年"], ["生产总值", 0.065]):
            sheet.append(row)
        sheet.merge_cells("A1:B1")
        sheet["B3"].number_format = "0.0%"

    return workbook(write)


FILES = {
    "txt": sample("txt/tabs_without_last_line_end.txt"),
    "gb18030": sample("txt/one_cell_a_line.txt").decode().encode("gb18030"),
    "html": sample("html/spans.html"),
    "docx": word(lambda document: fill(document.add_table(3, 4), _TABLE)),
    "xlsx": _book(),
    "pdf": pdf([Sheet().write(60, 80, "云溪县规划").table(60, 100, [80, 120, 60, 60], _TABLE) for _ in range(2)]),
}
#: The XML of a package, which a flipped bit of the package itself never reaches: its checksum comes first.
PARTS = {"docx": "word/document.xml", "xlsx": "xl/worksheets/sheet1.xml"}


def reads_or_refuses(data: bytes) -> None:
    start = time.process_time()
    try:
        document = read_document(data)
    except Unreadable:
        pass
    else:
        hangs_together(document)
    assert time.process_time() - start < SLOWEST


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def shuffled(data: bytes, chance: random.Random) -> bytes:
    """A piece cut out, doubled or put elsewhere."""
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randrange(1, 400))
    rest, at = data[:start] + data[end:], chance.randrange(len(data))
    return chance.choice((rest, data[:end] + data[start:], rest[:at] + data[start:end] + rest[at:]))


def damaged(data: bytes, seed: str) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(ROUNDS):
        yield flipped(data, chance)
        yield shuffled(data, chance)
        yield data[: chance.randrange(len(data))]


@pytest.mark.parametrize("name", FILES)
def test_damaged_files(name):
    reads_or_refuses(FILES[name])
    for data in damaged(FILES[name], name):
        reads_or_refuses(data)


@pytest.mark.parametrize("name", PARTS)
def test_damaged_xml_in_a_sound_package(name):
    content = entry_of(FILES[name], PARTS[name])
    for data in damaged(content, name):
        reads_or_refuses(repacked(FILES[name], {PARTS[name]: data}))


@pytest.mark.parametrize(
    "head",
    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf"],
)
def test_random_bytes_after_any_beginning(head):
    chance = random.Random(repr(head))
    for _ in range(ROUNDS):
        reads_or_refuses(head + chance.randbytes(chance.randrange(2_000)))


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "span", "sup", "ul><li"])
def test_deep_nesting(tag):
    opened = f"<{tag}>" * 20_000
    reads_or_refuses(f"<html><body>甲{opened}乙".encode())
