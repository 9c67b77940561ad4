"""The pages of problems and letters: what each person finds there, and what sending a form does."""

from __future__ import annotations

import copy
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Letter, Problem
from projects.services import problems
from tests.factories import accounts, regions
from tests.factories.accounts import UnitFactory
from tests.factories.problems import overdue_problem

pytestmark = pytest.mark.django_db

LIST, LETTERS = "/problems/", "/letters/"


@pytest.fixture(scope="module")
def lasting_world(lasting):
    with lasting():
        world = overdue_problem(sample=True)
        world.other = problems.raise_problem(project=world.project, text="资金不足", kind="money", by=world.reviewer)
        world.clerk = accounts.clerk(world.unit)
        return world


@pytest.fixture
def world(lasting_world):
    return copy.deepcopy(lasting_world)


def soon(days=20):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def page(client, person, address, **query):
    client.force_login(person)
    return client.get(address, query).content.decode()


def step(client, world, name, person=None, **given):
    client.force_login(person or world.reviewer)
    stored = Problem.objects.get(pk=world.problem.pk)
    sent = {"step": name, f"{name}-lock": stored.lock, **{f"{name}-{key}": value for key, value in given.items()}}
    return client.post(reverse("projects:problem", args=[world.problem.pk]), sent)


# --- the list ---------------------------------------------------------------------------------------------------------
def test_the_list_says_how_things_stand(client, world):
    text = page(client, accounts.leader(), LIST)
    assert "未销号 <strong>2</strong> 个" in text and "逾期 1 个" in text
    assert text.index("用地未批") < text.index("资金不足")
    assert "演示数据" in text and "发提示函" not in text
    assert "发提示函" in page(client, world.reviewer, LIST)


def test_a_clerk_is_told_what_waits_for_the_unit(client, world):
    assert "有 1 个问题等待你单位答复" in page(client, world.clerk, LIST)
    assert "等待你单位答复" not in page(client, accounts.clerk(world.lead), LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"用地未批", "资金不足"}),
        ({"state": "overdue"}, {"用地未批"}),
        ({"state": "open"}, {"资金不足"}),
        ({"state": "closed"}, set()),
        ({"state": "all"}, {"用地未批", "资金不足"}),
        ({"kind": "money"}, {"资金不足"}),
        ({"q": "水厂"}, {"用地未批", "资金不足"}),
        ({"q": "用地"}, {"用地未批"}),
        ({"region": "410726"}, {"用地未批", "资金不足"}),
        ({"region_under": "410000"}, {"用地未批", "资金不足"}),
    ],
)
def test_filters(client, world, query, found):
    client.force_login(world.reviewer)
    lines = client.get(LIST, query).context["lines"]
    assert {line.it.text for line in lines} == found


def test_filters_by_unit_and_project(client, world):
    client.force_login(world.reviewer)
    assert [line.it.text for line in client.get(LIST, {"unit": world.unit.pk}).context["lines"]] == ["用地未批"]
    assert len(client.get(LIST, {"project": world.project.pk}).context["lines"]) == 2


@pytest.mark.parametrize("query", [{"state": "asleep"}, {"kind": "x"}, {"as_of": "2024-01-01"}, {"format": "csv"}])
def test_what_the_address_may_not_say(client, world, query):
    client.force_login(world.reviewer)
    assert client.get(LIST, query).status_code == 400


def test_the_list_as_a_workbook(client, world):
    client.force_login(world.reviewer)
    book = openpyxl.load_workbook(io.BytesIO(client.get(LIST, {"format": "xlsx"}).content))
    assert book.sheetnames == ["问题清单", "按单位"]
    values = [[cell.value for cell in row] for row in book["问题清单"].iter_rows()]
    line = next(row for row in values if "用地未批" in row)
    assert line[:5] == ["延津县", "城东水厂", "用地未批", "用地", "自然资源局"] and line[-1] == "演示数据"


def test_the_number_of_queries_does_not_grow(client, world, django_assert_max_num_queries):
    for number in range(5):
        problems.raise_problem(project=world.project, text=f"问题{number}", kind="other", by=world.reviewer)
    client.force_login(world.reviewer)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).status_code == 200


# --- one problem ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("clerk", ["answered"]),
        ("reviewer", ["assigned", "answered", "extended", "closed"]),
        ("leader", []),
        ("lead", []),
    ],
)
def test_what_a_person_may_do_is_offered(client, world, who, offered):
    person = {"leader": accounts.leader, "lead": lambda: accounts.clerk(world.lead)}.get(
        who, lambda: getattr(world, who)
    )
    client.force_login(person())
    forms = client.get(reverse("projects:problem", args=[world.problem.pk])).context["forms"]
    assert [kind.value for kind, _word, _form in forms] == offered


