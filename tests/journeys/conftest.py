"""Two houses with the real data: one that is only read, one in which people write and a worker computes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from accounts.management.commands.create_demo_accounts import PASSWORD, SYSTEM
from tests.conftest import new_context, watched_page, watching
from tests.journeys import house as houses
from tests.journeys.house import House


@pytest.fixture(scope="session")
def reading(browser: Any, tmp_path_factory: Any) -> Iterator[House]:
    """The house of the journeys that change nothing."""
    with houses.opened("reading", tmp_path_factory.mktemp("reading")) as house:
        yield house


@pytest.fixture(scope="module")
def writing(browser: Any, tmp_path_factory: Any) -> Iterator[House]:
    """A house of one module, with a worker and a Valkey that may be stopped."""
    with houses.opened("writing", tmp_path_factory.mktemp("writing"), with_worker=True) as house:
        yield house


class Visitors:
    """Opens pages of a house as this or that person; a person logs in through the form once for all pages."""

    def __init__(self, browser: Any, house: House) -> None:
        self.house = house
        self._browser = browser
        self._states: dict[str, Any] = {}
        self._contexts: dict[tuple[str, str], Any] = {}
        self._free: dict[tuple[str, str], list[Any]] = {}

    def state(self, name: str) -> Any:
        """The cookies of the person called ``name`` (a demo account)."""
        if name not in self._states:
            with watched_page(self._browser, self.house.url) as page:
                page.goto("/accounts/login/?next=/accounts/me/")  # a page that is quickly made
                log_in(page, name)
                self._states[name] = page.context.storage_state()
        return self._states[name]

    @contextlib.contextmanager
    def page(self, name: str, **size: int) -> Iterator[Any]:
        """A watched page of the person."""
        with watched_page(self._browser, self.house.url, storage_state=self.state(name), **size) as page:
            yield page

    @contextlib.contextmanager
    def tab(self, name: str, *, language: str = "", width: int = 1366, height: int = 768) -> Iterator[Any]:
        """A watched page in the one browser of the person, which keeps scripts and styles: for visits by the dozen.

        The tab itself is kept for the next visit; after one that failed, or while it is in use, there is another.
        ``language``: the choice of a person who reads ``en``; a browser of its own, so that nobody else does.
        """
        free = self._free.setdefault((name, language), [])
        page = free.pop() if free else self._context(name, language).new_page()
        page.set_viewport_size({"width": width, "height": height})
        try:
            with watching(page, self.house.url):
                yield page
                page.goto("about:blank")  # what the visit still does is done under watch
                page.emulate_media(media="null")
        except BaseException:
            page.close()
            raise
        free.append(page)

    def _context(self, name: str, language: str) -> Any:
        own = self._contexts.get((name, language))
        if own is None:
            own = new_context(self._browser, self.house.url, storage_state=self.state(name))
            if language:
                cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.house.url}
                own.add_cookies([cookie])
            self._contexts[name, language] = own
        return own


def log_in(page: Any, name: str) -> None:
    """Through the form, as people do. The page that was asked for stays the one that comes."""
    if not page.url.startswith("http"):
        page.goto("/accounts/login/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="退出").wait_for()


@pytest.fixture(scope="session")
def readers(browser: Any, reading: House) -> Visitors:
    return Visitors(browser, reading)


@pytest.fixture(scope="module")
def writers(browser: Any, writing: House) -> Visitors:
    return Visitors(browser, writing)


@pytest.fixture
def as_leader(readers: Visitors) -> Iterator[Any]:
    """A page of the leader of Yanjin."""
    with readers.tab("yanjin-leader") as page:
        yield page


@pytest.fixture
def as_city(readers: Visitors) -> Iterator[Any]:
    """A page of the leader of Xinxiang."""
    with readers.tab("xinxiang-leader") as page:
        yield page


@pytest.fixture(scope="session")
def inside(django_db_blocker: Any) -> Callable[[House], contextlib.AbstractContextManager[None]]:
    """``with inside(house):`` this process works on the house's database."""

    @contextlib.contextmanager
    def switch(house: House) -> Iterator[None]:
        with django_db_blocker.unblock():
            connection.close()
            own = connection.settings_dict["NAME"]
            connection.settings_dict["NAME"] = house.database
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = own

    return switch


