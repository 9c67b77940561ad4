"""What pages ask of the database: little, and no more for more rows (DESIGN section 6)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import Doubt
from tests.factories import accounts, regions, sample_plan


def queries(client, address: str) -> int:
    client.get(address)  # notes the visit, which is written once a minute
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/regions/410726/?year=2024", 15),
        ("/regions/410726/?year=2024&status=behind&nature=expected&sort=-gap&compare=1&commitments=1", 15),
        ("/plan-indicators/{row}/?year=2024", 15),
        ("/", 20),
        ("/regions/410726/?year=2024&commitments=1&as_of={today}", 35),  # the sums behind the assessments are read too
        ("/plan-indicators/{row}/?year=2024&as_of={today}", 35),
        ("/doubts/", 15),
        ("/indicators/gdp/", 15),
        ("/projects/", 15),
    ],
)
def test_queries_are_few_and_do_not_grow_with_rows(client, leader, plan, address, most):
    address = address.format(row=plan.rows.first().pk, today=timezone.localdate())
    few = queries(client, address)
    sample_plan.crowd(plan, 12)
    for row in plan.rows.all()[:10]:
        Doubt.objects.create(plan=plan, row=row, code="basis_unknown", message="口径未注明")
    assert few <= most
    assert queries(client, address) == few


def test_the_overview_does_not_grow_with_regions(client, plan):
    client.force_login(accounts.leader(regions.xinxiang()))
    few = queries(client, "/")
    sample_plan.elsewhere()
    assert queries(client, "/") == few
