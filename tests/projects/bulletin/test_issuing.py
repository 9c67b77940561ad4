"""Issuing: frozen with its figures, corrected by another version with a reason, never changed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from indicators.services.errors import ServiceError
from projects.models import Bulletin, ProjectReport
from projects.selectors.bulletins import bulletin_facts, kept_facts, versions_of
from projects.services.bulletins import FactsMoved, issue_bulletin, seal
from tests.factories import regions
from tests.projects.bulletin.world import JUNE, TODAY, build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(lasting):
    with lasting():
        yield build()


def facts(**given):
    return bulletin_facts(regions.yanjin(), **{"kind": "monthly", "month": JUNE, "today": TODAY, **given})


def test_what_is_issued_stays_as_it_was(world):
    before = facts()
    made = issue_bulletin(
        facts=before, number=" 2025年月通报第6期 ", remarks="抓紧。", by=world.reviewer, looked_at=seal(before)
    )
    assert (made.version, made.number, made.sample, made.issued_by) == (1, "2025年月通报第6期", True, world.reviewer)
    ProjectReport.objects.filter(project=world.road, month=JUNE).update(investment_month=1)
    assert facts() != before
    assert kept_facts(Bulletin.objects.get(pk=made.pk)) == before
    for change in (lambda: Bulletin.objects.update(number="别的"), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_correction_is_another_version_and_says_why(world):
    found = facts()
    issue_bulletin(facts=found, number="第6期", by=world.reviewer)
    with pytest.raises(ValidationError, match="理由"), transaction.atomic():
        issue_bulletin(facts=found, number="第6期", by=world.reviewer)
    second = issue_bulletin(facts=found, number="第6期", reason="数字有误", by=world.reviewer)
    assert second.version == 2
    assert [one.version for one in versions_of(regions.yanjin(), "monthly", JUNE)] == [2, 1]
    other = issue_bulletin(facts=facts(kind="quarterly"), number="第2期", by=world.reviewer)
    assert other.version == 1


def test_a_month_that_is_not_over_is_not_issued(world):
    with pytest.raises(ServiceError, match="还没有结束"):
        issue_bulletin(facts=facts(today=date(2025, 6, 30)), number="第6期", by=world.reviewer)
    assert issue_bulletin(facts=facts(today=date(2025, 7, 1)), number="第6期", by=world.reviewer).pk


def test_other_facts_than_those_looked_at_are_not_issued(world):
    looked_at = seal(facts())
    ProjectReport.objects.filter(project=world.road, month=JUNE).update(investment_month=1)
    with pytest.raises(FactsMoved, match="数字有变化"):
        issue_bulletin(facts=facts(), number="第6期", by=world.reviewer, looked_at=looked_at)
    assert not Bulletin.objects.exists()
