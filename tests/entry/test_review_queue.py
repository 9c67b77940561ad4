"""The queue: the riskiest first, filters, counts, and the safe ones approved together."""

from decimal import Decimal
from itertools import count, pairwise

import pytest

from accounts.models import AuditEntry
from indicators.models import Evidence, JobRun, Observation, ObservationWarning
from indicators.selectors.risk import weigh
from indicators.services import observations
from tests.factories import accounts, regions
from tests.factories.indicators import answers_for, approved, on_course_row, submitted
from tests.factories.plans import PlanFactory
from tests.factories.rounds import open_round_for

pytestmark = pytest.mark.django_db


#: Figures that keep a row on its course, no two with the same digits.
_STEADY = count(13871)


def steady():
    return Decimal(next(_STEADY) % 100 + 13850) / 100


@pytest.fixture
def mixed(row, clerk):
    """One waiting figure of every kind, by the reason that sets it apart; all of 2024."""
    plan = row.plan
    made = {}

    def waits(name, value=None, nature="expected", **figures):
        one = on_course_row(plan, short_name=name, nature=nature)
        made[name] = submitted(one, 2024, by=clerk, value=Decimal(value) if value else steady(), **figures)
        return one

    waits("平稳一")
    waits("平稳二", "139.57")
    waits("约束性的", nature="binding")
    waits("变差的", "129")
    waits("跳变的", "160")
    waits("无来源的", source_title="")
    corrected = on_course_row(plan, short_name="更正的")
    approved(corrected, 2024, value=Decimal(138), vintage="final")
    made["更正的"] = submitted(corrected, 2024, by=clerk, value=Decimal("138.2"), reason="年鉴修订")
    waits("有提示的")
    warn(made["有提示的"], reason="口径未变，已核对")
    waits("未说明的")
    warn(made["未说明的"])
    waits("有疑点的", "1390")
    return made


def warn(figure, reason="", code="growth_repeated"):
    from django.utils import timezone

    return ObservationWarning.objects.create(
        observation=figure, code=code, field="growth", message="增速 5.1% 与上年相同", reason=reason,
        answered_at=timezone.now() if reason else None,
    )  # fmt: skip


def names(page):
    """The names of the listed figures, in order."""
    return [line.name for line in page.context["lines"]]


def test_the_riskiest_come_first(as_person, reviewer, mixed):
    page = as_person(reviewer).get("/review/")
    assert names(page) == [
        "有疑点的", "变差的", "未说明的", "有提示的", "约束性的", "跳变的", "更正的", "无来源的", "平稳一", "平稳二",
    ]  # fmt: skip
    levels = {line.name: line.level for line in page.context["lines"]}
    assert [name for name, level in levels.items() if level == "safe"] == ["平稳一", "平稳二"]
    assert [name for name, level in levels.items() if level == "high"] == ["有疑点的", "变差的", "未说明的", "有提示的"]
    reasons = {line.name: line.reasons for line in page.context["lines"]}
    assert reasons["更正的"] == ["更正", "版次倒退"]
    assert reasons["跳变的"][0] == "变动大"
    assert "会有影响评估的疑点" in reasons["有疑点的"]


def test_a_line_says_what_a_reviewer_needs(as_person, reviewer, mixed, clerk):
    figure = mixed["有提示的"]
    Evidence.objects.create(
        observation=figure, name="公报.pdf", kind="pdf", size=10, sha256="0" * 64, file="x", uploaded_by=clerk
    )
    page = as_person(reviewer).get("/review/")
    line = next(one for one in page.context["lines"] if one.name == "有提示的")
    assert (line.value, line.unit, line.last_year) == (f"{figure.value:f}", "亿元", "128 亿元")
    assert line.step == f"+{figure.value - 128} 亿元（+{(figure.value / 128 - 1) * 100:.1f}%）"
    assert (line.region, line.year, line.evidence) == ("延津县", 2024, 1)
    assert "符合预期" in line.status.label
    assert line.submitter == str(clerk)
    text = page.content.decode()
    assert "口径未变，已核对" in text
    assert "增速 5.1% 与上年相同" in text
    corrected = next(one for one in page.context["lines"] if one.name == "更正的")
    assert (corrected.last_version, corrected.change) == ("138 亿元", "+0.2 亿元（+0.1%）")
    worse = next(one for one in page.context["lines"] if one.name == "变差的")
    assert (worse.status.before_code, worse.status.code) == ("on_track", "behind")


