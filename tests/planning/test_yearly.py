"""Yearly targets: proposed by the planned path, written in a grid and by a workbook, set beside the actual."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.domain.types import Form
from indicators.domain.yearly import NoYear
from indicators.models import AnnualTarget, Listing
from indicators.selectors.yearly import yearly_rows
from indicators.services.annual_targets import (
    BadYears,
    StaleYears,
    YearDocument,
    YearEntry,
    save_annual_target,
    save_annual_targets,
)
from indicators.services.errors import ServiceError
from plans.models import PlanStatus
from sheets.columns import META_SHEET
from tests.factories import accounts, regions
from tests.factories.indicators import IndicatorFactory, RowFactory, TargetFactory, approved, gdp_row
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def desk(lasting):
    """GDP from 153.7 to 230 with an actual of 2022, jobs [2.3], a number still to be handed down, a promise of the text."""

    class Desk:
        pass

    with lasting():
        made = Desk()
        made.gdp = gdp_row()
        made.plan = made.gdp.plan
        approved(made.gdp, 2022, value=Decimal("179.46"), growth=Decimal("3.0"))
        made.jobs = RowFactory(
            plan=made.plan, unit="万人", indicator=IndicatorFactory(code="urban_jobs", path="linear")
        )
        TargetFactory(row=made.jobs, form=Form.CUMULATIVE, value=Decimal("2.3"), text="[2.3]")
        made.air = RowFactory(plan=made.plan, unit="%")
        TargetFactory(row=made.air, form=Form.ASSIGNED, value=None, text="按省下达目标", unit="")
        made.garden = RowFactory(plan=made.plan, listing=Listing.COMMITMENT, position=1, unit="个")
        TargetFactory(row=made.garden, value=Decimal(5), text="5")
        made.planner, made.clerk = accounts.planner(), accounts.clerk()
        made.leader, made.stranger = accounts.leader(), accounts.planner(regions.weibin())
        made.address = reverse("planning:yearly", args=[made.plan.pk])
        yield made


def saved(desk, *entries, documents=None):
    return save_annual_targets(plan=desk.plan, entries=entries, documents=documents, by=desk.planner)


def lines(desk):
    return {one.row.pk: one.line for one in yearly_rows(desk.plan)}


def sent(desk, cells, *, seen=None, documents=None, take=""):
    names = {f"t-{row.pk}-{year}": text for (row, year), text in cells.items()}
    return names | (documents or {}) | {"seen": json.dumps(seen or {}), "take": take}


# --- what is proposed -------------------------------------------------------------------------------------------------
def test_each_cell_has_its_proposal_its_need_and_its_actual(desk):
    found = lines(desk)
    gdp = found[desk.gdp.pk]
    assert [cell.proposal for cell in gdp.cells] == ["166.6", "180.59", "195.75", "212.19", "230"]
    assert [cell.need for cell in gdp.cells] == ["", "", "194.93", "211.74", "230"]
    assert [cell.actual and cell.actual.value for cell in gdp.cells] == [None, Decimal("179.46"), None, None, None]
    assert [cell.proposal for cell in found[desk.jobs.pk].cells] == ["0.46"] * 5
    assert found[desk.air.pk].why is NoYear.ASSIGNED
    assert {cell.proposal for cell in found[desk.air.pk].cells} == {""}


def test_another_target_proposes_where_the_primary_cannot(desk):
    TargetFactory(
        row=desk.air, ordinal=2, is_primary=False, form=Form.FLOOR, value=Decimal(80), text=">80", comparator=">"
    )
    assert lines(desk)[desk.air.pk].of(2021).proposal == ">80"


def test_growth_of_what_is_counted_one_by_one_keeps_its_decimals(desk):
    firms = RowFactory(plan=desk.plan, unit="个")
    TargetFactory(row=firms, form=Form.GROWTH, value=Decimal(8), unit="%", text="8")
    approved(firms, 2021, growth=Decimal("6.6"))
    assert lines(desk)[firms.pk].of(2022).need == "≥8.36%"


def test_queries_do_not_grow_with_the_plan(desk, django_assert_num_queries):
    with django_assert_num_queries(13):
        yearly_rows(desk.plan)
    for _number in range(8):
        TargetFactory(row=RowFactory(plan=desk.plan))
    with django_assert_num_queries(13):
        assert len(yearly_rows(desk.plan)) == 12


# --- what is written --------------------------------------------------------------------------------------------------
def test_a_target_keeps_its_text_and_the_figure_in_the_unit_of_the_row(desk):
    entries = [
        YearEntry(desk.gdp.pk, 2022, "", "≥180"),
        YearEntry(desk.gdp.pk, 2023, "", "6.5%左右"),
        YearEntry(desk.jobs.pk, 2022, "", "4600人", proposed=True),
    ]
    assert saved(desk, *entries) == 3
    jobs, level = AnnualTarget.objects.filter(value__isnull=False).order_by("value")
    growth = AnnualTarget.objects.get(value=None)
    assert (level.value, level.comparator, level.text, level.proposed) == (Decimal(180), ">=", "≥180", False)
    assert (growth.text, growth.comparator) == ("6.5%左右", "=")
    assert (jobs.value, jobs.proposed) == (Decimal("0.46"), True)
    assert saved(desk, *[YearEntry(one.row_id, one.year, one.text, one.text) for one in entries]) == 0


def test_the_year_says_whether_it_was_reached(desk):
    saved(desk, YearEntry(desk.gdp.pk, 2022, "", "180"))
    assert lines(desk)[desk.gdp.pk].of(2022).reached.met is False
    saved(desk, YearEntry(desk.gdp.pk, 2022, "180", "增长2.5%以上"))
    assert lines(desk)[desk.gdp.pk].of(2022).reached.met is True
    saved(desk, YearEntry(desk.gdp.pk, 2022, "增长2.5%以上", "稳中有进"))
    cell = lines(desk)[desk.gdp.pk].of(2022)
    assert (cell.reached, cell.words) == (None, True)


def test_a_typed_text_is_no_proposal_any_more_and_an_old_path_is_noticed(desk):
    saved(desk, YearEntry(desk.gdp.pk, 2023, "", "195.75", proposed=True))
    desk.gdp.targets.update(value=Decimal(240), text="240")
    cell = lines(desk)[desk.gdp.pk].of(2023)
    assert (cell.proposed, cell.outdated, cell.proposal) == (True, True, "200.82")
    saved(desk, YearEntry(desk.gdp.pk, 2023, "195.75", "196"))
    cell = lines(desk)[desk.gdp.pk].of(2023)
    assert (cell.proposed, cell.outdated) == (False, False)
    saved(desk, YearEntry(desk.gdp.pk, 2024, "", "212", proposed=True))
    save_annual_target(row=desk.gdp, year=2024, text="213", measures="", by=desk.planner)
    assert not AnnualTarget.objects.get(year=2024).proposed


def test_what_somebody_else_wrote_meanwhile_is_told_and_nothing_is_written(desk):
    saved(desk, YearEntry(desk.gdp.pk, 2022, "", "180"))
    with pytest.raises(StaleYears) as told:
        saved(desk, YearEntry(desk.gdp.pk, 2022, "", "181"), YearEntry(desk.gdp.pk, 2023, "", "195"))
    assert told.value.theirs == {(desk.gdp.pk, 2022): "180"}
    assert AnnualTarget.objects.count() == 1
    assert saved(desk, YearEntry(desk.gdp.pk, 2022, "", "180")) == 0  # the same text is no hindrance


def test_a_document_names_all_targets_of_its_year_or_those_written_now(desk):
    saved(desk, YearEntry(desk.gdp.pk, 2022, "", "180"), YearEntry(desk.jobs.pk, 2022, "", "0.5"))
    assert saved(desk, documents={2022: YearDocument("延政〔2022〕1号", everywhere=True)}) == 2
    document = {2022: YearDocument("延政〔2022〕9号", everywhere=False)}
    saved(desk, YearEntry(desk.jobs.pk, 2022, "0.5", "0.6"), documents=document)
    assert AnnualTarget.objects.get(row=desk.gdp).document == "延政〔2022〕1号"
    assert AnnualTarget.objects.get(row=desk.jobs).document == "延政〔2022〕9号"


@pytest.mark.parametrize(
    ("row", "year", "text", "documents"),
    [
        ("gdp", 2022, "增" * 61, {}),
        ("gdp", 2022, "180", {2022: YearDocument("文" * 201, everywhere=True)}),
        ("gdp", 2022, "180", {2023: YearDocument("延政〔2023〕1号", everywhere=True)}),  # a year without any target
    ],
)
def test_what_cannot_be_kept_is_named(desk, row, year, text, documents):
    with pytest.raises(BadYears) as told:
        saved(desk, YearEntry(getattr(desk, row).pk, year, "", text), documents=documents)
    assert len(told.value.errors) + len(told.value.of_documents) == 1
    assert not AnnualTarget.objects.exists()


def test_only_rows_and_years_of_a_living_plan_are_written(desk):
    other = RowFactory(plan=PlanFactory(region=regions.weibin()))
    for entry in (YearEntry(other.pk, 2022, "", "1"), YearEntry(desk.gdp.pk, 2020, "", "1")):
        with pytest.raises(ServiceError):
            saved(desk, entry)
    with pytest.raises(PermissionDenied):
        save_annual_targets(plan=desk.plan, entries=[YearEntry(desk.gdp.pk, 2022, "", "1")], by=desk.clerk)
    type(desk.plan).objects.filter(pk=desk.plan.pk).update(status=PlanStatus.REPLACED)
    with pytest.raises(ServiceError):
        saved(desk, YearEntry(desk.gdp.pk, 2022, "", "1"))


# --- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_is_seen_by_all_of_the_region_and_written_by_planners(desk, client):
    expected = {"planner": (200, 302), "clerk": (200, 403), "leader": (200, 403), "stranger": (403, 403)}
    for name, (seen, written) in expected.items():
        client.force_login(getattr(desk, name))
        answer = client.get(desk.address)
        assert answer.status_code == seen
        assert (b'name="seen"' in answer.content) == (name == "planner")
        assert client.post(desk.address, sent(desk, {})).status_code == written


def test_a_draft_is_shown_to_those_who_work_on_it(desk, client):
    type(desk.plan).objects.filter(pk=desk.plan.pk).update(status=PlanStatus.DRAFT)
    for name, status in {"planner": 200, "clerk": 200, "leader": 404}.items():
        client.force_login(getattr(desk, name))
        assert client.get(desk.address).status_code == status


def test_one_button_takes_over_the_empty_cells_of_a_year(desk, client):
    client.force_login(desk.planner)
    answer = client.post(desk.address, sent(desk, {(desk.gdp, 2023): "稳中有进"}, take="2023"), follow=True)
    assert "已保存 2 项年度目标" in answer.content.decode()
    found = {one.row_id: (one.text, one.proposed) for one in AnnualTarget.objects.filter(year=2023)}
    assert found == {desk.gdp.pk: ("稳中有进", False), desk.jobs.pk: ("0.46", True)}


def test_a_refused_page_keeps_what_was_typed_and_names_the_cell(desk, client):
    saved(desk, YearEntry(desk.gdp.pk, 2022, "", "180"), YearEntry(desk.jobs.pk, 2022, "", "0.5"))
    client.force_login(desk.planner)
    cells = {(desk.gdp, 2022): "181", (desk.gdp, 2023): "195", (desk.jobs, 2022): ""}
    answer = client.post(desk.address, sent(desk, cells))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "他人已改为“180”" in page
    shown = {field: page.split(f'name="{field}"')[1].split('value="')[1].split('"')[0] for field in _names(cells)}
    assert list(shown.values()) == ["181", "195", "0.5"]  # an untouched cell shows what is stored by now
    answer = client.post(desk.address, sent(desk, {(desk.gdp, 2023): "增" * 61}))
    assert (answer.status_code, b"aria-invalid" in answer.content) == (422, True)


def _names(cells):
    return [f"t-{row.pk}-{year}" for row, year in cells]


@pytest.mark.parametrize("seen", ["[]", "{", '{"t-1-2021": 5}'])
def test_what_the_page_never_sends_is_refused(desk, client, seen):
    client.force_login(desk.planner)
    assert client.post(desk.address, {"seen": seen}).status_code == 400


def test_the_promises_of_the_text_are_a_list_of_their_own(desk, client):
    client.force_login(desk.planner)
    page = client.get(desk.address, {"list": "commitment"}).content.decode()
    assert f'id="row-{desk.garden.pk}"' in page
    assert f'id="row-{desk.gdp.pk}"' not in page
    assert client.get(desk.address, {"list": "other"}).status_code == 404
    assert client.get(desk.address, {"as_of": "2024-01-01"}).status_code == 400


# --- the workbook -----------------------------------------------------------------------------------------------------
def _book(desk, client):
    answer = client.get(reverse("planning:yearly-sheet", args=[desk.plan.pk]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = next(one for one in book.worksheets if one.title != META_SHEET)
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(max_col=1)}
    return book, lambda row, column: sheet.cell(rows[str(row)], columns[column])


def _send(desk, client, book):
    kept = io.BytesIO()
    book.save(kept)
    kept.name = "yearly.xlsx"
    kept.seek(0)
    return client.post(reverse("planning:yearly-upload", args=[desk.plan.pk]), {"workbook": kept}, follow=True)


def _apply(answer, client):
    page = answer.context
    sent_back = {"action": "save", "file": page["key"], "digest": page["upload"].digest}
    return client.post(answer.request["PATH_INFO"], sent_back)


def test_a_workbook_goes_out_and_comes_back(desk, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    saved(desk, YearEntry(desk.gdp.pk, 2022, "", "180", proposed=True))
    client.force_login(desk.planner)
    book, cell = _book(desk, client)
    assert [cell(desk.gdp.pk, name).value for name in ("y2022", "p2022", "a2022")] == ["180", "180.59", "179.46"]
    cell(desk.gdp.pk, "y2023").value = "6.5%左右"
    cell(desk.jobs.pk, "y2023").value = 0.5
    cell("documents", "y2023").value = "延政〔2023〕1号"
    answer = _send(desk, client, book)
    assert len(answer.context["upload"].changes) == 3
    assert not AnnualTarget.objects.filter(year=2023).exists()
    assert _apply(answer, client).status_code == 302
    found = {one.row_id: (one.text, one.document) for one in AnnualTarget.objects.filter(year=2023)}
    assert found == {
        desk.gdp.pk: ("6.5%左右", "延政〔2023〕1号"), desk.jobs.pk: ("0.5", "延政〔2023〕1号"),
    }  # fmt: skip
    assert AnnualTarget.objects.get(year=2022).proposed  # what nobody touched stays a proposal
    again = _send(desk, client, book)
    assert (again.context["upload"].changes, again.context["upload"].problems) == ([], [])


def test_a_wrong_cell_is_named_and_nothing_is_written(desk, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(desk.planner)
    book, cell = _book(desk, client)
    cell(desk.gdp.pk, "y2023").value = "增" * 61
    cell(desk.jobs.pk, "y2023").value = "0.6"
    cell(desk.jobs.pk, "y2024").value = "0.7"
    saved(desk, YearEntry(desk.jobs.pk, 2023, "", "0.9"))  # somebody else, since the download
    answer = _send(desk, client, book)
    problems = [line.cell.name.partition("!")[2] for line in answer.context["upload"].problems]
    assert problems == [cell(desk.gdp.pk, "y2023").coordinate, cell(desk.jobs.pk, "y2023").coordinate]
    assert [line.text for line in answer.context["upload"].changes] == [
        "0.7"
    ]  # the neighbour of a touched cell is free
    assert _apply(answer, client).status_code == 409
    assert AnnualTarget.objects.count() == 1


def test_the_workbook_of_another_plan_is_refused(desk, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(desk.planner)
    book, _cell = _book(desk, client)
    other = PlanFactory(start_year=2026, end_year=2030, base_year=2025)
    kept = io.BytesIO()
    book.save(kept)
    kept.name = "yearly.xlsx"
    kept.seek(0)
    answer = client.post(reverse("planning:yearly-upload", args=[other.pk]), {"workbook": kept})
    assert (answer.status_code, answer.context["upload"]) == (422, None)
    client.force_login(desk.clerk)
    assert client.get(reverse("planning:yearly-upload", args=[desk.plan.pk])).status_code == 403
    assert client.get(reverse("planning:yearly-sheet", args=[desk.plan.pk])).status_code == 200


# --- beside the actual ------------------------------------------------------------------------------------------------
def test_the_page_of_the_row_sets_it_beside_the_actual(desk, client):
    client.force_login(desk.leader)
    address = reverse("dashboards:row", args=[desk.gdp.pk])
    assert "未定年度目标" in client.get(address).content.decode()
    saved(desk, YearEntry(desk.gdp.pk, 2022, "", "180"), YearEntry(desk.gdp.pk, 2023, "", "195.75", proposed=True))
    answer = client.get(address)
    lines = {line.year: line for line in answer.context["page"].years}
    assert (lines[2022].aim.text, lines[2022].aim.verdict) == ("180", "未达到")
    assert (lines[2023].aim.proposed, lines[2023].aim.verdict) == (True, "")
    assert answer.context["page"].without_aim == [2021, 2024, 2025]
    assert "2021、2024、2025 年未定年度目标" in answer.content.decode()
    assert lines[2022].chip == _chip_without_aims(desk, client, address)


def _chip_without_aims(desk, client, address):
    """A yearly target changes no status."""
    AnnualTarget.objects.all().delete()
    return {line.year: line for line in client.get(address).context["page"].years}[2022].chip


def test_entry_grid_and_review_show_it(desk, client):
    saved(desk, YearEntry(desk.gdp.pk, 2023, "", "6.5%左右"), documents={2023: YearDocument("延政〔2023〕1号", True)})
    client.force_login(desk.planner)
    grid = client.get(reverse("entry:list"), {"plan": desk.plan.pk, "year": 2023}).context["grid"]
    assert [one["field"] for one in grid["beside"]][-1] == "aim"
    aims = {row["id"]: row["beside"]["aim"] for row in grid["rows"]}
    assert (aims[desk.gdp.pk], aims[desk.jobs.pk][0]) == (["6.5%左右", "延政〔2023〕1号"], "未定")
    other = client.get(reverse("entry:list"), {"plan": desk.plan.pk, "year": 2024}).context["grid"]
    assert "aim" not in [one["field"] for one in other["beside"]]
    figure = approved(desk.gdp, 2023, value=Decimal(190))
    type(figure).objects.filter(pk=figure.pk).update(
        state="submitted", in_force=False, approved_by=None, approved_at=None
    )
    client.force_login(accounts.reviewer())
    page = client.get(reverse("entry:review-figure", args=[figure.pk])).content.decode()
    assert "年度目标 6.5%左右" in page


def test_a_year_that_is_no_year_takes_nothing_over(client, desk):
    client.force_login(desk.planner, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(desk.address, sent(desk, {}, take="9" * 5000)).status_code == 302
    assert not AnnualTarget.objects.exists()


def test_the_sheet_of_tasks_and_the_grid_take_turns(desk):
    """Both write the same record: one that had read it before the other wrote would put back what stood there."""
    with CaptureQueriesContext(connection) as captured:
        save_annual_target(row=desk.gdp, year=2023, text="7%", measures="", by=desk.planner)
    locked = [one["sql"] for one in captured if "FOR NO KEY UPDATE" in one["sql"]]
    assert [one for one in locked if '"plans_plan"' in one]
