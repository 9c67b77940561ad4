"""Every address of the house: a stranger is sent to log in, each role gets what it may see, nobody gets a fault."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.services.api_keys import issue_key
from entry.services.sheets.saved import remember
from indicators.models import Doubt, Observation
from indicators.services.evidence import attach
from projects.models import LikePair, Project
from projects.services import letters, problems
from sheets.write import write_form
from tests.factories import accounts, adjusting, api, regions, sample_plan, webhooks
from tests.factories.evaluated import draft, handed_in, paper_file
from tests.factories.intake import read_intake
from tests.factories.pictures import png
from tests.factories.projects import ReportFactory, approved_report, issued_bulletin
from tests.factories.publicity import released
from tests.factories.rounds import open_round_for
from tests.factories.workbooks import form
from tests.house.addresses import EVERYONE, HALF_WAY, OPEN, PAGES, POSTED

pytestmark = pytest.mark.django_db

_RELEASED = {"newest": [], "version": [1], "table": [1, "indicators"]}


def _addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _addresses(one, inner)
        elif one.name:
            yield f"{namespace}{one.name}", one


NAMES = {name for name, _pattern in _addresses(get_resolver()) if not name.startswith("admin:")}
API = {name for name in NAMES if name.startswith("api-")} - {"api-docs"}


def _adjustments(row, by):
    open_still = adjusting.planned(row, by=by)
    return {
        **{f"planning:{name}": [row.plan_id] for name in ("adjustments", "adjustment-new")},
        "planning:adjustment": [adjusting.over(row.plan, by=by).pk],
        "planning:adjustment-edit": [open_still.pk],
        "planning:adjustment-row": [open_still.pk, row.pk],
    }


def _things():
    """The people by role, and what the addresses are about, by name of the address."""
    plan = sample_plan.yanjin_plan()
    row = plan.rows.get(short_name="地区生产总值")
    unit = row.units.first() or accounts.UnitFactory(region=plan.region)
    people = {
        "clerk": accounts.clerk(unit),
        "reviewer": accounts.reviewer(),
        "planner": accounts.planner(),
        "leader": accounts.leader(),
        "administrator": accounts.administrator(plan.region),
    }
    if not row.units.exists():
        from tests.factories.indicators import answers_for

        answers_for(row, unit)
    figure = Observation.objects.create(row=row, year=2025, value=200, state="submitted", submitted_by=people["clerk"])
    file = attach(observation=figure, name="a.png", chunks=[png()], by=people["reviewer"]).evidence
    project = Project.objects.create(
        plan=plan, region=plan.region, position=1, name="产业园", lead_unit=unit, reports_monthly=True
    )
    trouble = problems.raise_problem(project=project, text="用地未批", kind="land", by=people["reviewer"])
    trouble = problems.assign(
        problem=trouble, unit=unit, due=date(2999, 1, 1), lock=trouble.lock, by=people["reviewer"]
    )
    letter = letters.issue(draft=letters.Draft(region=plan.region, unit=unit, number="延津县项目提示〔2025〕1号", sender="发展和改革委员会",
                           deadline=date(2999, 1, 1), problem_ids=[trouble.pk]), today=date.today(), by=people["reviewer"])  # fmt: skip
    twin = Project.objects.create(plan=plan, region=plan.region, position=2, name="产业园二")
    pair = LikePair.objects.create(first=project, second=twin, score=1, signs=["same_name"])
    monthly = approved_report(project, date(2025, 3, 1))
    report = ReportFactory(
        project=project,
        month=date(2025, 4, 1),
        state="submitted",
        submitted_by=people["clerk"],
        submitted_at="2025-05-01T00:00Z",
    )
    upload = read_intake(by=people["planner"])
    key, _plain = issue_key(client=api.system(plan.region), by=None)
    told = webhooks.delivery(webhooks.webhook(key.client), due=timezone.now())
    words, sent_in = draft(plan, by=people["planner"], year=2023), handed_in(plan, by=people["planner"])
    paper = paper_file(sent_in, by=people["planner"])
    round = open_round_for(row, 2025)
    workbook = remember(round=round, data=write_form(form()), written=[figure], by=people["clerk"])
    arguments = {
        **{f"intake:{name}": [upload.pk] for name in ("intake", "state", "difference", "discard", "doubt", "confirm")},
        **{f"intake:{name}": [upload.pk, "projects"] for name in ("listing", "bulk", "add")},
        "intake:item": [upload.pk, "projects", 0, 0],
        **{f"planning:{name}": [plan.pk] for name in ("succeed",)},
        "planning:take-end-value": [row.pk],
        "planning:figures": [row.pk],
        **_adjustments(row, people["planner"]),
        **{f"planning:{name}": [plan.pk] for name in ("yearly", "yearly-sheet", "yearly-upload")},
        **{f"evaluations:{name}": [plan.pk] for name in ("appraisal", "appraisal-weights")},
        **{f"planning:{name}": [plan.pk] for name in ("plan", "state", "edit", "move", "row-new")},
        "planning:row": [row.pk],
        "publicity:plan": [plan.pk],
        "publicity:withdraw": [released(plan, by=people["administrator"]).pk],
        **{f"publicity:{name}": ["410726", plan.period, *rest] for name, rest in _RELEASED.items()},
        "evaluations:evaluation": [sent_in.pk],
        **{f"evaluations:{name}": [words.pk] for name in ("texts", "step", "ask-file")},
        **{f"evaluations:{name}": [paper.pk] for name in ("file", "file-state")},
        "dashboards:region": ["410726"],
        "reports:brief": ["410726"],
        "projects:problem": [trouble.pk],
        "projects:letter-new": [unit.pk],
        **{name: [letter.pk] for name in ("projects:letter", "reports:letter")},
        "reports:bulletin": ["410726", "monthly", "2025-06"],
        "reports:bulletin-issued": [issued_bulletin(plan.region, by=people["planner"]).pk],
        "dashboards:indicator": ["gdp"],
        "dashboards:row": [row.pk],
        "dashboards:long-view": ["410726", "gdp"],
        "dashboards:what_if": [row.pk],
        "dashboards:commitment-projects": [row.pk],
        "dashboards:counties": ["410726"],
        "dashboards:resolve_doubt": [Doubt.objects.first().pk],
        "dashboards:boundary-retire": [1],
        "display-revoke": [1],
        **{f"entry:{name}": [round.pk] for name in ("round", "round-edit", "round-reopen", "round-remind", "sheet")},
        "entry:workbook": [workbook.pk],
        "entry:figure": [row.pk, 2025],
        "entry:review-figure": [figure.pk],
        "entry:revisions": [row.pk],
        **{name: [plan.pk, 2025] for name in ("entry:breakdown-sheet", "entry:breakdown-upload", "reports:breakdown")},
        "entry:task": [plan.pk, 2025, f"row-{row.pk}"],
        "entry:evidence": [file.pk],
        "entry:evidence-add": [row.pk, 2025],
        "entry:evidence-remove": [file.pk],
        "entry:history": ["indicators.planindicator", row.pk],
        **{
            name: [people["leader"].pk]
            for name in NAMES
            if name.startswith("account") and name[7:] not in {"s", "-new"}
        },
        "unit": [unit.pk],
        **{f"exchange:{name}": [key.client_id] for name in ("client", "client-edit", "key-issue", "webhook-new")},
        **{f"exchange:webhook{name}": [told.webhook_id] for name in ("", "-edit", "-secret", "-switch", "-ping")},
        **{f"exchange:{name}": [told.pk] for name in ("delivery", "delivery-replay")},
        **{f"exchange:{name}": [key.pk] for name in ("key-rotate", "key-revoke")},
        "api-period-download": ["2021-2025"],
        "api-regions-detail": ["410726"],
        "api-plans-detail": [plan.pk],
        "api-indicators-detail": ["gdp"],
        "api-plan-indicators-detail": [row.pk],
        "api-observations-detail": [row.observations.filter(in_force=True).first().pk],
        "api-assessments-detail": [row.assessments.first().pk],
        "api-projects-detail": [project.pk],
        "api-project-reports-detail": [monthly.pk],
        "projects:project": [project.pk],
        "projects:edit": [project.pk],
        **{f"projects:{name}": [pair.pk] for name in ("pair-decide", "pair-undo")},
        "entry:projects-review-report": [report.pk],
    }
    return people, arguments


@pytest.fixture(scope="module")
def lasting_things(lasting):
    with lasting():
        return _things()


@pytest.fixture
def things(lasting_things):
    """Made once for a module; each test has copies of its own, for a request changes who sends it."""
    return copy.deepcopy(lasting_things)


def test_every_address_is_in_the_sweep():
    assert set(PAGES) | POSTED | OPEN | HALF_WAY | API == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_stranger(client, things, name):
    address = reverse(name, args=things[1].get(name, []))
    answer = client.get(address)
    if name in OPEN:
        assert answer.status_code == 200
    elif name in HALF_WAY:
        assert (answer.status_code, answer.url) == (302, "/accounts/login/")
    elif name in API:
        assert answer.status_code == 401
        assert answer["Content-Type"].startswith("application/problem+json")
    else:
        assert answer.status_code == 302 or name in POSTED
        if answer.status_code == 302:
            assert answer.url.startswith("/accounts/login/?next=")
    if name in POSTED:
        assert client.post(address).status_code == 302


@pytest.mark.parametrize("who", sorted(EVERYONE))
def test_a_role(client, things, who):
    people, arguments = things
    client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
    got = {name: client.get(reverse(name, args=arguments.get(name, []))).status_code for name in PAGES}
    assert got == {name: 200 if who in allowed else 403 for name, allowed in PAGES.items()}


@pytest.mark.parametrize("who", sorted(EVERYONE))
def test_the_neighbours_see_nothing_of_it(client, things, who):
    """The same roles of another county."""
    there = regions.weibin()
    people = {
        "clerk": lambda: accounts.clerk(accounts.UnitFactory(region=there)),
        "reviewer": lambda: accounts.reviewer(there),
        "planner": lambda: accounts.planner(there),
        "leader": lambda: accounts.leader(there),
        "administrator": lambda: accounts.administrator(there),
    }
    client.force_login(people[who](), backend="django.contrib.auth.backends.ModelBackend")
    about = (
        "account", "unit",
        "dashboards:region", "dashboards:row", "dashboards:what_if", "dashboards:long-view",
        "dashboards:counties", "entry:figure", "entry:review-figure", "entry:history",
        "entry:evidence", "intake:intake",
        "intake:state", "intake:listing", "intake:item", "intake:add", "intake:difference", "planning:plan", "planning:state",
        "planning:edit", "planning:row", "planning:row-new",
        "planning:succeed", "planning:adjustments", "planning:adjustment", "planning:adjustment-new",
        "planning:adjustment-edit", "planning:adjustment-row",
        "planning:yearly", "planning:yearly-sheet", "planning:yearly-upload", "planning:figures",
        "entry:round", "entry:round-edit", "entry:round-reopen", "entry:round-remind", "entry:sheet",
        "entry:workbook", "entry:projects-review-report", "evaluations:appraisal", "evaluations:appraisal-weights",
        "publicity:plan", "publicity:withdraw",
    )  # fmt: skip
    assert {client.get(reverse(name, args=things[1][name])).status_code for name in about} == {403}
    projects = (
        "projects:project", "projects:edit", "projects:problem", "projects:letter", "projects:letter-new", "reports:letter",
        "reports:bulletin", "reports:bulletin-issued", "reports:breakdown", "entry:breakdown-sheet", "entry:breakdown-upload",
        "entry:task", "dashboards:commitment-projects", "evaluations:evaluation", "evaluations:texts",
        "evaluations:file", "evaluations:file-state",
    )  # fmt: skip
    got = {name: client.get(reverse(name, args=things[1][name])).status_code for name in projects}
    assert set(got.values()) <= {403, 404}, got
    assert (
        client.post(reverse("dashboards:resolve_doubt", args=things[1]["dashboards:resolve_doubt"])).status_code == 403
    )
    assert Doubt.objects.filter(resolved_at__isnull=False).count() == 0
