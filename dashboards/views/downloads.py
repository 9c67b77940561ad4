"""Tables of pages that can be looked at as of an earlier day, to take along (``accounts.views.along``): they say the day."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.views import along
from dashboards.views.replay import replay_of, write_afterwards
from regions.models import Region
from sheets.table import Table


def as_workbook(
    request: HttpRequest,
    tables: Sequence[Table],
    name: str,
    *,
    title: str = "",
    source: str = "",
    region: Region | None = None,
) -> HttpResponse:
    """The tables as an Excel file called ``name`` (region or indicator, and year), and a line in the audit log.

    ``title`` "" is the name; ``source``: where the figures are from, without the word 来源. ``region``: whose audit
    readers see the line, None = the person's own. ``BadParameter`` for more lines than can be made at once.
    """
    replay = replay_of(request)
    if replay is not None:
        title = f"{title or name}{_('（截至 %(day)s 的记录）') % {'day': replay.label}}"
    name = named(request, name)
    day = "" if replay is None else str(replay.label)
    answer = along.workbook_file(request, tables, name, title=title, source=source, day=day)
    record_export(request, name, region=region)
    return answer


def record_export(request: HttpRequest, name: str, *, region: Region | None = None) -> None:
    """A line in the audit log: who took what along; of a replay once it has ended."""
    write_afterwards(request, lambda: along.record_export(request, name, region=region))


def named(request: HttpRequest, name: str) -> str:
    """``name``, and in a replay the day that it shows."""
    replay = replay_of(request)
    return _("%(name)s（%(day)s 的记录）") % {"name": name, "day": replay.label} if replay else name
