"""``/api/v1/changes/``: who sees what, how it is asked, what it says."""

import jsonschema
import pytest

from accounts.models.api_clients import Scope
from exchange.models import Change
from exchange.services import numbering
from indicators.api import assessments, observations
from indicators.models import Base, Observation, Target
from plans.models import Plan, PlanStatus
from tests.api.test_schema import answer_schema
from tests.exchange.following import as_listed, follow, listed, replay
from tests.factories import accounts, api, api_world, indicators, regions
from tests.factories.rounds import open_round_for

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(lasting):
    with lasting():
        yanjin, xinxiang = api_world.yanjin(), api_world.xinxiang()
        open_round_for(yanjin.row, 2025)
    return yanjin, xinxiang


def asked(client, **parameters):
    return client.get("/api/v1/changes/", parameters)


def told(client, **filters):
    return follow(client, **filters)[0]


def test_replay_from_the_start_is_what_the_lists_say(world):
    client = api.caller(regions.nation())
    changes, place = follow(client, limit=7)
    assert as_listed(replay(changes), changes) == listed(client)
    assert [one["position"] for one in changes] == list(range(1, len(changes) + 1))
    assert follow(client, after=place) == ([], place)


def test_it_conforms_to_the_schema(world):
    client = api.caller(regions.nation())
    Observation.objects.filter(row=world[0].row, year=2022).delete()
    answer = asked(client, limit=1000).json()
    assert {one["kind"] for one in answer["results"]} == {"base", "target", "observation", "assessment", "round"}
    assert answer["results"][-1]["action"] == "remove"
    jsonschema.validate(answer, answer_schema(client.get("/api/v1/schema/").json(), "/api/v1/changes/"))


def test_whatever_a_list_shows_of_an_object_is_kept_of_it():
    """A column that a list begins to show is added to ``feed_sql`` (and to the triggers by a migration)."""
    from exchange.models import feed_sql

    def own(columns):
        return {name for name in columns if "__" not in name}

    assert own(observations.COLUMNS) <= set(feed_sql.OBSERVATION)
    assert own(assessments.COLUMNS) <= set(feed_sql.ASSESSMENT)
    unshown = {"in_force", "source_line", "cause", "adjustment_id"}  # the lists say reason and document of a version
    for model, columns, more in (
        (Base, feed_sql.BASE, {"vintage", "from_observation_id"}),
        (Target, feed_sql.TARGET, set()),
    ):
        unkept = {field.attname for field in model._meta.concrete_fields} - set(columns)
        assert unkept == unshown | more


@pytest.mark.parametrize(
    ("scopes", "kinds"),
    [
        ([], {"round"}),
        ([Scope.READ_OBSERVATIONS], {"round", "observation"}),
        ([Scope.READ_ASSESSMENTS], {"round", "assessment"}),
        ([Scope.READ_PLANS], {"round", "base", "target"}),
    ],
)
def test_a_key_reads_the_kinds_that_it_reads_elsewhere(world, scopes, kinds):
    assert {one["kind"] for one in told(api.caller(scopes=[Scope.READ_CHANGES, *scopes]))} == kinds


def test_a_key_without_the_scope_reads_nothing(world):
    assert asked(api.caller(scopes=[Scope.READ_OBSERVATIONS])).status_code == 403


def test_a_region_is_told_of_itself_and_what_is_below(world):
    yanjin, xinxiang = world
    below, above = told(api.caller(yanjin.region)), told(api.caller(xinxiang.region))
    assert {one["region"] for one in below} == {yanjin.region.code}
    assert {one["region"] for one in above} == {yanjin.region.code, xinxiang.region.code}
    person = api.with_key("")
    person.credentials()
    person.force_login(accounts.reviewer(yanjin.region))
    assert told(person) == below


def test_a_unit_is_told_of_its_rows_and_rounds(world):
    yanjin = world[0]
    assert told(api.caller(yanjin.region, unit=yanjin.unit)) == told(api.caller(yanjin.region))
    stranger = accounts.UnitFactory(region=yanjin.region, name="林业局")
    assert told(api.caller(yanjin.region, unit=stranger)) == []


