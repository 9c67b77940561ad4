"""What is issued about the sample year: letters about problems that nobody solved in time, bulletins of all four kinds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import PersonRole
from projects.domain import months
from projects.management.demo.cast import Cast
from projects.management.demo.stage_set import Part
from projects.models import BulletinKind, Problem
from projects.selectors.bulletins import bulletin_facts
from projects.selectors.letters import next_number
from projects.services import letters
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


#: A letter goes out so long after the day by which the problem was to be solved, and is to be answered within as many days.
_PATIENCE = timedelta(days=10)
#: So many of the letters are answered.
_ANSWERED = 2


def send_letters(parts: Sequence[Part], year: int, cast: Cast) -> int:
    """How many were sent: one for each problem that stays overdue. The first is answered and closed, the second answered."""
    number = 0
    for part in parts:
        for hitch in part.story.problems:
            problem = (
                Problem.objects.filter(project=part.project, text=hitch.text).select_related("unit__region").first()
            )
            if hitch.outcome != "overdue" or problem is None or problem.unit is None or problem.due is None:
                continue
            number += 1
            _send(problem, number, cast)
    return number


def _send(problem: Problem, number: int, cast: Cast) -> None:
    unit, due, region = problem.unit, problem.due, problem.project.region
    assert unit is not None
    assert due is not None
    head, on = cast.office(region, PersonRole.REVIEWER), due + _PATIENCE
    draft = letters.Draft(
        region=region,
        unit=unit,
        number=next_number(region, on.year),
        sender=recorded("%(region)s发展和改革委员会") % {"region": region.name},
        deadline=on + _PATIENCE,
        problem_ids=[problem.pk],
        remark=recorded("演示用的提示函，不是真实要求。"),
    )
    letter = letters.issue(draft=draft, today=on, by=head, at=_noon(on))
    if number <= _ANSWERED:
        text = recorded("已明确专人负责，材料补齐后五个工作日内办结（演示）")
        replied = on + _PATIENCE / 2
        letter = letters.reply(letter=letter, text=text, lock=letter.lock, by=cast.clerk(unit), at=_noon(replied))
    if number == 1:
        letters.close(letter=letter, lock=letter.lock, by=head, at=_noon(on + _PATIENCE))


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


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
            number=recorded("演示〔%(year)d〕%(number)d号") % {"year": on.year, "number": number},
            remarks=remarks,
            by=cast.office(region, PersonRole.REVIEWER),
            at=_noon(on),
        )
    return number
