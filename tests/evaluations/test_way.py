"""From draft to a paper that never changes: figures kept as they were looked at, four eyes, words that are not lost."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from evaluations.domain.moved import moved
from evaluations.domain.quotes import offered
from evaluations.models import Evaluation
from evaluations.paper.parts import parts
from evaluations.selectors.evaluations import facts_of, find_evaluation, live_facts, words_of
from evaluations.services import deciding, drafting
from evaluations.services.errors import FiguresMoved, OwnEvaluation, StaleWords, UnknownQuotes, WrongStep
from indicators.models import JobRun, Observation
from indicators.services.errors import ServiceError
from indicators.services.recompute import recompute_plans
from plans.models import Plan, PlanStatus
from tests.factories import accounts, evaluated
from tests.factories.evaluated import DAY, approved, draft, final, handed_in
from tests.factories.sample_plan import yanjin_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plan(lasting):
    with lasting():
        yield yanjin_plan()


def save(made, by, seen=None, **words):
    return drafting.save_words(
        evaluation=made, words=words, seen=seen or {}, by=by, names=offered(facts_of(made, day=DAY))
    )


def say_gdp(value: str, plan) -> None:
    Observation.objects.filter(row__plan=plan, row__short_name="地区生产总值", year=2024).update(value=Decimal(value))
    recompute_plans([plan.pk])


# --- beginning --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "year", "says"),
    [("final", 2024, "2025 年"), ("annual", 2020, "2021–2025"), ("annual", 2026, "2021–2025")],
)
def test_a_year_that_cannot_be_is_refused(plan, kind, year, says):
    with pytest.raises(ServiceError, match=says):
        draft(plan, kind=kind, year=year)


def test_one_of_a_kind_and_year_and_none_of_a_draft_plan(plan):
    first = draft(plan)
    assert first.title == "延津县2021–2025年规划2024年度监测报告"
    with pytest.raises(ServiceError, match="在办"):
        draft(plan)
    assert draft(plan, year=2023).pk
    Plan.objects.filter(pk=plan.pk).update(status=PlanStatus.DRAFT)
    with pytest.raises(ServiceError, match="草案"):
        draft(plan, year=2022)


# --- words ------------------------------------------------------------------------------------------------------------
def test_words_of_two_people_are_both_kept_or_none_is_lost(plan):
    by, other = accounts.planner(), accounts.planner()
    made = draft(plan, by=by)
    save(made, by, next="抓投资。")
    save(made, other, overview="稳中有进。")
    with pytest.raises(StaleWords) as stale:
        save(made, other, next="抓消费。", problems="没有看到前面的。")
    assert stale.value.theirs == {"next": "抓投资。"}
    assert words_of(made) == {"next": "抓投资。", "overview": "稳中有进。"}, "nothing of the second save"
    save(made, other, seen={"next": "抓投资。\r\n"}, next="抓投资，抓消费。")
    assert words_of(made)["next"] == "抓投资，抓消费。"


def test_an_unknown_figure_is_refused_with_the_names_there_are(plan):
    by = accounts.planner()
    made = draft(plan, by=by)
    with pytest.raises(UnknownQuotes) as wrong:
        save(made, by, next="到 {生产总值.实际}。")
    assert "地区生产总值" in wrong.value.problems["next"][0]
    assert words_of(made) == {}


# --- submitting -------------------------------------------------------------------------------------------------------
def test_figures_are_kept_as_they_were_looked_at(plan):
    made = handed_in(plan)
    kept = facts_of(made, day=DAY)
    say_gdp("199.9", plan)
    assert facts_of(made, day=DAY) == kept and kept.lines[0].actual.text == "193.3"
    told = moved(kept, live_facts(made, day=DAY))
    assert any(one.startswith("地区生产总值：") and "实际 193.3 → 199.9" in one for one in told)


def test_other_figures_than_looked_at_or_a_waiting_recompute_stop_it(plan):
    by = accounts.planner()
    made = draft(plan, by=by)
    looked_at = evaluated.seal(facts_of(made, day=DAY))
    job = JobRun.objects.create(plan=plan, why="实际值变动")
    with pytest.raises(ServiceError, match="待重算"):
        deciding.submit(evaluation=made, looked_at=looked_at, by=by)
    job.delete()
    say_gdp("199.9", plan)
    with pytest.raises(FiguresMoved):
        deciding.submit(evaluation=made, looked_at=looked_at, by=by)
    made.refresh_from_db()
    assert (made.state, made.content) == ("draft", None)


def test_nobody_approves_the_own_one_and_a_return_gives_the_figures_back(plan):
    by = accounts.administrator(plan.region)
    made = handed_in(plan, by=by)
    with pytest.raises(OwnEvaluation):
        deciding.approve(evaluation=made, by=by)
    with pytest.raises(PermissionDenied):
        deciding.approve(evaluation=made, by=accounts.planner())
    with pytest.raises(ValidationError):
        deciding.send_back(evaluation=made, comment=" ", by=accounts.reviewer())
    back = deciding.send_back(evaluation=made, comment="缺原因", by=accounts.reviewer())
    assert (back.state, back.content, back.submitted_by, back.comment) == ("draft", None, None, "缺原因")


def test_steps_out_of_turn_are_refused(plan):
    reviewer, planner = accounts.reviewer(), accounts.planner()
    made = handed_in(plan, by=planner)
    for step in (
        lambda: deciding.freeze(evaluation=made, number="1号", by=reviewer),
        lambda: drafting.correct(evaluation=made, reason="错", by=planner),
        lambda: drafting.discard(evaluation=made, by=planner),
        lambda: save(made, planner, next="晚了"),
    ):
        with pytest.raises(WrongStep):
            step()
    assert deciding.withdraw(evaluation=made, by=planner).state == "draft"


def test_what_the_figures_said_when_it_was_submitted_is_said_again(plan, monkeypatch):
    """Another release of the system may word its sentences otherwise; a paper that was handed in keeps those it had."""
    made = handed_in(plan)
    kept = facts_of(made, day=DAY)
    before = parts(kept, {})
    monkeypatch.setattr("evaluations.domain.sections._SECTIONS", ())
    assert parts(kept, {}) == before != ()
    assert parts(live_facts(made, day=DAY), {}) == ()


# --- frozen -----------------------------------------------------------------------------------------------------------
def test_a_final_paper_never_changes_and_is_corrected_by_another(plan):
    by = accounts.planner()
    made = draft(plan, by=by)
    save(made, by, next="抓投资，地区生产总值 {地区生产总值.实际}。")
    deciding.submit(evaluation=made, looked_at=evaluated.seal(facts_of(made, day=DAY)), by=by)
    deciding.approve(evaluation=made, by=accounts.reviewer())
    done = deciding.freeze(evaluation=made, number="延发改〔2026〕1号", by=accounts.reviewer())
    kept = facts_of(done, day=DAY)
    for change in (
        lambda: Evaluation.objects.filter(pk=done.pk).update(title="别的"),
        lambda: done.texts.update(body="别的"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    say_gdp("199.9", plan)
    again = drafting.correct(evaluation=done, reason="年报数出来了", by=by)
    assert (again.version, again.state, words_of(again)) == (2, "draft", words_of(done))
    assert facts_of(done, day=DAY) == kept and facts_of(again, day=DAY).lines[0].actual.text == "199.9"
    with pytest.raises(WrongStep):
        drafting.correct(evaluation=done, reason="再来", by=by)
    drafting.discard(evaluation=again, by=by)
    assert not Evaluation.objects.filter(pk=again.pk).exists()


def test_leaders_read_what_was_handed_in_and_no_draft(plan):
    leader = accounts.leader(plan.region)
    assert find_evaluation(leader, draft(plan, year=2022).pk) is None
    assert find_evaluation(leader, handed_in(plan).pk) is not None


# --- pages ------------------------------------------------------------------------------------------------------------
def person(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", answer.content.decode()))


def test_the_page_shows_counts_rows_words_and_the_next_step(plan):
    by = accounts.planner()
    made = draft(plan, by=by)
    save(made, by, next="到 {地区生产总值.实际}。")
    answer = person(by).get(reverse("evaluations:evaluation", args=[made.pk]))
    html, said = answer.content.decode(), text_of(answer)
    facts = facts_of(made, day=DAY)
    assert facts.answer in said and "到 193.3 亿元。" in said
    for one in facts.lines:
        assert f'data-plan-indicator="{one.row}"' in html
    assert html.count('data-status="behind"') == sum(1 for one in facts.lines if one.status == "behind")
    assert evaluated.seal(facts) in html and "删除草稿" in html
    leading = person(accounts.leader()).get(reverse("evaluations:evaluation", args=[handed_in(plan, year=2023).pk]))
    assert leading.status_code == 200 and 'name="step"' not in leading.content.decode()


def test_what_was_typed_stays_when_another_person_was_quicker(plan):
    by = accounts.planner()
    made = draft(plan, by=by)
    save(made, by, next="先存的。")
    typed = {"title": made.title, "next": "后存的。", "seen-next": ""}
    answer = person(accounts.planner()).post(reverse("evaluations:texts", args=[made.pk]), typed)
    said = answer.content.decode()
    assert answer.status_code == 409 and "后存的。" in said and "先存的。" in said
    assert (
        person(by).post(reverse("evaluations:texts", args=[made.pk]), {**typed, "seen-next": "先存的。"}).status_code
        == 302
    )
    assert words_of(made)["next"] == "后存的。"


def test_refusals_stand_on_the_page_with_what_was_typed(plan):
    made = approved(plan)
    client = person(accounts.reviewer())
    address = reverse("evaluations:step", args=[made.pk])
    assert client.post(address, {"step": "freeze", "number": ""}).status_code == 422
    assert client.post(address, {"step": "nonsense"}).status_code == 422
    assert client.get(f"{reverse('evaluations:evaluation', args=[made.pk])}?as_of=2024-01-01").status_code == 400
    assert client.post(address, {"step": "freeze", "number": "1号"}).status_code == 302
    assert client.post(address, {"step": "freeze", "number": "1号"}).status_code == 409


def test_the_list_is_narrowed(plan):
    made = final(plan)
    draft(plan, year=2023)
    client = person(accounts.planner())
    assert text_of(client.get("/evaluations/")).count("年度监测报告") == 2
    found = text_of(client.get(f"/evaluations/?state=frozen&plan={plan.pk}"))
    assert found.count("年度监测报告") == 1 and made.number in found


def test_nobody_approves_what_was_put_in_since_the_page_was_opened(plan):
    by, reviewer = accounts.planner(), person(accounts.reviewer())
    made = handed_in(plan, by=by)
    page = reverse("evaluations:evaluation", args=[made.pk])
    lock = re.search(r'name="lock" value="(\d+)"', reviewer.get(page).content.decode())[1]
    deciding.withdraw(evaluation=made, by=by)
    save(made, by, next="后来加的话。")
    deciding.submit(evaluation=made, looked_at=evaluated.seal(facts_of(draft_of(made), day=DAY)), by=by)
    address = reverse("evaluations:step", args=[made.pk])
    answer = reviewer.post(address, {"step": "approve", "lock": lock})
    assert answer.status_code == 409 and "后来加的话。" in answer.content.decode()
    assert draft_of(made).state == "submitted"
    shown = re.search(r'name="lock" value="(\d+)"', answer.content.decode())[1]
    assert reviewer.post(address, {"step": "approve", "lock": shown}).status_code == 302
    assert draft_of(made).state == "approved"


def draft_of(made) -> Evaluation:
    return Evaluation.objects.get(pk=made.pk)
