"""Likely duplicates: proposed, merged, linked, parted, taken back; what merging does to the others of a group."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from indicators.services.errors import WrongState
from projects.models import Kind, LikePair, Project, ProjectReport
from projects.services import pairs as service
from projects.services.entries import ProjectEntry, add_projects
from tests.factories import accounts, regions
from tests.factories.plans import PlanFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def entry(name, box="专栏1", kind="project"):
    return ProjectEntry(box=box, group="", name=name, facts="", kind=kind, line=1)


@pytest.fixture
def plan():
    return PlanFactory()


@pytest.fixture
def planner(plan):
    return accounts.planner()


@pytest.fixture
def three(plan):
    """The same garden under three names: 1–2, 1–3, 2–3."""
    names = ("黄河故道农耕文化园", "黄河故道农耕文化园项目", "潭龙黄河故道农耕文化园")
    return add_projects(plan=plan, entries=[entry(name, f"专栏{n}") for n, name in enumerate(names)])


def pair_of(one, other):
    return LikePair.objects.get(first=one, second=other)


def heads(projects):
    """Places of the entries that each goes into; None: it stands for itself."""
    stored = Project.objects.in_bulk([one.pk for one in projects])
    into = [stored[one.pk].merged_into_id for one in projects]
    return [next((n for n, one in enumerate(projects) if one.pk == pk), None) for pk in into]


def test_adding_projects_proposes_pairs_once(plan, three):
    assert LikePair.objects.count() == 3
    assert pair_of(three[0], three[1]).signs[0] == "same_name"
    assert service.propose_pairs(plan=plan) == 0


def test_a_new_name_changes_what_is_open_and_leaves_what_is_decided(plan, three, planner):
    service.decide(pair=pair_of(three[0], three[1]), decision="apart", reason="两处", by=planner)
    before = pair_of(three[0], three[2]).score
    Project.objects.filter(pk=three[0].pk).update(name="潭龙故道农耕文化园")
    assert service.propose_pairs(plan=plan) == 0
    assert pair_of(three[0], three[2]).score != before
    assert pair_of(three[0], three[1]).score == 1


def test_merging_chains_leaves_one_that_goes_on(three, planner):
    service.decide(pair=pair_of(three[0], three[1]), decision="merged", reason="同名", by=planner)
    assert heads(three) == [None, 0, None]
    service.decide(pair=pair_of(three[1], three[2]), decision="merged", reason="同名", by=planner)
    assert heads(three) == [None, 0, 0]  # the second had gone into the first: its group goes on as before
    service.undo(pair=pair_of(three[1], three[2]), reason="弄错", by=planner)
    assert heads(three) == [None, 0, None]
    service.undo(pair=pair_of(three[0], three[1]), reason="弄错", by=planner)
    assert heads(three) == [None, None, None]


def test_a_person_says_which_one_goes_on(three, planner):
    service.decide(pair=pair_of(three[0], three[1]), decision="merged", reason="同名", by=planner)
    pair, last = pair_of(three[0], three[2]), three[2]
    service.decide(pair=pair, decision="merged", reason="全称", kept=last.pk, by=planner)
    assert heads(three) == [2, 2, None]
    service.undo(pair=pair, reason="弄错", by=planner)
    assert heads(three) == [None, 0, None]


def test_a_group_held_together_by_a_third_pair_stays(three, planner):
    for one, other in ((0, 1), (0, 2), (1, 2)):
        service.decide(pair=pair_of(three[one], three[other]), decision="merged", reason="同名", by=planner)
    service.undo(pair=pair_of(three[0], three[1]), reason="多余", by=planner)
    assert heads(three) == [None, 0, 0]


def test_what_has_reports_goes_on(three, planner):
    ProjectReport.objects.create(project=three[1], month=date(2025, 1, 1))
    pair = pair_of(three[0], three[1])
    with pytest.raises(WrongState, match="已有月报"):
        service.decide(pair=pair, decision="merged", reason="同名", by=planner)
    pair.refresh_from_db()
    assert (pair.decision, heads(three)) == ("open", [None, None, None])
    service.decide(pair=pair, decision="merged", reason="同名", kept=three[1].pk, by=planner)
    assert heads(three) == [1, None, None]


def test_an_aim_does_not_go_on_for_a_project(plan, planner):
    added = add_projects(plan=plan, entries=[entry("百泉古镇", "专栏1", Kind.DIRECTION), entry("百泉古镇", "专栏2")])
    pair = LikePair.objects.get()
    with pytest.raises(ValidationError, match="是方向"):
        service.decide(pair=pair, decision="merged", reason="同名", by=planner)
    service.decide(pair=pair, decision="merged", reason="同名", kept=added[1].pk, by=planner)
    assert heads(added) == [1, None]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"decision": "merged", "reason": " "}, ValidationError),
        ({"decision": "open", "reason": "无"}, ValidationError),
        ({"decision": "merged", "reason": "无", "kept": 0}, ValidationError),
    ],
)
def test_half_a_decision_is_refused(three, planner, given, error):
    with pytest.raises(error):
        service.decide(pair=pair_of(three[0], three[1]), by=planner, **given)
    assert not LikePair.objects.exclude(decision="open").exists()


def test_decided_is_decided_until_taken_back(three, planner):
    pair = pair_of(three[0], three[1])
    with pytest.raises(WrongState, match="还没有处理"):
        service.undo(pair=pair, reason="无", by=planner)
    service.decide(pair=pair, decision="linked", reason="相邻", by=planner)
    with pytest.raises(WrongState, match="请先撤销"):
        service.decide(pair=pair, decision="merged", reason="同名", by=planner)
    with pytest.raises(ValidationError):
        service.undo(pair=pair, reason="", by=planner)


def test_only_planners_of_the_region_decide(three):
    pair = pair_of(three[0], three[1])
    for person in (accounts.clerk(), accounts.reviewer(), accounts.leader(), accounts.planner(regions.xiping())):
        with pytest.raises(PermissionDenied):
            service.decide(pair=pair, decision="merged", reason="同名", by=person)


# --- page -------------------------------------------------------------------------------------------------------------
def test_the_page_lists_and_decides(client, three, planner):
    client.force_login(planner)
    page = client.get(reverse("projects:pairs")).content.decode()
    assert page.count("data-pair=") == 3 and "名称相似度 100%" in page and "一个名称含另一个" in page
    pair = pair_of(three[0], three[1])
    back = reverse("projects:pairs") + "?decision=open"
    given = {"decision": "merged-second", "reason": "全称", "next": back}
    answer = client.post(reverse("projects:pair-decide", args=[pair.pk]), given, follow=True)
    assert answer.redirect_chain == [(back, 302)] and "已处理" in answer.content.decode()
    assert heads(three) == [1, None, None]
    assert client.get(back).content.decode().count("data-pair=") == 2
    client.post(reverse("projects:pair-undo", args=[pair.pk]), {"reason": "弄错"})
    assert heads(three) == [None, None, None]


def test_the_page_says_what_is_missing(client, three, planner):
    client.force_login(planner)
    address = reverse("projects:pair-decide", args=[pair_of(three[0], three[1]).pk])
    assert "请写明理由" in client.post(address, {"decision": "linked"}, follow=True).content.decode()
    outside = client.post(address, {"decision": "linked", "reason": "相邻", "next": "https://example.org/"})
    assert outside["Location"] == reverse("projects:pairs")


def test_who_only_reads_gets_no_form(client, three):
    client.force_login(accounts.leader())
    page = client.get(reverse("projects:pairs")).content.decode()
    assert page.count("data-pair=") == 3 and "pair-decide" not in page and 'name="reason"' not in page
    pair = pair_of(three[0], three[1])
    assert client.post(reverse("projects:pair-decide", args=[pair.pk]), {"reason": "x"}).status_code == 403


def test_a_foreign_pair_is_no_pair(client, three):
    client.force_login(accounts.planner(regions.xiping()))
    pair = pair_of(three[0], three[1])
    for name in ("pair-decide", "pair-undo"):
        assert client.post(reverse(f"projects:{name}", args=[pair.pk]), {"reason": "x"}).status_code == 404
    assert client.post(reverse("projects:pairs-find"), {"plan": three[0].plan_id}).status_code == 404
    assert client.get(reverse("projects:pairs"), {"plan": three[0].plan_id}).status_code == 400


def test_a_plan_is_compared_again(client, plan, planner):
    for n in (1, 2):
        ProjectFactory(plan=plan, position=n, name="胙城湿地", box=f"专栏{n}")
    client.force_login(planner)
    answer = client.post(reverse("projects:pairs-find"), {"plan": plan.pk}, follow=True)
    assert "新增 1 对疑似重复" in answer.content.decode() and LikePair.objects.count() == 1


@pytest.mark.parametrize("query", ["as_of=2024-01-01", "decision=maybe", "plan=x", "plan=0", "format=pdf"])
@pytest.mark.parametrize("name", ["projects:pairs", "projects:boxes"])
def test_what_an_address_cannot_mean_is_refused(client, three, planner, name, query):
    client.force_login(planner)
    expected = 200 if (name, query) == ("projects:boxes", "decision=maybe") else 400
    assert client.get(f"{reverse(name)}?{query}").status_code == expected


# --- boxes ------------------------------------------------------------------------------------------------------------
def test_boxes_count_what_they_list_also_what_is_merged(client, plan, planner, three):
    service.decide(pair=pair_of(three[0], three[1]), decision="merged", reason="同名", by=planner)
    add_projects(
        plan=plan, entries=[entry("发展花生产业", "专栏2", "direction"), entry("万亩林", "专栏2", "programme")]
    )
    client.force_login(accounts.leader())
    context = client.get(reverse("projects:boxes")).context
    assert [(box.box, box.projects, box.programmes, box.directions, box.merged) for box, _lines in context["boxes"]] == [
        ("专栏0", 1, 0, 0, 0), ("专栏1", 1, 0, 0, 1), ("专栏2", 1, 1, 1, 0),
    ]  # fmt: skip
    assert (context["all"].total, context["all"].merged) == (5, 1)


def test_boxes_to_take_along(client, three, planner):
    client.force_login(planner)
    for name in ("projects:boxes", "projects:pairs"):
        assert client.get(reverse(name), {"format": "xlsx"}).content.startswith(b"PK")


def test_a_leader_sees_no_boxes_of_a_draft(client, plan, three):
    plan.status = "draft"
    plan.save()
    for person, number in ((accounts.leader(), 0), (accounts.planner(), 1)):
        client.force_login(person)
        assert len(client.get(reverse("projects:boxes")).context["sums"]) == number


def test_the_pages_ask_the_same_however_many_there_are(client, plan, three, planner, django_assert_max_num_queries):
    add_projects(plan=plan, entries=[entry(f"项目甲{n}园", f"专栏{n % 7}") for n in range(60)])
    client.force_login(planner)
    for name in ("projects:boxes", "projects:pairs"):
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name)).status_code == 200
