"""Many figures handed over by a system: each is submitted or leaves nothing behind, as the slow way would do it.

The slow way writes what is asked one figure after the other inside a savepoint, leaves out who was refused, and begins again.
"""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.services.history import history
from indicators.models import Observation, ObservationWarning
from indicators.selectors.findings import actual_of, findings_of_rows
from indicators.services import observation_steps as steps
from indicators.services import observations, saving, warnings
from indicators.services.desk import Desk
from indicators.services.entered import Entered, Outcome
from indicators.services.errors import FindingsRefused, ServiceError
from indicators.services.observations import ObservationFigures
from indicators.services.saving import submit_all
from plans.models import PlanStatus
from tests.factories import accounts, regions
from tests.factories.api import system
from tests.factories.city_and_counties import city_and_counties
from tests.factories.indicators import RowFactory, answers_for, approved, submitted
from tests.factories.plans import PlanFactory
from tests.factories.rounds import open_round_for, reopened

pytestmark = pytest.mark.django_db


# --- the slow way -----------------------------------------------------------------------------------------------------
def slow_submit_all(entries, by, all_or_nothing):
    """Every figure saved with a statement of its own, first as a draft, then as submitted; taken back where one is refused."""
    outcomes = [Outcome(entered) for entered in entries]
    desk = Desk(entries, by)
    for one in outcomes:
        one.observation = desk.unchanged(one.entered)
        one.unchanged = one.observation is not None
    pending = [one for one in outcomes if not one.unchanged]
    while pending:
        mark = transaction.savepoint()
        refused = _tried(pending, by)
        if not refused:
            break
        transaction.savepoint_rollback(mark)
        for one in pending:
            one.observation = None
        if all_or_nothing:
            break
        pending = [one for one in pending if one.error is None]
    return outcomes


def _tried(pending, by):
    """Whether anybody is refused."""
    desk = Desk([one.entered for one in pending], by)
    with history(by, "保存草稿"):
        for one in pending:
            try:
                one.observation = steps.save(desk.draft(one.entered))
            except (ServiceError, saving.ValidationError, saving.PermissionDenied) as error:
                one.error = error
        written = [one for one in pending if one.observation is not None]
        answered = {}
        for year in {one.entered.year for one in written}:
            of_year = {one.entered.row.pk: one for one in written if one.entered.year == year}
            found = findings_of_rows({key: actual_of(one.observation, year) for key, one in of_year.items()}, year)
            for key, one in of_year.items():
                one.findings = found[key]
                answered |= warnings.refresh_many([(one.observation, one.findings, one.entered.answers)], by)
    with history(by, "提交审核"):
        for one in written:
            try:
                saving._refuse(one.findings, answered[one.observation.pk])
                figure = one.observation
                figure.state, figure.cell_comments = "submitted", {}
                figure.submitted_by, figure.submitted_client, figure.submitted_at = None, by, timezone.now()
                steps.save(figure)
            except (FindingsRefused, saving.ValidationError) as error:
                one.error = error
    return any(one.error for one in pending)


# --- what is compared -------------------------------------------------------------------------------------------------
_KEPT = (
    "row", "year", "version", "state", "lock", "in_force", "value", "unit", "growth", "value_basis", "parts", "comparator",
    "reported", "vintage", "text", "reason", "comment", "cell_comments", "submitted_by", "submitted_client", "note", "sample",
)  # fmt: skip


def kept():
    """Every figure, warning and line of their history, without numbers of their own and moments."""
    events, said = Observation.pgh_event_model, ObservationWarning.pgh_event_model
    return {
        "figures": list(Observation.objects.order_by("row", "year", "version").values_list(*_KEPT)),
        "history": list(
            events.objects.order_by("row", "year", "version", "lock", "pgh_id").values_list(
                "pgh_label", "pgh_context__metadata", *_KEPT
            )
        ),
        "warnings": list(
            ObservationWarning.objects.order_by("observation__row", "observation__year", "code", "field").values_list(
                "observation__row", "observation__year", "code", "field", "message", "reason", "answered_by"
            )
        ),
        "history of warnings": sorted(
            said.objects.values_list("pgh_label", "code", "field", "message", "reason", "pgh_context__metadata__reason")
        ),
    }


def told(outcomes):
    return [
        (one.kind, one.sentence, one.fields, one.findings, one.unchanged, one.theirs, one.observation is not None)
        for one in outcomes
    ]