#: Lines of the document that ``small_proposal`` was read from, as far as a page shows them.
LINES = (
    (1, "延津县第十四个五年规划纲要"), (10, "专栏2 主要指标"), (11, "1 地区生产总值（亿元） 153.7 230 预期性"),
    (12, "2 社会消费品零售总额（亿元） 52.98 81.50 预期性"), (13, "3 森林覆盖率（%） 16.8 18.0 约束性"),
    (51, "高速公路：甲乙高速延津段（长15.7公里）、丙丁铁路专用线。"), (60, "到2025年，高新技术企业达到18家以上。"),
    (61, "规模以上工业增加值年均增长7.0%。"),
)  # fmt: skip


@pytest.fixture(scope="session")
def uploads(reading: House, inside: Any) -> dict[str, int]:
    """Ids of uploads for Yanjin, one for each state that has a page of its own, and of the plan that stands there."""
    from accounts.models import User
    from intake.models import IntakeState
    from plans.models import Plan
    from tests.factories.intake import intake, read_intake

    with inside(reading):
        by = User.objects.get(username="xinxiang-planner")
        waiting = intake(content=b"waiting", by=by)
        waiting.save()
        refused = intake(content=b"refused", by=by, state=IntakeState.REFUSED, why="empty")
        refused.save()
        read = read_intake(by=by, content=b"read")
        read.lines = [[number, "", text] for number, text in LINES]
        read.save()
        plan = Plan.objects.get(region__code="410726", start_year=2021)
        return {"intake": read.pk, "waiting": waiting.pk, "refused": refused.pk, "plan": plan.pk}


#: Rows of Xinxiang that stand for a kind: name in addresses -> first year of the plan, printed name.
KINDS = {
    "growth": (2021, "地区生产总值增长"), "floor": (2021, "粮食综合生产能力"), "summed": (2021, "城镇新增就业人数"),
    "pending": (2021, "单位地区生产总值能源消耗降低"), "blank": (2021, "森林覆盖率"),
}  # fmt: skip


@pytest.fixture(scope="session")
def things(reading: House, inside: Any, uploads: dict[str, int]) -> dict[str, int]:
    """The ids that the addresses of tests/journeys/pages.py name. Two figures wait: one explained, one safe."""
    from accounts.models import User
    from indicators.models import ObservationWarning, PlanIndicator, ReportingRound
    from projects.models import Project
    from tests.factories.indicators import submitted

    with inside(reading):
        clerk = User.objects.get(username="yanjin-clerk")
        rows = {one.short_name: one for one in PlanIndicator.objects.filter(plan=uploads["plan"], listing="main")}
        figure = submitted(rows["一般公共财政预算收入"], 2025, by=clerk, value=11)
        ObservationWarning.objects.create(
            observation=figure, code="jump", field="value", message="比上年高 41.8 %，请核对", reason="新企业投产，已核对",
            answered_by=clerk, answered_at=figure.submitted_at,
        )  # fmt: skip
        submitted(rows["实际使用外资"], 2025, by=clerk, value=8437)
        return uploads | _of_kinds() | {
            "row": rows["地区生产总值增长"].pk,
            "round": ReportingRound.objects.get(plan=uploads["plan"], year=2025).pk,
            "figure": figure.pk,
            "person": clerk.pk,
            "unit": clerk.unit_id,
            "project": Project.objects.filter(plan=uploads["plan"]).order_by("-reports_monthly", "position")[0].pk,
            "report": _waiting_report(uploads["plan"], clerk),
            **_of_projects(),
            **_of_systems(),
            "release": _released(uploads["plan"]),
            **_of_evaluations(),
            "adjustment": _adjusted(rows["地区生产总值增长"]),
        }  # fmt: skip


def _of_projects() -> dict[str, int]:
    """What the sample year of Yanjin left: an overdue problem and its unit, a letter, an issued bulletin."""
    from projects.models import Bulletin, Letter, Problem

    problem = Problem.objects.filter(project__region__code="410726", state="assigned").earliest("due")
    assert problem.unit_id is not None
    return {
        "problem": problem.pk,
        "solver": problem.unit_id,
        "letter": Letter.objects.filter(region__code="410726").earliest("pk").pk,
        "issued": Bulletin.objects.filter(region__code="410726").earliest("pk").pk,
    }


def _adjusted(row: Any) -> int:
    """A draft that would lower the target of Yanjin's GDP."""
    from accounts.models import User
    from tests.factories.adjusting import planned

    return planned(row, by=User.objects.get(username="yanjin-planner")).pk


