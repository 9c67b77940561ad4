"""What people read about a reading: its steps, and why a file was not read and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from files.refusal import Unreadable
from intake.domain.propose import Step
from intake.models.uploads import Why
from intake.readers.open import MAX_BYTES, MAX_CHARACTERS, MAX_LINES
from intake.readers.pdf import MAX_PAGES

#: Steps before the proposal: finding out what the file is, taking it apart.
OPENING = "opening"


def doing(step: str) -> str:
    """The words for a step of the reading."""
    return {
        OPENING: _("打开文件"),
        Step.PARTICULARS: _("查找规划基本情况"),
        Step.TABLES: _("查找指标表"),
        Step.PROJECTS: _("查找专栏项目"),
        Step.COMMITMENTS: _("查找正文承诺"),
        Step.CONTRADICTIONS: _("核对表与正文"),
    }[step]


def opening_page(number: int, pages: int) -> str:
    """The words while a PDF is read page by page."""
    return _("打开文件：第 %(number)d 页，共 %(pages)d 页") % {"number": number, "pages": pages}


STEPS: tuple[str, ...] = (OPENING, *Step)


def refusal(why: str, detail: str = "") -> str:
    """Why a file was not read and what to do, in one or two sentences. ``detail``: as ``Unreadable`` gives it."""
    known = {
        Why.EMPTY: _("文件是空的，没有任何文字。请检查是不是选错了文件。"),
        Why.BOMB: _("文件解压后大得不正常，没有打开。请用原来的程序重新另存一份。"),
        Why.ENCRYPTED: _("文件有密码，打不开。请去掉密码后再上传。"),
        Why.MACROS: _("文件里有宏，没有打开。请用“另存为”存成不含宏的格式（.docx、.xlsx）再上传。"),
        Why.NOT_A_PLAN: _("文件里没有找到规划的时期和主要指标表，不像是规划文本。请检查是不是选错了文件。"),
        Why.FAULT: _("读取时程序出错，已记录。请联系管理员，并保留原文件。"),
    }
    return known[Why(why)] if why in known else _BY_DETAIL[Why(why)](detail)


def refusal_of(error: Unreadable) -> str:
    """The same for what a reader raised."""
    return refusal(str(error.why), error.detail)


def _too_large(detail: str) -> str:
    """What is too large of a file: see ``Unreadable``."""
    measure, _colon, number = detail.partition(":")
    if detail.isdigit():
        sizes = {"size": _megabytes(detail), "most": MAX_BYTES >> 20}
        return _("文件有 %(size)s，最多 %(most)d MB。请去掉图片后另存，或只上传规划正文。") % sizes
    if measure == "xml" and number.isdigit():
        return _("文件里的文字和表格展开后有 %(size)s，太大。请删去规划正文以外的附表、附件后另存。") % {
            "size": _megabytes(number)
        }
    if measure == "text" and number.isdigit():
        said = {"size": f"{int(number) / 10_000:.0f}", "most": f"{MAX_CHARACTERS / 10_000:.0f}"}
        return _("文件有 %(size)s 万字，最多 %(most)s 万字，不像是一份规划。请只上传规划正文。") % said
    if measure == "lines" and number.isdigit():
        said = {"size": f"{int(number) / 10_000:.0f}", "most": f"{MAX_LINES / 10_000:.0f}"}
        return _("文件有 %(size)s 万行，最多 %(most)s 万行，不像是一份规划。请只上传规划正文。") % said
    if match := re.fullmatch(r"(\d+)页", detail):
        pages = {"pages": match[1], "most": MAX_PAGES}
        return _("PDF 有 %(pages)s 页，最多 %(most)d 页。请只导出规划正文，或分册上传。") % pages
    if match := re.fullmatch(r"第(\d+)页", detail):
        return _("第 %(page)s 页的内容多得不正常（多半是图纸）。请去掉这一页后再上传。") % {"page": match[1]}
    if detail:
        return _("表格太大（%(which)s 行列）。请只保留规划正文里的表格，删去空行空列后另存。") % {"which": detail}
    return _("文件太大。请去掉图片后另存，或只上传规划正文。")


def _too_long(detail: str) -> str:
    if match := re.fullmatch(r"第(\d+)页", detail):
        return _("读到第 %(page)s 页，用时已太长，没有读完。请去掉附图、附表，只上传规划正文，或分册上传。") % {
            "page": match[1]
        }
    return _("读了几分钟还没有读完，已停止。请去掉附图、附表，只上传规划正文，或分册上传。")


def _no_text(detail: str) -> str:
    silent, _slash, pages = detail.partition("/")
    if detail == "cid":
        return _("PDF 里的字没有标明是哪些字，读不出文字。请上传 Word 原稿，或从原稿重新导出 PDF。")
    if silent.isdigit() and pages.isdigit() and silent != pages:
        return _("%(pages)s 页中有 %(silent)s 页只有图片，没有文字（多半是扫描件）。请先做文字识别，或上传 Word 原稿。") % {
            "pages": pages, "silent": silent,
        }  # fmt: skip
    return _("文件里只有图片，没有文字（多半是扫描件）。请先做文字识别，或上传 Word 原稿。")


def _old_word(detail: str) -> str:
    if detail == "xml":
        return _("这是 Word 2003 的 XML 文件。请用 Word 或 WPS 另存为 .docx 再上传。")
    return _("这是旧版 Word（.doc）或 WPS 文字文件。请用 Word 或 WPS 另存为 .docx 再上传。")


def _old_excel(detail: str) -> str:
    if detail == "xlsb":
        return _("这是 Excel 二进制工作簿（.xlsb）。请另存为 .xlsx 再上传。")
    return _("这是旧版 Excel（.xls）或 WPS 表格文件。请另存为 .xlsx 再上传。")


def _damaged(detail: str) -> str:
    if detail.isdigit():
        return _("第 %(line)s 行有读不出的字，文件已损坏或存了两种编码。请用原来的程序另存为 UTF-8 文本。") % {
            "line": detail
        }
    if detail == "EOF":
        return _("PDF 缺了末尾，多半没有下载完。请重新下载。")
    return _("文件不完整或已损坏。请重新下载或重新另存一份。")


def _binary(detail: str) -> str:
    """What a file is that is none we read, and as what it should be saved."""
    pictures = dict.fromkeys(
        ("png", "jpeg", "jpg", "tif", "gif", "bmp"), _("这是图片。请先做文字识别，或上传 Word 原稿。")
    )
    packed = dict.fromkeys(("rar", "7z", "zip"), _("这是压缩包。请解压后上传里面的规划文件。"))
    said = {
        "rtf": _("这是 RTF 文件。请用 Word 或 WPS 另存为 .docx 再上传。"),
        "mht": _("这是单文件网页（.mht）。请另存为 .html 或 .docx 再上传。"),
        "ofd": _("这是 OFD 版式文件。请转换成能选中文字的 PDF，或上传 Word 原稿。"),
        "odf": _("这是 OpenDocument 文件（.odt、.ods）。请另存为 .docx 或 .xlsx 再上传。"),
        "ppt": _("这是演示文稿。请上传规划正文的 Word 或 PDF 文件。"),
        "pptx": _("这是演示文稿。请上传规划正文的 Word 或 PDF 文件。"),
    }
    other = _("这不是文档。可以上传 Word（.docx）、PDF、Excel（.xlsx）、网页或文本文件。")
    return (said | pictures | packed).get(detail, other)


def _megabytes(detail: str) -> str:
    return f"{-(-int(detail) // 1024**2)} MB"  # rounded up: what is too large must not read as the limit itself


_BY_DETAIL: dict[Why, Callable[[str], str]] = {
    Why.TOO_LARGE: _too_large,
    Why.TOO_LONG: _too_long,
    Why.NO_TEXT: _no_text,
    Why.OLD_WORD: _old_word,
    Why.OLD_EXCEL: _old_excel,
    Why.DAMAGED: _damaged,
    Why.BINARY: _binary,
}
