"""The planner's revisions: a new base with its document, a marked break, and what they alone change."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.domain.types import BaseFigure
from indicators.models import Assessment, Base, DefinitionBreak, JobRun
from indicators.selectors.revisions import proposed_revision, revision_of_row
from indicators.services.recompute import recompute_plans
from tests.factories import accounts, regions
from tests.factories.indicators import approved

pytestmark = pytest.mark.django_db

GIVEN = {"version": "1", "value": "170", "year": "2020", "unit": "亿元", "price_basis": "current", "document": "豫统〔2025〕3号",
         "reason": "五经普修订", "action": "base"}  # fmt: skip


@pytest.fixture
def planner(row):
    return accounts.planner()


@pytest.fixture
def address(row):
    return reverse("entry:revisions", args=[row.pk])


def stored(row, year):
    recompute_plans([row.plan_id])
    return Assessment.objects.get(row=row, year=year)


def test_a_revised_base_keeps_the_old_one_and_marks_what_it_alone_moved(as_person, planner, row, address):
    """200 in 2022: from 153.7 well ahead; from 190 only two thirds of the pace, ln(200/190) ÷ (0.4 × ln(230/190)) = 0.67."""
    approved(row, 2022, value=Decimal("200"))
    before = stored(row, 2022)
    assert (before.status, before.unrevised_status, before.moved_by_revision) == ("ahead", "", False)
    client = as_person(planner)
    assert client.post(address, {**GIVEN, "value": "190"}).status_code == 302
    after = stored(row, 2022)
    assert after.base == Decimal(190)
    assert (after.status, after.unrevised_status, after.moved_by_revision) == ("behind", "ahead", True)
    old, new = Base.objects.filter(row=row).order_by("version")
    assert (old.in_force, old.value, new.value, new.document) == (
        False,
        Decimal("153.7"),
        Decimal(190),
        GIVEN["document"],
    )
    assert JobRun.objects.filter(plan=row.plan).exists()
    page = client.get(address).content.decode()
    assert "原基数 153.7 亿元（2020） → 现基数 190 亿元（2020）" in page
    assert "仅因基数" in page
    shown = client.get(reverse("dashboards:row", args=[row.pk]) + "?year=2022").content.decode()
    assert "仅因基数修订，按原基数为快于预期" in shown
    plan_page = client.get(reverse("dashboards:region", args=["410726"]) + "?year=2022").content.decode()
    assert "仅因基数修订，按原基数为快于预期" in plan_page


def test_the_same_figure_again_is_no_revision(as_person, planner, row, address):
    approved(row, 2022, value=Decimal("200"))
    as_person(planner).post(address, {**GIVEN, "value": "153.7", "price_basis": "unknown"})
    assert stored(row, 2022).unrevised_status == ""
    assert revision_of_row(row.pk) is None


def test_trying_out_writes_nothing(as_person, planner, row, address):
    approved(row, 2022, value=Decimal("200"))
    answer = as_person(planner).post(address, {**GIVEN, "value": "190", "action": "preview"})
    page = answer.content.decode()
    assert "拟修订基数 190 亿元（2020）" in page
    assert "仅因基数" in page
    assert Base.objects.count() == 1


def test_both_sides_are_the_core_s_own_answers(row):
    """The side of the proposed base is what recompute stores once it is in force."""
    approved(row, 2023, value=Decimal("180"))
    found = proposed_revision(row.pk, BaseFigure(Decimal(160), 2020))
    (compared,) = found.years
    row.bases.update(value=Decimal(160))
    assert stored(row, 2023).status == compared.after.status
    assert compared.before.attainment == pytest.approx(Decimal("26.3") / Decimal("76.3"))


@pytest.mark.parametrize(
    ("field", "given"),
    [("value", ""), ("value", "12%"), ("document", " "), ("reason", ""), ("year", "2021"), ("price_basis", "other")],
)
def test_a_revision_says_what_why_and_after_which_document(as_person, planner, row, address, field, given):
    answer = as_person(planner).post(address, {**GIVEN, field: given})
    assert answer.status_code == 422
    assert f'id="id_{field}_errors"' in answer.content.decode()
    assert Base.objects.get().value == Decimal("153.7")


def test_somebody_else_revised_meanwhile(as_person, planner, row, address):
    client = as_person(planner)
    assert client.post(address, GIVEN).status_code == 302
    answer = client.post(address, {**GIVEN, "value": "171"})
    assert answer.status_code == 409
    assert "已由他人修订" in answer.content.decode()
    assert Base.objects.get(in_force=True).value == Decimal(170)


def test_a_marked_break(as_person, planner, row, address):
    given = {"action": "break", "break_year": "2023", "break_document": "统计制度2023", "break_reason": "改按常住人口"}
    client = as_person(planner)
    assert client.post(address, given).status_code == 302
    mark = DefinitionBreak.objects.get(row=row)
    assert (mark.year, mark.document, mark.reason) == (2023, "统计制度2023", "改按常住人口")
    assert "自 2023 年起" in client.get(address).content.decode()
    assert client.post(address, given).status_code == 409
    assert client.post(address, {**given, "break_document": ""}).status_code == 422
    assert client.post(address, {**given, "break_year": "2026"}).status_code == 422
    assert DefinitionBreak.objects.count() == 1


@pytest.mark.parametrize("action", ["base", "preview", "break"])
def test_others_read_and_do_not_write(as_person, row, address, clerk, reviewer, action):
    for person in (clerk, reviewer, accounts.leader()):
        client = as_person(person)
        assert "修订基期值" not in client.get(address).content.decode()
        assert client.post(address, {**GIVEN, "action": action}).status_code == 403
    assert as_person(accounts.planner(regions.weibin())).get(address).status_code == 403


def test_the_page_costs_a_constant_number_of_queries(
    as_person, planner, row, address, django_assert_num_queries, django_assert_max_num_queries
):
    client = as_person(planner)
    client.get(address)
    with django_assert_max_num_queries(40) as first:
        client.get(address)
    for year in (2021, 2022, 2023):
        approved(row, year, value=Decimal(160 + year - 2020))
    with django_assert_num_queries(len(first)):
        client.get(address)


def test_a_base_in_another_unit_than_the_row_is_refused(as_person, planner, row, address):
    answer = as_person(planner).post(address, {**GIVEN, "unit": "万元"})
    assert answer.status_code == 409
    assert "按“亿元”计" in answer.content.decode()
    assert Base.objects.get().value == Decimal("153.7")
