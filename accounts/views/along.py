"""Tables of pages to take along. A page answers ``?format=xlsx`` beside its other parameters; what left the house is kept.

Pages that can be looked at as of an earlier day take ``dashboards.views.downloads``, which says the day as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from axes.helpers import get_client_ip_address
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AuditKind
from accounts.services import audit
from accounts.views.asked import BadParameter
from files.kinds import MEDIA_TYPES, Kind
from regions.models import Region
from regions.recorded import recorded
from sheets.table import Table, workbook

#: Of a workbook: it is made in memory, about a second for 3,000 lines.
MOST_LINES: Final = 20_000
_NOT_IN_A_NAME: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def wants_workbook(request: HttpRequest) -> bool:
    """Whether the page is asked for as a workbook. ``BadParameter`` for a format that there is not."""
    asked = request.GET.get("format", "").strip().lower()
    if asked not in ("", "html", "xlsx"):
        raise BadParameter(_("参数 format 可以是 xlsx；收到的是“%(text)s”。") % {"text": asked[:40]})
    return asked == "xlsx"


def as_workbook(
    request: HttpRequest,
    tables: Sequence[Table],
    name: str,
    *,
    title: str = "",
    source: str = "",
    region: Region | None = None,
) -> HttpResponse:
    """The tables as an Excel file called ``name``, and a line in the audit log; see ``workbook_file`` and ``record_export``."""
    answer = workbook_file(request, tables, name, title=title, source=source)
    record_export(request, name, region=region)
    return answer


def workbook_file(
    request: HttpRequest, tables: Sequence[Table], name: str, *, title: str = "", source: str = "", day: str = ""
) -> HttpResponse:
    """The tables as an Excel file called ``name`` (region or indicator, and year).

    ``title`` "" is the name; ``source``: where the figures are from, without the word 来源; ``day``: of a replay, whose
    records it shows. ``BadParameter`` for more lines than can be made at once.
    """
    lines = sum(len(table.rows) for table in tables)
    if lines > MOST_LINES:
        raise BadParameter(
            _("一次最多导出 %(most)d 行，这里有 %(number)d 行。请先筛选地区、规划或年份。")
            % {"most": MOST_LINES, "number": lines}
        )
    moment = timezone.localtime()
    made_on = _("导出于 %(moment)s，%(person)s") % {"moment": f"{moment:%Y-%m-%d %H:%M}", "person": request.user}
    data = workbook(
        tables,
        title=title or name,
        source=_("来源：%(source)s") % {"source": source} if source else "",
        made_on=f"{_('按 %(day)s 的记录') % {'day': day}}；{made_on}" if day else made_on,
    )
    return download(data, f"{name}.xlsx", MEDIA_TYPES[Kind.WORKBOOK], plain="table.xlsx")


def record_export(request: HttpRequest, name: str, *, region: Region | None = None) -> None:
    """A line in the audit log: who took what along. ``region``: whose audit readers see it, None = the person's own."""
    audit.record(
        kind=AuditKind.EXPORT,
        about=recorded("导出：%(name)s") % {"name": name},
        by=request.user,  # type: ignore[arg-type]
        region=region,
        address=get_client_ip_address(request),
    )


def download(data: bytes, name: str, media_type: str, *, plain: str) -> HttpResponse:
    """A file to be saved under ``name`` (RFC 6266); ``plain`` in ASCII for programs that know only that."""
    legal = _NOT_IN_A_NAME.sub("-", name).strip(" .") or plain
    answer = HttpResponse(data, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(legal, safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