def test_levels_and_counts(as_person, reviewer, mixed):
    client = as_person(reviewer)
    page = client.get("/review/")
    assert [(value, number) for value, _label, _symbol, number in page.context["levels"]] == [
        ("", 10), ("high", 4), ("look", 4), ("safe", 2),
    ]  # fmt: skip
    safe = client.get("/review/?risk=safe")
    assert names(safe) == ["平稳一", "平稳二"]
    assert [number for *_words, number in safe.context["levels"]] == [10, 4, 4, 2]
    assert names(client.get("/review/?risk=nonsense")) == names(page)


def test_filters(as_person, mixed, row, clerk):
    city = accounts.reviewer(regions.xinxiang())
    there = on_course_row(PlanFactory(region=regions.weibin()), short_name="卫滨的")
    elsewhere = submitted(there, 2023 + 1, value=steady())
    unit = accounts.UnitFactory(region=there.plan.region, name="财政局")
    answers_for(there, unit)
    asking = open_round_for(there, 2024)
    client = as_person(city)
    assert len(names(client.get("/review/"))) == 11
    for query in (
        f"region={there.plan.region_id}", f"plan={there.plan_id}", f"unit={unit.pk}", f"round={asking.pk}",
    ):  # fmt: skip
        assert names(client.get(f"/review/?{query}")) == ["卫滨的"], query
    assert len(names(client.get(f"/review/?region={regions.xinxiang().pk}"))) == 11
    assert names(client.get("/review/?year=2022")) == []
    assert len(names(client.get("/review/?year=%F0&unit=1e9&round=99999999999999"))) == 11
    address = f"/review/{elsewhere.pk}/?plan={there.plan_id}"
    assert f'href="{address}"' in client.get(f"/review/?plan={there.plan_id}").content.decode()


def test_another_county_sees_none_of_it(as_person, mixed):
    page = as_person(accounts.reviewer(regions.weibin())).get("/review/")
    assert "没有等待审核的数据" in page.content.decode()


def test_the_number_of_queries_does_not_grow(as_person, reviewer, row, clerk, django_assert_max_num_queries):
    client = as_person(reviewer)

    def fill(number):
        for _ in range(number):
            submitted(on_course_row(row.plan), 2024, by=clerk, value=steady())

    fill(3)
    with django_assert_max_num_queries(50) as few:
        client.get("/review/")
    fill(60)
    with django_assert_max_num_queries(len(few.captured_queries) + 2):  # the pages of the list
        assert len(names(client.get("/review/"))) == 50
    assert len(names(client.get("/review/?page=2"))) == 13


def test_the_weights_put_the_queue_in_one_order(reviewer, mixed):
    figures = list(Observation.objects.filter(state="submitted").select_related("row__plan__region"))
    weighed = weigh(figures, by=reviewer)
    again = weigh(figures[::-1], by=reviewer)
    assert {one.figure.pk: one.risk for one in weighed} == {one.figure.pk: one.risk for one in again}
    assert weigh([], by=reviewer) == []


# --- approving the safe ones together --------------------------------------------------------------------------------
def picked(*figures):
    return {"figure": [f"{one.pk}:{one.lock}" for one in figures]}


def test_the_list_is_shown_before_anything_is_approved(as_person, reviewer, mixed):
    one, two = mixed["平稳一"], mixed["平稳二"]
    page = as_person(reviewer).post("/review/bulk/?year=2024", picked(one, two))
    text = page.content.decode()
    assert page.status_code == 200
    assert "确认通过（2 条）" in text
    assert "139.57" in text
    assert not Observation.objects.filter(year=2024, state="approved").exclude(value=138).exists()


def test_the_safe_ones_pass_and_one_recompute_is_queued(as_person, reviewer, mixed):
    one, two = mixed["平稳一"], mixed["平稳二"]
    client = as_person(reviewer)
    answer = client.post("/review/bulk/?year=2024", {**picked(one, two), "confirmed": "1"}, follow=True)
    assert answer.redirect_chain == [("/review/?year=2024", 302)]
    assert "已通过 2 条" in answer.content.decode()
    for figure in (one, two):
        figure.refresh_from_db()
        assert (figure.state, figure.in_force, figure.approved_by) == ("approved", True, reviewer)
    assert JobRun.objects.count() == 1
    about = list(AuditEntry.objects.filter(kind="approval", person=reviewer).values_list("about", flat=True))
    assert about
    assert all("通过" in one for one in about)


