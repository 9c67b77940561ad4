"""Yanjin's GDP asked for 2024, the people around it, and a clock that can be set."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from indicators.services import rounds
from tests.factories import accounts
from tests.factories.indicators import gdp_row
from tests.indicators.rounds.given import CLOSES, OPENS


@pytest.fixture
def row():
    return gdp_row()


@pytest.fixture
def people(row):
    return {
        "clerk": accounts.clerk(row.units.get()),
        "reviewer": accounts.reviewer(),
        "planner": accounts.planner(),
    }


@pytest.fixture
def asked(row, people):
    """The row is asked from 5 to 20 January."""
    return rounds.open_round(
        plan=row.plan, year=2024, title="2024 年度填报", opens_on=OPENS, closes_on=CLOSES, by=people["planner"]
    )


@pytest.fixture
def at(monkeypatch):
    """Set the clock to a moment of local time."""

    def set_clock(text):
        moment = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    return set_clock
