"""Writing the register: what a planner may change, what another saved first, units, years, stages."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from projects.models import CooperatingUnit, Project, ProjectYear, Stage
from projects.services.errors import Stale
from projects.services.register import record_stage, save_project, save_year, set_units
from tests.factories import accounts, regions
from tests.factories.accounts import UnitFactory
from tests.factories.plans import PlanFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)


@pytest.fixture
def planner():
    regions.yanjin()
    return accounts.planner()


@pytest.fixture
def project(planner):
    return ProjectFactory(name="产业园", stage="", lead_unit=None)


def write(project, by, **given):
    for name, value in given.items():
        setattr(project, name, value)
    return save_project(project=project, lock=project.lock, by=by)


# --- particulars ------------------------------------------------------------------------------------------------------
def test_a_planner_writes_what_may_be_written_and_nothing_else(project, planner):
    other = PlanFactory(region=regions.weibin())
    write(
        project, planner, investment=Decimal("3.50"), place="胙城", stage="in_operation", plan_id=other.pk, sample=True
    )
    stored = Project.objects.get(pk=project.pk)
    assert (str(stored.investment), stored.place, stored.lock) == ("3.50", "胙城", 1)
    assert (stored.stage, stored.region_id, stored.sample) == ("", project.region_id, False)
    assert stored.plan_id != other.pk


def test_a_new_project_stands_behind_the_others(project, planner):
    new = save_project(project=Project(plan=project.plan, name="新园", position=0), lock=0, by=planner)
    assert (new.position, new.region_id, new.source_line) == (project.position + 1, project.region_id, None)


def test_who_saved_second_is_told_what_stands(project, planner):
    mine = Project.objects.get(pk=project.pk)
    write(project, planner, place="胙城")
    with pytest.raises(Stale, match="已被他人修改") as refused:
        write(mine, planner, place="丰庄")
    assert refused.value.theirs.place == "胙城"


def test_what_would_be_wrong_is_refused(project, planner):
    with pytest.raises(ValidationError, match="计划竣工不能早于计划开工"):
        write(project, planner, planned_start=date(2024, 1, 1), planned_finish=date(2023, 1, 1))
    with pytest.raises(ValidationError, match="总投资不能为负数"):
        write(Project.objects.get(pk=project.pk), planner, investment=Decimal(-1))


@pytest.mark.parametrize("role", ["clerk", "reviewer", "leader", "planner elsewhere"])
def test_only_planners_of_the_region_write(project, role):
    people = {"planner elsewhere": lambda: accounts.planner(regions.xiping())}
    person = people.get(role) or getattr(accounts, role)
    by = person()
    unit = UnitFactory()
    with pytest.raises(PermissionDenied):
        write(project, by, place="胙城")
    with pytest.raises(PermissionDenied):
        set_units(project=project, lead=unit, cooperating=[], lock=0, by=by)
    with pytest.raises(PermissionDenied):
        save_year(project=project, year=2025, planned_investment=None, target="", measures="", lock=0, by=by)
    with pytest.raises(PermissionDenied):
        record_stage(project=project, stage="started", on=TODAY, note="", today=TODAY, by=by)


# --- units ------------------------------------------------------------------------------------------------------------
def test_units_are_set_and_taken_away(project, planner):
    lead, one, other = (UnitFactory(name=name) for name in ("水利局", "财政局", "林业局"))
    stored = set_units(project=project, lead=lead, cooperating=[one, other], lock=0, by=planner)
    assert (stored.lead_unit, stored.unit_confirmed) == (lead, True)
    stored = set_units(project=project, lead=one, cooperating=[other], lock=stored.lock, by=planner)
    assert set(CooperatingUnit.objects.values_list("unit__name", flat=True)) == {"林业局"}
    stored = set_units(project=project, lead=None, cooperating=[], lock=stored.lock, by=planner)
    assert (stored.lead_unit, stored.unit_confirmed, CooperatingUnit.objects.count()) == (None, False, 0)


def test_a_unit_of_another_county_answers_for_nothing_here(project, planner):
    city = UnitFactory(region=regions.xinxiang(), name="交通运输局")
    assert set_units(project=project, lead=city, cooperating=[], lock=0, by=planner).lead_unit == city
    with pytest.raises(ValidationError, match="不是本地区"):
        set_units(project=project, lead=UnitFactory(region=regions.weibin()), cooperating=[], lock=1, by=planner)
    with pytest.raises(ValidationError, match="不能同时列为配合单位"):
        set_units(project=project, lead=city, cooperating=[city], lock=1, by=planner)


# --- years ------------------------------------------------------------------------------------------------------------
def year(project, by, lock, **given):
    said = {"year": 2025, "planned_investment": Decimal(500), "target": "主体完工", "measures": ""} | given
    return save_year(project=project, lock=lock, by=by, **said)


def test_a_year_is_written_once_and_changed_by_who_saw_it(project, planner):
    assert year(project, planner, 0).lock == 1
    assert year(project, planner, 1, planned_investment=None).planned_investment is None
    with pytest.raises(Stale):
        year(project, planner, 0)  # a second one who thought it was new
    assert ProjectYear.objects.count() == 1


def test_a_year_lies_in_the_plan_and_its_money_is_not_negative(project, planner):
    with pytest.raises(ValidationError, match="不在规划期"):
        year(project, planner, 0, year=2026)
    with pytest.raises(ValidationError, match="不能为负数"):
        year(project, planner, 0, planned_investment=Decimal(-1))


# --- stages -----------------------------------------------------------------------------------------------------------
def stage(project, by, stage, on, note=""):
    return record_stage(project=project, stage=stage, on=on, note=note, today=TODAY, by=by)


def test_the_latest_day_is_the_stage_whatever_was_recorded_last(project, planner):
    stage(project, planner, Stage.STARTED, date(2025, 3, 1))
    stage(project, planner, Stage.PREPARATION, date(2024, 9, 1))
    stored = Project.objects.get(pk=project.pk)
    assert (stored.stage, stored.actual_start, stored.actual_finish) == ("started", date(2025, 3, 1), None)
    stage(project, planner, Stage.COMPLETED, date(2025, 6, 1), note="工期短")
    stored.refresh_from_db()
    assert (stored.stage, stored.actual_finish) == ("completed", date(2025, 6, 1))


@pytest.mark.parametrize(("before", "after"), [("preparation", "building"), ("building", "signed")])
def test_a_stage_skipped_or_taken_back_needs_a_reason(project, planner, before, after):
    stage(project, planner, before, date(2025, 1, 1))
    with pytest.raises(ValidationError, match="请写明原因"):
        stage(project, planner, after, date(2025, 2, 1))
    assert stage(project, planner, after, date(2025, 2, 1), note="更正").note == "更正"


def test_a_day_to_come_and_a_stage_twice_are_refused(project, planner):
    with pytest.raises(ValidationError, match="还没有到"):
        stage(project, planner, Stage.STARTED, date(2025, 7, 1))
    stage(project, planner, Stage.STARTED, TODAY)
    with pytest.raises(ValidationError, match="已经记录了同一阶段"):
        stage(project, planner, Stage.STARTED, TODAY)
    with pytest.raises(ValidationError):
        stage(project, planner, "asleep", TODAY)
