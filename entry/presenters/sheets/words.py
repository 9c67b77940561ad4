"""What is said about a workbook or one of its cells that cannot be taken."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entry.forms.figure import MISTAKES
from files.refusal import Unreadable as UnreadableFile
from files.refusal import Why
from indicators.domain.entered import MAX_DECIMALS, Unreadable, UnreadableFigure
from sheets.cells import CellKind, SheetCell
from sheets.opening import MAX_BYTES, NotAWorkbook
from sheets.read import Broken, BrokenForm

_FILES: dict[Why, Promise] = {
    Why.EMPTY: gettext_lazy("文件是空的。"),
    Why.TOO_LARGE: gettext_lazy("工作簿太大（最大 %(most)d MB）。请删去图片和多余的工作表后再上传。"),
    Why.BOMB: gettext_lazy("这个文件解压后大得不正常，没有打开。请重新下载工作簿，把数据填进去再上传。"),
    Why.OLD_EXCEL: gettext_lazy(
        "这是旧版 Excel 文件（.xls、.et 或 .xlsb）。请在 Excel 或 WPS 里“另存为”.xlsx 后再上传。"
    ),
    Why.OLD_WORD: gettext_lazy("这是 Word 文件，不是工作簿。请上传 .xlsx 文件。"),
    Why.ENCRYPTED: gettext_lazy("工作簿设了打开密码，无法读取。请去掉密码后另存，再上传。"),
    Why.MACROS: gettext_lazy("工作簿带有宏（.xlsm），为安全起见不予打开。请另存为 .xlsx 后再上传。"),
    Why.DAMAGED: gettext_lazy("文件已损坏，打不开。请用 Excel 或 WPS 打开另存一次，再上传。"),
}
_BROKEN: dict[Broken, Promise] = {
    Broken.NO_SEAL: gettext_lazy(
        "这不是从本系统下载的填报工作簿。请先下载本次任务的工作簿，把数据填进去；自己的表格请用“宽表导入”。"
    ),
    Broken.OLD_VERSION: gettext_lazy("这份工作簿的格式已过时。请重新下载一份，把数据填进去。"),
    Broken.NO_KEYS: gettext_lazy(
        "工作簿里隐藏的行、列标识不见了，无法知道哪一行是哪项指标。请重新下载一份，把数据填进去。"
    ),
}
_CELLS: dict[CellKind, Promise] = {
    CellKind.DATE: gettext_lazy("这里是日期“%(text)s”，不是数字。请把单元格格式改为“常规”后重填。"),
    CellKind.TRUTH: gettext_lazy("这里是逻辑值“%(text)s”，不是数字。"),
    CellKind.ERROR: gettext_lazy("公式出错（%(text)s）。请改正公式，或直接填数字。"),
    CellKind.NOT_COMPUTED: gettext_lazy(
        "这里是公式“%(text)s”，没有算出的结果。请用 Excel 或 WPS 打开保存一次，或直接填数字。"
    ),
    CellKind.TOO_MANY_DIGITS: gettext_lazy(
        "“%(text)s”的位数太多，多半是公式算出的。请用 ROUND 取到公布的位数，或直接填数字。"
    ),
    CellKind.SCALED: gettext_lazy(
        "单元格格式使显示的数和实际的数不同（实际是 %(text)s）。请把格式改为“常规”，核对后重填。"
    ),
    CellKind.COVERED: gettext_lazy("这一格被并入 %(text)s，无法判断填的是什么。请取消合并单元格。"),
}


def file_refusal(error: Exception) -> str:
    """The sentence for a file that is no form of ours."""
    if isinstance(error, UnreadableFile) and error.why in _FILES:
        return str(_FILES[error.why]) % {"most": MAX_BYTES >> 20}
    if isinstance(error, BrokenForm):
        return str(_BROKEN[error.why])
    if isinstance(error, NotAWorkbook):
        return _("这不是 Excel 工作簿（内容是 %(kind)s，只改文件名不行）。请上传 .xlsx 文件。") % {
            "kind": error.kind.value
        }
    return _("这不是 Excel 工作簿。请上传 .xlsx 文件。")


def cell_refusal(cell: SheetCell) -> str:
    """The sentence for a cell of a kind that cannot be read."""
    return str(_CELLS[cell.kind]) % {"text": cell.text}


#: Where the form of a single figure points to what stands beside its box, a sheet points to its columns.
_FIGURES: dict[Unreadable, Promise] = {
    Unreadable.COMPARATOR: gettext_lazy("“%(text)s”带了比较符号。这里只填数字；符号请在网页上填报。"),
    Unreadable.PERCENT: gettext_lazy("“%(text)s”带了百分号或千分号，这一格的单位却不是它。请只填数字，例如 6.5。"),
    Unreadable.WORDS: gettext_lazy("“%(text)s”带有文字或单位。单位见“计量单位”一列，不作换算，只填数字。"),
}


def figure_refusal(error: UnreadableFigure) -> str:
    """The sentence for a text that is no figure."""
    said = _FIGURES.get(error.why) or MISTAKES[error.why]
    return str(said) % {"text": error.text.strip(), "most": MAX_DECIMALS}


def remarks(cell: SheetCell) -> list[str]:
    """What a person should know about a cell that was read."""
    said = []
    if cell.formula:
        said.append(_("公式，按算出的结果读入"))
    if cell.shortened:
        said.append(_("按 Excel 显示的位数读入"))
    if cell.hidden:
        said.append(_("在隐藏的行、列或工作表里"))
    return said