def test_a_whole_life_by_forms(client, world):
    assert step(client, world, "answered", world.clerk, text="已报省厅").status_code == 302
    assert step(client, world, "sent_back", text="请附批文", due=soon()).status_code == 302
    assert step(client, world, "extended", text="省厅审批中", due=soon(30)).status_code == 302
    assert step(client, world, "assigned", unit=world.lead.pk, due=soon(), kind="approval").status_code == 302
    assert step(client, world, "closed", text="已核实").status_code == 302
    assert step(client, world, "reopened", text="批文被撤", due="").status_code == 302
    stored = Problem.objects.get(pk=world.problem.pk)
    assert (stored.state, stored.unit, stored.kind) == ("assigned", world.lead, "approval")
    text = page(client, world.reviewer, reverse("projects:problem", args=[stored.pk]))
    assert text.index("已报省厅") < text.index("请附批文") < text.index("已核实") < text.index("批文被撤")


@pytest.mark.parametrize(
    ("name", "given", "status", "said"),
    [
        ("closed", {"text": ""}, 422, "id_closed-text_errors"),
        ("extended", {"text": "等待", "due": "2025-04-30"}, 422, "须晚于现在的 2025-05-01"),
        ("sent_back", {"text": "不够"}, 409, "不能进行这一步"),
        ("closed", {"text": "好", "lock": 0}, 409, "已被他人处理过"),
    ],
)
def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(client, world, name, given, status, said):
    answer = step(client, world, name, **given)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert Problem.objects.get(pk=world.problem.pk).state == "assigned"


def test_who_was_overtaken_may_send_it_again(client, world):
    client.force_login(world.reviewer)
    answer = step(client, world, "closed", text="好", lock=0)
    form = next(form for kind, _word, form in answer.context["forms"] if kind == "closed")
    assert form["lock"].value() == str(world.problem.lock) and form["text"].value() == "好"


def test_a_step_that_is_none_and_a_problem_of_strangers(client, world):
    client.force_login(world.reviewer)
    address = reverse("projects:problem", args=[world.problem.pk])
    assert client.post(address, {"step": "dreamt"}).status_code == 400
    client.force_login(accounts.reviewer(regions.weibin()))
    assert client.get(address).status_code == 404
    assert client.post(address, {"step": "closed", "closed-lock": 2, "closed-text": "好"}).status_code == 404


# --- letters ----------------------------------------------------------------------------------------------------------
def written(client, world, **given):
    client.force_login(world.reviewer)
    facts = {"number": "〔2025〕1号", "sender": "延津县发改委", "deadline": soon(), "problems": [world.problem.pk]}
    return client.post(f"{LETTERS}new/{world.unit.pk}/", facts | given)


def test_the_new_letter_proposes_the_overdue_problems(client, world):
    client.force_login(world.reviewer)
    form = client.get(f"{LETTERS}new/{world.unit.pk}/").context["form"]
    assert form["problems"].value() == [str(world.problem.pk)]
    assert form["sender"].value() == "延津县发展和改革委员会"


def test_a_letter_by_forms(client, world):
    assert written(client, world).status_code == 302
    letter = Letter.objects.get()
    address = reverse("projects:letter", args=[letter.pk])
    client.force_login(world.clerk)
    assert client.post(address, {"action": "reply", "reply-lock": letter.lock, "reply-text": "已办"}).status_code == 302
    client.force_login(world.reviewer)
    assert "已办" in client.get(address).content.decode()
    assert client.post(address, {"action": "close", "close-lock": letter.lock}).status_code == 409
    assert client.post(address, {"action": "close", "close-lock": letter.lock + 1}).status_code == 302
    assert Letter.objects.get().state == "closed"
    assert "已办结" in page(client, accounts.leader(), LETTERS)


@pytest.mark.parametrize(
    ("given", "said"),
    [({"deadline": "2025-01-01"}, "回复时限须晚于今天"), ({"problems": []}, "不必发函"), ({"number": ""}, "")],
)
def test_a_letter_that_is_refused(client, world, given, said):
    answer = written(client, world, **given)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_letter_to_nobody(client, world):
    client.force_login(world.reviewer)
    assert client.get(f"{LETTERS}new/999999/").status_code == 404
    neighbour = UnitFactory(region=regions.weibin(), name="财政局")
    assert client.get(f"{LETTERS}new/{neighbour.pk}/").status_code == 404


def test_who_writes_no_letters(client, world):
    for person in (world.clerk, accounts.leader()):
        client.force_login(person)
        assert client.get(f"{LETTERS}new/{world.unit.pk}/").status_code == 403
    client.force_login(world.reviewer)
    assert client.get(LETTERS, {"as_of": "2024-01-01"}).status_code == 400
    assert not Letter.objects.exists()
