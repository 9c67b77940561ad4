"""Letters to units: issued with frozen figures, replied to, closed; on the page and in Word."""

from __future__ import annotations

import copy
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from docx import Document

from indicators.domain.stored import from_stored
from indicators.services.errors import OwnFigure, WrongState
from projects.domain.letters import LetterContent
from projects.models import Letter, Problem, ProjectReport, ProjectYear
from projects.selectors.letters import letters_in_sight, next_number
from projects.services import letters, problems
from projects.services.errors import Stale
from tests.factories import accounts, regions
from tests.factories.accounts import UnitFactory
from tests.factories.problems import overdue_problem
from tests.factories.projects import ReportFactory, ReportingRuleFactory

pytestmark = pytest.mark.django_db

TODAY = date(2025, 7, 8)


@pytest.fixture(scope="module")
def lasting_world(lasting):
    """An overdue problem; its project reported until March and misses the months since."""
    with lasting():
        world = overdue_problem(sample=True)
        ReportingRuleFactory(plan=world.project.plan, first_month=date(2025, 3, 1), sample=True)
        ProjectYear.objects.create(project=world.project, year=2025, planned_investment=Decimal(12000))
        people = {"submitted_by": accounts.clerk(world.lead), "approved_by": world.reviewer}
        moments = {"submitted_at": world.problem.raised_at, "approved_at": world.problem.raised_at}
        figures = {"investment_month": Decimal("800.5"), "investment_to_date": Decimal(3000), "progress": Decimal(30)}
        ReportFactory(project=world.project, state="approved", **people, **moments, **figures)
        return world


@pytest.fixture
def world(lasting_world):
    return copy.deepcopy(lasting_world)


def draft(world, **given):
    facts = {
        "region": regions.yanjin(),
        "unit": world.unit,
        "number": "〔2025〕1号",
        "sender": "延津县发展和改革委员会",
    }
    return letters.Draft(
        **facts | {"deadline": date(2025, 7, 15), "problem_ids": [world.problem.pk], "remark": "联系人：办公室"} | given
    )


def issued(world, **given):
    return letters.issue(draft=draft(world, **given), today=TODAY, by=world.reviewer)


def content(letter):
    return from_stored(LetterContent, letter.content)


# --- issuing ----------------------------------------------------------------------------------------------------------
def test_a_letter_carries_the_figures_of_the_day(world):
    letter = issued(world)
    (line,) = content(letter).problems
    assert (line.project, line.problem, line.due, line.days_over) == ("城东水厂", "用地未批", date(2025, 5, 1), 68)
    assert (line.month, line.to_date, line.year_done, line.year_planned, line.progress) == (
        "2025-03", Decimal(3000), Decimal("800.5"), Decimal(12000), Decimal(30),
    )  # fmt: skip
    assert list(letter.problems.all()) == [world.problem]
    assert letter.sample is True
    assert "最长逾期68天" in content(letter).opening[0]


def test_what_it_says_is_frozen(world):
    letter = issued(world)
    before = content(letter)
    ProjectReport.objects.update(investment_to_date=9999)
    Problem.objects.filter(pk=world.problem.pk).update(text="别的")
    assert content(Letter.objects.get(pk=letter.pk)) == before


def test_the_lead_unit_is_told_which_reports_are_missing(world):
    letter = issued(world, unit=world.lead, problem_ids=[])
    (line,) = content(letter).late
    assert (line.project, line.months) == ("城东水厂", ("2025-04", "2025-05", "2025-06"))
    assert content(letter).title == "关于重点项目月报逾期的提示函"
    assert letter.sample is True


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"deadline": TODAY}, "回复时限须晚于今天"),
        ({"problem_ids": []}, "不必发函"),
        ({"problem_ids": [1, 2]}, "不再由该单位解决"),
    ],
)
def test_what_is_refused(world, given, said):
    with pytest.raises(ValidationError, match=said):
        issued(world, **given)
    assert not Letter.objects.exists()