def entered(row, value=None, *, year=2024, lock=None, answers=None, reason=None, **more):
    figures = ObservationFigures(
        value=None if value is None else Decimal(value), **{"source_title": "统计公报", **more}
    )
    return Entered(row=row, year=year, figures=figures, lock=lock, answers=answers or {}, reason=reason)


@pytest.fixture
def plans():
    """Xinxiang and two of its counties, every row asked for 2023 and 2024."""
    found = city_and_counties()
    for plan in found:
        for year in (2023, 2024):
            open_round_for(plan, year)
    return found


@pytest.fixture
def by(plans):
    return system(regions.xinxiang())


def rows_of(plan):
    return {row.indicator.code: row for row in plan.rows.select_related("indicator", "plan__region")}


@pytest.fixture
def mixed(plans, by):
    """One entry of every kind, in no order: what becomes of some hangs on others of them."""
    city, yanjin, weibin = map(rows_of, plans)
    stranger = RowFactory(plan=PlanFactory(region=regions.xiping()))
    open_round_for(stranger)
    approved(yanjin["good_air_days"], 2023, value=Decimal(300), source_title="统计公报")
    approved(weibin["urbanisation_rate_resident"], 2023, value=Decimal(90))
    approved(city["good_air_days"], 2024, value=Decimal(290))
    reopened(city["good_air_days"])
    submitted(city["forest_coverage"], 2024, value=Decimal("25.5"), source_title="统计公报")
    clerk = accounts.clerk(accounts.UnitFactory(region=regions.yanjin()))
    draft = submitted(yanjin["new_construction_land"], 2024, by=clerk, value=Decimal(100))
    Observation.objects.filter(pk=draft.pk).update(state="draft", submitted_by=None, submitted_at=None)
    returned = submitted(weibin["new_construction_land"], 2024, by=clerk, value=Decimal(100))
    Observation.objects.filter(pk=returned.pk).update(state="returned", cell_comments={"value": "核对"})
    return [
        entered(city["new_urban_jobs"], "7"),
        entered(yanjin["new_urban_jobs"], "6.5"),  # below the city, but not with its neighbour's
        entered(weibin["new_urban_jobs"], "3", answers={"county_city:value": "口径不同", "gone:value": "没有"}),
        entered(yanjin["gdp"], "128.5", growth=Decimal("6.8"), growth_basis="constant"),
        entered(weibin["gdp"], "128.5"),  # its neighbour's number
        entered(city["gdp"], None, growth=Decimal("-700")),
        entered(yanjin["good_air_days"], "300.0", year=2023),  # stands already
        entered(yanjin["good_air_days"], "301"),
        entered(yanjin["good_air_days"], "302"),  # twice
        entered(city["good_air_days"], "291", lock=1, reason=" 年鉴修订 ", vintage="revised"),
        entered(city["forest_coverage"], "25.50"),  # with the reviewer already, and the same
        entered(yanjin["new_construction_land"], "1500", lock=2),  # a clerk's draft, written over knowingly
        entered(weibin["new_construction_land"], "1400", lock=2),
        entered(weibin["urbanisation_rate_resident"], "9000"),  # a share beyond 100
        entered(weibin["urbanisation_rate_resident"], "91", year=2023),  # something stands there
        entered(yanjin["urbanisation_rate_resident"], None),  # says nothing
        entered(city["urbanisation_rate_resident"], "58", value_basis="gold"),
        entered(city["new_construction_land"], "2900", year=2020),
        entered(yanjin["urbanisation_rate_resident"], "44", year=2022),  # not asked
        entered(city["new_construction_land"], "2950", parts=(Decimal(40), Decimal(60))),
        entered(stranger, "1"),
    ]


@pytest.mark.parametrize("all_or_nothing", [False, True])
def test_all_at_once_is_the_same_as_one_after_the_other(mixed, by, all_or_nothing):
    before = kept()
    mark = transaction.savepoint()
    expected = told(slow_submit_all(mixed, by, all_or_nothing))
    slow = kept()
    transaction.savepoint_rollback(mark)
    assert kept() == before
    outcomes = submit_all(entries=mixed, by=by, all_or_nothing=all_or_nothing)
    assert told(outcomes) == expected
    assert kept() == (before if all_or_nothing else slow)
    assert slow != before or all_or_nothing
    kinds = [one.kind for one in outcomes]
    assert {"", "stale", "closed", "findings", "fields", "forbidden"} <= set(kinds)
    assert [one.entered.year for one in outcomes if one.unchanged] == [2023, 2024]


