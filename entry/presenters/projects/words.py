"""What the cells of a monthly report are called, in grid, workbook and review, and what else the grid's script says of projects."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entry.presenters.grid_words import words as words_of_figures

#: The cells in the order of the columns, as their columns are headed.
TITLES: dict[str, Promise] = {
    "investment_month": gettext_lazy("本月投资（万元）"),
    "investment_to_date": gettext_lazy("累计投资（万元）"),
    "progress": gettext_lazy("进度（%）"),
    "progress_text": gettext_lazy("形象进度"),
    "stage": gettext_lazy("阶段"),
    "stage_on": gettext_lazy("进入日期"),
    "next_step": gettext_lazy("下步计划"),
    "problem": gettext_lazy("存在问题"),
    "problem_unit": gettext_lazy("解决单位"),
    "problem_due": gettext_lazy("解决时限"),
}


def words() -> dict[str, str]:
    """By the name under which the script asks for it; what is said of projects as of figures is said in the same words."""
    return {
        **words_of_figures(),
        **{name: str(title) for name, title in TITLES.items()},
        "month": _("月份"),
        "row": _("项目"),
        "grid": _("项目月报"),
        "asked": _("本月须报送"),
        "open": _("打开项目页"),
        "panelEmpty": _("选中一行，这里显示它的提示和审核意见。"),
        "downNumbers": _("没有填充：投资、进度和问题请逐个填写；阶段、日期、下步计划、单位和时限可以向下填充。"),
    }
