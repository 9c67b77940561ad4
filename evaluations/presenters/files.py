"""The files of an evaluation as its page lists them, with how far each that is being made has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from evaluations.models import Evaluation, EvaluationState, PaperFile, PaperFormat, PaperState
from evaluations.paper import steps
from evaluations.selectors.papers import papers_of

_MEGABYTE = 1024 * 1024
_COUNTY = steps.COUNTY.format("")


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file. ``watch``: where its progress is told while it is being made, "" afterwards; ``address``: of the done one."""

    label: str
    state: str
    state_label: str
    asked_by: str
    at: datetime
    size: str = ""
    address: str = ""
    watch: str = ""
    step: int = 0
    steps: int = 1
    doing: str = ""


@dataclass(frozen=True, slots=True)
class FilesPart:
    """What ``evaluations/_files.html`` shows. ``formats``: code and label of what may be asked for; ``live``: not frozen yet."""

    ask: str
    formats: tuple[tuple[str, str], ...]
    lines: tuple[FileLine, ...]
    live: bool

    @property
    def waits(self) -> bool:
        """Whether one is being made."""
        return any(one.watch for one in self.lines)


def files_part(evaluation: Evaluation) -> FilesPart:
    """The part of the page, one query."""
    return FilesPart(
        ask=reverse("evaluations:ask-file", args=[evaluation.pk]),
        formats=((PaperFormat.WORD, _("生成 Word（docx）")), (PaperFormat.WORKBOOK, _("生成 Excel（xlsx）"))),
        lines=tuple(_line(one) for one in papers_of(evaluation)),
        live=evaluation.state != EvaluationState.FROZEN,
    )


def _line(paper: PaperFile) -> FileLine:
    done = paper.state == PaperState.DONE
    return FileLine(
        label=paper.get_format_display(),
        state=paper.state,
        state_label=paper.get_state_display(),
        asked_by=str(paper.asked_by),
        at=paper.finished_at or paper.asked_at,
        size=_size(paper.size) if done else "",
        address=reverse("evaluations:file", args=[paper.pk]) if done else "",
        watch="" if ended(paper) else reverse("evaluations:file-state", args=[paper.pk]),
        step=paper.step,
        steps=paper.steps or 1,
        doing=doing(paper),
    )


def ended(paper: PaperFile) -> bool:
    """Whether nothing more will happen to it."""
    return paper.state in (PaperState.DONE, PaperState.FAILED)


def doing(paper: PaperFile) -> str:
    """What happens now, in words."""
    if paper.state == PaperState.QUEUED:
        return _("排队等候")
    if paper.doing.startswith(_COUNTY):
        return _("写附表：%(name)s") % {"name": paper.doing.removeprefix(_COUNTY)}
    return {
        steps.FACTS: _("汇总数据"), steps.PICTURES: _("画图"), steps.TEXT: _("写正文"), steps.TABLES: _("写附表"),
        steps.KEEP: _("保存文件"),
    }.get(paper.doing, "")  # fmt: skip


def _size(number: int) -> str:
    if number >= _MEGABYTE:
        return f"{number / _MEGABYTE:.1f} MB"
    return f"{-(-number // 1024)} KB"
