"""The status on base and target as first agreed: what counts as a change of what was agreed, and what does not."""

from decimal import Decimal

import pytest

from indicators.domain.types import Form
from indicators.models import Assessment, Base, Cause, Target
from indicators.selectors.assessment_inputs import inputs_of_row
from indicators.services.recompute import recompute_plans
from tests.factories.indicators import approved, gdp_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    """193.3 in 2024: on the way from 153.7 to 230 behind (METHODS case 2)."""
    row = gdp_row()
    approved(row, 2024, value=Decimal("193.3"))
    return row


def next_target(row, cause, **changes):
    """The next version of the row's target, written without the services."""
    old = row.targets.get(in_force=True)
    row.targets.update(in_force=False)
    kept = {"form": old.form, "value": old.value, "unit": old.unit, "is_primary": True, "text": old.text}
    return Target.objects.create(
        row=row, version=old.version + 1, reason="理由", document="豫政〔2023〕5号", cause=cause, **{**kept, **changes}
    )


def next_base(row, cause, value):
    old = row.bases.get(in_force=True)
    row.bases.update(in_force=False)
    return Base.objects.create(
        row=row, version=old.version + 1, reason="理由", cause=cause, value=Decimal(value), year=old.year, unit=old.unit
    )


def stored(row, year=2024):
    recompute_plans([row.plan_id])
    return Assessment.objects.get(row=row, year=year)


@pytest.mark.parametrize(
    ("cause", "unadjusted"),
    [(Cause.ADJUSTMENT, "behind"), (Cause.REVISION, "behind"), ("", "behind"), (Cause.CORRECTION, ""), (Cause.HANDED_DOWN, "")],
)  # fmt: skip
def test_what_counts_as_an_adjustment_of_the_target(row, cause, unadjusted):
    """From 153.7 to 200 the planned level of 2024 is 189.7: 193.3 is ahead of it."""
    next_target(row, cause, value=Decimal(200), text="200")
    found = stored(row)
    assert (found.status, found.unadjusted_status) == ("ahead", unadjusted)
    assert found.moved_by_adjustment is bool(unadjusted)
    assert ("agreed" in found.inputs) is bool(unadjusted)


def test_the_document_of_the_adjustment_stands_among_the_inputs(row):
    next_target(row, Cause.ADJUSTMENT, value=Decimal(200))
    assert stored(row).inputs["agreed"] == {
        "document": "豫政〔2023〕5号", "restated": False, "form": "level", "target": "230", "base": "153.7", "base_year": 2020
    }  # fmt: skip


def test_a_correction_of_what_was_adjusted_leaves_what_was_agreed(row):
    next_target(row, Cause.ADJUSTMENT, value=Decimal(500))
    next_target(row, Cause.CORRECTION, value=Decimal(200))
    assert stored(row).unadjusted_status == "behind"


def test_a_correction_before_the_adjustment_is_what_was_agreed(row):
    """Read wrongly as 230, agreed were 190: 193.3 had met that in 2024."""
    next_target(row, Cause.CORRECTION, value=Decimal(190))
    next_target(row, Cause.ADJUSTMENT, value=Decimal(230))
    found = stored(row)
    assert (found.status, found.unadjusted_status) == ("behind", "met_early")


def test_the_number_that_came_down_is_what_was_agreed(row):
    row.targets.update(form=Form.ASSIGNED, value=None)
    next_target(
        row, "", form=Form.ASSIGNED, value=Decimal(230), assigned_form="level", assigned_document="豫发改〔2022〕8号"
    )
    assert stored(row).unadjusted_status == ""
    next_target(
        row, Cause.ADJUSTMENT, form=Form.ASSIGNED, value=Decimal(200), assigned_form="level", assigned_document="另文"
    )
    assert stored(row).unadjusted_status == "behind"


def test_other_words_for_the_same_target_are_no_adjustment(row):
    next_target(row, Cause.ADJUSTMENT, text="达到 230")
    found = stored(row)
    assert (found.unadjusted_status, "agreed" in found.inputs) == ("", False)


@pytest.mark.parametrize(
    ("cause", "unrevised"),
    [(Cause.REVISION, "behind"), (Cause.ADJUSTMENT, "behind"), ("", "behind"), (Cause.CORRECTION, ""), (Cause.HANDED_DOWN, "")],
)  # fmt: skip
def test_what_counts_as_a_revision_of_the_base(row, cause, unrevised):
    """From 185 to 230 a third of the way would be too much: 193.3 has hardly begun."""
    next_base(row, cause, 185)
    found = stored(row)
    assert (found.status, found.unrevised_status, found.unadjusted_status) == ("far_behind", unrevised, "")


def test_a_target_restated_with_its_base_is_compared_with_both_as_agreed(row):
    """200 from 170 keeps nothing of 230 from 153.7: the old base is never set against the new target."""
    next_base(row, Cause.REVISION, 170)
    next_target(row, Cause.REVISION, value=Decimal(200))
    found = stored(row)
    assert (found.status, found.unrevised_status, found.unadjusted_status) == ("on_track", "", "behind")
    assert found.inputs["agreed"]["restated"] is True


def test_rows_without_a_later_version_ask_nothing_more(row, django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as before:
        assert inputs_of_row(row.pk).targets[0].agreed is None
    next_target(row, Cause.ADJUSTMENT, value=Decimal(200))
    with django_assert_num_queries(len(before) + 1):
        assert inputs_of_row(row.pk).targets[0].agreed is not None
