"""Files that are not read: each told apart by its content, whatever its name says."""

from __future__ import annotations

import io
import random
import time
import zipfile
import zlib
from typing import Any

import pytest

from files.kinds import Kind
from files.refusal import Unreadable, Why
from intake.readers.open import MAX_BYTES, read_document, read_pasted
from tests.factories.office import compound, entry_of, lying_about, repacked, word, workbook
from tests.factories.pdf import Sheet, pdf
from tests.intake.readers.reading import sample

WORD = word(lambda document: document.add_paragraph("云溪县"))
BOOK = workbook(lambda book: book.create_sheet("甲").append(["云溪县"]))
PDF = pdf([Sheet().write(60, 80, "云溪县")])
TYPES = "[Content_Types].xml"


def refused(data: bytes, name: str = "") -> tuple[Why, str]:
    with pytest.raises(Unreadable) as caught:
        read_document(data, name=name)
    return caught.value.why, caught.value.detail


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b" ", b"\n\r\n\t", "\u3000\u3000\n".encode(), b"\xef\xbb\xbf", b"\xff\xfe", b"\f\f"]
)
def test_nothing_and_blanks_are_empty(data):
    assert refused(data)[0] is Why.EMPTY


def test_empty_documents_of_every_kind():
    assert refused(word(lambda document: document.add_paragraph(" "))) == (Why.EMPTY, "")
    assert refused(b"<html><body>&nbsp;<table><tr><td></td></tr></table></body></html>") == (Why.EMPTY, "")
    with pytest.raises(Unreadable) as caught:
        read_pasted(" \n")
    assert caught.value.why is Why.EMPTY


def test_fifty_megabytes_are_refused_before_anything_is_looked_at():
    start = time.process_time()
    assert refused(b"a" * 50_000_000) == (Why.TOO_LARGE, "50000000")
    assert time.process_time() - start < 0.5
    assert refused(b"a" * (MAX_BYTES + 1))[0] is Why.TOO_LARGE
    with pytest.raises(Unreadable) as caught:
        read_pasted("a" * (MAX_BYTES + 1))
    assert caught.value.why is Why.TOO_LARGE


@pytest.mark.parametrize(
    ("stream", "why", "detail"),
    [
        ("EncryptedPackage", Why.ENCRYPTED, ""),
        ("WordDocument", Why.OLD_WORD, ""),
        ("Workbook", Why.OLD_EXCEL, ""),
        ("Book", Why.OLD_EXCEL, ""),
        ("PowerPoint Document", Why.BINARY, "ppt"),
        ("Other", Why.BINARY, "ole2"),
    ],
)
@pytest.mark.parametrize("name", ["plan.docx", "plan.doc", "plan.wps", "plan.txt", ""])
def test_old_and_encrypted_office_files(stream, why, detail, name):
    assert refused(compound(stream), name) == (why, detail)


def test_a_stream_named_within_a_text_of_the_file_is_none():
    other = compound("Other") + b"\x00" * 7 + compound("WordDocument")[640:704]
    assert refused(other) == (Why.BINARY, "ole2")


@pytest.mark.parametrize("data", [WORD, BOOK])
def test_macros(data):
    part = "word/vbaProject.bin" if data is WORD else "xl/vbaProject.bin"
    assert refused(repacked(data, {part: b"macro"}))[0] is Why.MACROS
    types = entry_of(data, TYPES)
    enabled = types.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    ).replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert enabled != types
    assert refused(repacked(data, {TYPES: enabled}))[0] is Why.MACROS


@pytest.mark.parametrize(
    ("entries", "why", "detail"),
    [
        ({"a.txt": b"a"}, Why.BINARY, "zip"),
        ({"OFD.xml": b"<ofd/>"}, Why.BINARY, "ofd"),
        ({"META-INF/manifest.xml": b"<m/>", "content.xml": b"<c/>"}, Why.BINARY, "odf"),
        ({TYPES: b"<Types>presentationml.presentation.main+xml</Types>"}, Why.BINARY, "pptx"),
        ({TYPES: b"<Types>application/vnd.ms-excel.sheet.binary.macroEnabled.main</Types>"}, Why.OLD_EXCEL, "xlsb"),
        ({TYPES: b"<Types>wordprocessingml.document.main+xml</Types>"}, Why.DAMAGED, ""),
    ],
)
def test_packages_that_are_no_document(entries, why, detail):
    assert refused(zipped(entries), "plan.docx") == (why, detail)


def test_a_bomb_by_what_it_declares():
    start = time.process_time()
    assert refused(repacked(WORD, {"word/media/image1.png": b"\x00" * 60_000_000}))[0] is Why.BOMB
    assert time.process_time() - start < 3


def test_a_bomb_that_declares_little():
    bomb = repacked(WORD, {"word/media/image1.png": b"\x00" * 60_000_000})
    start = time.process_time()
    assert refused(lying_about(bomb, "word/media/image1.png", 1_000)) == (Why.BOMB, "word/media/image1.png")
    assert time.process_time() - start < 3


def test_markup_that_would_fill_the_memory_is_too_large():
    noise = random.Random(1).randbytes(300_000).hex().encode()
    content = b"<!--" + noise * 90 + b"-->"
    assert refused(repacked(WORD, {"word/other.xml": content}))[0] is Why.TOO_LARGE
    assert refused(repacked(BOOK, {"xl/other.xml": content}))[0] is Why.TOO_LARGE
    assert refused(pdf([Sheet()] * 601)) == (Why.TOO_LARGE, "601页")
    page = b"<html><body>" + b"<p>a" * 2_200_000
    assert refused(page) == (Why.TOO_LARGE, f"xml:{len(page)}")