def _released(plan: int) -> int:
    """What everybody may read of Yanjin's plan."""
    from accounts.models import User
    from plans.models import Plan
    from tests.factories.publicity import released

    by = User.objects.get(username="yanjin-administrator")
    return released(Plan.objects.select_related("region").get(pk=plan), by=by, with_projects=True).pk


def _of_evaluations() -> dict[str, int]:
    """Of Xinxiang: the final evaluation of its 13th plan, handed in, and one of the middle of the 14th, in draft."""
    from accounts.models import User
    from plans.models import Plan
    from tests.factories.evaluated import draft, handed_in

    by = User.objects.get(username="xinxiang-planner")
    before, now = Plan.objects.filter(region__code="410700").select_related("region").order_by("start_year")[:2]
    return {
        "evaluation": handed_in(before, by=by, kind="final", year=before.end_year).pk,
        "drafted": draft(now, by=by, kind="midterm", year=2023).pk,
    }


def _of_systems() -> dict[str, int]:
    """The bureau's system of a first run, with a key that was replaced and the one in its place."""
    from accounts.models import ApiClient
    from accounts.services import api_keys

    old, _plain = api_keys.issue_key(client=ApiClient.objects.get(name=SYSTEM), by=None)
    key, _plain = api_keys.rotate_key(key=old, by=None, overlap=timedelta(days=7))
    return {"system": key.client_id, "key": key.pk, **_of_webhooks(key.client)}


def _of_webhooks(system: Any) -> dict[str, int]:
    """A webhook of the system that is off, so that nobody is called, with a delivery that was given up and one that arrived."""
    from django.utils import timezone

    from tests.factories import webhooks

    now = timezone.now()
    hook = webhooks.webhook(system, is_active=False)
    webhooks.delivery(hook, due=None, state="delivered", finished_at=now).log.create(at=now, status=204, milliseconds=9)
    told = webhooks.delivery(hook, due=None, state="given_up", finished_at=now, attempts=1)
    told.log.create(at=now, error="timeout", milliseconds=5003)
    return {"webhook": hook.pk, "delivery": told.pk}


def _waiting_report(plan: int, clerk: Any) -> int:
    """A monthly report of a project of the plan that waits for its reviewer, with a warning that was answered."""
    from projects.models import Project, ReportWarning
    from tests.factories.projects import ReportFactory

    projects = Project.objects.filter(plan=plan, lead_unit__isnull=False, merged_into__isnull=True)
    project = projects.exclude(kind="direction").earliest("position")
    Project.objects.filter(pk=project.pk).update(reports_monthly=True)
    report = ReportFactory(
        project=project, month=date(2024, 3, 1), state="submitted", submitted_by=clerk, submitted_at="2024-04-08T00:00Z",
        investment_month=300, investment_to_date=300, progress=4, progress_text="场地平整", sample=True,
    )  # fmt: skip
    ReportWarning.objects.create(
        report=report, code="late", field="month", message="应在 2024 年 4 月 5 日前报送", reason="监理月报迟到",
        answered_by=clerk, answered_at="2024-04-08T00:00Z",
    )  # fmt: skip
    return report.pk


def _of_kinds() -> dict[str, int]:
    """A row of each kind; on the way outlines (squares) of a county, so that there are some."""
    from accounts.models import User
    from indicators.models import Assessment, Doubt, PlanIndicator
    from indicators.models.rows import Listing
    from regions.models import Region
    from tests.factories import maps

    everywhere = User.objects.create_superuser("squares", region=Region.objects.get(code="410000"))
    maps.load("411721", root=Region.objects.get(code="411700"), by=everywhere)
    of_xinxiang = Assessment.objects.filter(plan__region__code="410700", plan__start_year=2016, shown=True)
    rows = PlanIndicator.objects.filter(plan__region__code="410700", listing=Listing.MAIN)
    kinds = {kind: rows.get(plan__start_year=year, short_name=name).pk for kind, (year, name) in KINDS.items()}
    return kinds | {
        "ended": of_xinxiang.filter(status="not_met", year=2020).first().row_id,
        "unlike": of_xinxiang.filter(status="incomparable", year=2020).first().row_id,
        "doubted": Doubt.objects.filter(state="open", row__isnull=False).earliest("pk").row_id,
    }
