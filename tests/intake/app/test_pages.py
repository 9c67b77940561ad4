"""The pages of one upload: who may, what stands on them, what is refused and comes back with what was typed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import PlanIndicator
from intake.models import Decision, DoubtAnswer, Intake, IntakeState
from plans.models import Plan, PlanStatus
from tests.factories import accounts, regions
from tests.factories.intake import read_intake
from tests.factories.plans import PlanFactory
from tests.intake.app.asking import ANSWER, page, send

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _logged_in(client, planner):
    client.force_login(planner, backend=BACKEND)


@pytest.fixture
def found(upload):
    return upload


def test_the_summary_says_what_was_read_and_what_is_in_the_way(client, found):
    status, text = page(client, "intake", found.pk)
    assert status == 200
    assert "延津县第十四个五年规划纲要" in text
    assert "序号不连续" in text
    assert "社会消费品零售总额" in text  # the doubtful row, in the way
    assert "disabled" in text


@pytest.mark.parametrize(("slug", "says"), [
    ("indicators", ["地区生产总值", "水平值 230 亿元", "表与正文不一致"]),
    ("results", ["150", "153.7"]),
    ("projects", ["甲乙高速延津段", "正文中列举，请核对", "专栏3：交通重点项目"]),
    ("commitments", ["高新技术企业", "≥18 家", "2025 年"]),
])  # fmt: skip
def test_each_list(client, found, slug, says):
    status, text = page(client, "listing", found.pk, slug)
    assert status == 200
    for words in says:
        assert words in text


def test_an_unknown_list_or_item_is_not_found(client, found):
    assert page(client, "listing", found.pk, "plan")[0] == 404
    assert page(client, "listing", found.pk, "nothing")[0] == 404
    assert page(client, "item", found.pk, "projects", 99, 0)[0] == 404
    assert page(client, "listing", found.pk + 1, "projects")[0] == 404


def test_a_filter_keeps_what_it_says(client, found):
    text = page(client, "listing", found.pk, "indicators", show="doubted")[1]
    assert text.count("data-item=") == 1


def test_accepting_editing_dropping_reopening_one_item(client, found):
    at = (found.pk, "projects", 0, 0)
    data = {
        "name": "甲乙高速延津段",
        "box": "专栏3：交通重点项目",
        "group": "高速公路",
        "facts": "长15.7公里",
        "kind": "project",
    }
    send(client, "item", *at, action="accept", version=0, **data)
    assert Decision.objects.get(index=0, listing="projects").state == "accepted"
    send(client, "item", *at, action="edit", version=1, **{**data, "facts": "长16公里"})
    assert Decision.objects.get(index=0).value["facts"] == "长16公里"
    answer = send(client, "item", *at, action="drop", version=2)
    assert answer.status_code == 422
    assert "请写明理由" in answer.content.decode()
    send(client, "item", *at, action="drop", version=2, reason="重复")
    assert Decision.objects.get(index=0).state == "dropped"
    send(client, "item", *at, action="reopen", version=3)
    assert Decision.objects.get(index=0).state == "open"


def test_a_wrong_number_comes_back_with_what_was_typed(client, found):
    data = {
        "subject": "高新技术企业",
        "form": "level",
        "comparator": ">=",
        "value": "十八",
        "unit": "家",
        "year": "2025",
    }
    answer = send(client, "item", found.pk, "commitments", 0, 0, action="edit", version=0, **data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不是数字" in text
    assert "十八" in text
    assert not Decision.objects.exists()


def test_a_cell_that_is_edited_is_read_again(client, found):
    data = {"number": "1", "name": "地区生产总值", "category": "经济发展", "unit": "亿元", "base_text": "153.7",
            "target_text": "235以上", "growth_text": "", "nature_text": "预期性", "catalogue": "", "parent": ""}  # fmt: skip
    answer = send(client, "item", found.pk, "indicators", 0, 0, action="edit", version=0, **data)
    assert "≥235 亿元" in answer.content.decode()


def test_two_people_do_not_overwrite_each_other(client, found):
    data = {"name": "甲", "box": "", "group": "", "facts": "", "kind": "project"}
    send(client, "item", found.pk, "projects", 1, 0, action="edit", version=0, **data)
    answer = send(client, "item", found.pk, "projects", 1, 0, action="edit", version=0, **{**data, "name": "乙"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "已由他人处理" in text
    assert 'value="乙"' in text  # nothing typed is lost


def test_splitting_gives_two_items_and_merging_one(client, found):
    data = {"name": "丙丁铁路专用线", "box": "专栏3：交通重点项目", "group": "", "facts": "", "kind": "project"}
    answer = send(client, "item", found.pk, "projects", 1, 0, action="split", version=0, **data)
    assert answer.redirect_chain[-1][0] == reverse("intake:item", args=[found.pk, "projects", 1, 1])
    assert "已拆成两项" in answer.content.decode()
    send(client, "bulk", found.pk, "commitments", action="merge", item=["0-0-0", "1-0-0"])
    assert Decision.objects.get(listing="commitments", index=1).state == "merged"


def test_several_items_at_once(client, found):
    send(client, "bulk", found.pk, "commitments", action="accept", item=["0-0-0", "1-0-0"])
    assert Decision.objects.filter(listing="commitments", state="accepted").count() == 2
    answer = send(client, "bulk", found.pk, "projects", action="drop", item=["0-0-0"])
    assert "理由" in answer.content.decode()
    assert not Decision.objects.filter(listing="projects").exists()
    answer = send(client, "bulk", found.pk, "projects", action="drop")
    assert "请先勾选" in answer.content.decode()


def test_all_that_is_undecided_and_beyond_doubt_at_once(client, found):
    answer = send(client, "bulk", found.pk, "indicators", action="accept-all")
    assert "已采纳 4 项" in answer.content.decode()
    assert not Decision.objects.filter(listing="indicators", index=1).exists()  # the doubtful row


def test_a_doubt_is_answered_and_asked_again(client, found):
    data = {"code": "contradicts_text", "figure": "base", "index": 1, "part": 0, "version": 0}
    send(client, "doubt", found.pk, state="resolved", how="", **data)
    assert not DoubtAnswer.objects.exists()
    send(client, "doubt", found.pk, state="resolved", how="以表为准", **data)
    assert DoubtAnswer.objects.get().how == "以表为准"
    send(client, "doubt", found.pk, state="open", **{**data, "version": 1})
    assert DoubtAnswer.objects.get().state == "open"


def test_confirming_and_putting_in_force(client, found):
    assert send(client, "confirm", found.pk).status_code == 409
    send(client, "doubt", found.pk, **ANSWER)
    answer = send(client, "confirm", found.pk)
    plan = Plan.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("planning:plan", args=[plan.pk])
    assert plan.status == PlanStatus.DRAFT
    assert "草案" in answer.content.decode()
    assert PlanIndicator.objects.filter(plan=plan, listing="main").count() == 5
    client.post(reverse("planning:state", args=[plan.pk]), {"to": "in_force", "seen": "draft"})
    plan.refresh_from_db()
    assert plan.status == PlanStatus.IN_FORCE
    assert page(client, "intake", found.pk)[0] == 200  # confirmed: still to be read, not to be changed
    assert "确认，建立规划草案" not in page(client, "intake", found.pk)[1]


def test_a_plan_before_is_offered_for_the_hand_over(client, found):
    before = PlanFactory(start_year=2016, status=PlanStatus.ENDED)
    send(client, "doubt", found.pk, **ANSWER)
    text = send(client, "confirm", found.pk).content.decode()
    assert f'<a href="{reverse("planning:succeed", args=[before.pk])}">' in text


def test_a_later_version_is_compared(client, found):
    send(client, "doubt", found.pk, **ANSWER)
    send(client, "confirm", found.pk)
    later = read_intake(by=accounts.planner(), content=b"later")
    send(client, "doubt", later.pk, **ANSWER)
    data = {"number": "1", "name": "地区生产总值", "category": "经济发展", "unit": "亿元", "base_text": "153.7",
            "target_text": "240", "growth_text": "", "nature_text": "预期性", "catalogue": "gdp", "parent": ""}  # fmt: skip
    send(client, "item", later.pk, "indicators", 0, 0, action="edit", version=0, **data)
    status, text = page(client, "difference", later.pk)
    assert status == 200
    assert "240" in text
    key = text.split('name="key" value="')[1].split('"')[0]
    send(client, "difference", later.pk, action="accept", key=key, reason="")
    assert not PlanIndicator.objects.filter(targets__version=2).exists()
    send(client, "difference", later.pk, action="accept", key=key, reason="正式印发稿")
    assert PlanIndicator.objects.get(targets__version=2).short_name == "地区生产总值"
    assert "没有差异" in page(client, "difference", later.pk)[1]
    send(client, "difference", later.pk, action="close")
    later.refresh_from_db()
    assert later.state == IntakeState.CONFIRMED


def test_uploading_through_the_page(client, planner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("纲要.txt", "延津县规划".encode())
    send(client, "list", file=file)
    made = Intake.objects.get()
    assert (made.name, made.state) == ("纲要.txt", IntakeState.QUEUED)
    assert page(client, "intake", made.pk)[0] == 200
    answer = client.get(reverse("intake:state", args=[made.pk])).json()
    assert answer["ended"] is False
    again = send(client, "list", file=SimpleUploadedFile("别名.txt", "延津县规划".encode()))
    assert "以前上传过" in again.content.decode()
    assert Intake.objects.count() == 1
    assert client.post(reverse("intake:list"), {}).status_code == 422
    both = {"file": SimpleUploadedFile("a.txt", b"a"), "text": "b"}
    assert "只能选一种" in client.post(reverse("intake:list"), both).content.decode()


@pytest.mark.parametrize("who", ["clerk", "reviewer", "leader", "neighbour"])
def test_nobody_else_comes_here(client, who):
    found = read_intake()
    people = {
        "clerk": lambda: accounts.clerk(accounts.UnitFactory(region=found.region)),
        "reviewer": lambda: accounts.reviewer(found.region),
        "leader": lambda: accounts.leader(found.region),
        "neighbour": lambda: accounts.planner(regions.weibin()),
    }
    client.force_login(people[who](), backend=BACKEND)
    for name, arguments in {
        "intake": [], "state": [], "listing": ["projects"], "item": ["projects", 0, 0], "difference": [],
    }.items():  # fmt: skip
        assert page(client, name, found.pk, *arguments)[0] == 403, name
    for name, arguments in {
        "discard": [], "doubt": [], "confirm": [], "difference": [], "bulk": ["projects"], "item": ["projects", 0, 0],
    }.items():  # fmt: skip
        data = {"state": "open", "item": "0-0-0", "action": "accept"}
        assert send(client, name, found.pk, *arguments, **data).status_code == 403, name
    assert not Decision.objects.exists()
