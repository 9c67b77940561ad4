"""The risk of figures that wait for a reviewer, for all of them at once: what is known, weighed by ``domain.risk``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from indicators.domain import types as t
from indicators.domain.checks.check import check_figure
from indicators.domain.checks.findings import CheckCode, Finding
from indicators.domain.doubt_records import Doubt
from indicators.domain.risk import Risk, RiskFacts, Turn, goes_back, is_big_step, risk_of, turn_of
from indicators.models import Evidence, Observation, ObservationState, ObservationWarning
from indicators.selectors.assessment_inputs import RowInputs, active_rule, inputs_of_rows
from indicators.selectors.findings import actual_of
from indicators.selectors.outlook import Outlook, TargetOutlook, outlook_of
from indicators.selectors.stored_figures import among
from indicators.selectors.surroundings import surroundings_of

#: Findings that the queue names by themselves, beside the warning that they are.
_NEIGHBOUR = CheckCode.NEIGHBOUR.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One waiting figure with its risk and what it was weighed by.

    ``approved``: the figure in force of the same year (None: there is none); ``last_year``: that of the year before;
    ``outlook``: in the figure's own year. ``later``: the shown target in the row's newest year, where the figure is of
    an earlier one and would turn the status there; else None.
    """

    figure: Observation
    risk: Risk
    approved: Observation | None
    last_year: Observation | None
    outlook: Outlook
    later: TargetOutlook | None
    warnings: tuple[ObservationWarning, ...]
    findings: tuple[Finding, ...]
    evidence: int
    own: bool

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Doubts that the approval would raise."""
        return self.outlook.doubts


def weigh(figures: Sequence[Observation], *, by: User) -> list[Weighed]:
    """Each figure's risk for the reviewer ``by``, in the order given. Some fifteen queries, however many figures.

    ``figures`` come with their ``row`` (select_related): its nature is read.
    """
    if not figures:
        return []
    ids = [one.pk for one in figures]
    inputs = inputs_of_rows({one.row_id for one in figures})
    known = _Known(
        inputs=inputs,
        rule=active_rule(),
        in_force=_in_force(figures),
        warnings=_warnings_of(ids),
        findings=_findings_of(figures),
        evidence=_evidence_of(ids),
        own=_own(figures, ids, by),
    )
    return [_weighed(one, known) for one in figures]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read for all of them."""

    inputs: dict[int, RowInputs]
    rule: t.RuleTerms
    in_force: dict[tuple[int, int], Observation]
    warnings: dict[int, list[ObservationWarning]]
    findings: dict[int, tuple[Finding, ...]]
    evidence: dict[int, int]
    own: frozenset[int]


def _weighed(figure: Observation, known: _Known) -> Weighed:
    inputs = known.inputs.get(figure.row_id)
    actual = actual_of(figure, figure.year)
    series = inputs.row.actuals if inputs else ()
    outlook = outlook_of(inputs, actual, rule=known.rule) if inputs else Outlook()
    later = _later(inputs, actual, known.rule) if inputs else None
    approved = known.in_force.get((figure.row_id, figure.year))
    warnings = tuple(known.warnings.get(figure.pk, ()))
    said = {one.message for one in warnings}
    findings = tuple(one for one in known.findings.get(figure.pk, ()) if one.message not in said)
    evidence, own = known.evidence.get(figure.pk, 0), figure.pk in known.own
    facts = RiskFacts(
        turns=tuple(turn_of(one.now.status, one.then.status) for one in (outlook.shown, later) if one is not None),
        blocking_doubts=sum(one.blocking for one in outlook.doubts),
        open_warnings=sum(not one.reason for one in warnings) + len(findings),
        answered_warnings=sum(bool(one.reason) for one in warnings),
        binding=figure.row.nature == t.Nature.BINDING.value,
        big_step=inputs is not None and is_big_step(actual, series, measure=inputs.row.catalogue.measure),
        neighbour=any(one.code == _NEIGHBOUR for one in (*warnings, *findings)),
        correction=approved is not None,
        vintage_back=approved is not None and goes_back(actual.vintage, t.Vintage(approved.vintage)),
        sourced=bool(figure.source_title.strip() or figure.source_address.strip() or evidence),
        own=own,
    )
    return Weighed(
        figure=figure,
        risk=risk_of(facts),
        approved=approved,
        last_year=known.in_force.get((figure.row_id, figure.year - 1)),
        outlook=outlook,
        later=later,
        warnings=warnings,
        findings=findings,
        evidence=evidence,
        own=own,
    )


def _later(inputs: RowInputs, actual: t.Actual, rule: t.RuleTerms) -> TargetOutlook | None:
    """An earlier year's figure may turn the status of the newest year: averages and totals look back."""
    newest = max((one.year for one in inputs.row.actuals), default=actual.year)
    if newest <= actual.year:
        return None
    shown = outlook_of(inputs, actual, rule=rule, year=newest).shown
    return shown if shown is not None and turn_of(shown.now.status, shown.then.status) is not Turn.NONE else None


def _in_force(figures: Iterable[Observation]) -> dict[tuple[int, int], Observation]:
    """The approved figures of each row in the figures' years and the years before, by row and year."""
    years = {year for one in figures for year in (one.year, one.year - 1)}
    stored = Observation.objects.filter(row__in=among({one.row_id for one in figures}), in_force=True, year__in=years)
    return {(one.row_id, one.year): one for one in stored.order_by()}


def _warnings_of(ids: Collection[int]) -> dict[int, list[ObservationWarning]]:
    found: dict[int, list[ObservationWarning]] = defaultdict(list)
    stored = ObservationWarning.objects.filter(observation__in=among(ids)).select_related("answered_by")
    for one in stored.order_by("observation_id", "field", "code"):
        found[one.observation_id].append(one)
    return found


def _findings_of(figures: Sequence[Observation]) -> dict[int, tuple[Finding, ...]]:
    """What the checks say of each figure today; as many queries as for one figure, for each year that occurs."""
    by_year: dict[int, list[Observation]] = defaultdict(list)
    for one in figures:
        by_year[one.year].append(one)
    found = {}
    for year, of_year in by_year.items():
        around = surroundings_of([one.row_id for one in of_year], year)
        found |= {
            one.pk: check_figure(actual_of(one, one.year), around[one.row_id])
            for one in of_year
            if one.row_id in around
        }
    return found


def _evidence_of(ids: Collection[int]) -> dict[int, int]:
    counted = Evidence.objects.filter(observation__in=among(ids), removed_at__isnull=True).order_by()
    return dict(counted.values_list("observation_id").annotate(number=Count("id")))


def _own(figures: Iterable[Observation], ids: Collection[int], by: User) -> frozenset[int]:
    """The figures that ``by`` submitted or typed: the history knows who saved which draft."""
    typed = Observation.pgh_event_model.objects.filter(
        pgh_obj__in=among(ids), state=ObservationState.DRAFT, pgh_context__metadata__user=by.pk
    )
    return frozenset(typed.values_list("pgh_obj_id", flat=True)) | {
        one.pk for one in figures if one.submitted_by_id == by.pk
    }
