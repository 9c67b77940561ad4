"""Every constraint of ``indicators``, three ways."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators import models
from indicators.models import Observation
from plans.models import Adjustment
from tests.constraints import (
    Case,
    check_full_clean_fails,
    check_good_row_passes,
    check_save_fails,
    constraints_of,
)
from tests.factories import accounts
from tests.factories.indicators import RowFactory, TargetFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db

ONE = Decimal(1)
_rows = {}


@pytest.fixture(autouse=True)
def _fresh_row():
    """One row a test, so that two things of a case belong together."""
    _rows.clear()


def _once(name, make):
    if name not in _rows:
        _rows[name] = make()
    return _rows[name]


def row():
    return _once("row", RowFactory)


def clerk():
    return _once("clerk", accounts.clerk)


def reviewer():
    return _once("reviewer", accounts.reviewer)


def indicator(**given):
    base = {"code": "gdp", "name": "生产总值", "direction": 1, "path": "geometric", "measure": "amount"}
    return models.Indicator(**{**base, **given})


def plan_row(**given):
    base = {"plan": row().plan, "position": 900, "name": "名称（亿元）", "short_name": "名称"}
    return models.PlanIndicator(**{**base, **given})


def base(**given):
    return models.Base(**{"row": row(), "value": ONE, "year": 2020, **given})


def later(make, **given):
    """The second version of a base or target, with its reason."""
    return lambda: make(version=2, reason="修订", **given)


def target(**given):
    return models.Target(**{"row": row(), "form": "level", "value": ONE, "is_primary": True, **given})


def assigned(**given):
    return target(**{"form": "assigned", "value": None, "by": "省", **given})


def observation(**given):
    return Observation(**{"row": row(), "year": 2024, "value": ONE, **given})


def submitted(**given):
    return observation(**{"state": "submitted", "submitted_by": clerk(), "submitted_at": timezone.now(), **given})


def in_force(**given):
    approval = {"state": "approved", "in_force": True, "approved_by": reviewer(), "approved_at": timezone.now()}
    return submitted(**{**approval, **given})


def rule(**given):
    names = ("ahead", "on_track", "behind", "nearly_share", "nearly_bound", "tolerance_pp")
    values = dict(zip(names, map(Decimal, ("1.05", "0.95", "0.6", "0.95", "0.05", "0.3")), strict=True))
    models.StatusRule.objects.filter(version=1).update(active=False)
    return models.StatusRule(**{"version": 90, "active": False, **values, **given})


def doubt(**given):
    return models.Doubt(**{"plan": row().plan, "row": row(), "code": "scale_jump", "message": "差十倍", **given})


def closed_doubt(**given):
    closing = {"state": "resolved", "resolved_by": reviewer(), "resolved_at": timezone.now(), "resolution": "已核对"}
    return doubt(**{**closing, **given})


def a_round(**given):
    dates = {"opens_on": date(2026, 1, 5), "closes_on": date(2026, 1, 20)}
    return models.ReportingRound(
        **{"plan": row().plan, "year": 2024, "title": "填报", "created_by": reviewer(), **dates, **given}
    )


def saved_round():
    def make():
        made = a_round()
        made.save()
        return made

    return _once("round", make)


def ask(**given):
    return models.RoundAsk(**{"round": saved_round(), "row": row(), "unit": None, **given})


def reopening(**given):
    dates = {"opens_on": date(2026, 2, 1), "closes_on": date(2026, 2, 2)}
    return models.Reopening(
        **{"round": saved_round(), "row": row(), "reason": "更正", "opened_by": reviewer(), **dates, **given}
    )


def reminder(**given):
    return models.Reminder(
        **{"round": saved_round(), "person": reviewer(), "kind": "opened", "text": "开始填报", **given}
    )


def saved_observation():
    def make():
        made = observation()
        made.save()
        return made

    return _once("observation", make)


def warning(**given):
    base = {"observation": saved_observation(), "code": "jump", "field": "value", "message": "变动过大"}
    return models.ObservationWarning(**{**base, **given})


def answered(**given):
    return warning(**{"reason": "已核对", "answered_by": clerk(), "answered_at": timezone.now(), **given})


def evidence(**given):
    base = {"name": "公报.pdf", "kind": "pdf", "size": 10, "sha256": "0" * 64, "file": "00/00", "uploaded_by": clerk()}
    return models.Evidence(**{"observation": saved_observation(), **base, **given})


def mapping(**given):
    base = {"name": "年鉴", "headers": ["指标", "2024"], "columns": {"0": "name"}, "created_by": clerk()}
    return models.SheetMapping(**{"region": row().plan.region, **base, **given})


def sheet_name(**given):
    return models.SheetName(**{"plan": row().plan, "name": "生产总值", "row": row(), "created_by": clerk(), **given})


def adjustment():
    def make():
        facts = {"document_number": "1号", "approved_on": date(2023, 9, 1), "reason": "修订", "summary": "一项"}
        return Adjustment.objects.create(plan=row().plan, body="县人大常委会", **facts)

    return _once("adjustment", make)


def planned(**given):
    base = {"row": row(), "of": "base", "version": 1, "terms": {"value": "1"}}
    return models.PlannedChange(**{"adjustment": adjustment(), **base, **given})


def succession(**given):
    deciding = {"decided_by": _once("decider", accounts.planner), "decided_at": timezone.now()}
    old = _once("old", lambda: RowFactory(plan=PlanFactory(start_year=2016)))
    return models.Succession(
        **{"from_row": old, "to_row": row(), "to_plan": row().plan, "kind": "kept", **deciding, **given}
    )


def dropped(**given):
    return succession(**{"to_row": None, "kind": "dropped", "reason": "不再统计", **given})


def workbook(**given):
    base = {"sha256": "0" * 64, "size": 1, "file": "workbooks/00/0", "uploaded_by": _once("uploader", clerk)}
    return models.SavedWorkbook(**{"round": saved_round(), **base, **given})


def assessment(**given):
    base = {
        "target": _once("target", lambda: TargetFactory(row=row())),
        "row": row(),
        "plan": row().plan,
        "year": 2024,
        "status": "no_data",
    }
    versions = {"method_version": 1, "rule_version": 1, "computed_at": timezone.now(), "inputs": {"form": "level"}}
    return models.Assessment(**{**base, **versions, **given})


def move(**given):
    base = {"target": _once("target", lambda: TargetFactory(row=row())), "row": row(), "year": 2024}
    words = {"before": "behind", "after": "on_track", "shown": True, "moved_at": timezone.now()}
    return models.StatusMove(**{**base, **words, **given})


def reference():
    owner = _once("relative", lambda: TargetFactory(row=row(), form="relative", value=None))
    return models.ReferenceFigure(target=owner, year=2024, growth=ONE, source_title="公报")


CASES = [
    Case("move_changes_the_status", move, {"after": "behind"}),
    Case("indicator_direction_given", indicator, {"direction": 0}),
    Case("indicator_path_known", indicator, {"path": "winding"}),
    Case("indicator_limits_in_order", indicator, {"natural_min": ONE, "natural_max": ONE}),
    Case("row_position_unique", plan_row, collides=True),
    Case("row_nature_known", plan_row, {"nature": "wild"}),
    Case("row_direction_known", plan_row, {"direction": 0}),
    Case(
        "responsibility_once",
        lambda: models.ResponsibleUnit(row=row(), unit=accounts.UnitFactory()),
        collides=True,
    ),
    Case("base_one_in_force", base, {"version": 2, "reason": "修订"}, collides=True),
    Case("base_version_unique", lambda: base(in_force=False), collides=True),
    Case("base_later_version_has_reason", later(base), {"reason": ""}),
    Case("target_one_primary", target, {"ordinal": 2}, collides=True),
    Case("target_one_in_force", target, {"version": 2, "reason": "调整", "is_primary": False}, collides=True),
    Case("target_version_unique", lambda: target(in_force=False), collides=True),
    Case("target_later_version_has_reason", later(target), {"reason": ""}),
    Case("target_form_known", target, {"form": "wish"}, or_else="target_columns_of_form"),
    Case("target_columns_of_form", target, {"value": None}),
    Case("target_columns_of_form", target, {"parts": [ONE, ONE]}),
    Case("target_columns_of_form", target, {"form": "qualitative"}),
    Case("target_columns_of_form", lambda: target(form="composition", value=None, parts=[ONE, ONE]), {"parts": [ONE]}),
    Case("target_range_in_order", lambda: target(value_high=Decimal(2)), {"value_high": Decimal(0)}),
    Case(
        "target_assigned_number_has_document",
        lambda: assigned(value=ONE, assigned_form="level", assigned_document="1号"),
        {"assigned_document": ""},
    ),
    Case("target_assigned_number_has_document", assigned, {"assigned_form": "level"}),
    Case("target_assigned_columns_only_when_assigned", target, {"by": "省"}),
    Case("reference_once_a_year", reference, collides=True),
    Case("observation_version", in_force, {"in_force": False}, collides=True),
    Case("observation_one_in_force", in_force, {"version": 2}, collides=True),
    Case("observation_one_open", observation, {"version": 2}, collides=True),
    Case("observation_state_known", submitted, {"state": "lost"}),
    Case("observation_approved_by_whom", in_force, {"approved_by": None}),
    Case("observation_approved_by_whom", in_force, {"approved_at": None}),
    Case("observation_in_force_is_approved", submitted, {"in_force": True}),
    Case("observation_not_own_approval", in_force, {"approved_by": clerk}),
    Case("observation_submitted_by_whom", submitted, {"submitted_by": None}),
    Case("observation_says_something", submitted, {"value": None}),
    Case("observation_returned_with_comment", lambda: submitted(state="returned", comment="改"), {"comment": ""}),
    Case(
        "observation_returned_with_comment",
        lambda: submitted(state="returned", cell_comments={"value": "改"}),
        {"cell_comments": {}},
    ),
    Case("round_once_a_year", a_round, collides=True),
    Case("round_closes_after_opening", a_round, {"closes_on": date(2026, 1, 4)}),
    Case("ask_once", ask, collides=True),
    Case("reopening_closes_after_opening", reopening, {"closes_on": date(2026, 1, 31)}),
    Case("reopening_has_reason", reopening, {"reason": ""}, computed=True),
    Case("reminder_once_of_a_kind", reminder, collides=True),
    Case("reminder_kind_known", reminder, {"kind": "loud"}),
    Case("warning_once", warning, collides=True),
    Case("warning_code_known", warning, {"code": "odd"}),
    Case("warning_answered_when", answered, {"answered_at": None}),
    Case("warning_answered_when", answered, {"reason": ""}),
    Case("evidence_once", evidence, collides=True),
    Case("evidence_kind_known", evidence, {"kind": "exe"}),
    Case("evidence_removed_by_whom", evidence, {"removed_at": timezone.now}),
    Case("sheet_mapping_once", mapping, collides=True),
    Case("sheet_name_once", sheet_name, collides=True),
    Case("saved_workbook_once", workbook, collides=True),
    Case(
        "period_result_one_in_force",
        lambda: models.PeriodResult(row=row(), kind="average", year=2025, value=ONE),
        collides=True,
    ),
    Case("annual_target_once", lambda: models.AnnualTarget(row=row(), year=2024, value=ONE), collides=True),
    Case("break_once_a_year", lambda: models.DefinitionBreak(row=row(), year=2022, reason="新口径"), collides=True),
    Case("rule_one_active", lambda: rule(active=True), {"version": 91}, collides=True),
    Case("rule_thresholds_in_order", rule, {"behind": Decimal("0.99")}),
    Case("assessment_once", assessment, collides=True, computed=True),
    Case("jobrun_state_known", lambda: models.JobRun(plan=PlanFactory(), why="试"), {"state": "asleep"}),
    Case("doubt_once", doubt, collides=True),
    Case("planned_change_once", planned, collides=True),
    Case("planned_change_names_its_target", planned, {"ordinal": 1}),
    Case("planned_change_names_its_target", lambda: planned(of="target", ordinal=1), {"ordinal": None}),
    Case("succession_once", succession, collides=True),
    Case("succession_kind_known", succession, {"kind": "lost"}),
    Case("succession_dropped_leads_nowhere", dropped, {"to_row": row}),
    Case("succession_dropped_leads_nowhere", succession, {"to_row": None}),
    Case("succession_dropped_has_reason", dropped, {"reason": ""}),
    Case("doubt_closed_by_whom", closed_doubt, {"resolved_by": None}),
    Case("doubt_closed_by_whom", closed_doubt, {"resolution": ""}),
    Case("doubt_closed_by_whom", closed_doubt, {"state": "open"}),
]


def _number(cases):
    return [f"{case.name}-{index}" for index, case in enumerate(cases)]


@pytest.mark.parametrize("case", CASES, ids=_number(CASES))
def test_good_row_passes(case):
    check_good_row_passes(case)


@pytest.mark.parametrize("case", CASES, ids=_number(CASES))
def test_full_clean_fails(case):
    check_full_clean_fails(case)


@pytest.mark.parametrize("case", CASES, ids=_number(CASES))
def test_save_fails(case):
    check_save_fails(case)


@pytest.mark.parametrize("code", ["GDP", "1gdp", "g", "gdp-1", "生产总值", ""])
def test_indicator_code_pattern(code):
    bad = indicator(code=code)
    with pytest.raises(Exception, match=r"代码由小写字母|不能为空"):
        bad.full_clean()
    with pytest.raises(IntegrityError, match="indicator_code_pattern"), transaction.atomic():
        bad.save()


@pytest.mark.parametrize("year", [2020, 2026])
def test_year_of_a_figure_lies_within_the_plan(year):
    """A trigger, because the years stand in another table."""
    bad = observation(year=year)
    with pytest.raises(Exception, match="年份须在规划期 2021–2025 之内"):
        bad.full_clean()
    with pytest.raises(IntegrityError, match="is outside the plan"), transaction.atomic():
        bad.save()
    for good in (2021, 2025):
        observation(year=good).save()


def test_a_row_of_each_state_beside_the_others():
    """One approved in force, one approved before, one open: what a correction looks like."""
    in_force(in_force=False).save()
    in_force(version=2).save()
    observation(version=3).save()
    assert Observation.objects.count() == 3


def test_no_constraint_is_left_out():
    assert constraints_of("indicators") == {case.name for case in CASES} | {"indicator_code_pattern"}
