"""What a person decides: kept apart from what was read, with who and when, one after the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.services.errors import WrongState
from intake.domain.edit import Listing, State
from intake.models import Decision, Intake, IntakeState
from intake.selectors.review import lines_of, review_of
from intake.services import decisions
from intake.services.decisions import At
from intake.services.errors import Stale
from tests.factories import accounts, regions
from tests.factories.intake import read_intake, small_proposal

pytestmark = pytest.mark.django_db

ROWS, PROJECTS = Listing.INDICATORS, Listing.PROJECTS


def item(upload, listing, index, part=0):
    shown = review_of(upload).items[listing]
    return next(one for one in shown if (one.item.index, one.item.part) == (index, part))


def test_an_item_is_accepted_and_says_by_whom(upload, planner):
    decisions.decide(intake=upload, at=At(ROWS, 1), by=planner)
    shown = item(upload, ROWS, 1)
    assert shown.item.state is State.ACCEPTED
    assert shown.by == str(planner)
    assert shown.at is not None


def test_a_changed_cell_is_read_again_and_what_was_read_stays(upload, planner):
    before = upload.proposal
    decisions.decide(intake=upload, at=At(ROWS, 1), by=planner, changes={"target_text": "年均增长7.0%", "unit": "亿元"})
    shown = item(upload, ROWS, 1).item
    assert shown.state is State.EDITED
    assert [(one.form.value, str(one.value)) for one in shown.value.targets] == [("growth", "7.0")]
    assert [str(one.value) for one in shown.read.targets] == ["81.50"]
    assert Intake.objects.get(pk=upload.pk).proposal == before


def test_understood_figures_given_by_a_person_are_not_read_again(upload, planner):
    decisions.decide(intake=upload, at=At(ROWS, 1), by=planner, changes={"base": "53.2"})
    value = item(upload, ROWS, 1).item.value
    assert (str(value.base), value.base_text) == ("53.2", "52.98")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"line": 3}, "line"),
        ({"weight": "3"}, "weight"),
        ({"name": " "}, "name"),
        ({"base": "1,5"}, "base"),
        ({"catalogue": "no_such_code"}, "catalogue"),
        ({"parent": 99}, "parent"),
    ],
)
def test_a_wrong_change_names_its_field(upload, planner, changes, field):
    with pytest.raises(ValidationError) as refused:
        decisions.decide(intake=upload, at=At(ROWS, 1), by=planner, changes=changes)
    assert field in refused.value.message_dict
    assert not Decision.objects.exists()


def test_the_particulars_are_edited_and_stay_within_reason_and_scope(upload, planner):
    at = At(Listing.PLAN, 0)
    decisions.decide(
        intake=upload, at=at, by=planner, changes={"issued_on": "2021-08-31", "document_number": "延政〔2021〕8号"}
    )
    assert review_of(upload).plan.issued_on.isoformat() == "2021-08-31"
    with pytest.raises(ValidationError, match="起始年"):
        decisions.decide(intake=upload, at=at._replace(version=1), by=planner, changes={"end_year": 2019})
    regions.weibin()
    with pytest.raises(PermissionDenied):
        decisions.decide(intake=upload, at=at._replace(version=1), by=planner, changes={"region_code": "410703"})


def test_a_dropped_item_needs_a_reason(upload, planner):
    with pytest.raises(ValidationError):
        decisions.drop(intake=upload, at=At(PROJECTS, 0), reason="  ", by=planner)
    decisions.drop(intake=upload, at=At(PROJECTS, 0), reason="与第52行重复", by=planner)
    shown = item(upload, PROJECTS, 0).item
    assert (shown.state, shown.reason, shown.goes_in) == (State.DROPPED, "与第52行重复", False)


def test_a_row_is_split_joined_again_and_split_otherwise(upload, planner):
    pieces = [{"name": "零售总额"}, {"name": "批发总额", "target_text": "90"}, {"name": "第三"}]
    decisions.split(intake=upload, at=At(ROWS, 1), pieces=pieces, by=planner)
    assert [one.item.value.name for one in review_of(upload).items[ROWS]][1:5] == [
        "社会消费品零售总额", "零售总额", "批发总额", "第三",
    ]  # fmt: skip
    assert str(item(upload, ROWS, 1, 2).item.value.targets[0].value) == "90"
    decisions.split(intake=upload, at=At(ROWS, 1, version=1), pieces=pieces[:2], by=planner)
    assert len(review_of(upload).items[ROWS]) == 7
    decisions.reopen(intake=upload, at=At(ROWS, 1, version=2), by=planner)
    assert [one.item.state for one in review_of(upload).items[ROWS]] == [State.OPEN] * 5


def test_items_are_merged_and_taken_apart_again(upload, planner):
    decisions.merge(intake=upload, at=[At(PROJECTS, 0), At(PROJECTS, 1)], by=planner)
    first, second = item(upload, PROJECTS, 0).item, item(upload, PROJECTS, 1).item
    assert first.value.name == "甲乙高速延津段丙丁铁路专用线"
    assert (second.state, second.into, second.goes_in) == (State.MERGED, 0, False)
    with pytest.raises(WrongState):  # the whole would keep its name
        decisions.reopen(intake=upload, at=At(PROJECTS, 1, version=1), by=planner)
    decisions.reopen(intake=upload, at=At(PROJECTS, 0, version=1), by=planner)
    assert [one.item.state for one in review_of(upload).items[PROJECTS]] == [State.OPEN] * 3


def test_an_item_whose_parts_stand_for_it_goes_in_nowhere_else(upload, planner):
    decisions.split(intake=upload, at=At(PROJECTS, 0), pieces=[{"name": "甲"}, {"name": "乙"}], by=planner)
    whole = At(PROJECTS, 0, version=1)
    for attempt in (
        lambda: decisions.decide(intake=upload, at=whole, by=planner),
        lambda: decisions.drop(intake=upload, at=whole, reason="重复", by=planner),
        lambda: decisions.merge(intake=upload, at=[whole, At(PROJECTS, 1)], by=planner),
        lambda: decisions.accept_several(intake=upload, at=[whole], by=planner),
    ):
        with pytest.raises(WrongState):
            attempt()
    assert [one.item.value.name for one in review_of(upload).items[PROJECTS] if one.item.goes_in] == [
        "甲", "乙", "丙丁铁路专用线",
    ]  # fmt: skip


def test_what_was_not_read_is_added(upload, planner):
    value = {"name": "城镇化率", "line": 13, "unit": "%", "base_text": "40", "target_text": "45"}
    made = decisions.add(intake=upload, listing=ROWS, value=value, by=planner)
    assert made.index == 5
    shown = item(upload, ROWS, 5).item
    assert (shown.read, shown.state, str(shown.value.targets[0].value)) == (None, State.ADDED, "45")
    decisions.decide(intake=upload, at=At(ROWS, 5, version=1), by=planner, changes={"target_text": "46"})
    assert item(upload, ROWS, 5).item.state is State.ADDED
    with pytest.raises(ValidationError):
        decisions.add(intake=upload, listing=ROWS, value={"name": "没有行号"}, by=planner)


def test_all_are_accepted_but_rows_with_a_doubt(upload, planner):
    assert decisions.accept_all(intake=upload, listing=ROWS, by=planner) == 4
    assert item(upload, ROWS, 1).item.state is State.OPEN
    assert decisions.accept_all(intake=upload, listing=Listing.COMMITMENTS, by=planner) == 2
    assert decisions.accept_all(intake=upload, listing=Listing.COMMITMENTS, by=planner) == 0


def test_what_was_taken_back_is_accepted_with_the_others(upload, planner):
    decisions.drop(intake=upload, at=At(PROJECTS, 0), reason="重复", by=planner)
    decisions.reopen(intake=upload, at=At(PROJECTS, 0, version=1), by=planner)
    assert decisions.accept_all(intake=upload, listing=PROJECTS, by=planner) == 3
    assert (item(upload, PROJECTS, 0).item.state, item(upload, PROJECTS, 0).item.version) == (State.ACCEPTED, 3)


def test_two_people_do_not_overwrite_each_other(upload, planner):
    decisions.decide(intake=upload, at=At(ROWS, 0), by=planner)
    with pytest.raises(Stale):
        decisions.drop(intake=upload, at=At(ROWS, 0), reason="多余", by=planner)
    decisions.drop(intake=upload, at=At(ROWS, 0, version=1), reason="多余", by=planner)
    states = [event.state for event in Decision.pgh_event_model.objects.order_by("pgh_id")]
    assert states == ["accepted", "dropped"]


def test_a_doubt_is_settled_with_its_how_and_asked_anew(upload, planner):
    key = {"index": 1, "code": "contradicts_text", "figure": "base"}
    with pytest.raises(ValidationError):
        decisions.resolve_doubt(intake=upload, **key, how=" ", version=0, by=planner)
    decisions.resolve_doubt(intake=upload, **key, how="以表为准", version=0, by=planner)
    assert [(one.how, one.is_open) for one in item(upload, ROWS, 1).doubts] == [("以表为准", False)]
    with pytest.raises(Stale):
        decisions.resolve_doubt(intake=upload, **key, how="另一说", version=0, by=planner)
    decisions.resolve_doubt(intake=upload, **key, how="", version=1, state="open", by=planner)
    assert item(upload, ROWS, 1).open_doubts == 1


def test_hindrances_name_the_row_and_go_when_it_is_looked_at(upload, planner):
    (one,) = review_of(upload).hindrances
    assert (one.listing, one.index) == (ROWS, 1)
    assert "社会消费品零售总额" in str(one)
    decisions.decide(intake=upload, at=At(ROWS, 1), by=planner)
    assert review_of(upload).hindrances == ()


def test_one_catalogue_indicator_stands_in_one_row(upload, planner):
    decisions.decide(intake=upload, at=At(ROWS, 1), by=planner, changes={"catalogue": "gdp"})
    said = [str(one) for one in review_of(upload).hindrances]
    assert len(said) == 1
    assert "gdp" in said[0]


def test_so_it_is_in_the_table_of_results(catalogue, planner):
    proposal = small_proposal()
    gdp, forest = proposal.previous_results
    upload = read_intake(replace(proposal, previous_results=(gdp, replace(forest, catalogue="gdp"))), by=planner)
    decisions.accept_all(intake=upload, listing=Listing.RESULTS, by=planner)
    assert [(one.listing, one.index) for one in review_of(upload).hindrances if one.listing is Listing.RESULTS] == [
        (Listing.RESULTS, 1)
    ]


@pytest.mark.parametrize("who", ["clerk", "reviewer", "leader", "elsewhere"])
def test_only_planners_and_administrators_of_the_region_decide(upload, who):
    people = {
        "clerk": accounts.clerk,
        "reviewer": accounts.reviewer,
        "leader": accounts.leader,
        "elsewhere": lambda: accounts.planner(regions.weibin()),
    }
    person = people[who]()
    with pytest.raises(PermissionDenied):
        decisions.decide(intake=upload, at=At(ROWS, 0), by=person)
    with pytest.raises(PermissionDenied):
        decisions.resolve_doubt(intake=upload, index=1, code="x", figure="base", how="y", version=0, by=person)


def test_nothing_is_decided_once_it_is_put_aside(upload, planner):
    upload.state = IntakeState.DISCARDED
    upload.save()
    with pytest.raises(WrongState):
        decisions.decide(intake=upload, at=At(ROWS, 0), by=planner)


def test_source_lines_stand_beside_the_item(upload):
    upload.lines = [[1, "", "一"], [4, "", "二"], [5, "", "三"], [9, "", "四"]]
    assert [(one.number, one.own) for one in lines_of(upload, line=4, last_line=5, around=1)] == [
        (1, False), (4, True), (5, True), (9, False),
    ]  # fmt: skip
    assert lines_of(upload, line=1, around=0)[0].text == "一"
