"""What the triggers write: every change of an approved figure, a base, a target, an assessment or a round, and why."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from exchange.models import Change
from exchange.selectors.changes import changes_within, read_after
from exchange.services.numbering import number_all_changes
from indicators.domain.types import Form
from indicators.models import (
    Assessment,
    Base,
    DefinitionBreak,
    Observation,
    ObservationState,
    PlanIndicator,
    ReportingRound,
    Target,
)
from indicators.services.recompute import recompute_plans
from plans.models import Plan, PlanStatus
from tests.factories.indicators import BaseFactory, IndicatorFactory, TargetFactory, approved, gdp_row, submitted
from tests.factories.rounds import open_round_for

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def row(lasting):
    """GDP with a figure of 2022, assessed."""
    with lasting():
        made = gdp_row()
        approved(made, 2022, value=Decimal("179.46"))
        recompute_plans([made.plan_id])
        number_all_changes()
    return made


@pytest.fixture
def told(row):
    """What was written since the test began: kind, action and why of each change, or the changes themselves."""
    after = Change.objects.order_by("-position").values_list("position", flat=True)[0]

    def since(*names):
        number_all_changes()
        records = read_after(changes_within(lineage=""), after=after, limit=1000).records
        return [tuple(one[name] for name in names) for one in records] if names else records

    return since


def test_first_words(row):
    number_all_changes()
    records = read_after(changes_within(lineage=""), after=0, limit=1000).records
    assert [one["position"] for one in records] == list(range(1, len(records) + 1))
    assert [(one["kind"], one["why"]) for one in records[:3]] == [
        ("base", "entry"),
        ("target", "entry"),
        ("observation", "entry"),
    ]
    figure = row.observations.get()
    assert records[2]["data"] == records[2]["data"] | {"id": figure.pk, "value": Decimal("179.46"), "in_force": True}
    assert [(one["kind"], one["why"], one["year"], one["status_after"]) for one in records[3:]] == [
        ("assessment", "recompute", 2021, "no_data"),
        *(("assessment", "recompute", year, "on_track") for year in (2022, 2023, 2024, 2025)),
    ]


@pytest.mark.parametrize(("vintage", "why"), [("preliminary", "correction"), ("final", "revision")])
def test_a_figure_that_takes_the_place_of_another(row, told, vintage, why):
    before = row.observations.get()
    waits = submitted(row, 2022, value=Decimal(180), vintage=vintage)
    assert told() == [], "nobody has approved it"
    row.observations.filter(in_force=True).update(in_force=False)
    now = timezone.now()
    Observation.objects.filter(pk=waits.pk).update(
        state=ObservationState.APPROVED, in_force=True, approved_by=before.approved_by, approved_at=now
    )
    assert told("id", "action", "why", "supersedes") == [
        (before.pk, "set", why, None),
        (waits.pk, "set", why, before.pk),
    ]
    assert [one["data"]["in_force"] for one in told()] == [False, True]


def test_other_changes_of_figures(row, told):
    figure = row.observations.get()
    Observation.objects.filter(pk=figure.pk).update(comment="看过", reason="")  # no list shows it
    assert told() == []
    Observation.objects.filter(pk=figure.pk).update(value=Decimal(181))
    Observation.objects.filter(pk=figure.pk).update(state=ObservationState.SUBMITTED, in_force=False)
    Observation.objects.filter(pk=figure.pk).update(note="还没有审核")
    Observation.objects.filter(pk=figure.pk).delete()
    approved(row, 2023, value=Decimal(1)).delete()
    expected = [("set", "correction"), ("remove", "correction"), ("set", "entry"), ("remove", "correction")]
    assert told("action", "why") == expected


@pytest.mark.parametrize(("model", "factory"), [(Base, BaseFactory), (Target, TargetFactory)], ids=["base", "target"])
def test_bases_and_targets(row, told, model, factory):
    first = model.objects.get(row=row)
    model.objects.filter(pk=first.pk).update(in_force=False)
    second = factory(row=row, version=2, reason="修订")
    model.objects.filter(pk=second.pk).update(source_line=7)  # no list shows it
    model.objects.filter(pk=second.pk).update(text="订正")
    Assessment.objects.all().delete()
    model.objects.filter(pk=second.pk).delete()
    kind = model._meta.model_name
    assert [one[1:] for one in told("kind", "id", "action", "why", "supersedes") if one[0] == kind] == [
        (first.pk, "remove", "revision", None),
        (second.pk, "set", "revision", first.pk),
        (second.pk, "set", "correction", None),
        (second.pk, "remove", "correction", None),
    ]


def test_the_primary_target_changes(row, told):
    target = row.targets.get()
    Target.objects.filter(pk=target.pk).update(is_primary=False)
    changes = told()
    assert {(one["kind"], one["why"], one["data"]["primary"]) for one in changes} == {
        ("target", "revision", False),
        ("assessment", "revision", False),
    }
    assert len(changes) == 1 + 5
    assert not any(one["status_moved"] for one in changes)


def test_an_assessment_that_moves(row, told):
    approved(row, 2024, value=Decimal(160))
    recompute_plans([row.plan_id])
    moved = [one for one in told() if one["status_moved"]]
    assert [(one["year"], one["why"], one["status_before"], one["status_after"]) for one in moved] == [
        (2024, "recompute", "on_track", "far_behind"),
        (2025, "recompute", "on_track", "far_behind"),
    ]


def test_a_row_that_shows_another_target(row, told):
    """The new version of a target is assessed for the first time, but the row said something before."""
    Target.objects.filter(row=row).update(in_force=False)
    TargetFactory(row=row, version=2, value=Decimal(400), reason="上调")
    recompute_plans([row.plan_id])
    found = [one for one in told() if one["kind"] == "assessment" and one["year"] == 2022]
    assert [(one["action"], one["status_before"], one["status_after"], one["status_moved"]) for one in found] == [
        ("remove", "on_track", None, False),
        ("set", "on_track", "far_behind", True),
    ]


def test_another_definition(row, told):
    """A marked break is why, until a recompute of the plan has ended that knew of it."""
    Assessment.objects.update(computed_at=timezone.now() - timedelta(days=1))
    number_all_changes()
    DefinitionBreak.objects.create(row=row, year=2022, reason="新口径")
    marked = told("position")[-1][0]
    Assessment.objects.filter(year=2022).update(gap=1)
    Assessment.objects.filter(year=2023).update(rule_version=9)
    assert [one["why"] for one in told() if one["position"] > marked] == ["definition", "definition"]
    DefinitionBreak.objects.all().delete()


def test_what_a_row_is_called_is_part_of_its_figures(row, told):
    PlanIndicator.objects.filter(pk=row.pk).update(source_line=3)  # no figure says it
    assert told() == []
    other = IndicatorFactory(code="gdp_other")
    PlanIndicator.objects.filter(pk=row.pk).update(short_name="生产总值", indicator=other)
    changes = told()
    assert {(one["kind"], one["why"], one["data"]["name"], one["data"]["indicator"]) for one in changes} == {
        (kind, "definition", "生产总值", "gdp_other") for kind in ("observation", "assessment")
    }
    assert len(changes) == 1 + 5


def test_rounds(row, told):
    made = open_round_for(row, 2025)
    ReportingRound.objects.filter(pk=made.pk).update(lock=5)
    ReportingRound.objects.filter(pk=made.pk).update(title="补报")
    made.asks.all().delete()
    made.delete()
    found = told("kind", "action", "why", "year")
    assert found == [
        ("round", "set", "entry", 2025),
        ("round", "set", "correction", 2025),
        ("round", "remove", "correction", 2025),
    ]
    assert told()[1]["data"] == {
        "region": "410726", "period": "2021-2025", "id": told()[0]["id"], "year": 2025, "title": "补报",
        "opens_on": made.opens_on.isoformat(), "closes_on": made.closes_on.isoformat(), "note": "", "sample": False,
    }  # fmt: skip


def test_another_period_of_a_plan_is_told_of_all_that_belongs_to_it(row, told):
    Plan.objects.filter(pk=row.plan_id).update(title="改了题目")
    assert told() == []
    Plan.objects.filter(pk=row.plan_id).update(end_year=2026)
    assert {(one["action"], one["why"], one["period"]) for one in told()} == {("set", "published", "2021-2026")}
    assert len(told()) == 3 + 5


def test_what_was_taken_back_and_published_again_between_two_readings(row, told):
    """What was removed meanwhile is removed, though nobody read that the plan was taken back."""
    Plan.objects.filter(pk=row.plan_id).update(status=PlanStatus.DRAFT)
    gone = row.observations.get()
    row.observations.all().delete()
    Plan.objects.filter(pk=row.plan_id).update(status=PlanStatus.IN_FORCE)
    found = told("kind", "action", "id")
    assert found[0] == ("observation", "remove", gone.pk)
    assert {action for _kind, action, _id in found[1:]} == {"set"}


def test_many_rows_in_one_statement(row, told):
    """One statement of a hundred rows writes a hundred changes, in the order of their ids."""
    people = {name: getattr(row.observations.get(), name) for name in ("submitted_by", "approved_by")}
    rows = PlanIndicator.objects.bulk_create(
        PlanIndicator(plan=row.plan, position=place, name="行", short_name="行") for place in range(100, 200)
    )
    Observation.objects.bulk_create(
        Observation(row=one, year=2021, value=1, state="approved", in_force=True, approved_at=timezone.now(), **people)
        for one in rows
    )
    Target.objects.bulk_create(Target(row=one, form=Form.NONE) for one in rows)
    kinds = [one["kind"] for one in told()]
    assert kinds == ["observation"] * 100 + ["target"] * 100
    ids = [one["id"] for one in told()]
    assert ids[:100] == sorted(ids[:100])
