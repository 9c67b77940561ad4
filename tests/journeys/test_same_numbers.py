"""Page, API and domain say the same of every row."""

from __future__ import annotations

import json
import urllib.request
from decimal import Decimal

import pytest

from accounts.models import ApiClient
from accounts.services import api_keys
from indicators.domain import display
from indicators.domain.assess import shown_target
from indicators.models import Assessment, Target
from indicators.selectors.assessment_inputs import active_rule, assess_target, inputs_of_plans
from plans.models import Plan
from regions.models import Region
from tests.journeys.reading import AVERAGE, GAP, NAME, PROGRESS, REQUIRED, STATUS, rows

pytestmark = pytest.mark.journey

#: Figures of an assessment, and their names in the domain's result.
FIGURES = {
    "base": "base", "target": "target", "actual": "actual", "attainment": "attainment",
    "elapsed_share": "elapsed_share", "expected": "expected", "gap": "gap", "lead": "lead", "required": "required",
    "average": "average", "pace_ratio": "pace_ratio", "projected_end": "projected_end",
}  # fmt: skip


@pytest.fixture(scope="module")
def key(reading, django_db_blocker):
    """A key of a system that may read the whole province."""
    from django.db import connection

    with django_db_blocker.unblock():
        connection.close()
        own, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], reading.database
        try:
            client, _ = ApiClient.objects.get_or_create(
                name="journey",
                defaults={"region": Region.objects.get(code="410000"), "scopes": list(api_keys.READ_SCOPES)},
            )
            return api_keys.issue_key(client=client, by=None)[1]
        finally:
            connection.close()
            connection.settings_dict["NAME"] = own


@pytest.fixture
def ask(reading, key):
    def get(address):
        request = urllib.request.Request(reading.url + address, headers={"Authorization": f"Bearer {key}"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read(), parse_float=Decimal)

    return get


@pytest.mark.parametrize(
    ("region", "start", "year"), [("410726", 2021, 2024), ("410700", 2021, 2023), ("410700", 2016, 2020)]
)
def test_every_row_says_the_same_in_page_api_and_domain(readers, reading, ask, inside, region, start, year):
    period = f"{start}-{start + 4}"
    answer = ask(f"/api/v1/assessments/?region={region}&period={period}&year={year}&limit=500&listing=all")
    told = {one["target_id"]: one for one in answer["results"]}
    with readers.page("xinxiang-leader") as page:
        page.goto(f"/regions/{region}/?period={period}&year={year}")
        table = rows(page)

    with inside(reading):
        rule = active_rule()
        plan = Plan.objects.get(region__code=region, start_year=start)
        inputs = inputs_of_plans([plan.pk])
        main = set(plan.rows.filter(listing="main", is_heading=False).values_list("pk", flat=True))
        forms = dict(Target.objects.filter(row__plan=plan).values_list("pk", "form"))
        units = dict(Assessment.objects.filter(plan=plan, year=year).values_list("target_id", "required_unit"))
        computed = {row: [assess_target(row, target, year=year, rule=rule) for target in row.targets] for row in inputs}

    assert table.keys() == main
    assert len(told) == sum(len(row.targets) for row in inputs)
    for row, results in computed.items():
        shown = shown_target(row.primary_index, results)
        for index, (target, result) in enumerate(zip(row.targets, results, strict=True)):
            said = told[target.id]
            assert said["status"] == result.status.value, said
            assert said["shown"] == (index == shown)
            assert said["reason"] == (result.reason.value if result.reason else None) or not said["reason"]
            for name, field in FIGURES.items():
                assert _same(said[name], getattr(result, field)), (said["name"], name)
        if row.id not in main:
            continue  # what the text promises stands on a list of its own
        said, (status, cells) = told[row.targets[shown].id], table[row.id]
        assert cells[NAME].startswith(said["name"].replace(" ", ""))
        assert status == said["status"]
        assert said["status_label"] in cells[STATUS]
        assert cells[PROGRESS] == display.share(_decimal(said["attainment"]))
        if said["required"] is not None:
            text = display.rate(_decimal(said["required"]), units[said["target_id"]])
            assert text.replace(" ", "") in cells[REQUIRED], (said["name"], forms[said["target_id"]])
        if said["average"] is not None:
            assert cells[AVERAGE] == display.rate(_decimal(said["average"]), said["average_unit"]).replace(" ", "")
        assert (said["gap"] is None) == (cells[GAP] == "—")


def _decimal(value):
    return None if value is None else Decimal(value)


def _same(said, computed):
    if computed is None or said is None:
        return said is None and computed is None
    return Decimal(said) == display.quantise10(computed)


def test_the_api_answers_no_one_without_a_key(reading):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(reading.url + "/api/v1/assessments/?region=410726&year=2024", timeout=10)
    assert refused.value.code == 401
    assert json.loads(refused.value.read())["title"]