def test_a_mix_passes_what_is_safe_and_says_why_the_others_did_not(as_person, reviewer, mixed, clerk):
    """Changed since, risky, own, of another county, withdrawn: each is refused for itself."""
    stale, withdrawn = mixed["平稳二"], on_course_row(mixed["平稳一"].row.plan, short_name="撤回的")
    back = submitted(withdrawn, 2024, value=steady())
    posted = {**picked(mixed["平稳一"], stale, mixed["变差的"], back), "confirmed": "1"}
    own_row = on_course_row(mixed["平稳一"].row.plan, short_name="自己的")
    own = submitted(own_row, 2024, by=reviewer, value=steady())
    there = submitted(on_course_row(PlanFactory(region=regions.weibin()), short_name="外县的"), 2024, value=steady())
    posted["figure"] += [*picked(own, there)["figure"], "rubbish", "12:", "999999:1", "1" * 40 + ":1"]
    Observation.objects.filter(pk=stale.pk).update(lock=7)
    Observation.objects.filter(pk=back.pk).update(state="draft")
    text = as_person(reviewer).post("/review/bulk/", posted, follow=True).content.decode()
    passed = Observation.objects.filter(state="approved", approved_by=reviewer).values_list(
        "row__short_name", flat=True
    )
    assert list(passed) == ["平稳一"]
    for said in (
        "已通过 1 条", "平稳二 2024。您打开页面后有了改动", "变差的 2024。现在不是无异常的数据（状态变差）",
        "自己的 2024。这是您自己提交的数据", "已不在待审核的数据里",
    ):  # fmt: skip
        assert said in text, said
    assert "外县的" not in text


def test_what_became_risky_between_the_list_and_the_click_is_refused(as_person, reviewer, mixed):
    figure = mixed["平稳一"]
    client = as_person(reviewer)
    assert "确认通过（1 条）" in client.post("/review/bulk/", picked(figure)).content.decode()
    warn(figure)
    text = client.post("/review/bulk/", {**picked(figure), "confirmed": "1"}, follow=True).content.decode()
    assert "提示未说明" in text
    figure.refresh_from_db()
    assert figure.state == "submitted"


def test_own_figures_have_no_box(as_person, reviewer, mixed):
    own = submitted(on_course_row(mixed["平稳一"].row.plan, short_name="自己的"), 2024, by=reviewer, value=steady())
    page = as_person(reviewer).get("/review/?risk=look")
    line = next(one for one in page.context["lines"] if one.id == own.pk)
    assert (line.selectable, line.reasons) == (False, ["本人填报"])
    assert f'value="{own.pk}:' not in page.content.decode()


def test_a_figure_that_the_reviewer_typed_for_a_clerk_has_no_box_either(as_person, reviewer, row, clerk):
    figures = observations.ObservationFigures(value=Decimal("193.3"), source_title="统计公报")
    draft = observations.save_draft(row=row, year=2024, figures=figures, lock=None, by=reviewer)
    sent = observations.submit(observation=draft, lock=draft.lock, by=clerk)
    page = as_person(reviewer).get("/review/")
    assert "本人填报" in page.context["lines"][0].reasons
    answer = as_person(reviewer).post("/review/bulk/", {**picked(sent), "confirmed": "1"}, follow=True)
    assert "自己提交" in answer.content.decode()
    sent.refresh_from_db()
    assert sent.state == "submitted"


def test_nothing_picked_is_said(as_person, reviewer, row):
    answer = as_person(reviewer).post("/review/bulk/", {}, follow=True)
    assert "没有选中任何数据" in answer.content.decode()


@pytest.mark.parametrize("role", ["clerk", "planner", "leader"])
def test_only_reviewers_approve_together(as_person, mixed, role):
    person = getattr(accounts, role)()
    answer = as_person(person).post("/review/bulk/", {**picked(mixed["平稳一"]), "confirmed": "1"})
    assert answer.status_code == 403
    assert Observation.objects.get(pk=mixed["平稳一"].pk).state == "submitted"


def test_previous_and_next_follow_the_queue(as_person, reviewer, mixed):
    client = as_person(reviewer)
    ids = [line.id for line in client.get("/review/").context["lines"]]
    for before, after in pairwise(ids):
        assert client.get(f"/review/{before}/").context["next"] == after
        assert client.get(f"/review/{after}/").context["previous"] == before
    assert client.get(f"/review/{ids[-1]}/").context["next"] is None
    assert client.get(f"/review/{mixed['平稳一'].pk}/?risk=safe").context["previous"] is None


def test_what_comes_up_after_the_submission_counts_as_an_open_warning(as_person, reviewer, row, clerk):
    """The clerk was asked nothing when the figure was sent: the one it repeats was approved later."""
    figure = submitted(row, 2024, by=clerk, value=Decimal("1933"))
    assert not figure.warnings.exists()
    for year, value in ((2021, 164), (2022, 179), (2023, 186)):
        approved(row, year, value=Decimal(value))
    line = as_person(reviewer).get("/review/").context["lines"][0]
    assert "提示未说明" in line.reasons
    assert [one.label for one in line.warnings if one.late]
    assert "提交之后才出现" in as_person(reviewer).get(f"/review/{figure.pk}/").content.decode()
