"""Many monthly reports handed over by a system: each is submitted or leaves nothing, as if they had come month by month."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from projects.models import ProjectReport, ReportWarning
from projects.services.report_entry import ReportEntry, ReportFigures
from projects.services.report_saving import save_many, submit_all
from tests.factories import regions
from tests.factories.api import system
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
KEPT = ("project", "month", "state", "lock", "investment_to_date", "progress", "submitted_by", "submitted_client")


def entry(project, month, to_date, *, answers=None, lock=None, **more):
    figures = ReportFigures(investment_to_date=D(to_date), progress=D(10), progress_text="主体施工", **more)
    return ReportEntry(project=project, month=date(2025, month, 1), figures=figures, lock=lock, answers=answers or {})


def kept():
    events = ProjectReport.pgh_event_model.objects.order_by("project", "month", "lock")
    return (
        list(ProjectReport.objects.order_by("project", "month").values_list(*KEPT)),
        list(events.values_list("pgh_label", "pgh_context__metadata", *KEPT)),
        sorted(ReportWarning.objects.values_list("report__project", "report__month", "code", "message", "reason")),
    )


def one_by_one(entries, by):
    """Each by itself, the earliest month first; what may not be submitted is taken back."""
    told = {}
    for number in sorted(range(len(entries)), key=lambda number: entries[number].month):
        mark = transaction.savepoint()
        (outcome,) = save_many(entries=[entries[number]], by=by, submit=True)
        if outcome.error is not None:
            transaction.savepoint_rollback(mark)
        told[number] = outcome.kind, outcome.sentence, outcome.findings
    return [told[number] for number in range(len(entries))]


def test_all_at_once_is_the_same_as_month_after_month():
    by, first, second = system(), ProjectFactory(), ProjectFactory()
    stranger = ProjectFactory(region=regions.xiping())
    given = [
        entry(first, 3, "50"),  # less than in February: a question, which nobody answers
        entry(first, 2, "80"),
        entry(first, 1, "60"),
        entry(second, 1, "-1"),
        entry(second, 2, "70", lock=3),
        entry(second, 3, "70", stage="building", stage_on=date(2024, 5, 1)),
        entry(stranger, 1, "1"),
    ]
    mark, before = transaction.savepoint(), kept()
    expected = one_by_one(given, by)
    slow = kept()
    transaction.savepoint_rollback(mark)
    dry = submit_all(entries=given, by=by, all_or_nothing=False, dry_run=True)
    assert kept() == before
    assert [one.kind for one in submit_all(entries=given, by=by)] == [one.kind for one in dry]
    assert kept() == before
    outcomes = submit_all(entries=given, by=by, all_or_nothing=False)
    assert [(one.kind, one.sentence, one.findings) for one in outcomes] == expected
    assert {"", "findings", "stale", "fields", "forbidden"} <= {one.kind for one in outcomes}
    assert kept() == slow
    assert slow != before
    again = submit_all(entries=given, by=by, all_or_nothing=False)
    assert [one.unchanged for one in again] == [one.kind == "" for one in outcomes]


def test_queries_are_as_many_for_a_few_as_for_many():
    by, projects = system(), [ProjectFactory() for _number in range(12)]
    counted = []
    for some in (projects[:2], projects[2:]):
        with CaptureQueriesContext(connection) as captured:
            outcomes = submit_all(entries=[entry(one, 3, "50") for one in some], by=by)
        assert not any(one.error for one in outcomes)
        counted.append(len(captured))
    assert counted[0] == counted[1]
