"""schemathesis, all checks, over every operation with keys of three scopes: no 5xx, and no answer that the schema does not promise.

``make fuzz CASES=2000`` tries so many of every operation with each key.
"""

import os

import pytest
from drf_spectacular.generators import SchemaGenerator

from accounts.models.api_clients import Scope
from accounts.services.api_keys import READ_SCOPES, issue_key
from tests.api import fuzzing
from tests.factories import api, api_world, regions, rounds

pytestmark = pytest.mark.django_db

#: Requests made by chance of every operation, for each key.
CASES = int(os.environ.get("CASES", "4"))
SEED = int(os.environ.get("SEED", "20250706"))
#: Who calls: a system that reads everything, one that writes, one of a single unit and a single scope.
KEYS = {
    "reads": lambda world: {"region": regions.nation(), "scopes": READ_SCOPES},
    "writes": lambda world: {"region": world.region, "scopes": [scope.value for scope in Scope]},
    "narrow": lambda world: {"region": world.region, "unit": world.unit, "scopes": [Scope.READ_ASSESSMENTS]},
}


@pytest.fixture(scope="module")
def world(lasting):
    with lasting():
        api_world.xinxiang()
        made = api_world.yanjin()
        for year in (2023, 2024):
            rounds.open_round_for(made.row, year)
        return made


#: Whose requests go through every border of every parameter: reading and writing once each.
COVERING = {"reads": ("GET",), "writes": ("PUT",), "narrow": ()}


@pytest.mark.parametrize("who", KEYS)
def test_no_answer_surprises(world, who):
    client = api.system(rate_per_minute=100_000_000, **KEYS[who](world))
    _key, plain = issue_key(client=client, by=None)
    known = {
        "region": ["410726", "410700", "100000"],
        "region_under": ["410726", "410700", "100000"],
        "plan": [world.plan.pk],
        "plan_indicator": [world.row.pk],
        "period": ["2021-2025"],
        "year": [2024],
        "indicator": ["gdp"],
        "cursor": ["*"],
        "body.rows[*].region": ["410726", "410700"],
        "body.rows[*].period": ["2021-2025"],
        "body.rows[*].indicator": ["gdp"],
        "body.rows[*].year": [2023, 2024],
    }
    document = SchemaGenerator().get_schema(request=None, public=True)
    wanted = fuzzing.config(plain, seed=SEED, examples=CASES, known=known, covering=COVERING[who])
    found = fuzzing.run(document, wanted)
    print(found.summary())  # for make fuzz
    assert not found.failures, found.told()
    missed = {name for name in fuzzing.operations(document) if not found.cases[name]}
    assert not missed
