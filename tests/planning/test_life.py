"""The states of a plan and the ways between them; the list of plans; the hub."""

import copy
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Doubt
from indicators.services.errors import WrongState
from planning.services.states import VERBS, back_to_draft, end, mark_replaced, put_in_force
from plans.models import Plan, PlanStatus
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, TargetFactory, approved
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def lasting_desk(lasting):
    with lasting():
        plan = PlanFactory(status=PlanStatus.DRAFT)
        row = RowFactory(plan=plan, position=1, short_name="地区生产总值")
        return SimpleNamespace(plan=plan, row=row, planner=accounts.planner(), leader=accounts.leader())


@pytest.fixture
def desk(lasting_desk):
    return copy.deepcopy(lasting_desk)


def state_of(plan):
    return Plan.objects.get(pk=plan.pk).status


def log_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


#: From, to, whether there is such a step.
STEPS = [
    ("draft", "in_force", True), ("draft", "ended", True), ("draft", "replaced", False), ("draft", "draft", False),
    ("in_force", "ended", True), ("in_force", "replaced", True), ("in_force", "draft", True), ("in_force", "in_force", False),
    ("ended", "in_force", True), ("ended", "draft", True), ("ended", "replaced", False),
    ("replaced", "in_force", True), ("replaced", "draft", True), ("replaced", "ended", False),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "possible"), STEPS)
def test_every_step(desk, before, after, possible):
    Plan.objects.filter(pk=desk.plan.pk).update(status=before)
    if possible:
        assert VERBS[after](plan=desk.plan, by=desk.planner, reason="办文").plan_id == desk.plan.pk
        assert state_of(desk.plan) == after
    else:
        with pytest.raises(WrongState):
            VERBS[after](plan=desk.plan, by=desk.planner, reason="办文")
        assert state_of(desk.plan) == before


@pytest.mark.parametrize("verb", [end, back_to_draft, mark_replaced])
def test_a_reason_is_asked(desk, verb):
    Plan.objects.filter(pk=desk.plan.pk).update(status="in_force")
    with pytest.raises(ValidationError, match="理由"):
        verb(plan=desk.plan, by=desk.planner, reason=" ")


@pytest.mark.parametrize("verb", [put_in_force, end])
def test_an_empty_plan_is_carried_out_by_nobody(desk, verb):
    desk.row.delete()
    with pytest.raises(WrongState, match="没有一行"):
        verb(plan=desk.plan, by=desk.planner, reason="x")


def test_no_way_back_once_a_figure_was_entered(desk):
    put_in_force(plan=desk.plan, by=desk.planner)
    approved(desk.row, 2021, value=1)
    with pytest.raises(WrongState, match="不能退回草案"):
        back_to_draft(plan=desk.plan, by=desk.planner, reason="误操作")


def test_the_rival_gives_way_only_when_told(desk):
    other = Plan.objects.create(
        region=desk.plan.region, base_year=2020, start_year=2021, end_year=2030, title="旧", status="in_force"
    )
    with pytest.raises(WrongState, match="替代"):
        put_in_force(plan=desk.plan, by=desk.planner)
    put_in_force(plan=desk.plan, by=desk.planner, replace=True)
    assert (state_of(other), state_of(desk.plan)) == ("replaced", "in_force")


def test_the_second_of_two_planners_is_told(desk):
    put_in_force(plan=desk.plan, by=desk.planner, seen="draft")
    with pytest.raises(WrongState, match="已由他人"):
        end(plan=desk.plan, by=desk.planner, reason="x", seen="draft")


@pytest.mark.parametrize("who", ["reviewer", "leader", "neighbour"])
def test_others_change_no_state(desk, who):
    by = {
        "reviewer": accounts.reviewer,
        "leader": accounts.leader,
        "neighbour": lambda: accounts.planner(regions.weibin()),
    }[who]()
    with pytest.raises(PermissionDenied):
        put_in_force(plan=desk.plan, by=by)


# --- pages ------------------------------------------------------------------------------------------------------------
def test_the_page_says_what_is_in_the_way(client, desk):
    Doubt.objects.create(plan=desk.plan, row=desk.row, code="basis_unknown", message="口径未注明", blocking=True)
    page = log_in(client, desk.planner).get(reverse("planning:state", args=[desk.plan.pk])).content.decode()
    assert "1 行还没有目标，不作评估：地区生产总值" in page
    assert "1 项影响评估的疑点还没有处理" in page
    TargetFactory(row=desk.row)
    page = client.get(reverse("planning:state", args=[desk.plan.pk])).content.decode()
    assert "还没有目标" not in page


@pytest.mark.parametrize(("sent", "status", "after"), [
    ({"to": "in_force", "seen": "draft"}, 302, "in_force"),
    ({"to": "in_force", "seen": "ended"}, 409, "draft"),
    ({"to": "ended", "seen": "draft"}, 422, "draft"),
    ({"to": "ended", "seen": "draft", "reason": "已过期"}, 302, "ended"),
    ({"to": "lost"}, 422, "draft"),
])  # fmt: skip
def test_a_step_on_the_page(client, desk, sent, status, after):
    answer = log_in(client, desk.planner).post(reverse("planning:state", args=[desk.plan.pk]), sent)
    assert (answer.status_code, state_of(desk.plan)) == (status, after)


def test_a_draft_is_shown_first_to_planners_and_never_to_leaders(client, desk):
    PlanFactory(start_year=2026)
    listed = log_in(client, desk.planner).get(reverse("planning:list")).context["found"].object_list
    assert [one.status for one in listed] == ["draft", "in_force"]
    log_in(client, desk.leader)
    listed = client.get(reverse("planning:list")).context["found"].object_list
    assert [one.status for one in listed] == ["in_force"]
    assert client.get(reverse("planning:plan", args=[desk.plan.pk])).status_code == 404


def test_the_list_is_narrowed(client, desk):
    PlanFactory(start_year=2026)
    log_in(client, desk.planner)

    def got(**asked):
        return [one.period for one in client.get(reverse("planning:list"), asked).context["found"]]

    assert got(period="2026-2030") == ["2026-2030"]
    assert got(status="draft") == ["2021-2025"]
    assert got(region="410726", status="ended") == []
    assert client.get(reverse("planning:list"), {"region": "410703"}).status_code in (400, 403)
    for asked in ({"period": "soon"}, {"as_of": "2024-03-31"}):
        assert client.get(reverse("planning:list"), asked).status_code == 400


def test_the_list_asks_the_same_number_of_queries(client, desk):
    log_in(client, desk.planner)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("planning:list"))
        return len(queries)

    asked()  # the first request of a person writes the session
    before = asked()
    for start in (2006, 2011, 2016, 2026):
        RowFactory(plan=PlanFactory(start_year=start, title=str(start)), position=1)
    assert asked() == before


def test_the_hub_shows_what_a_person_may(client, desk):
    address = reverse("planning:plan", args=[desk.plan.pk])
    log_in(client, desk.planner)
    shown = {link.address for link in client.get(address).context["ways"]}
    assert {reverse("planning:edit", args=[desk.plan.pk]), reverse("planning:state", args=[desk.plan.pk])} <= shown
    Plan.objects.filter(pk=desk.plan.pk).update(status="in_force")
    shown = {link.address for link in log_in(client, desk.leader).get(address).context["ways"]}
    assert not {reverse("planning:edit", args=[desk.plan.pk]), reverse("planning:state", args=[desk.plan.pk])} & shown
