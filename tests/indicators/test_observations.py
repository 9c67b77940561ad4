"""The life of a figure: every step, every step that does not exist, and what is left when a step fails."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.models import Doubt, JobRun, JobState, Observation
from indicators.services import observations as service
from indicators.services.errors import OwnFigure, StaleFigure, WrongState
from indicators.services.observations import ObservationFigures
from tests.factories import accounts, regions
from tests.factories.indicators import RowFactory, approved, gdp_row
from tests.factories.rounds import open_round_for, reopened

pytestmark = pytest.mark.django_db

FIGURES = ObservationFigures(value=Decimal("193.3"), value_basis="current", source_title="统计公报")


@pytest.fixture
def row():
    row = gdp_row()
    open_round_for(row, 2024)
    return row


@pytest.fixture
def clerk(row):
    return accounts.clerk(row.units.get())


@pytest.fixture
def reviewer(row):
    return accounts.reviewer()


@pytest.fixture
def submitted(row, clerk):
    return service.save_and_submit(row=row, year=2024, figures=FIGURES, lock=None, by=clerk)


def test_from_draft_to_in_force(row, clerk, reviewer):
    draft = service.save_draft(row=row, year=2024, figures=FIGURES, lock=None, by=clerk)
    assert (draft.state, draft.version, draft.lock, draft.unit) == ("draft", 1, 1, "亿元")
    sent = service.submit(observation=draft, lock=1, by=clerk)
    assert (sent.state, sent.submitted_by, sent.lock) == ("submitted", clerk, 2)
    assert sent.submitted_at is not None
    job = service.approve(observation=sent, lock=2, by=reviewer)
    stored = Observation.objects.get()
    assert (stored.state, stored.in_force, stored.approved_by, stored.lock) == ("approved", True, reviewer, 3)
    assert (job.plan, job.state) == (row.plan, JobState.QUEUED)


def test_correction_stands_beside_until_it_is_approved(row, clerk, reviewer, submitted):
    service.approve(observation=submitted, lock=submitted.lock, by=reviewer)
    reopened(row)
    better = ObservationFigures(value=Decimal("195"), vintage="revised")
    new = service.save_draft(row=row, year=2024, figures=better, lock=3, reason="年鉴修订", by=clerk)
    assert (new.version, new.lock) == (2, 4)
    assert Observation.objects.get(in_force=True).value == Decimal("193.3")
    sent = service.submit(observation=new, lock=4, by=clerk)
    service.approve(observation=sent, lock=5, by=reviewer)
    assert Observation.objects.get(in_force=True).value == Decimal("195")
    assert Observation.objects.get(version=1).state == "approved"


def test_return_edit_and_submit_again(row, clerk, reviewer, submitted):
    back = service.return_to_clerk(observation=submitted, comment=" 请核对单位 ", lock=submitted.lock, by=reviewer)
    assert (back.state, back.comment) == ("returned", "请核对单位")
    draft = service.save_draft(row=row, year=2024, figures=FIGURES, lock=back.lock, by=clerk)
    assert (draft.pk, draft.state, draft.comment) == (submitted.pk, "draft", "请核对单位")
    again = service.submit(observation=draft, lock=draft.lock, by=clerk)
    service.approve(observation=again, lock=again.lock, by=reviewer)
    assert Observation.objects.get().comment == ""


def test_return_needs_a_comment(submitted, reviewer):
    with pytest.raises(ValidationError, match="退回时必须写明意见"):
        service.return_to_clerk(observation=submitted, comment="  ", lock=submitted.lock, by=reviewer)
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


@pytest.mark.parametrize("state", ["draft", "returned", "approved"])
@pytest.mark.parametrize("step", ["approve", "return_to_clerk", "withdraw"])
def test_steps_that_a_state_does_not_have(row, clerk, reviewer, submitted, state, step):
    if state == "draft":
        service.withdraw(observation=submitted, lock=submitted.lock, by=clerk)
    elif state == "returned":
        service.return_to_clerk(observation=submitted, comment="改", lock=submitted.lock, by=reviewer)
    else:
        service.approve(observation=submitted, lock=submitted.lock, by=reviewer)
    figure = Observation.objects.get()
    more = {"comment": "改"} if step == "return_to_clerk" else {}
    by = clerk if step == "withdraw" else reviewer
    with pytest.raises(WrongState):
        getattr(service, step)(observation=figure, lock=figure.lock, by=by, **more)
    assert Observation.objects.get().lock == figure.lock


def test_submitted_figure_is_not_edited(row, clerk, submitted):
    with pytest.raises(WrongState):
        service.save_draft(row=row, year=2024, figures=FIGURES, lock=submitted.lock, by=clerk)


def test_a_stale_writer_is_given_the_others_figures(row, clerk):
    service.save_draft(row=row, year=2024, figures=FIGURES, lock=None, by=clerk)
    with pytest.raises(StaleFigure) as told:
        service.save_draft(row=row, year=2024, figures=ObservationFigures(value=Decimal(1)), lock=None, by=clerk)
    assert told.value.theirs.value == Decimal("193.3")
    assert Observation.objects.get().value == Decimal("193.3")


def test_a_version_that_came_and_was_approved_meanwhile_is_noticed(row, clerk, reviewer):
    """Who opened the form beside version 1 does not start version 3 without having seen version 2."""
    approved(row, 2024, value=Decimal(190))
    reopened(row)
    sent = service.save_and_submit(row=row, year=2024, figures=FIGURES, lock=1, reason="少了一位", by=clerk)
    service.approve(observation=sent, lock=sent.lock, by=reviewer)
    with pytest.raises(StaleFigure):
        service.save_draft(row=row, year=2024, figures=ObservationFigures(value=Decimal(1)), lock=1, by=clerk)


def test_approving_what_one_has_not_seen(submitted, row, clerk, reviewer):
    seen = submitted.lock
    back = service.withdraw(observation=submitted, lock=seen, by=clerk)
    other = ObservationFigures(value=Decimal(190))
    service.save_and_submit(row=row, year=2024, figures=other, lock=back.lock, by=clerk)
    with pytest.raises(StaleFigure):
        service.approve(observation=submitted, lock=seen, by=reviewer)
    assert not JobRun.objects.exists()


def test_nobody_approves_an_own_figure(row, reviewer, caplog):
    own = service.save_and_submit(row=row, year=2024, figures=FIGURES, lock=None, by=reviewer)
    with pytest.raises(OwnFigure, match="另一位审核员"):
        service.approve(observation=own, lock=own.lock, by=reviewer)
    assert "refused: approve own observation" in caplog.text
    assert Observation.objects.get().state == "submitted"


def test_nobody_approves_what_they_typed_for_another_to_submit(row, clerk, reviewer):
    draft = service.save_draft(row=row, year=2024, figures=FIGURES, lock=None, by=reviewer)
    sent = service.submit(observation=draft, lock=draft.lock, by=clerk)
    with pytest.raises(OwnFigure):
        service.approve(observation=sent, lock=sent.lock, by=reviewer)
    service.approve(observation=sent, lock=sent.lock, by=accounts.reviewer())


def test_an_approval_keeps_all_or_nothing(submitted, reviewer, monkeypatch):
    """The figure, its doubts and the queued recompute stand in one transaction."""

    def broken(**_):
        raise RuntimeError("the queue broke")

    monkeypatch.setattr(service, "queue_recompute", broken)
    with pytest.raises(RuntimeError):
        service.approve(observation=submitted, lock=submitted.lock, by=reviewer)
    stored = Observation.objects.get()
    assert (stored.state, stored.in_force, stored.lock) == ("submitted", False, submitted.lock)
    assert not JobRun.objects.exists()
    assert not Doubt.objects.exists()


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        (ObservationFigures(value=Decimal("1.12345678901")), "value"),
        (ObservationFigures(value=Decimal("NaN")), "value"),
        (ObservationFigures(growth=Decimal("Infinity")), "growth"),
        (ObservationFigures(value=Decimal(10) ** 19), "value"),
        (ObservationFigures(value_basis="gold"), "value_basis"),
        (ObservationFigures(vintage="guess"), "vintage"),
        (ObservationFigures(judgement="great", note="因为"), "judgement"),
        (ObservationFigures(judgement="met"), "note"),
        (ObservationFigures(parts=(Decimal(50), Decimal(50))), "parts"),
        (ObservationFigures(source_title="字" * 201), "source_title"),
    ],
)
def test_bad_figures_are_refused_by_field(row, clerk, figures, field):
    with pytest.raises(ValidationError) as refused:
        service.save_draft(row=row, year=2024, figures=figures, lock=None, by=clerk)
    assert field in refused.value.error_dict
    assert not Observation.objects.exists()


@pytest.mark.parametrize("year", [2020, 2026])
def test_year_outside_the_plan(row, clerk, year):
    with pytest.raises(ValidationError, match="2021–2025"):
        service.save_draft(row=row, year=year, figures=FIGURES, lock=None, by=clerk)


def test_heading_takes_no_figures(row, clerk):
    heading = RowFactory(plan=row.plan, is_heading=True)
    with pytest.raises(ValidationError, match="标题行"):
        service.save_draft(row=heading, year=2024, figures=FIGURES, lock=None, by=accounts.planner())


def test_empty_draft_is_a_draft_but_is_not_submitted(row, clerk):
    draft = service.save_draft(row=row, year=2024, figures=ObservationFigures(), lock=None, by=clerk)
    with pytest.raises(ValidationError, match="没有填任何数值"):
        service.submit(observation=draft, lock=draft.lock, by=clerk)


def _people(row):
    elsewhere = regions.weibin()
    return {
        "own clerk": accounts.clerk(row.units.get()),
        "other clerk": accounts.clerk(accounts.UnitFactory(name="财政局")),
        "clerk elsewhere": accounts.clerk(accounts.UnitFactory(region=elsewhere)),
        "reviewer": accounts.reviewer(),
        "city reviewer": accounts.reviewer(regions.xinxiang()),
        "reviewer elsewhere": accounts.reviewer(elsewhere),
        "planner": accounts.planner(),
        "leader": accounts.leader(),
        "administrator": accounts.administrator(),
        "administrator elsewhere": accounts.administrator(elsewhere),
    }


WRITERS = {"own clerk", "reviewer", "city reviewer", "planner", "administrator"}
REVIEWERS = {"reviewer", "city reviewer", "administrator"}
EVERYBODY = sorted(WRITERS | REVIEWERS | {
    "other clerk", "clerk elsewhere", "reviewer elsewhere", "leader", "administrator elsewhere",
})  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_write(row, who, caplog):
    person = _people(row)[who]
    if who in WRITERS:
        service.save_and_submit(row=row, year=2024, figures=FIGURES, lock=None, by=person)
        assert Observation.objects.get().submitted_by == person
        return
    with pytest.raises(PermissionDenied):
        service.save_draft(row=row, year=2024, figures=FIGURES, lock=None, by=person)
    assert f"refused: save draft of row {row.pk} year 2024 (user={person.pk}" in caplog.text
    assert not Observation.objects.exists()


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("step", ["approve", "return_to_clerk"])
def test_who_may_decide(row, who, step, submitted, caplog):
    person = _people(row)[who]
    more = {"comment": "改"} if step == "return_to_clerk" else {}
    if who in REVIEWERS:
        getattr(service, step)(observation=submitted, lock=submitted.lock, by=person, **more)
        assert Observation.objects.get().state != "submitted"
        return
    with pytest.raises(PermissionDenied):
        getattr(service, step)(observation=submitted, lock=submitted.lock, by=person, **more)
    assert "refused: " in caplog.text
    assert Observation.objects.get().state == "submitted"