def test_a_unit_is_told_that_a_row_of_its_is_gone(world):
    yanjin = world[0]
    client = api.caller(yanjin.region, unit=yanjin.unit)
    row = indicators.RowFactory(plan=yanjin.plan)
    base, _duty = indicators.BaseFactory(row=row), indicators.answers_for(row, yanjin.unit)
    before, place = follow(client)
    gone = base.pk
    assert before[-1]["id"] == gone
    base.delete()
    row.delete()
    assert [(one["id"], one["action"], one["number"]) for one in follow(client, after=place)[0]] == [
        (gone, "remove", "")
    ]


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({"region": "410726"}, lambda one: one["region"] == "410726"),
        ({"region_under": "410700"}, lambda one: True),
        ({"period": "2016-2020"}, lambda one: False),
        ({"kind": ["base", "target"]}, lambda one: one["kind"] in ("base", "target")),
        ({"why": "entry"}, lambda one: one["why"] == "entry"),
        ({"status_moved": "true"}, lambda one: one["status_moved"]),
        ({"status_moved": "false"}, lambda one: not one["status_moved"]),
    ],
    ids=lambda one: str(one) if isinstance(one, dict) else "",  # a function has another name in every process
)
def test_filters_narrow_what_is_sent_and_not_how_far_it_goes(world, filters, fits):
    client = api.caller(regions.nation())
    changes, place = follow(client)
    assert follow(client, **filters) == ([one for one in changes if fits(one)], place)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"after": "-1"}, "invalid"),
        ({"after": "1e3"}, "invalid"),
        ({"after": "9" * 18}, "out_of_range"),
        ({"limit": "0"}, "out_of_range"),
        ({"offset": "0"}, "unknown"),
        ({"ordering": "year"}, "unknown"),
        ({"kind": "plan"}, "invalid_choice"),
        ({"region": "110000"}, "invalid_choice"),
    ],
    ids=str,
)
def test_a_wrong_question_is_an_error(world, wrong, code):
    answer = asked(api.caller(), **wrong)
    assert answer.status_code == 400
    assert [(one["path"], one["code"]) for one in answer.json()["errors"]] == [(*wrong, code)]


def test_it_takes_the_same_few_queries_however_much_changed(world, django_assert_max_num_queries):
    client = api.caller(regions.nation())
    asked(client)  # numbers what waits
    with django_assert_max_num_queries(8):
        assert len(asked(client, limit=1000).json()["results"]) > 15
    with django_assert_max_num_queries(8):
        assert len(asked(client, limit=1).json()["results"]) == 1


def test_a_reader_waits_for_one_pass_of_numbering_and_is_told_that_there_is_more(world, monkeypatch):
    monkeypatch.setattr(numbering, "PASS_CHANGES", 4)
    client = api.caller(regions.nation())
    first = asked(client, limit=1000).json()
    assert (len(first["results"]), first["next_after"], first["more"]) == (4, "4", True)
    rest, place = follow(client, after="4")
    assert [one["position"] for one in first["results"] + rest] == list(range(1, int(place) + 1))
    assert len(rest) > 10


def test_a_plan_in_the_making_is_not_told_of_until_it_is_published(world):
    client = api.caller(regions.nation())
    before, place = follow(client)
    gone = Plan.objects.get(pk=world[1].plan.pk)
    gone.status = PlanStatus.DRAFT
    gone.save()
    changes, place = follow(client, after=place)
    assert {(one["action"], one["why"], one["plan"]) for one in changes} == {("remove", "published", gone.pk)}
    assert as_listed(replay(before + changes), before) == listed(api.caller(regions.nation()))
    world[1].row.bases.update(text="改了")
    Observation.objects.filter(row=world[1].row, year=2021).delete()
    assert follow(client, after=place) == ([], place)
    assert not Change.objects.filter(position__isnull=True).exists()
    gone.status = PlanStatus.IN_FORCE
    gone.save()
    again, _place = follow(client, after=place)
    assert {(one["action"], one["why"], one["plan"]) for one in again} == {("set", "published", gone.pk)}
    everything = before + changes + again
    assert as_listed(replay(everything), everything) == listed(client)
