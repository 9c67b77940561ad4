"""Every word that the script of the grid says. ``{name}`` is filled in by the script."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By the name under which the script asks for it."""
    return {**_columns(), **_telling(), **_pasting(), **_filling(), **_panel(), **_handing_over()}


def _columns() -> dict[str, str]:
    return {
        "row": _("指标"),
        "value": _("实际值"),
        "growth": _("增速（%）"),
        "value_basis": _("数值口径"),
        "growth_basis": _("增速口径"),
        "vintage": _("数据版次"),
        "source_title": _("来源"),
        "note": _("备注"),
        "state": _("状态"),
        "hint": _("提示"),
        "notApplicable": _("不适用"),
        "readOnlyColumn": _("这一列只供对照"),
        "grid": _("填报表"),
        "asked": _("本次任务要求填报"),
        "elsewhere": _("由其他单位填报"),
        "single": _("单项表单"),
        "singleFull": _("“{name}”在单项表单中填写"),
        "singleWhy": _("这一行有表格里没有的栏目，请在单项表单填写。"),
    }


def _telling() -> dict[str, str]:
    return {
        "saving": _("正在保存…"),
        "saved": _("全部已保存"),
        "waiting": _("{n} 行待保存"),
        "kept": _("{n} 行未能保存，已暂存在本机"),
        "nothing": _("没有改动"),
        "offline": _("网络断开，已暂存在本机，恢复后自动保存。"),
        "failed": _("服务器暂时没有应答，已暂存在本机，稍后自动重试。"),
        "expired": _("登录已过期。填写的内容已暂存在本机，重新登录后自动恢复。"),
        "login": _("重新登录"),
        "forbidden": _("没有权限保存。填写的内容已暂存在本机。"),
        "unkept": _("这个浏览器不能暂存内容，请保持网络畅通，保存完成前不要关闭页面。"),
        "refused": _("服务器没有接受这次保存，填写的内容已暂存在本机。请刷新页面后再试。"),
        "restored": _("已恢复 {n} 处未保存的内容。"),
        "restoredLocked": _("“{name}”有未保存的内容，但现在不能填写：{why}"),
        "discard": _("放弃"),
        "filled": _("已填 {n} / {m}"),
        "unsaved": _("未保存"),
        "mend": _("需改正"),
        "toAnswer": _("待说明"),
        "stale": _("他人已修改"),
        "wantReason": _("待写更正理由"),
        "undone": _("已撤销：{n} 处"),
        "redone": _("已重做：{n} 处"),
        "noUndo": _("没有可撤销的操作。"),
        "noRedo": _("没有可重做的操作。"),
        "submitted": _("已提交 {n} 行，等待审核。"),
        "notSubmitted": _("{n} 行没有提交，请看表格下方。"),
        "submitting": _("正在提交…"),
        "cleared": _("清除了 {n} 处"),
    }


def _pasting() -> dict[str, str]:
    return {
        "pasted": _("粘贴了 {rows} 行 {columns} 列。"),
        "pastedFill": _("填入了 {n} 个单元格。"),
        "copied": _("复制了 {rows} 行 {columns} 列。"),
        "pasteTooWide": _("没有粘贴：剪贴板有 {columns} 列，从“{from}”起右边只有 {room} 列可填。"),
        "pasteTooLong": _("没有粘贴：剪贴板有 {rows} 行，从“{from}”起往下只有 {room} 行。"),
        "pasteReadOnly": _("没有粘贴：会碰到不能填写的单元格，“{name}”的“{column}”（{why}）。请分段粘贴。"),
        "pasteHere": _("没有粘贴：请先选中可填写的单元格。"),
        "pasteRagged": _("各行列数不同，缺的单元格保持不变。"),
        "pasteNothing": _("剪贴板里没有文字。"),
        "readOnly": _("这一格不能填写：{why}"),
    }


def _filling() -> dict[str, str]:
    return {
        "basesOffer": _("口径同上年（{n}）"),
        "basesFilled": _("按上年数据填入了 {n} 处口径，请核对；Ctrl+Z 可撤销。"),
        "sourceOffer": _("来源“{source}”填入其余 {n} 行"),
        "sourceFilled": _("填入了 {n} 行的来源；Ctrl+Z 可撤销。"),
        "downFilled": _("向下填充了 {n} 处。"),
        "downLocked": _("另有 {n} 处不能填写，没有改动。"),
        "downNumbers": _("没有填充：只有口径、数据版次和来源可以向下填充，数值请逐个填写。"),
        "downNothing": _("没有填充：请选中几行，最上面一行的内容会填到下面各行。"),
    }


def _handing_over() -> dict[str, str]:
    return {
        "handTitle": _("提交前核对"),
        "handReady": _("{n} 行可以提交"),
        "handHeld": _("{n} 行还不能提交"),
        "handBlank": _("{n} 行没有填写"),
        "handReadyHead": _("将提交的行"),
        "handHeldHead": _("还不能提交的行"),
        "handBlankHead": _("没有填写的行"),
        "handGo": _("提交这 {n} 行"),
        "cancel": _("返回修改"),
        "chooseAll": _("全选"),
        "chooseNone": _("全不选"),
        "choosePicked": _("只选表格中选中的 {n} 行"),
        "answerMissing": _("提示还没有说明理由"),
        "untouched": _("退回后没有改动"),
    }


def _panel() -> dict[str, str]:
    return {
        "panel": _("所选行的说明"),
        "panelEmpty": _("选中一行，这里显示它的提示、审核意见和试算结果。"),
        "error": _("错误，必须改正"),
        "warning": _("提示，须说明理由"),
        "answer": _("说明理由"),
        "answered": _("已说明"),
        "comment": _("审核意见"),
        "colon": _("："),
        "comma": _("，"),
        "semicolon": _("；"),
        "stop": _("。"),
        "opening": _("（"),
        "closing": _("）"),
        "correction": _("更正理由（对已审核数据的更正必须说明）"),
        "theirs": _("他人保存的内容"),
        "mine": _("我填写的内容"),
        "takeMine": _("用我的覆盖"),
        "takeTheirs": _("用他人的"),
        "empty": _("（空）"),
        "open": _("打开单项表单"),
        "withdraw": _("撤回这一行"),
        "withdrawPicked": _("撤回选中的 {n} 行"),
        "withdrawn": _("已撤回 {n} 行，现在是草稿。"),
        "outlook": _("试算"),
        "todo": _("还有 {n} 行需要处理"),
    }
