"""Warnings of an entered figure: kept with it, answered with a reason, in the way of submitting until they are."""

from decimal import Decimal

import pytest

from indicators.domain.checks.findings import CheckCode, Finding, Severity
from indicators.models import Observation, ObservationWarning
from indicators.services import observations
from indicators.services.entered import Entered
from indicators.services.errors import FindingsRefused
from indicators.services.observations import ObservationFigures
from indicators.services.warnings import refresh_many
from tests.factories import accounts
from tests.factories.indicators import RowFactory, answers_for, approved, gdp_row
from tests.factories.rounds import open_round_for

pytestmark = pytest.mark.django_db

ORDINARY = ObservationFigures(value=Decimal("193.3"), source_title="统计公报")
SLIP = ObservationFigures(value=Decimal("1933"), source_title="统计公报")


@pytest.fixture
def row():
    row = gdp_row()
    open_round_for(row)
    approved(row, 2023, value=Decimal("186.3"))
    return row


@pytest.fixture
def clerk(row):
    return accounts.clerk(row.units.get())


def save(row, clerk, figures, lock=None, **more):
    return observations.save_draft(row=row, year=2024, figures=figures, lock=lock, by=clerk, **more)


def test_a_draft_keeps_its_warnings_and_is_not_submitted_without_answers(row, clerk):
    draft = save(row, clerk, SLIP)
    warning = draft.warnings.get()
    assert (warning.code, warning.field, warning.reason) == ("unit_slip", "value", "")
    with pytest.raises(FindingsRefused) as refused:
        observations.submit(observation=draft, lock=draft.lock, by=clerk)
    assert [one.key for one in refused.value.findings] == [warning.key]
    assert Observation.objects.get(year=2024).state == "draft"
    answers = {warning.key: " 新厂投产 "}
    sent = observations.submit(observation=draft, lock=draft.lock, answers=answers, by=clerk)
    kept = sent.warnings.get()
    assert (sent.state, kept.reason, kept.answered_by) == ("submitted", "新厂投产", clerk)


def test_an_answer_is_about_these_numbers(row, clerk):
    draft = save(row, clerk, SLIP, answers={"unit_slip:value": "新厂投产"})
    same = save(row, clerk, SLIP, lock=draft.lock)
    assert same.warnings.get().reason == "新厂投产", "what is saved again stays answered"
    other = ObservationFigures(value=Decimal("1944"))
    again = save(row, clerk, other, lock=same.lock)
    assert (again.warnings.get().reason, again.warnings.get().answered_at) == ("", None)
    mended = save(row, clerk, ORDINARY, lock=again.lock)
    assert not mended.warnings.exists()
    reasons = ObservationWarning.pgh_event_model.objects.values_list("reason", flat=True)
    assert "新厂投产" in set(reasons), "the history keeps it"


def test_what_cannot_be_submitted_is_not_saved_by_the_same_step(row, clerk):
    with pytest.raises(FindingsRefused):
        observations.save_and_submit(row=row, year=2024, figures=SLIP, lock=None, by=clerk)
    assert not Observation.objects.filter(year=2024).exists()
    sent = observations.save_and_submit(
        row=row, year=2024, figures=SLIP, lock=None, answers={"unit_slip:value": "新厂"}, by=clerk
    )
    assert sent.state == "submitted"


def test_an_error_is_not_answered_away(row, clerk):
    share = RowFactory(plan=row.plan, unit="%", indicator__unit="%", indicator__measure="share",
                       indicator__natural_min=Decimal(0), indicator__natural_max=Decimal(100))  # fmt: skip
    answers_for(share, clerk.unit)
    open_round_for(share)
    draft = save(share, clerk, ObservationFigures(value=Decimal(120)))
    with pytest.raises(FindingsRefused) as refused:
        observations.submit(observation=draft, lock=draft.lock, answers={"natural_limit:value": "就是"}, by=clerk)
    assert [one.severity for one in refused.value.findings] == [Severity.ERROR]


def test_of_many_the_refused_one_stays_a_draft(row, clerk):
    other = RowFactory(plan=row.plan)
    answers_for(other, clerk.unit)
    open_round_for(other)
    figures = {row: SLIP, other: ObservationFigures(value=Decimal("77.7"))}
    entries = [Entered(row=one, year=2024, figures=figure, lock=None) for one, figure in figures.items()]
    saved = observations.save_many(entries=entries, by=clerk, submit=True)
    assert [(one.kind, one.observation.state) for one in saved] == [("findings", "draft"), ("", "submitted")]
    answered = Entered(row=row, year=2024, figures=None, lock=saved[0].observation.lock,
                       answers={one.key: "已核对" for one in saved[0].findings})  # fmt: skip
    assert observations.save_many(entries=[answered], by=clerk, submit=True)[0].observation.state == "submitted"


def test_a_blank_answer_takes_the_reason_back(row, clerk):
    draft = save(row, clerk, ORDINARY)
    found = [Finding(CheckCode.JUMP, Severity.WARNING, "value", "变动过大")]
    assert refresh_many([(draft, found, {"jump:value": "已核对"})], clerk)[draft.pk] == {"jump:value"}
    assert refresh_many([(draft, found, {})], clerk)[draft.pk] == {"jump:value"}
    assert refresh_many([(draft, found, {"jump:value": "  "})], clerk)[draft.pk] == frozenset()
    assert refresh_many([(draft, [], {"jump:value": "迟了"})], clerk)[draft.pk] == frozenset()
    assert not draft.warnings.exists()


# --- together ---------------------------------------------------------------------------------------------------------
def test_only_the_safe_ones_are_approved_together(row, clerk):
    reviewer = accounts.reviewer()
    approved(row, 2022, value=Decimal("179.46"))
    sent = {}
    for name in ("safe", "warned", "own", "stale"):
        one = RowFactory(plan=row.plan)
        answers_for(one, clerk.unit)
        open_round_for(one)
        by = reviewer if name == "own" else clerk
        figures = SLIP if name == "warned" else ObservationFigures(value=Decimal(f"10{len(name)}.{len(sent)}3"),
                                                                  source_title="公报")  # fmt: skip
        if name == "warned":
            approved(one, 2023, value=Decimal("193"))
        draft = observations.save_draft(row=one, year=2024, figures=figures, lock=None, by=by)
        answers = {warning.key: "已核对" for warning in draft.warnings.all()}
        assert bool(answers) == (name == "warned")
        sent[name] = observations.submit(observation=draft, lock=draft.lock, answers=answers, by=by)
    asked = [(figure.pk, figure.lock - (name == "stale")) for name, figure in sent.items()]
    done = observations.approve_many(observations=[*asked, (999_999, 1)], by=reviewer)
    words = [type(one.error).__name__ for one in done.decided]
    assert words == ["NoneType", "NotSafe", "OwnFigure", "StaleFigure", "StaleFigure"]
    assert [job.plan for job in done.jobs] == [row.plan]
    in_force = Observation.objects.filter(in_force=True, year=2024)
    assert list(in_force) == [sent["safe"]]
    assert in_force.get().approved_by == reviewer
