"""People around one figure: Yanjin's GDP, for which its statistics bureau answers."""

import pytest

from tests.factories import accounts
from tests.factories.indicators import gdp_row
from tests.factories.rounds import open_round_for


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
