"""Systems that write: Yanjin's GDP, asked in a round that is open, and whoever may send its figures."""

from types import SimpleNamespace

import pytest

from accounts.models.api_clients import Scope
from accounts.services import api_keys
from tests.factories import api, indicators, regions
from tests.factories.rounds import open_round_for

YEAR = 2024
ADDRESS = "/api/v1/observations/bulk/"


@pytest.fixture(scope="module")
def asked(lasting):
    """The row, the system of its county that may write, and that system's browser."""
    with lasting():
        row = indicators.gdp_row()
        regions.xinxiang()
        open_round_for(row, YEAR)
        system = api.system(scopes=[*api_keys.READ_SCOPES, Scope.WRITE_OBSERVATIONS])
        _key, plain = api_keys.issue_key(client=system, by=None)
    return SimpleNamespace(row=row, system=system, http=api.with_key(plain))


def line(**fields):
    """A row of a request as it would be accepted; ``None`` for a field leaves it out."""
    row = {
        "region": "410726", "period": "2021-2025", "indicator": "gdp", "year": YEAR, "value": 193.3,
        "value_basis": "current", "source_title": "统计公报",
    }  # fmt: skip
    return {name: value for name, value in (row | fields).items() if value is not ...}


def put(http, *rows, headers=None, **fields):
    """The answer to a bulk put of these rows."""
    return http.put(ADDRESS, {"rows": list(rows), **fields}, format="json", headers=headers)
