"""What people read about a reading: its steps, and why a file was not read and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from intake.domain.propose import Step
from intake.models.uploads import Why
from intake.readers.refusal import Unreadable

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


STEPS: tuple[str, ...] = (OPENING, *Step)


def refusal(why: str, detail: str = "") -> str:
    """Why a file was not read and what to do, in one or two sentences. ``detail``: as ``Unreadable`` gives it."""
    return {
        Why.EMPTY: _("文件是空的，没有任何文字。请检查是不是选错了文件。"),
        Why.TOO_LARGE: _("文件太大（%(size)s）。请去掉图片后另存，或只上传规划正文。") % {"size": _megabytes(detail)},
        Why.BOMB: _("文件解压后大得不正常，没有打开。请用原来的程序重新另存一份。"),
        Why.NO_TEXT: _("文件里只有图片，没有文字（多半是扫描件）。请先做文字识别，或上传 Word 原稿。"),
        Why.OLD_WORD: _("这是旧版 Word（.doc）或 WPS 文字文件。请用 Word 或 WPS 另存为 .docx 再上传。"),
        Why.OLD_EXCEL: _("这是旧版 Excel（.xls）或 WPS 表格文件。请另存为 .xlsx 再上传。"),
        Why.ENCRYPTED: _("文件有密码，打不开。请去掉密码后再上传。"),
        Why.MACROS: _("文件里有宏，没有打开。请另存为不含宏的格式（.docx、.xlsx）再上传。"),
        Why.DAMAGED: _("文件不完整或已损坏。请重新下载或重新另存一份。"),
        Why.BINARY: _("这不是文档。可以上传 Word（.docx）、PDF、Excel（.xlsx）、网页或文本文件。"),
        Why.NOT_A_PLAN: _("文件里没有找到规划的时期和主要指标表，不像是规划文本。请检查是不是选错了文件。"),
        Why.FAULT: _("读取时程序出错，已记录。请联系管理员，并保留原文件。"),
    }[Why(why)]


def _megabytes(detail: str) -> str:
    return f"{int(detail) / 1024 / 1024:.0f} MB" if detail.isdigit() else detail


def refusal_of(error: Unreadable) -> str:
    """The same for what a reader raised."""
    return refusal(str(error.why), error.detail)
