"""What may be attached: told by content, whatever the name promises."""

import io
import zipfile

import pytest

from files.attach import MAX_PIXELS, attachable
from files.kinds import Kind
from files.names import shown_name
from files.pictures import size_of
from files.refusal import Unreadable, Why
from tests.factories.office import compound, repacked, word, workbook
from tests.factories.pdf import Sheet, pdf
from tests.factories.pictures import jpeg, png

WORD = word(lambda document: document.add_paragraph("统计公报"))
BOOK = workbook(lambda book: book.create_sheet("甲").append(["云溪县"]))
PDF = pdf([Sheet().write(60, 80, "统计公报")])
PNG, JPEG = png(), jpeg()
PAGE = b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "公报.pdf", Kind.PDF),
        (PDF, "公报.PDF", Kind.PDF),
        (b"\r\n" + PDF, "a.pdf", Kind.PDF),
        (PNG, "a.png", Kind.PNG),
        (JPEG, "a.jpg", Kind.JPEG),
        (JPEG, "a.JPEG", Kind.JPEG),
        (jpeg(notes=b"Exif\x00\x00" + jpeg(1, 1)), "a.jpg", Kind.JPEG),
        (JPEG + b"SEFT notes of a camera", "a.jpg", Kind.JPEG),
        (WORD, "a.docx", Kind.WORD),
        (BOOK, "a.v2.xlsx", Kind.WORKBOOK),
    ],
)
def test_what_may_be_attached(data, name, kind):
    assert attachable(data, name=name) is kind


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.pdf", Why.EMPTY),
        (b" \n ", "a.pdf", Why.EMPTY),
        (PAGE, "a.pdf", Why.BINARY),
        (PAGE, "a.html", Why.BINARY),
        (SVG, "a.svg", Why.BINARY),
        (SVG, "a.png", Why.BINARY),
        (b"2024,193.3", "a.csv", Why.BINARY),
        (b"GIF89a" + b"\x00" * 20, "a.gif", Why.BINARY),
        (b"MZ\x90\x00" + b"\x00" * 60, "a.pdf", Why.BINARY),
        (compound("EncryptedPackage"), "a.docx", Why.ENCRYPTED),
        (compound("WordDocument"), "a.doc", Why.OLD_WORD),
        (compound("Workbook"), "a.xls", Why.OLD_EXCEL),
        (repacked(WORD, {"word/vbaProject.bin": b"x"}), "a.docx", Why.MACROS),
        (zipped(a=b"x"), "a.docx", Why.BINARY),
        (zipped(a=b"\x00" * 30_000_000), "a.xlsx", Why.BOMB),
        (WORD[:-300], "a.docx", Why.DAMAGED),
        (PDF[:-300], "a.pdf", Why.DAMAGED),
        (PNG[:-4], "a.png", Why.DAMAGED),
        (PNG[:20], "a.png", Why.DAMAGED),
        (JPEG[:-2], "a.jpg", Why.DAMAGED),
        (JPEG[:24], "a.jpg", Why.DAMAGED),
        (png(0, 5), "a.png", Why.DAMAGED),
        (jpeg(5, 0), "a.jpg", Why.DAMAGED),
        (png(40_000, 40_000), "a.png", Why.TOO_LARGE),
        # two things at once
        (PAGE + PDF, "a.pdf", Why.BINARY),
        (PNG + PAGE, "a.png", Why.DAMAGED),
        (PNG + WORD, "a.png", Why.DAMAGED),
        (PDF + BOOK, "a.pdf", Why.DAMAGED),
        # the name says otherwise
        (PDF, "a.docx", Why.MISNAMED),
        (PDF, "a", Why.MISNAMED),
        (PDF, "a.pdf.exe", Why.MISNAMED),
        (JPEG, "a.png", Why.MISNAMED),
        (BOOK, "a.docx", Why.MISNAMED),
    ],
)
def test_what_may_not(data, name, why):
    with pytest.raises(Unreadable) as caught:
        attachable(data, name=name)
    assert caught.value.why is why


def test_the_size_of_a_picture_is_that_of_the_picture_itself():
    assert size_of(png(300, 200), Kind.PNG) == (300, 200)
    assert size_of(jpeg(300, 200, notes=b"Exif\x00\x00" + jpeg(7, 7)), Kind.JPEG) == (300, 200)
    assert MAX_PIXELS == 10_000 * 12_000
    assert attachable(png(10_000, 12_000), name="a.png") is Kind.PNG


def test_every_cut_of_a_picture_is_refused_and_never_a_fault():
    for data, kind in ((PNG, Kind.PNG), (JPEG, Kind.JPEG)):
        for end in range(len(data)):
            with pytest.raises(Unreadable):
                size_of(data[:end], kind)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("公报.pdf", "公报.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\公报\\2024.pdf", "2024.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("公报\u202efdp.exe", "公报fdp.exe"),
        ("a\x00.pdf", "a.pdf"),
        ("/", ""),
        ("  ", ""),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_without_folders_and_tricks(name, shown):
    assert shown_name(name, most=120) == shown
