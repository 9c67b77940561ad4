"""What figures are written against: the rows under their locks, their versions of the years, leave to write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.access import Writer
from indicators.models import Observation, ObservationState, PlanIndicator
from indicators.selectors.assessment_inputs import RowInputs, inputs_of_rows
from indicators.selectors.rounds import Leave, Why, leaves_of, units_of, with_places
from indicators.selectors.stored_figures import among
from indicators.selectors.value_units import unit_by_forms
from indicators.services import observation_rules as rules
from indicators.services import observation_steps as steps
from indicators.services.entered import Entered, ObservationFigures, figures_of
from indicators.services.errors import WrongState

_FIGURES = tuple(one.name for one in fields(ObservationFigures))


class Desk:
    """The entries of one call. The rows are locked in one order; everything is read once for all of them."""

    def __init__(self, entries: Sequence[Entered], by: Writer) -> None:
        self.by = by
        row_ids = {entered.row.pk for entered in entries}
        locked = PlanIndicator.objects.select_for_update(no_key=True).filter(pk__in=among(row_ids)).order_by("pk")
        self.rows = {row.pk: row for row in with_places(locked)}
        years = {entered.year for entered in entries}
        self.versions: dict[tuple[int, int], list[Observation]] = defaultdict(list)
        stored = Observation.objects.filter(row__in=among(row_ids), year__in=years)
        for one in stored.order_by("version"):
            one.row = self.rows[one.row_id]
            self.versions[one.row_id, one.year].append(one)
        rows, units = self.rows.values(), units_of(row_ids)
        self._leaves = {year: leaves_of(by, rows, year, approved=self._approved(year), units=units) for year in years}
        self._seen: set[tuple[int, int]] = set()

    @cached_property
    def inputs(self) -> dict[int, RowInputs]:
        """What the rows are assessed by; headings are left out."""
        return inputs_of_rows(list(self.rows))

    def leave(self, entered: Entered) -> Leave:
        return self._leaves[entered.year][entered.row.pk]

    def _approved(self, year: int) -> set[int]:
        lines = ((key[0], line) for key, line in self.versions.items() if key[1] == year)
        return {row_id for row_id, line in lines if any(one.state == ObservationState.APPROVED for one in line)}

    def draft(self, entered: Entered) -> Observation:
        """The open version with what was entered, or the next one beside an approved figure; checked, not yet stored."""
        assert entered.figures is not None
        row, latest = self._opened(entered, "save draft of")
        if latest is not None and steps.is_of_system(latest, self.by):
            latest.submitted_client = latest.submitted_at = None  # a system takes back what nobody has reviewed yet
        elif latest is not None and latest.state == ObservationState.SUBMITTED:
            raise WrongState(_("该数据已提交待审核，不能直接修改。请先撤回，或请审核员退回。"))
        line = self.versions[row.pk, entered.year]
        if latest is None or latest.state == ObservationState.APPROVED:
            latest = steps.next_version(row, entered.year, after=latest)
        targets = self.inputs[row.pk].targets
        _fill(latest, entered.figures)
        latest.state, latest.unit = ObservationState.DRAFT, unit_by_forms(row, [one.terms.form for one in targets])
        if entered.reason is not None and any(one.state == ObservationState.APPROVED for one in line):
            latest.reason = entered.reason.strip()
        rules.check_figures(latest, [one.terms for one in targets], line)
        steps.check(latest)
        return latest

    def present(self, entered: Entered) -> Observation:
        """What is saved already and is to be submitted."""
        latest = self._opened(entered, "submit")[1]
        if latest is None:
            raise WrongState(_("还没有填写，不能提交。"))
        steps.check_state(latest, {ObservationState.DRAFT, ObservationState.RETURNED})
        return latest

    def unchanged(self, entered: Entered) -> Observation | None:
        """What stands, where it is in the reviewer's hands or approved and says exactly this; None where not.

        None too where the writer may not write the row at all: the refusal is the same whatever stands there.
        """
        line = self.versions.get((entered.row.pk, entered.year))
        if not line or self.leave(entered).why == Why.NOT_ENTITLED:
            return None
        standing = line[-1].state in {ObservationState.SUBMITTED, ObservationState.APPROVED}
        return line[-1] if standing and figures_of(line[-1]) == entered.figures else None

    def _opened(self, entered: Entered, doing: str) -> tuple[PlanIndicator, Observation | None]:
        row = self.rows[entered.row.pk]
        if (row.pk, entered.year) in self._seen:
            raise ValidationError(_("“%(row)s”在这一批里出现了两次，只取第一次的。") % {"row": row.short_name})
        self._seen.add((row.pk, entered.year))
        leave = self.leave(entered)
        steps.require_entitled(leave, self.by, f"{doing} row {row.pk} year {entered.year}")
        rules.check_askable(row, entered.year)
        line = self.versions[row.pk, entered.year]
        latest = line[-1] if line else None
        steps.check_lock(latest, entered.lock)
        steps.require_open(leave)
        return row, latest


def _fill(observation: Observation, figures: ObservationFigures) -> None:
    for name in _FIGURES:
        value = getattr(figures, name)
        setattr(observation, name, list(value) if name == "parts" else value)
