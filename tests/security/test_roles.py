"""Who may do what: every cell of the table in docs/roles.md is tried. Allowed means done, refused means nothing was done."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import (
    Base,
    DefinitionBreak,
    Doubt,
    Evidence,
    Observation,
)
from intake.models import Intake
from plans.models import Plan, PlanStatus
from tests.factories import accounts, regions
from tests.factories.api import caller
from tests.factories.indicators import answers_for, approved, gdp_row
from tests.factories.pictures import png
from tests.factories.plans import PlanFactory
from tests.factories.rounds import day, open_round_for, reopened
from tests.security import role_desk as desk
from tests.security import role_exchange as exchange
from tests.security import role_office as office
from tests.security import role_pages as pages
from tests.security import role_projects as projects
from tests.security import role_register as register
from tests.security import role_rounds as rounds
from tests.security.role_life import LIFE
from tests.security.role_problems import PROBLEMS
from tests.security.role_reports import REPORTS

pytestmark = pytest.mark.django_db

TABLE = Path(settings.BASE_DIR) / "docs" / "roles.md"
OPEN, BEFORE, AFTER, WITHOUT = 2025, 2023, 2022, 2024
TYPED = {
    "value": "160.5", "comparator": "=", "value_basis": "current", "growth": "", "growth_basis": "unknown",
    "vintage": "final", "source_title": "统计公报", "source_address": "", "note": "", "lock": "", "action": "draft",
}  # fmt: skip


def read_table() -> dict[str, dict[str, bool]]:
    """Action → role → may."""
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("|")]
    head, _rule, *body = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    marks = {"✓": True, "–": False}
    return {cells[0]: {role: marks[cell] for role, cell in zip(head[1:], cells[1:], strict=True)} for cells in body}


MAY = read_table()
ROLES = list(next(iter(MAY.values())))


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def lasting_world(lasting):
    """Yanjin's GDP: one round is open, one has not begun, one is over; 2024 has none."""
    with lasting():
        row = gdp_row()
        unit = row.units.get()
        around = [open_round_for(row, OPEN), open_round_for(row, BEFORE, opens=3, closes=9)]
        open_round_for(row, AFTER, opens=-9, closes=-3)
        other = accounts.UnitFactory(region=unit.region, name="财政局")
        return SimpleNamespace(row=row, unit=unit, plan=row.plan, round=around[0], other=other)


@pytest.fixture
def world(lasting_world):
    """Made once for a module; each cell has a copy of its own, which services may change."""
    return copy.deepcopy(lasting_world)


