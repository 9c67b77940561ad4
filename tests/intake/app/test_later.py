"""A later version of a plan: differences row by row, accepted as new versions, nothing deleted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from indicators.models import Base, Doubt, JobRun, Target
from indicators.services.errors import WrongState
from intake.domain.edit import Listing
from intake.models import Intake, IntakeState
from intake.selectors.differences import differences_of
from intake.services import decisions
from intake.services.confirm import confirm
from intake.services.decisions import At
from intake.services.errors import Stale
from intake.services.later import accept_difference, accept_new, accept_particulars, close_later
from planning.services.states import put_in_force
from plans.models import Plan
from tests.factories import accounts, regions
from tests.factories.intake import indicator, read_intake, small_proposal, target

pytestmark = pytest.mark.django_db


def later_version():
    """The table a year later: one target raised, one row gone, one new, one printed on other lines."""
    proposal = small_proposal()
    gdp, retail, _forest, heading, gas = proposal.indicators
    raised = replace(gdp, line=111, target_text="240", targets=(target("240"),))
    new = indicator(6, "城镇化率", "%", "40", "45.0", 116)
    rows = (
        raised,
        replace(retail, line=112, doubts=()),
        replace(heading, line=114),
        replace(gas, line=115, parent=2),
        new,
    )
    plan = replace(proposal.plan, title="延津县规划纲要（修订）", document_number="延人常〔2023〕3号")
    return replace(proposal, plan=plan, indicators=rows, doubts=(), projects=(), commitments=(), previous_results=())


@pytest.fixture
def plan(upload, planner):
    decisions.decide(intake=upload, at=At(Listing.INDICATORS, 1), by=planner)
    made = confirm(intake=upload, by=planner).plan
    put_in_force(plan=made, by=planner)
    return made


@pytest.fixture
def later(plan, planner):
    return read_intake(later_version(), by=planner, content=b"later")


def found(later):
    return {one.kind.value: one for one in differences_of(Intake.objects.get(pk=later.pk)).rows}


def test_the_same_table_has_no_difference(plan, planner):
    same = read_intake(by=planner, content=b"same words, another file")
    assert differences_of(same).rows == ()


def test_differences_are_named_field_by_field(later):
    differences = found(later)
    assert set(differences) == {"added", "removed", "changed"}
    changed = differences["changed"]
    assert [(one.field, one.old, one.new) for one in changed.changes] == [("targets", "230", "240")]
    assert differences["removed"].row.short_name == "森林覆盖率"
    assert differences["added"].new.name == "城镇化率"


def test_an_accepted_change_is_a_new_version_with_reason_and_document(later, plan, planner):
    bases = Base.objects.count()
    job = accept_difference(intake=later, key=found(later)["changed"].key, reason="人大常委会批准调整", by=planner)
    old, new = Target.objects.filter(row__indicator__code="gdp", row__plan=plan).order_by("version")
    assert (old.in_force, str(old.value)) == (False, "230")
    assert (new.in_force, str(new.value), new.version, new.reason) == (True, "240", 2, "人大常委会批准调整")
    assert new.document == "延津县规划纲要（修订）"
    assert Base.objects.count() == bases  # the same figure on another line is no new version
    assert JobRun.objects.get(pk=job.pk).plan == plan
    assert "changed" not in found(later)


def test_a_version_that_a_person_wrote_is_replaced_too_and_kept(later, plan, planner):
    Target.objects.filter(row__indicator__code="gdp", row__plan=plan).update(value=Decimal("235"), text="235")
    accept_difference(intake=later, key=found(later)["changed"].key, reason="修订", by=planner)
    values = Target.objects.filter(row__indicator__code="gdp", row__plan=plan).order_by("version")
    assert [str(one.value) for one in values] == ["235", "240"]


def test_a_base_from_elsewhere_and_a_price_basis_are_kept(later, plan, planner):
    row = plan.rows.get(indicator__code="gdp")
    row.targets.update(price_basis="constant")
    accept_difference(intake=later, key=found(later)["changed"].key, reason="修订", by=planner)
    assert row.targets.get(in_force=True).price_basis == "constant"
    assert row.bases.get().in_force


def test_an_added_row_goes_to_the_end(later, plan, planner):
    accept_difference(intake=later, key=found(later)["added"].key, reason="新增指标", by=planner)
    row = plan.rows.get(short_name="城镇化率")
    assert (row.position, str(row.targets.get().value), str(row.bases.get().value)) == (6, "45.0", "40")
    assert "added" not in found(later)


def test_a_row_that_is_gone_is_never_deleted(later, plan, planner):
    with pytest.raises(WrongState, match="不会删除"):
        accept_difference(intake=later, key=found(later)["removed"].key, reason="取消", by=planner)
    assert plan.rows.filter(short_name="森林覆盖率").exists()


def test_doubts_of_other_rows_stay_as_they_are(later, plan, planner):
    before = set(Doubt.objects.filter(plan=plan).values_list("pk", "state"))
    accept_difference(intake=later, key=found(later)["added"].key, reason="新增指标", by=planner)
    assert before <= set(Doubt.objects.filter(plan=plan).values_list("pk", "state"))


def test_a_reason_is_asked_and_an_old_page_is_told(later, planner):
    key = found(later)["changed"].key
    with pytest.raises(ValidationError):
        accept_difference(intake=later, key=key, reason="", by=planner)
    accept_difference(intake=later, key=key, reason="修订", by=planner)
    with pytest.raises(Stale):
        accept_difference(intake=later, key=key, reason="修订", by=planner)


def test_a_particular_that_the_document_does_not_name_stays(later, plan, planner):
    Plan.objects.filter(pk=plan.pk).update(document_number="延政〔2021〕1号", title="旧标题")
    decisions.decide(
        intake=later, at=At(Listing.PLAN, 0), by=planner, changes={"document_number": "", "title": "新标题"}
    )
    accept_particulars(intake=later, by=planner)
    plan.refresh_from_db()
    assert (plan.document_number, plan.title) == ("延政〔2021〕1号", "新标题")


def test_particulars_and_the_end_of_it(later, plan, planner):
    accept_particulars(intake=later, by=planner)
    assert Plan.objects.get(pk=plan.pk).document_number == "延人常〔2023〕3号"
    assert Plan.objects.get(pk=plan.pk).status == "in_force"
    assert close_later(intake=later, by=planner).plan == plan
    assert close_later(intake=later, by=planner).plan == plan
    assert Intake.objects.get(pk=later.pk).state == IntakeState.CONFIRMED
    assert Plan.objects.count() == 1


def test_new_projects_and_commitments_are_appended_once(plan, planner):
    proposal = small_proposal()
    more = (*proposal.projects[:1], replace(proposal.projects[1], name="戊己大桥", line=52))
    later = read_intake(replace(proposal, projects=more), by=planner, content=b"more")
    decisions.decide(intake=later, at=At(Listing.INDICATORS, 1), by=planner)
    decisions.decide(intake=later, at=At(Listing.COMMITMENTS, 0), by=planner)
    differences = differences_of(Intake.objects.get(pk=later.pk))
    assert [one.name for one in differences.new_projects] == ["戊己大桥"]
    assert differences.gone_projects == ("丙丁铁路专用线",)
    for listing in (Listing.PROJECTS, Listing.COMMITMENTS):
        assert accept_new(intake=later, listing=listing, by=planner) == 1
        assert accept_new(intake=later, listing=listing, by=planner) == 0
    assert list(plan.projects.values_list("position", "name"))[-1] == (3, "戊己大桥")
    assert plan.rows.get(listing="commitment").targets.get().text == "达到18家以上"
    with pytest.raises(WrongState):
        accept_new(intake=later, listing=Listing.INDICATORS, by=planner)


def test_the_page_names_and_appends_them(client, plan, planner):
    later = read_intake(by=planner, content=b"more")
    decisions.decide(intake=later, at=At(Listing.INDICATORS, 1), by=planner)
    decisions.accept_all(intake=later, listing=Listing.COMMITMENTS, by=planner)
    client.force_login(planner, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("intake:difference", args=[later.pk])
    assert "补充进现有规划" in client.get(address).content.decode()
    client.post(address, {"action": "commitments"})
    assert plan.rows.filter(listing="commitment").count() == 2
    assert "补充进现有规划" not in client.get(address).content.decode()


def test_others_may_not(later):
    for person in (accounts.reviewer(), accounts.planner(regions.weibin())):
        with pytest.raises(PermissionDenied):
            accept_difference(intake=later, key=found(later)["changed"].key, reason="修订", by=person)
        with pytest.raises(PermissionDenied):
            close_later(intake=later, by=person)