def test_a_dry_run_says_the_same_and_writes_nothing(mixed, by):
    before = kept()
    tried = submit_all(entries=mixed, by=by, all_or_nothing=False, dry_run=True)
    assert kept() == before
    assert all(one.observation is None for one in tried if not one.unchanged)
    done = submit_all(entries=mixed, by=by, all_or_nothing=False)
    assert [told_of[:-1] for told_of in told(tried)] == [told_of[:-1] for told_of in told(done)]


def test_who_is_refused_takes_no_part_in_the_checks_of_the_others(plans, by):
    """A county writes more than its city has: the city is not asked about it once the county is refused for a reason of its own."""
    city, yanjin, _weibin = (rows_of(plan)["new_urban_jobs"] for plan in plans)
    given = [entered(city, "7", answers={"county_city:value": "口径不同"}), entered(yanjin, "8")]
    together = submit_all(entries=given, by=by, all_or_nothing=True)
    assert [(one.kind, bool(one.findings)) for one in together] == [("", True), ("findings", True)]
    alone = submit_all(entries=given, by=by, all_or_nothing=False)
    assert [(one.kind, bool(one.findings)) for one in alone] == [("", False), ("findings", True)]
    assert not ObservationWarning.objects.exists()


def test_its_system_stands_where_a_person_would(plans, by):
    row = rows_of(plans[1])["new_urban_jobs"]
    (outcome,) = submit_all(entries=[entered(row, "0.5")], by=by)
    stored = Observation.objects.get()
    assert outcome.observation == stored
    assert (stored.state, stored.lock, stored.submitted_client, stored.submitted_by) == ("submitted", 2, by, None)
    assert {event.pgh_context.metadata["client"] for event in stored.events.all()} == {by.pk}
    observations.approve(observation=stored, lock=2, by=accounts.reviewer())
    assert Observation.objects.get().in_force


#: What a system may not write: how the row is changed, of which system, what is answered.
NOT_ALLOWED = {
    "no round": ({"year": 2022}, {}, "closed"),
    "closed": ({"closes": -1}, {}, "closed"),
    "not begun": ({"opens": 1}, {}, "closed"),
    "another unit's": ({}, {"unit": "other"}, "forbidden"),
    "not asked of its unit": ({"asked": "other"}, {"unit": "own"}, "closed"),
    "a replaced plan": ({"status": PlanStatus.REPLACED}, {}, "closed"),
    "switched off": ({}, {"is_active": False}, "forbidden"),
    "another county's": ({}, {"region": "weibin"}, "forbidden"),
}


@pytest.mark.parametrize("case", NOT_ALLOWED)
def test_a_system_writes_only_what_it_is_asked_for(case):
    of_row, of_system, kind = NOT_ALLOWED[case]
    units = {name: accounts.UnitFactory(region=regions.yanjin(), name=name) for name in ("own", "other")}
    row = RowFactory(plan=PlanFactory(status=of_row.get("status", PlanStatus.IN_FORCE)))
    answers_for(row, units["own"])
    asking = open_round_for(row, opens=of_row.get("opens", -5), closes=of_row.get("closes", 5))
    if "asked" in of_row:
        asking.asks.update(unit=units[of_row["asked"]])
    named = {"unit": units.get(of_system.get("unit")), "is_active": of_system.get("is_active", True)}
    region = getattr(regions, of_system.get("region", "yanjin"))()
    (outcome,) = submit_all(entries=[entered(row, "1", year=of_row.get("year", 2024))], by=system(region, **named))
    assert (outcome.kind, outcome.observation) == (kind, None)
    assert not Observation.objects.exists()


@pytest.mark.parametrize("unit", [None, "own"])
def test_a_system_of_the_unit_or_of_none_is_asked(unit):
    row = RowFactory()
    own = accounts.UnitFactory(region=row.plan.region)
    answers_for(row, own)
    open_round_for(row)
    (outcome,) = submit_all(entries=[entered(row, "1")], by=system(unit=own if unit else None))
    assert outcome.error is None


def test_queries_are_as_many_for_a_few_as_for_many():
    rows, by = [RowFactory() for _number in range(12)], system()
    for row in rows:
        open_round_for(row)
    counted = []
    for some in (rows[:2], rows[2:]):
        with CaptureQueriesContext(connection) as captured:
            outcomes = submit_all(entries=[entered(row, "1") for row in some], by=by)
        assert not any(one.error for one in outcomes)
        counted.append(len(captured))
    assert counted[0] == counted[1]
