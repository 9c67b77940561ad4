"""What the units of a plan answer for: its rows, its promises and its projects, each with the state that is scored."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.presenters import row_lines, words
from dashboards.presenters.row_lines import RowLine
from evaluations.domain.appraisal import STATES, Part, state_of_row
from evaluations.selectors.appraisal import AppraisalFacts, Duty, stage_of
from indicators.domain.types import Reason, Result, Status
from indicators.domain.verdict import OUTCOME_LABELS, Outcome, verdict
from indicators.models import Listing
from indicators.selectors.region_page import RowFacts
from plans.models import Plan
from projects.models import Project


@dataclass(frozen=True, slots=True)
class Thing:
    """What is answered for, as printed. ``state``: what is scored, ``label`` in words; ``why``: the reason where it has none."""

    key: str
    part: Part
    name: str
    address: str
    state: str
    label: str
    why: str = ""
    number: str = ""
    unit: str = ""
    promised: str = ""
    actual: str = ""
    code: str = ""  # of the status, for its colour
    symbol: str = ""
    sample: bool = False


def things_of(found: AppraisalFacts) -> tuple[list[Thing], dict[str, list[Duty]]]:
    """All of them in printed order, projects last; who answers for each, by its key."""
    facts = found.facts
    rows = [one for one in (*facts.rows, *facts.commitments) if not one.row.is_heading]
    shown = row_lines.row_lines(tuple(rows), facts.year)
    things = [_of_row(one, line, facts.plan) for one, line in zip(rows, shown, strict=True)]
    duties = {f"row-{pk}": given for pk, given in found.of_rows.items()}
    for project in found.projects:
        standing = found.standing[project.pk]
        things.append(_of_project(project, stage_of(project, standing), sample=project.sample or standing.sample))
    return things, duties | {f"project-{pk}": given for pk, given in found.of_projects.items()}


def _of_row(facts: RowFacts, line: RowLine, plan: Plan) -> Thing:
    state, why = _state(facts, plan)
    chip = line.chip
    return Thing(
        key=f"row-{facts.row.pk}",
        part=_part(facts),
        name=line.name,
        address=line.address,
        number=line.number,
        unit=line.unit,
        promised=_("；").join(" ".join(part for part in (one.about, one.text) if part) for one in line.promises),
        actual=_actual(line),
        state=state,
        label=chip.label if chip else "",
        why=why,
        code=chip.code if chip else "",
        symbol=chip.symbol if chip else "",
        sample=bool(chip and chip.sample) or line.latest.sample,
    )


def _actual(line: RowLine) -> str:
    if line.latest.year is None:
        return line.latest.text
    return _("%(figure)s（%(year)s 年）") % {"figure": line.latest.text, "year": line.latest.year}


def _part(facts: RowFacts) -> Part:
    if facts.row.listing == Listing.COMMITMENT:
        return Part.COMMITMENTS
    return {"binding": Part.BINDING, "expected": Part.EXPECTED}.get(facts.row.nature, Part.OTHER)


def _state(facts: RowFacts, plan: Plan) -> tuple[str, str]:
    """What is scored, and the reason where nothing is."""
    stored, target = facts.assessment, facts.shown_target
    if stored is None:
        return "", _("尚未计算")
    reason = Reason(stored.reason) if stored.reason else None
    result = Result(
        year=stored.year, status=Status(stored.status), reason=reason, actual_year=stored.actual_year,
        end_not_published=stored.end_not_published,
    )  # fmt: skip
    told = verdict(result, end_year=(target.due_year if target else None) or plan.end_year)
    outcome = None if told is None else told.outcome
    state = state_of_row(result.status, outcome=outcome, reported=reason is Reason.REPORTED)
    if state:
        return state, ""
    if outcome is Outcome.NOT_PUBLISHED:
        return "", _(OUTCOME_LABELS[outcome])
    return "", words.chip(stored, target).text


def _of_project(project: Project, stage: str, *, sample: bool) -> Thing:
    return Thing(
        key=f"project-{project.pk}",
        part=Part.PROJECTS,
        name=project.name,
        address=reverse("projects:project", args=[project.pk]),
        state=f"stage_{stage}" if stage else "",
        label=_(STATES[f"stage_{stage}"]) if stage else "",
        why="" if stage else _("没有登记阶段"),
        sample=sample,
    )
