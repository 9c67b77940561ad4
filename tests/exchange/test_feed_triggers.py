"""What the triggers write: every change of an approved figure, a base, a target, an assessment or a round, and why."""

from decimal import Decimal

import pytest

from exchange.selectors.changes import changes_within, read_after
from exchange.services.numbering import number_all_changes
from indicators.services.recompute import recompute_plans
from tests.factories.indicators import approved, gdp_row

pytestmark = pytest.mark.django_db


def told(after=0):
    number_all_changes()
    return read_after(changes_within(lineage=""), after=after, limit=1000).records


def test_first_words():
    row = gdp_row()
    figure = approved(row, 2022, value=Decimal("179.46"), vintage="final")
    recompute_plans([row.plan_id])
    records = told()
    assert [one["position"] for one in records] == list(range(1, len(records) + 1))
    assert [(one["kind"], one["why"]) for one in records[:3]] == [
        ("base", "entry"),
        ("target", "entry"),
        ("observation", "entry"),
    ]
    assert records[2]["data"] == records[2]["data"] | {"id": figure.pk, "value": Decimal("179.46"), "vintage": "final"}
    assert [(one["kind"], one["why"], one["year"], one["status_after"]) for one in records[3:]] == [
        ("assessment", "recompute", 2021, "no_data"),
        *(("assessment", "recompute", year, "on_track") for year in (2022, 2023, 2024, 2025)),
    ]