def test_a_number_is_used_once_and_the_next_is_proposed(world):
    assert next_number(regions.yanjin(), 2025) == "延津县项目提示〔2025〕1号"
    issued(world, number=next_number(regions.yanjin(), 2025))
    with pytest.raises(ValidationError, match="该文号已经用过"):
        issued(world, number="延津县项目提示〔2025〕1号")
    year = Letter.objects.get().issued_at.year
    assert next_number(regions.yanjin(), year).endswith("2号")


def test_who_sends(world):
    clerk, stranger = accounts.clerk(world.unit), accounts.reviewer(regions.weibin())
    for person in (clerk, accounts.leader(), stranger):
        with pytest.raises(PermissionDenied):
            letters.issue(draft=draft(world), today=TODAY, by=person)
    neighbour = UnitFactory(region=regions.weibin(), name="财政局")
    with pytest.raises(ValidationError, match="不是本地区或上下级地区的单位"):
        issued(world, unit=neighbour)


# --- reply ------------------------------------------------------------------------------------------------------------
def test_the_unit_replies_and_another_closes(world):
    letter = issued(world)
    with pytest.raises(WrongState):
        letters.close(letter=letter, lock=letter.lock, by=world.reviewer)
    clerk = accounts.clerk(world.unit)
    replied = letters.reply(letter=letter, text="已报省厅", lock=letter.lock, by=clerk)
    replied = letters.reply(letter=letter, text="已报省厅，7月20日前批复", lock=replied.lock, by=clerk)
    assert (replied.state, replied.replied_by) == ("replied", clerk)
    closed = letters.close(letter=letter, lock=replied.lock, by=world.reviewer)
    assert (closed.state, closed.closed_by) == ("closed", world.reviewer)
    with pytest.raises(WrongState, match="已办结"):
        letters.reply(letter=letter, text="再补充", lock=closed.lock, by=clerk)


def test_what_a_reply_is_refused_for(world):
    letter = issued(world)
    with pytest.raises(PermissionDenied):
        letters.reply(letter=letter, text="好", lock=letter.lock, by=accounts.clerk(world.lead))
    with pytest.raises(ValidationError, match="请写明内容"):
        letters.reply(letter=letter, text=" ", lock=letter.lock, by=world.reviewer)
    own = letters.reply(letter=letter, text="书面回复已收", lock=letter.lock, by=world.reviewer)
    with pytest.raises(Stale):
        letters.close(letter=letter, lock=letter.lock, by=accounts.planner())
    with pytest.raises(OwnFigure):
        letters.close(letter=letter, lock=own.lock, by=world.reviewer)


def test_a_letter_of_the_city_is_read_in_the_county_it_goes_to(world):
    city = accounts.reviewer(regions.xinxiang())
    letter = letters.issue(draft=draft(world, region=regions.xinxiang()), today=TODAY, by=city)
    assert list(letters_in_sight(accounts.clerk(world.unit))) == [letter]
    assert not letters_in_sight(accounts.leader(regions.weibin())).exists()


# --- on paper ---------------------------------------------------------------------------------------------------------
def test_the_word_document_says_what_was_frozen(world, client):
    letter = issued(world)
    problems.answer(problem=world.problem, text="已批", lock=world.problem.lock, by=accounts.clerk(world.unit))
    client.force_login(accounts.clerk(world.unit))
    answer = client.get(reverse("reports:letter", args=[letter.pk]), headers={"accept-language": "en"})
    paper = Document(io.BytesIO(answer.getvalue()))
    texts = "\n".join(one.text for one in paper.paragraphs)
    for said in (
        "关于重点项目问题的提示函",
        "自然资源局：",
        "请于2025年7月15日前",
        "联系人：办公室",
        "2025年7月8日",
        "演示数据",
    ):
        assert said in texts
    cells = [cell.text for cell in paper.tables[0].rows[1].cells]
    assert cells == ["1", "城东水厂", "用地未批", "2025-05-01", "68", "2025-03", "800.5", "12000", "30"]


def test_a_letter_of_strangers_is_missing(world, client):
    letter = issued(world)
    client.force_login(accounts.leader(regions.weibin()))
    for name in ("reports:letter", "projects:letter"):
        assert client.get(reverse(name, args=[letter.pk])).status_code == 404
