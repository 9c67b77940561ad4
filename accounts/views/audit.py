"""`/accounts/audit/`: what was done, by whom, for administrators; and the same as a file."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from axes.helpers import get_client_ip_address
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.filters import AuditFilterSet
from accounts.models import AuditEntry, AuditKind
from accounts.selectors.audit import entries_for
from accounts.selectors.people import regions_to_choose
from accounts.services import audit as service
from accounts.views.common import PER_PAGE, for_administrators, person_of, query_of

#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@require_safe
@for_administrators
def audit(request: HttpRequest) -> HttpResponse:
    """The entries of the scope, filtered, the latest first."""
    filters = _filters(request)
    found = filters.qs if filters.is_valid() else AuditEntry.objects.none()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"found": page, "form": filters.form, "query": query_of(request)}
    return render(request, "accounts/audit.html", context)


@require_safe
@for_administrators
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The filtered entries as CSV. Taking them along is an entry itself."""
    filters, user = _filters(request), person_of(request)
    if not filters.is_valid():
        return HttpResponseBadRequest(_("筛选条件有误，请回到操作日志页修改。"))
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found = filters.qs.filter(pk__lte=newest)  # not its own entry
    about = _("导出操作日志 %(number)d 条") % {"number": found.count()}
    service.record(kind=AuditKind.EXPORT, about=about, by=user, address=get_client_ip_address(request))
    answer = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    name = f"audit-{timezone.localdate():%Y%m%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _filters(request: HttpRequest) -> AuditFilterSet:
    user = person_of(request)
    return AuditFilterSet(request.GET, queryset=entries_for(user), regions=regions_to_choose(user))


class _Line:
    """A file of one line, for csv.writer."""

    def write(self, text: str) -> str:
        return text


def _lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # by which Excel knows UTF-8
    yield writer.writerow([_("时间"), _("种类"), _("账号"), _("姓名"), _("地区"), _("内容"), _("来源地址")])
    for entry in entries.iterator(chunk_size=1000):
        at = timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S")
        who = entry.person.display_name if entry.person else ""
        region = entry.region.name if entry.region else ""
        cells = [at, entry.get_kind_display(), entry.name, who, region, entry.about, entry.address or ""]
        yield writer.writerow([safe_cell(str(cell)) for cell in cells])


def safe_cell(text: str) -> str:
    """What a spreadsheet shows and does not work out."""
    return f"'{text}" if text.startswith(_FORMULA) else text
