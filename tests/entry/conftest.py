"""People around one figure: Yanjin's GDP, for which its statistics bureau answers; and a clerk with its workbook."""

from decimal import Decimal

import pytest

from tests.factories import accounts
from tests.factories.indicators import RowFactory, TargetFactory, answers_for, gdp_row
from tests.factories.rounds import open_round_for
from tests.factories.sheet_desk import Desk


@pytest.fixture
def row(db):
    """Asked in a round of each year that is open today."""
    row = gdp_row()
    for year in range(2021, 2026):
        open_round_for(row, year)
    return row


@pytest.fixture
def clerk(row):
    return accounts.clerk(row.units.get())


@pytest.fixture
def reviewer(row):
    return accounts.reviewer()


@pytest.fixture
def as_person(client):
    """Log a person in and give the client."""

    def log_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.fixture
def typed():
    """What a browser sends for a figure, with changes."""

    def build(**changes):
        return {
            "lock": "",
            "value": "193.3",
            "comparator": "=",
            "value_basis": "current",
            "growth": "5.0",
            "growth_basis": "constant",
            "vintage": "preliminary",
            "source_title": "统计公报",
            "source_address": "",
            "note": "",
            "action": "draft",
            **changes,
        }

    return build


@pytest.fixture
def share(row):
    """A row in per cent beside the GDP, asked in 2023 and 2024."""
    made = RowFactory(plan=row.plan, short_name="城镇化率", name="常住人口城镇化率（%）", unit="%", position=50)
    TargetFactory(row=made, value=Decimal("46"))
    answers_for(made, row.units.get())
    for year in (2023, 2024):
        open_round_for(made, year)
    return made


@pytest.fixture
def desk(client, clerk, row, share, settings, tmp_path):
    """The clerk with the workbook of 2024."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return Desk(client, clerk, open_round_for(row, 2024))
