"""Status moves: what the recompute notes when a stored status changes, and what a person is told of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import JobRun, Observation, StatusMove, StatusRule, Target
from indicators.selectors.moves import Moves, moves_since
from indicators.services import jobs
from indicators.services.recompute import recompute_plans
from plans.models import PlanStatus
from regions.models import Region
from tests.factories import regions
from tests.factories.indicators import RowFactory, RuleFactory, TargetFactory, approved, gdp_row

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=1)


@pytest.fixture
def gdp():
    """Yanjin's GDP: on track in 2022 and 2023, behind in 2024 and 2025."""
    row = gdp_row()
    for year, value in ((2022, "179.46"), (2024, "193.3")):
        approved(row, year, value=Decimal(value))
    recompute_plans([row.plan_id])
    return row


def correct(row, year, value):
    Observation.objects.filter(row=row, year=year).update(value=Decimal(value))
    recompute_plans([row.plan_id])


def moves():
    return [(one.year, one.before, one.after, one.shown) for one in StatusMove.objects.order_by("year", "pk")]


def since(moment=LONG_AGO, limit=10, *, today_year=2026, scope=None):
    return moves_since(Region.objects.all() if scope is None else scope, moment, limit, today_year=today_year)


def test_a_first_assessment_moves_nothing(gdp):
    assert moves() == []


def test_a_status_that_changes_is_noted_once(gdp):
    correct(gdp, 2024, "215")
    assert moves() == [(2024, "behind", "on_track", True), (2025, "behind", "on_track", True)]
    recompute_plans([gdp.plan_id])
    assert len(moves()) == 2


def test_another_figure_with_the_same_status_moves_nothing(gdp):
    correct(gdp, 2024, "193.4")
    assert moves() == []


def test_only_asked_years_move(gdp):
    Observation.objects.filter(row=gdp, year=2024).update(value=Decimal(215))
    recompute_plans([gdp.plan_id], years=[2025])
    assert [year for year, *_ in moves()] == [2025]


def test_a_replaced_target_moves_the_row(gdp):
    Target.objects.filter(row=gdp).update(in_force=False, is_primary=False)
    new = TargetFactory(row=gdp, value=Decimal(205), version=2, reason="中期调整")
    recompute_plans([gdp.plan_id])
    assert ("behind", "on_track") in {(before, after) for _, before, after, _ in moves()}
    assert set(StatusMove.objects.values_list("target_id", flat=True)) == {new.pk}


def test_a_row_that_shows_another_target_moved(gdp):
    """Neither target says anything new; the row says what the other one says."""
    other = TargetFactory(row=gdp, ordinal=2, is_primary=False, value=Decimal(190))
    recompute_plans([gdp.plan_id])
    assert moves() == []
    Target.objects.filter(row=gdp, ordinal=1).update(is_primary=False)
    Target.objects.filter(pk=other.pk).update(is_primary=True)
    recompute_plans([gdp.plan_id])
    move = StatusMove.objects.get(year=2024)
    assert (move.before, move.after, move.target_id, move.shown) == ("behind", "met_early", other.pk, True)


def test_a_move_names_its_job_and_outlives_it(gdp):
    Observation.objects.filter(row=gdp, year=2024).update(value=Decimal(215))
    job = JobRun.objects.create(plan=gdp.plan, why="更正", state="running", active_at=timezone.now())
    assert jobs.work(job=job, go_on=lambda: True)
    assert set(StatusMove.objects.values_list("job_id", flat=True)) == {job.pk}
    job.delete()
    assert set(StatusMove.objects.values_list("job_id", flat=True)) == {None}


def test_a_new_rule_moves_too(gdp):
    StatusRule.objects.update(active=False)
    RuleFactory(version=2, behind=Decimal("0.75"))
    recompute_plans([gdp.plan_id])
    assert moves() == [(2024, "behind", "far_behind", True), (2025, "behind", "far_behind", True)]


# --- what is told ------------------------------------------------------------------------------------------------


def test_a_row_that_moved_in_two_years_is_one_line_of_the_newest(gdp):
    correct(gdp, 2024, "215")
    found = since()
    assert found.number == 1
    (line,) = found.lines
    assert (line.row, line.year, line.before, line.after) == (gdp, 2025, "behind", "on_track")
    assert line.region.name == gdp.plan.region.name


def test_a_year_that_is_not_due_yet_is_not_told(gdp):
    correct(gdp, 2024, "215")
    (line,) = since(today_year=2025).lines
    assert line.year == 2024
    assert since(today_year=2024) == Moves()


def test_the_status_at_the_moment_is_compared_with_the_one_now(gdp):
    correct(gdp, 2024, "215")
    correct(gdp, 2024, "225")
    (line,) = since(today_year=2025).lines
    assert (line.before, line.after) == ("behind", "ahead")
    correct(gdp, 2024, "193.3")
    assert since() == Moves()  # back where it was


def test_only_what_is_newer_than_the_moment_counts(gdp):
    correct(gdp, 2024, "215")
    assert since(timezone.now()) == Moves()


def test_other_regions_drafts_and_commitments_are_left_out(gdp):
    correct(gdp, 2024, "215")
    assert since(scope=Region.objects.filter(pk=regions.weibin().pk)) == Moves()
    assert since(scope=Region.objects.under(regions.xinxiang())).number == 1
    gdp.plan.status = PlanStatus.DRAFT
    gdp.plan.save()
    assert since() == Moves()


def test_newest_first_within_the_limit_and_all_are_counted_in_two_queries(gdp):
    rows = [gdp]
    for _ in range(3):
        row = RowFactory(plan=gdp.plan)
        TargetFactory(row=row)
        rows.append(row)
    recompute_plans([gdp.plan_id])
    StatusMove.objects.all().delete()
    for hours, row in enumerate(rows):
        StatusMove.objects.create(
            row=row, target=row.targets.get(), year=2024, before="behind", after="ahead", shown=True,
            moved_at=timezone.now() - timedelta(hours=hours),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as captured:
        found = since(limit=2)
        assert [line.region.code for line in found.lines] == ["410726"] * 2
    assert [line.row for line in found.lines] == rows[:2]
    assert found.number == 4
    assert len(captured) == 2
