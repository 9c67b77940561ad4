"""Jobs: queued in the transaction of a change, taken once, carried on after a kill, counted once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.domain.types import Form
from indicators.models import Assessment, JobRun, JobState, Target
from indicators.selectors.jobs import dependent_plans, plans_of_job, recomputing, waiting_jobs
from indicators.services import jobs
from tests.factories import regions
from tests.factories.indicators import RowFactory, RuleFactory, TargetFactory, approved, gdp_row
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db


def long_ago():
    return timezone.now() - timedelta(hours=1)


def always():
    return True


@pytest.fixture
def gdp():
    row = gdp_row()
    approved(row, 2024, value=Decimal("193.3"))
    return row


def looking_at(region, code):
    """A plan whose income is to stay above that of another region."""
    plan = PlanFactory(region=regions.RegionFactory(code=code))
    row = RowFactory(plan=plan)
    TargetFactory(row=row, form=Form.RELATIVE, value=None, reference_region=region, reference_indicator=row.indicator)
    return plan


def test_one_queued_job_a_plan_is_enough(gdp):
    first = jobs.queue_recompute(plan=gdp.plan, why="审核通过")
    assert jobs.queue_recompute(plan=gdp.plan, why="修订基期") == first
    assert jobs.queue_recompute(plan=None, why="每夜") != first
    assert (first.state, first.attempts, first.reached) == (JobState.QUEUED, 0, None)


def test_a_change_after_the_start_queues_anew(gdp):
    first = jobs.queue_recompute(plan=gdp.plan, why="审核通过")
    jobs.start(job_id=first.pk, stale_before=long_ago())
    assert jobs.queue_recompute(plan=gdp.plan, why="又一条") != first


def test_a_job_is_worked_off_and_says_what_it_did(gdp):
    job = jobs.start(job_id=jobs.queue_recompute(plan=gdp.plan, why="审核通过").pk, stale_before=long_ago())
    assert jobs.work(job=job, go_on=always)
    job.refresh_from_db()
    assert (job.state, job.computed, job.changed, job.attempts, job.error) == (JobState.DONE, 5, 5, 1, "")
    assert job.started_at <= job.finished_at
    assert Assessment.objects.count() == 5


def test_a_running_job_is_not_taken_twice(gdp):
    job = jobs.queue_recompute(plan=gdp.plan, why="审核通过")
    assert jobs.start(job_id=job.pk, stale_before=long_ago())
    assert jobs.start(job_id=job.pk, stale_before=long_ago()) is None


@pytest.mark.parametrize("how", [{"again": True}, {"stale": True}])
def test_a_job_left_by_a_killed_worker_is_taken_again(gdp, how):
    job = jobs.queue_recompute(plan=gdp.plan, why="审核通过")
    jobs.start(job_id=job.pk, stale_before=long_ago())
    stale_before = timezone.now() + timedelta(seconds=1) if how.get("stale") else long_ago()
    taken = jobs.start(job_id=job.pk, stale_before=stale_before, again=how.get("again", False))
    assert taken.attempts == 2
    assert jobs.work(job=taken, go_on=always)


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_an_ended_job_is_never_taken_again(gdp, state):
    job = JobRun.objects.create(plan=gdp.plan, why="…", state=state)
    assert jobs.start(job_id=job.pk, stale_before=timezone.now(), again=True) is None
    assert jobs.start(job_id=0, stale_before=timezone.now()) is None


def test_a_job_that_never_ends_is_given_up(gdp):
    job = JobRun.objects.create(plan=gdp.plan, why="…", attempts=jobs.MAX_ATTEMPTS)
    assert jobs.start(job_id=job.pk, stale_before=long_ago()) is None
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert str(jobs.MAX_ATTEMPTS) in job.error


def test_dependent_plans_are_recomputed_with_it(gdp):
    near = looking_at(regions.yanjin(), "410721")
    elsewhere = looking_at(regions.weibin(), "410724")
    same_region = TargetFactory(
        row=RowFactory(plan=gdp.plan), form=Form.RELATIVE, value=None, reference_text="经济增长"
    ).row.plan_id
    assert same_region == gdp.plan_id
    assert dependent_plans(gdp.plan_id) == [near.pk]
    assert dependent_plans(elsewhere.pk) == dependent_plans(0) == []
    job = jobs.start(job_id=jobs.queue_recompute(plan=gdp.plan, why="…").pk, stale_before=long_ago())
    jobs.work(job=job, go_on=always)
    assert set(Assessment.objects.values_list("plan_id", flat=True)) == {gdp.plan_id, near.pk}


def test_a_target_no_longer_in_force_makes_nobody_depend(gdp):
    near = looking_at(regions.yanjin(), "410721")
    Target.objects.filter(row__plan=near).update(in_force=False, is_primary=False)
    assert dependent_plans(gdp.plan_id) == []


def test_another_period_does_not_depend(gdp):
    near = looking_at(regions.yanjin(), "410721")
    near.start_year, near.base_year = 2022, 2021
    near.save()
    assert dependent_plans(gdp.plan_id) == []


@pytest.fixture
def everything(gdp, monkeypatch):
    """A job over five plans, two at a time."""
    monkeypatch.setattr("indicators.services.recompute.CHUNK_PLANS", 2)
    for code in ("410721", "410724", "410725", "410727"):
        RuleFactory()
        TargetFactory(row=RowFactory(plan=PlanFactory(region=regions.RegionFactory(code=code))))
    return jobs.queue_recompute(plan=None, why="每夜全部重算")


def test_a_long_job_goes_on_where_it_stood_and_counts_each_plan_once(everything):
    calls = iter([True, False, True, True])
    job = jobs.start(job_id=everything.pk, stale_before=long_ago())
    assert jobs.work(job=job, go_on=lambda: next(calls)) is False
    assert len(plans_of_job(job)) == 3
    assert jobs.resume(job_id=job.pk, reached=job.reached - 1) is None
    taken = jobs.resume(job_id=job.pk, reached=job.reached)
    assert jobs.work(job=taken, go_on=lambda: next(calls))
    everything.refresh_from_db()
    assert (everything.state, everything.computed, everything.changed) == (JobState.DONE, 25, 25)
    assert Assessment.objects.values("plan").distinct().count() == 5


def test_of_two_workers_with_one_job_only_one_counts(everything):
    first = jobs.start(job_id=everything.pk, stale_before=long_ago())
    second = jobs.start(job_id=everything.pk, stale_before=long_ago(), again=True)
    assert jobs.work(job=second, go_on=always)
    assert jobs.work(job=first, go_on=always) is False
    everything.refresh_from_db()
    assert (everything.state, everything.computed) == (JobState.DONE, 25)


def test_the_night_over_unchanged_data_changes_no_row(everything):
    jobs.work(job=jobs.start(job_id=everything.pk, stale_before=long_ago()), go_on=always)
    night = jobs.queue_recompute(plan=None, why="每夜全部重算")
    jobs.work(job=jobs.start(job_id=night.pk, stale_before=long_ago()), go_on=always)
    night.refresh_from_db()
    assert (night.computed, night.changed) == (25, 0)


def test_waiting_are_the_queued_and_the_silent(gdp):
    queued = jobs.queue_recompute(plan=gdp.plan, why="…")
    silent = JobRun.objects.create(plan=gdp.plan, why="…", state=JobState.RUNNING, active_at=long_ago())
    JobRun.objects.create(plan=gdp.plan, why="…", state=JobState.RUNNING, active_at=timezone.now())
    JobRun.objects.create(plan=gdp.plan, why="…", state=JobState.DONE, active_at=long_ago())
    assert set(waiting_jobs(stale_before=timezone.now() - timedelta(minutes=1))) == {queued.pk, silent.pk}


@pytest.mark.parametrize(
    ("state", "whole", "stale"),
    [("queued", False, True), ("running", True, True), ("done", False, False), ("failed", True, False)],
)
def test_a_page_says_stale_while_a_job_waits_or_runs(gdp, state, whole, stale):
    JobRun.objects.create(plan=None if whole else gdp.plan, why="…", state=state)
    assert recomputing([gdp.plan_id]) == ({gdp.plan_id} if stale else set())
    assert recomputing([]) == set()
