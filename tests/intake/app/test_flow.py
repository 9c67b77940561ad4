"""The whole way: a file uploaded, read by the task, reviewed, confirmed, in force — an invented county, and the five plans."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from accounts.services.people import system_users
from indicators.models import Listing as RowListing
from indicators.models import Observation, PeriodResult, PlanIndicator, Target
from indicators.services.loading.catalogue import read_catalogue, write_catalogue
from indicators.services.loading.writing import loading
from indicators.services.recompute import recompute_plans
from intake.domain.edit import Listing, State
from intake.models import Intake, IntakeState
from intake.selectors.differences import differences_of
from intake.selectors.review import review_of
from intake.services import decisions
from intake.services.confirm import confirm, definitions
from intake.services.decisions import At
from intake.services.previous import write_previous
from intake.services.uploads import accept_upload
from intake.tasks import read_intake
from planning.services.states import put_in_force
from plans.models import Plan, PlanStatus
from regions.files import Receipt
from regions.models import Region
from tests.factories import accounts
from tests.factories.documents import PLANS, needs_documents
from tests.factories.indicators import RuleFactory

BASE = Path(settings.BASE_DIR)
SAMPLE = BASE / "tests" / "samples" / "intake" / "plan" / "yunxi.txt"
FIVE = ["410700-xinxiang", "410703-weibin", "410726-yanjin", "411224-lushi", "411721-xiping"]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Divisions and catalogue as a first run loads them; rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_regions", verbosity=0)
        submitter, _approver = system_users()
        entries = read_catalogue(sorted((BASE / "indicators" / "catalogue").glob("*.yaml")))
        write_catalogue(entries, by=submitter.pk, receipt=Receipt())
        RuleFactory()
        yield
        transaction.set_rollback(True)


def read(path: Path, by) -> Intake:
    intake = accept_upload(chunks=[path.read_bytes()], name=path.name, by=by).intake
    read_intake(intake.pk)
    return Intake.objects.get(pk=intake.pk)


def look_at_everything(intake: Intake, by) -> None:
    """What a planner does at least: accept each doubtful row as it stands, tick the uncertain lists."""
    for shown in review_of(intake).items[Listing.INDICATORS]:
        if shown.item.state is State.OPEN and shown.open_doubts:
            decisions.decide(intake=intake, at=At(Listing.INDICATORS, shown.item.index), by=by)
    for listing in (Listing.COMMITMENTS, Listing.RESULTS, Listing.PROJECTS):
        decisions.accept_all(intake=intake, listing=listing, by=by)


def in_force(intake: Intake, by) -> Plan:
    plan = confirm(intake=intake, by=by).plan
    put_in_force(plan=plan, by=by)
    recompute_plans([plan.pk])
    return Plan.objects.get(pk=plan.pk)


@pytest.mark.django_db
def test_from_an_uploaded_file_to_a_plan_in_force(loaded):
    planner = accounts.planner(Region.objects.get(code="410726"))
    intake = read(SAMPLE, planner)
    assert (intake.state, intake.kind, intake.step, intake.doing) == (IntakeState.READ, "text", intake.steps, "")
    assert intake.lines[0][0] == 1
    look_at_everything(intake, planner)
    decisions.decide(intake=intake, at=At(Listing.PLAN, 0), by=planner, changes={"region_code": "410726"})
    review = review_of(intake)
    assert review.hindrances == ()
    plan = in_force(intake, planner)
    assert plan.status == PlanStatus.IN_FORCE
    assert plan.rows.filter(listing=RowListing.MAIN).count() == len(review.proposal.indicators)
    assert plan.rows.filter(assessments__isnull=False).exists()
    again = accept_upload(chunks=[SAMPLE.read_bytes()], name="again.txt", by=planner)
    assert (again.new, again.intake.pk) == (False, intake.pk)


@needs_documents
@pytest.mark.parametrize("name", FIVE)
@pytest.mark.django_db
def test_the_five_documents_become_plans(loaded, name):
    region = Region.objects.get(code=name[:6])
    planner = accounts.planner(region)
    intake = read(PLANS / f"{name}.txt", planner)
    assert intake.state == IntakeState.READ
    look_at_everything(intake, planner)
    before = review_of(intake)
    if before.hindrances:  # what is left is about the particulars, which a person knows
        assert {one.listing for one in before.hindrances} == {Listing.PLAN}, [str(one) for one in before.hindrances]
        known = {"title": f"{region.name}规划纲要", "region_code": region.code, "base_year": 2020, "start_year": 2021}
        at = At(Listing.PLAN, 0)
        decisions.decide(intake=intake, at=at, by=planner, changes={**known, "end_year": 2025})
    plan = in_force(intake, planner)
    rows = PlanIndicator.objects.filter(plan=plan)
    assert (plan.region, plan.period) == (region, "2021-2025")
    assert rows.filter(listing=RowListing.MAIN).count() == len(before.proposal.indicators)
    assert rows.filter(listing=RowListing.COMMITMENT).count() == len(before.proposal.commitments)
    assert plan.projects.count() == len(before.proposal.projects)
    assert Target.objects.filter(row__plan=plan, source_line__isnull=True).count() == 0
    assert Plan.objects.filter(region=region, start_year=2016).exists() == bool(before.proposal.previous_results)


@needs_documents
@pytest.mark.parametrize("name", FIVE)
@pytest.mark.django_db
def test_the_data_files_say_what_the_documents_say(loaded, name):
    """Row by row, figure by figure: what is read differs in nothing from what people wrote down."""
    files = sorted((BASE / "data" / "plans").glob(f"{name[:6]}-*.yaml"))
    call_command("load_plans", *map(str, files), verbosity=0)
    region = Region.objects.get(code=name[:6])
    planner = accounts.planner(region)
    intake = read(PLANS / f"{name}.txt", planner)
    look_at_everything(intake, planner)
    found = differences_of(intake)
    assert [(one.kind, one.key, one.changes) for one in found.rows] == []
    figures = Observation.objects.count(), PeriodResult.objects.count()
    with loading(by=planner) as load:
        write_previous(found.proposal, region, definitions(), file=intake.name, load=load)
    assert load.receipt.conflicts == []
    assert (Observation.objects.count(), PeriodResult.objects.count()) == figures
    assert load.receipt.unchanged[str(Observation._meta.verbose_name)] == Observation.objects.count()
