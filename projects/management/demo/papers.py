"""What is issued about the sample year: bulletins of all four kinds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import PersonRole
from projects.domain import months
from projects.management.demo.cast import Cast
from projects.models import BulletinKind
from projects.selectors.bulletins import bulletin_facts
from projects.services.bulletins import issue_bulletin
from regions.models import Region
from regions.recorded import recorded

#: Region, kind, last month, words.
_BULLETINS = (
    ("410700", BulletinKind.HALF_YEARLY, 6, "请各县（市、区）按观摩点评意见逐项整改（演示）"),
    ("410700", BulletinKind.QUARTERLY, 9, "投资完成不足序时的项目，由牵头单位逐个分析原因（演示）"),
    ("410700", BulletinKind.MONTHLY, 10, "请抓住冬季施工前的窗口期（演示）"),
    ("410700", BulletinKind.MONTHLY, 11, "逾期未解决的问题一周内书面说明（演示）"),
    ("410700", BulletinKind.YEARLY, 12, "结转项目尽早明确新一年的投资计划（演示）"),
    ("410726", BulletinKind.QUARTERLY, 9, "请落后项目的牵头单位加密调度（演示）"),
    ("410726", BulletinKind.MONTHLY, 11, "请按时限办结问题清单（演示）"),
)
#: Days after the month's end.
_ISSUED_AFTER = timedelta(days=20)


def issue(regions: Iterable[str], year: int, cast: Cast) -> int:
    """How many were issued: those about the regions that were played. In the order of their days."""
    played, number = set(regions), 0
    for code, kind, month, remarks in _BULLETINS:
        if code not in played:
            continue
        region = Region.objects.select_related("parent").get(code=code)
        last = date(year, month, 1)
        on = months.last_day(last) + _ISSUED_AFTER
        number += 1
        issue_bulletin(
            facts=bulletin_facts(region, kind, last, today=on),
            number=recorded("演示〔%(year)d〕%(number)d 号") % {"year": on.year, "number": number},
            remarks=remarks,
            by=cast.office(region, PersonRole.REVIEWER),
            at=timezone.make_aware(datetime.combine(on, time(12))),
        )
    return number
