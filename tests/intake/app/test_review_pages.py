"""One item at a time: on to the next, split and taken back, added, and the same few queries whatever the length."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.domain.proposal import Commitment, ReadProject
from intake.models import Decision
from plans.models import Plan
from tests.factories.intake import indicator, read_intake, small_proposal
from tests.factories.plans import PlanFactory
from tests.intake.app.asking import ANSWER, page, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _logged_in(client, planner):
    client.force_login(planner, backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def found(upload):
    return upload


def test_the_date_that_was_read_comes_back_unharmed(client, found, planner):
    """A browser shows a date field only what is written year first; a blank one would be saved as no date."""
    particulars = replace(small_proposal().plan, issued_on=datetime.date(2021, 8, 31))
    dated = read_intake(replace(small_proposal(), plan=particulars), by=planner, content=b"dated")
    assert 'value="2021-08-31"' in page(client, "item", dated.pk, "plan", 0, 0)[1]
    assert '<option value="410726" selected>' in page(client, "item", dated.pk, "plan", 0, 0)[1]


def test_accepting_leads_to_the_next_row_that_wants_a_look(client, found):
    data = {"subject": "高新技术企业", "form": "level", "comparator": ">=", "value": "18", "unit": "家", "year": "2025"}
    answer = send(client, "item", found.pk, "commitments", 0, 0, action="accept", version=0, **data)
    assert answer.redirect_chain[-1][0] == reverse("intake:item", args=[found.pk, "commitments", 1, 0])
    assert "已采纳：高新技术企业" in answer.content.decode()
    answer = send(client, "item", found.pk, "commitments", 1, 0, action="drop", version=0, reason="重复")
    assert answer.redirect_chain[-1][0] == reverse("intake:listing", args=[found.pk, "commitments"])  # nothing is left


def test_what_was_split_is_left_alone_until_it_is_taken_back(client, found):
    data = {"name": "丙丁铁路专用线", "box": "专栏3：交通重点项目", "group": "", "facts": "", "kind": "project"}
    answer = send(client, "item", found.pk, "projects", 1, 0, action="split", version=0, **data)
    for part in (0, 2):
        assert reverse("intake:item", args=[found.pk, "projects", 1, part]) in answer.content.decode()
    answer = send(client, "item", found.pk, "projects", 1, 0, action="accept", version=1, **data)
    assert answer.status_code == 409
    assert "请先撤回" in answer.content.decode()
    assert Decision.objects.get(index=1, part=0).state == "split"
    half = send(client, "item", found.pk, "projects", 1, 2, action="reopen", version=1)
    assert half.status_code == 409  # the other half alone would be half of what was printed
    assert Decision.objects.get(index=1, part=2).state == "edited"
    send(client, "item", found.pk, "projects", 1, 0, action="reopen", version=1)
    assert set(Decision.objects.filter(index=1).values_list("state", flat=True)) == {"open"}


def test_what_was_merged_is_reached_from_both_and_taken_back(client, found):
    send(client, "bulk", found.pk, "projects", action="merge", item=["0-0-0", "1-0-0"])
    whole, other = (page(client, "item", found.pk, "projects", index, 0)[1] for index in (0, 1))
    assert "并入了" in whole
    assert reverse("intake:item", args=[found.pk, "projects", 0, 0]) in other
    send(client, "item", found.pk, "projects", 0, 0, action="reopen", version=1)
    assert set(Decision.objects.values_list("state", flat=True)) == {"open"}


@pytest.mark.parametrize(("slug", "data", "says"), [
    ("indicators", {"name": "发明专利", "unit": "件", "base_text": "3", "target_text": "5以上"}, "≥5 件"),
    ("results", {"name": "发明专利", "unit": "件", "actual_text": "3"}, "发明专利"),
    ("projects", {"name": "城南水库", "kind": "project"}, "城南水库"),
    ("commitments", {"subject": "水库", "form": "cumulative", "comparator": "=", "value": "2", "unit": "座"}, "2 座"),
])  # fmt: skip
def test_adding_what_was_not_read(client, found, slug, data, says):
    assert "<mark>延津县</mark>规划" in page(client, "add", found.pk, slug, find="延津县")[1]
    assert 'class="is-here"' in page(client, "add", found.pk, slug, line=1)[1]
    missing = send(client, "add", found.pk, slug, line="", **data)
    assert missing.status_code == 422
    assert not Decision.objects.exists()
    assert send(client, "add", found.pk, slug, line=2, **data).status_code == 422  # the document has one line
    answer = send(client, "add", found.pk, slug, line=1, **data)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    made = Decision.objects.get()
    assert made.state == "added"
    send(client, "item", found.pk, slug, made.index, 0, action="reopen", version=1)
    assert page(client, "item", found.pk, slug, made.index, 0)[0] == 404  # taken back


def test_the_time_of_a_decision_is_the_time_of_the_place(client, found):
    data = {"name": "甲乙高速延津段", "box": "专栏3：交通重点项目", "group": "高速公路", "kind": "project"}
    send(client, "item", found.pk, "projects", 0, 0, action="accept", version=0, facts="长15.7公里", **data)
    evening = datetime.datetime(2026, 1, 1, 16, 30, tzinfo=datetime.UTC)
    Decision.objects.update(decided_at=evening)
    assert "2026-01-02 00:30" in page(client, "item", found.pk, "projects", 0, 0)[1]


def test_a_draft_shows_its_rows_before_it_is_put_in_force(client, found):
    for at in ("intake:doubt", "intake:confirm"):
        client.post(reverse(at, args=[found.pk]), ANSWER)
    plan = Plan.objects.get()
    text = client.get(reverse("planning:plan", args=[plan.pk])).content.decode()
    assert text.count('<th scope="row"') == 5
    for words in ("社会消费品零售总额", "52.98", "81.50"):
        assert words in text


#: Pages of an upload that show many items or one of many.
PAGES = {
    "listing": ["projects"], "item": ["projects", 0, 0], "intake": [], "add": ["projects"], "difference": [],
}  # fmt: skip


@pytest.mark.parametrize("where", PAGES)
def test_a_page_asks_the_same_number_of_queries_whatever_the_length_of_the_lists(client, planner, catalogue, where):
    def asked(number):
        small = small_proposal()
        projects = tuple(ReadProject("专栏", "", f"项目{n}", 1) for n in range(number))
        promises = tuple(Commitment(f"承诺{n}", "level", Decimal(n), "家", 1) for n in range(number))
        results = tuple(replace(small.previous_results[0], name=f"指标{n}", catalogue="") for n in range(number))
        rows = tuple(indicator(n, f"指标{n}", "家", "1", "2", 1) for n in range(number))
        many = replace(
            small, indicators=rows, projects=projects, commitments=promises, previous_results=results, doubts=()
        )
        made = read_intake(many, by=planner, content=f"{number}".encode())
        if where == "difference":
            plan = PlanFactory(region=made.region)
            assert (plan.start_year, plan.end_year) == (2021, 2025)
        page(client, where, made.pk, *PAGES[where])  # the session and what is kept between requests
        with CaptureQueriesContext(connection) as queries:
            assert page(client, where, made.pk, *PAGES[where])[0] == 200
        if where == "difference":
            plan.delete()
        return len(queries)

    few = asked(3)
    assert few <= 20
    assert asked(300) == few
