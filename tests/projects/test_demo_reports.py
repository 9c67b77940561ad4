"""The sample year of one county: twelve months, everything that may happen to a report, all of it marked 演示数据.

All thirty projects are played when the house is opened (tests/journeys).
"""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from projects.management.commands.create_demo_reports import BOOK
from projects.management.demo.story import read_book, told
from projects.models import Bulletin, Letter, Problem, Project, ProjectReport, ProjectYear, ReportWarning, StageChange
from tests.factories import regions
from tests.factories.plans import PlanFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
STORIES = [one for one in read_book(BOOK).stories if one.region == "410726"]


@pytest.fixture(scope="module")
def played(lasting):
    """The command, run twice; what it said the second time."""
    with lasting():
        _places = regions.yanjin(), regions.xiping()
        call_command("create_demo_accounts", stdout=StringIO())
        plan = PlanFactory(region=regions.yanjin())
        for story in STORIES:
            ProjectFactory(plan=plan, name=story.name, source_line=story.line, reports_monthly=False)
        call_command("create_demo_reports", region=["410726"], stdout=StringIO())
        again = StringIO()
        call_command("create_demo_reports", region=["410726"], stdout=again)
        return again.getvalue()


def test_without_projects_it_says_what_to_run():  # before the others: then they are there for the whole module
    with pytest.raises(CommandError, match="load_projects"):
        call_command("create_demo_reports")


def test_a_second_run_changes_nothing(played):
    assert "保持不变" in played


def test_everything_is_marked(played):
    for model in (Project, ProjectReport, ProjectYear, StageChange, Problem, Letter, Bulletin):
        assert model.objects.exists()
        assert not model.objects.filter(sample=False).exists(), model


def test_thirty_projects_of_three_regions():
    stories = read_book(BOOK).stories
    assert len({(one.region, one.line, one.name) for one in stories}) == 30
    assert {one.region for one in stories} == {"410700", "410703", "410726"}


def test_a_year_of_reports(played):
    assert Project.objects.filter(reports__isnull=False).distinct().count() == len(STORIES)
    missing = sum(len(one.missing) for one in STORIES)
    assert ProjectReport.objects.count() == len(STORIES) * 12 - missing
    assert set(ProjectReport.objects.values_list("state", flat=True)) == {"draft", "submitted", "returned", "approved"}
    assert ProjectReport.objects.exclude(state="approved").count() == sum(one.december != "" for one in STORIES)


def test_every_warning_was_answered(played):
    assert not ReportWarning.objects.filter(report__state="approved", reason="").exists()
    codes = set(ReportWarning.objects.values_list("code", flat=True))
    assert {"late", "beyond_total", "month_missing", "stage_skipped"} <= codes


def test_problems_stand_differently(played):
    assert set(Problem.objects.values_list("state", flat=True)) == {"assigned", "answered", "closed"}


def test_letters_remind_of_what_is_overdue(played):
    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["closed", "replied"]


def test_the_stages_of_the_projects_follow(played):
    ended = Project.objects.filter(stage__in=["completed", "in_operation"])
    assert ended.count() == sum(one.finish for one in STORIES)
    assert not ended.filter(actual_finish__isnull=True).exists()


def test_the_months_add_up():
    for story in read_book(BOOK).stories:
        found = told(story, 2025)
        assert [one.to_date for one in found] == [
            story.to_date + sum(month.investment for month in found[: n + 1]) for n in range(12)
        ]
        assert abs(found[-1].to_date - story.to_date - story.pace * story.planned) < 12


def test_not_in_production(settings):
    settings.DEPLOYMENT = "production"
    with pytest.raises(CommandError, match="生产环境"):
        call_command("create_demo_reports")


def test_the_file_says_that_it_is_invented():
    text = (Path(settings.BASE_DIR) / "data" / "samples" / "project_reports.yaml").read_text(encoding="utf-8")
    assert text.startswith("# 演示数据")