def person(role: str, world) -> Client:
    """Somebody of the role, logged in; a system calls with its key. ``outside``: the reviewer of another county."""
    if role == "client":
        return caller()
    makers = {
        "clerk": lambda: accounts.clerk(world.unit),
        "other clerk": lambda: accounts.clerk(world.other),
        "reviewer": accounts.reviewer,
        "planner": accounts.planner,
        "leader": accounts.leader,
        "administrator": lambda: accounts.administrator(world.plan.region),
        "outside": lambda: accounts.administrator(regions.weibin()),
    }
    client = Client(raise_request_exception=False)
    client.person = makers[role]()
    client.force_login(client.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@dataclass(frozen=True)
class Action:
    """``do`` prepares and sends, and gives a function that says whether it was done."""

    do: Callable[[Client, SimpleNamespace], Callable[[], bool]]


# --- reading ----------------------------------------------------------------------------------------------------------
def read(name: str, *arguments, **query):
    def do(client, world):
        address = reverse(name, args=[one(world) if callable(one) else one for one in arguments])
        answer = client.get(address, query)
        return lambda: answer.status_code == 200

    return do


def opened(client, address: str):
    """A page whose region stands in a parameter."""
    answer = client.get(address)
    return lambda: answer.status_code == 200


def read_of_a_draft(client, world):
    Plan.objects.filter(pk=world.plan.pk).update(status=PlanStatus.DRAFT)
    return read("dashboards:row", lambda world: world.row.pk)(client, world)


def read_api(client, world):
    approved(world.row, 2021, value=Decimal(155))
    answer = client.get("/api/v1/observations/")
    return lambda: answer.status_code == 200 and answer.json()["count"] == 1


def read_evidence(state: str, **fields):
    def do(client, world):
        attached = _attached(world, _figure(world, "draft"))
        people = {"submitted_by": accounts.clerk(world.unit), "approved_by": accounts.reviewer()}
        moments = {"submitted_at": timezone.now(), "approved_at": timezone.now()}
        Observation.objects.filter(pk=attached.observation_id).update(
            state=state, **(people | moments if state == "approved" else {})
        )
        if "removed_at" in fields:
            Evidence.objects.filter(pk=attached.pk).update(removed_by=accounts.reviewer(), **fields)
        return read("entry:evidence", attached.pk)(client, world)

    return do


# --- figures ----------------------------------------------------------------------------------------------------------
def _figure(world, state: str, **fields) -> Observation:
    given = {"row": world.row, "year": OPEN, "value": Decimal(170), "unit": "亿元", "lock": 1, **fields}
    if state == "submitted":
        given |= {"submitted_at": timezone.now()}
        given.setdefault("submitted_by", accounts.clerk(world.unit))
    return Observation.objects.create(state=state, **given)


def _attached(world, figure: Observation) -> Evidence:
    from indicators.services.evidence import attach

    return attach(
        observation=figure, name="公报.png", chunks=[png()], by=accounts.clerk(world.unit)
    ).evidence  # fmt: skip


def _post_figure(client, world, year: int, **changes):
    return client.post(reverse("entry:figure", args=[world.row.pk, year]), {**TYPED, **changes})


def enter(year: int):
    def do(client, world):
        _post_figure(client, world, year)
        return lambda: Observation.objects.filter(row=world.row, year=year, value=Decimal("160.5")).exists()

    return do


def submit(client, world):
    figure = _figure(world, "draft")
    _post_figure(client, world, OPEN, lock=figure.lock, action="submit")
    return lambda: Observation.objects.get(pk=figure.pk).state == "submitted"


def withdraw(client, world):
    figure = _figure(world, "submitted")
    _post_figure(client, world, OPEN, lock=figure.lock, action="withdraw")
    return lambda: Observation.objects.get(pk=figure.pk).state == "draft"


def correct(*, again: bool):
    def do(client, world):
        stands = approved(world.row, OPEN, value=Decimal(150))
        if again:
            reopened(world.row, OPEN)
        _post_figure(client, world, OPEN, lock=stands.lock, reason="普查修订")
        return lambda: Observation.objects.filter(row=world.row, year=OPEN, version=2).exists()

    return do


def attach_evidence(client, world):
    figure = _figure(world, "draft")
    file = SimpleUploadedFile("公报.png", png())
    client.post(reverse("entry:evidence-add", args=[world.row.pk, OPEN]), {"evidence": file})
    return lambda: Evidence.objects.filter(observation=figure).exists()


def remove_evidence(client, world):
    attached = _attached(world, _figure(world, "draft"))
    client.post(reverse("entry:evidence-remove", args=[attached.pk]))
    return lambda: Evidence.objects.get(pk=attached.pk).removed_at is not None


# --- review -----------------------------------------------------------------------------------------------------------
def decide(action: str, state: str, *, own: bool = False):
    def do(client, world):
        mine = {"submitted_by": client.person} if own and hasattr(client, "person") else {}
        figure = _figure(world, "submitted", **mine)
        given = {"lock": figure.lock, "action": action, "comment": "请核对" if action == "return" else ""}
        client.post(reverse("entry:review-figure", args=[figure.pk]), given)
        return lambda: Observation.objects.get(pk=figure.pk).state == state

    return do


# --- plans and accounts -----------------------------------------------------------------------------------------------
def revise_base(client, world):
    given = {"action": "base", "version": 1, "value": "155", "unit": "亿元", "year": 2020, "price_basis": "current",
             "document": "1号", "reason": "普查"}  # fmt: skip
    client.post(reverse("entry:revisions", args=[world.row.pk]), given)
    return lambda: Base.objects.filter(row=world.row, version=2).exists()


def mark_break(client, world):
    given = {"action": "break", "break_year": OPEN, "break_document": "1号", "break_reason": "口径"}
    client.post(reverse("entry:revisions", args=[world.row.pk]), given)
    return lambda: DefinitionBreak.objects.filter(row=world.row).exists()


def resolve_doubt(client, world):
    doubt = Doubt.objects.create(plan=world.plan, row=world.row, code="basis_unknown", message="口径未注明")
    given = {"state": "resolved", "resolution": "按现价"}
    client.post(reverse("dashboards:resolve_doubt", args=[doubt.pk]), given)
    return lambda: Doubt.objects.get(pk=doubt.pk).state == "resolved"


def upload_plan(client, world):
    client.post(reverse("intake:list"), {"text": "规划纲要", "region": world.plan.region.code})
    return lambda: Intake.objects.filter(region=world.plan.region).exists()


OFFICE = {
    "create-person": office.create_person,
    "create-person-beyond-scope": office.create_person_beyond,
    "make-own-scope-larger": office.widen_own_scope,
    "reset-password": office.reset_password,
    "reset-second-factor": office.reset_second_factor,
    "release-lock-out": office.release,
    "issue-display-link": office.issue_display,
    "revoke-display-link": office.revoke_display,
    "list-display-links": read("displays"),
    "load-boundaries": office.load_map,
    "retire-boundaries": office.retire_map,
    "list-boundaries": read("dashboards:boundaries"),
    "create-unit": office.create_unit,
    "read-audit-log": office.read_audit,
    "export-audit-log": office.export_audit,
    "open-row-in-admin": office.open_row_in_admin,
    "open-account-in-admin": office.open_account_in_admin,
}
ACTIONS: dict[str, Action] = {
    name: Action(do)
    for name, do in {
        "read-region-page": read("dashboards:region", "410726"),
        "take-brief-along": read("reports:brief", "410726"),
        "take-table-along": read("dashboards:region", "410726", format="xlsx"),
        "read-counties-page": read("dashboards:counties", "410726"),
        "read-row-page": read("dashboards:row", lambda world: world.row.pk),
        "try-what-if": read("dashboards:what_if", lambda world: world.row.pk),
        "read-row-of-a-draft": read_of_a_draft,
        "take-row-along": read("dashboards:row", lambda world: world.row.pk, format="xlsx"),
        "take-counties-along": read("dashboards:counties", "410726", format="xlsx"),
        "look-back-at-region": read("dashboards:region", "410726", as_of=day()),
        "look-back-at-row": read("dashboards:row", lambda world: world.row.pk, as_of=day()),
        "open-map": lambda client, world: opened(client, "/map/?region=410726"),
        "open-wall-screen": lambda client, world: opened(client, "/screen/?region=410726"),
        "read-history": read("entry:history", "indicators.planindicator", lambda world: world.row.pk),
        "read-api": read_api,
        "enter-figure-in-open-round": enter(OPEN),
        "submit-figure": submit,
        "withdraw-figure": withdraw,
        "enter-figure-before-round": enter(BEFORE),
        "enter-figure-after-round": enter(AFTER),
        "enter-figure-without-round": enter(WITHOUT),
        "correct-approved-figure": correct(again=False),
        "correct-approved-figure-reopened": correct(again=True),
        "attach-evidence": attach_evidence,
        "remove-evidence": remove_evidence,
        "read-evidence-of-draft": read_evidence("draft"),
        "read-evidence-of-approved": read_evidence("approved"),
        "read-removed-evidence": read_evidence("approved", removed_at=timezone.now()),
        "open-review-queue": read("entry:review"),
        "approve-figure": decide("approve", "approved"),
        "return-figure": decide("return", "returned"),
        "approve-own-figure": decide("approve", "approved", own=True),
        "read-round-board": read("entry:round", lambda world: world.round.pk),
        **rounds.ACTIONS,
        "revise-base": revise_base,
        "mark-break": mark_break,
        "resolve-doubt": resolve_doubt,
        "upload-plan-document": upload_plan,
        "list-accounts": read("accounts"),
        **desk.ACTIONS,
        **OFFICE,
        **exchange.ACTIONS,
        **projects.TASKS,
        **PROBLEMS,
        **register.ACTIONS,
        **REPORTS,
        **pages.ACTIONS,
        **LIFE,
    }.items()
}
#: Pages that list the own scope answer everybody of the role; what stands outside is simply not in them.
OF_THE_OWN_SCOPE = {
    "read-problem-list", "open-review-queue", "open-report-queue", "list-accounts", "list-display-links", "list-boundaries",
    "list-releases",
}  # fmt: skip


def test_the_table_and_the_actions_are_the_same_list():
    assert sorted(MAY) == sorted(ACTIONS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", list(MAY))
def test_a_cell_of_the_table(world, action, role):
    if role == "outside" and action in OF_THE_OWN_SCOPE:
        role = "other clerk"
    done = ACTIONS[action].do(person(role, world), world)
    assert done() is MAY[action][role]


def test_a_figure_of_the_plan_of_another_county_is_as_closed(world):
    """The same sweep the other way round: nobody of Yanjin, whatever the role, enters a figure of Weibin."""
    there = gdp_row(PlanFactory(region=regions.weibin()), accounts.UnitFactory(region=regions.weibin()))
    answers_for(there, accounts.UnitFactory(region=regions.weibin(), name="财政局"))
    open_round_for(there, OPEN)
    foreign = SimpleNamespace(**{**vars(world), "row": there, "plan": there.plan})
    for role in ROLES:
        if role != "outside":
            assert enter(OPEN)(person(role, world), foreign)() is False, role