def test_text_beyond_any_plan_is_too_large():
    assert refused("县城".encode() * 1_000_001) == (Why.TOO_LARGE, "text:2000002")
    assert refused("县\n".encode() * 100_001) == (Why.TOO_LARGE, "lines:100001")
    with pytest.raises(Unreadable) as caught:
        read_pasted("县" * 2_000_001)
    assert caught.value.detail == "text:2000001"


def test_the_pages_of_a_pdf_are_told_before_each_and_may_end_it():
    told: list[tuple[int, int]] = []
    read_document(pdf([Sheet().write(60, 400, "云溪县")] * 3), progress=lambda *page: told.append(page))
    assert told == [(1, 3), (2, 3), (3, 3)]

    def stop(number: int, pages: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_document(PDF, progress=stop)


def test_a_bomb_of_many_entries():
    assert refused(zipped({TYPES: b"<Types/>"} | {f"{index}.xml": b"" for index in range(6_000)}))[0] is Why.BOMB


def test_a_bomb_of_entities():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    assert refused(repacked(WORD, {"word/document.xml": bomb})) == (Why.DAMAGED, "word/document.xml")
    assert refused(repacked(BOOK, {"xl/sharedStrings.xml": bomb})) == (Why.DAMAGED, "xl/sharedStrings.xml")


def test_a_broken_stream_of_a_pdf_is_not_read_in_part():
    content = PDF.rindex(b"stream\n", 0, PDF.rindex(b"endstream")) + len(b"stream\n")
    for place in range(content + 4, PDF.rindex(b"\nendstream"), 7):
        broken = PDF[:place] + bytes([PDF[place] ^ 0xFF]) + PDF[place + 1 :]
        assert refused(broken)[0] is Why.DAMAGED
    assert refused(PDF.replace(b"%%EOF", b"")) == (Why.DAMAGED, "EOF")


def test_a_bomb_in_a_pdf():
    content = PDF.index(b"stream\n") + len(b"stream\n")
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(4_000_000)) for _ in range(100)) + packer.flush()
    start = time.process_time()
    assert refused(PDF[:content] + packed + PDF[PDF.index(b"\nendstream") :])[0] is Why.BOMB
    assert time.process_time() - start < 5
    assert refused(PDF.replace(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]"))[0] is Why.BOMB


@pytest.mark.parametrize("data", [WORD, BOOK], ids=["docx", "xlsx"])
def test_a_package_with_a_wrong_byte_or_a_password(data):
    name = "word/document.xml" if data is WORD else "xl/workbook.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entry = package.getinfo(name)
    place = entry.header_offset + 30 + len(name) + entry.compress_size // 2
    wrong = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
    assert refused(wrong)[0] in (Why.DAMAGED, Why.BOMB)
    central = data.index(b"PK\x01\x02")
    assert refused(data[: central + 8] + b"\x01" + data[central + 9 :])[0] is Why.ENCRYPTED


@pytest.mark.parametrize("data", [WORD, BOOK, PDF], ids=["docx", "xlsx", "pdf"])
def test_a_truncated_file_is_damaged(data):
    for share in (0.2, 0.5, 0.9):
        assert refused(data[: int(len(data) * share)])[0] is Why.DAMAGED


@pytest.mark.parametrize(
    ("head", "detail"),
    [(b"{\\rtf1\\ansi", "rtf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff\xe0", "jpeg"), (b"Rar!\x1a\x07", "rar"),
     (b"MIME-Version: 1.0\r\n", "mht"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x00\x01\x02\x03", ""), (b"\x7fELF\x02\x01\x01\x00", "")],
)  # fmt: skip
def test_binary_files(head, detail):
    assert refused(head + bytes(range(256)) * 4, "plan.txt") == (Why.BINARY, detail)


def test_office_files_saved_as_one_xml():
    for program, why in (("Word.Document", Why.OLD_WORD), ("Excel.Sheet", Why.OLD_EXCEL)):
        data = f'<?xml version="1.0"?>\n<?mso-application progid="{program}"?>\n<w:wordDocument/>'.encode()
        assert refused(data) == (why, "xml")


@pytest.mark.parametrize(
    ("data", "kind"),
    [(WORD, Kind.WORD), (BOOK, Kind.WORKBOOK), (PDF, Kind.PDF), (sample("html/spans.html"), Kind.HTML),
     (sample("txt/pipes.txt"), Kind.TEXT)],
    ids=["docx", "xlsx", "pdf", "html", "txt"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["plan.doc", "plan.pdf", "plan.xls", "plan.txt", "plan.exe", ""])
def test_a_wrong_name_changes_nothing(data, kind, name):
    assert read_document(data, name=name).kind is kind


def test_random_bytes_are_binary():
    chance = random.Random(5)
    reasons = {refused(chance.randbytes(chance.randrange(50, 3_000)))[0] for _ in range(200)}
    assert reasons <= {Why.BINARY, Why.DAMAGED}


def test_whatever_a_library_raises_is_damage(monkeypatch):
    def fails(data: bytes) -> Any:
        raise RecursionError(len(data))

    from intake.readers import open as door

    monkeypatch.setitem(door._READERS, Kind.TEXT, fails)
    assert refused(b"a") == (Why.DAMAGED, "")
