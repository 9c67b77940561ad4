"""The printed cells of a row, typed by a planner: what they mean, and writing it where it is another meaning than before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from accounts.models import User
from indicators.domain.types import TargetSpec
from indicators.models import BaseSource, Indicator, JobRun, PlanIndicator, Target
from indicators.services.loading.plan_entries import TargetEntry
from indicators.services.loading.plan_rows import ECONOMY, ECONOMY_WORDS, target_columns
from indicators.services.promises import NO_BASE, NOTHING, TAKEN_AWAY, Because, put_promises
from indicators.services.row_reading import facts_of_row, target_spec, terms_of
from intake.domain.proposal import ReadIndicator, ReadPlan
from intake.domain.reread import reread
from intake.services.entries import row_entry

#: The cells that are typed: by their key in ``PlanIndicator.printed``.
CELLS = ("base", "target", "growth")


@dataclass(frozen=True, slots=True)
class Understood:
    """What the cells of a row mean as they stood and as they are typed. ``printed``: the cells as they will be kept."""

    before: ReadIndicator
    after: ReadIndicator
    printed: Mapping[str, str | None]

    @property
    def base_is_new(self) -> bool:
        return (self.before.base, self.before.base_parts, self.before.base_unit, self.before.base_text) != (
            self.after.base, self.after.base_parts, self.after.base_unit, self.after.base_text,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TargetChange:
    """One promise: ``old`` as stored (None: a new one), ``spec`` as it is understood now (None: it stays, or goes)."""

    old: Target | None
    spec: TargetSpec | None = None
    terms: Mapping[str, Any] | None = None

    @property
    def same(self) -> bool:
        return self.terms is None

    @property
    def gone(self) -> bool:
        return self.terms is not None and self.spec is None


def understand(row: PlanIndicator, typed: Mapping[str, str]) -> Understood:
    """Read the typed cells as a document's would be read. A cell that is left blank where the table has none stays none."""
    printed = dict(row.printed)
    for name in CELLS:
        text = typed.get(name, "").strip()
        if name in typed and (text or name in printed):
            printed[name] = text or None
    return Understood(_read(row, row.printed), _read(row, printed), printed)


def write_cells(
    *, row: PlanIndicator, typed: Mapping[str, str], seen: str, because: Because, by: User
) -> JobRun | None:
    """Write what the typed cells mean where that is not what they meant before; fields overridden by hand else stay."""
    found = understand(row, typed)
    base = _base_terms(found.after, row) if found.base_is_new else None
    changes = target_changes(row, found)
    terms = [None if one.same else one.terms for one in changes]
    return put_promises(
        row=row, seen=seen, by=by, because=because, base=base, targets=terms, printed=found.printed
    )  # fmt: skip


def target_changes(row: PlanIndicator, found: Understood) -> list[TargetChange]:
    """What becomes of each stored promise, then the new ones. Promises that no cell gave (added by hand) stay as they are."""
    stored = list(row.targets.filter(in_force=True).order_by("ordinal"))
    before, after = found.before.targets, found.after.targets
    of_cells = len(before) if before else len(stored)
    if before == after and [one.text for one in before] == [one.text for one in after]:
        return [TargetChange(old) for old in stored]
    columns = _columns(row, found, stored)
    changes = []
    for place, old in enumerate(stored):
        if place >= of_cells:
            changes.append(TargetChange(old))
        elif place < len(after):
            same = place < len(before) and _alike(before[place], after[place])
            changes.append(TargetChange(old) if same else TargetChange(old, after[place], columns[place]))
        else:
            only = len(stored) == 1
            changes.append(TargetChange(old, None, dict(NOTHING) if only else TAKEN_AWAY))
    base = row.bases.filter(in_force=True).first()
    by_hand = [terms_of(target_spec(row, old, base)) for old in stored[of_cells:]]
    for place in range(min(of_cells, len(stored)), len(after)):
        if terms_of(after[place]) not in by_hand:  # what was added by hand and is now typed too stays one promise
            changes.append(TargetChange(None, after[place], columns[place]))
    return changes


def _read(row: PlanIndicator, printed: Mapping[str, Any]) -> ReadIndicator:
    """The row as the reader of documents has it. Without a cell of its own the base that stands is taken."""
    base = row.bases.filter(in_force=True).first()
    plan = row.plan
    whole = ReadIndicator(
        name=row.short_name,
        line=row.source_line or 0,
        printed_name=row.name,
        number=row.number,
        category=row.category,
        unit=row.unit,
        base_text=_cell(printed, "base"),
        base_growth_text=_cell(printed, "base_growth"),
        target_text=_cell(printed, "target"),
        growth_text=_cell(printed, "growth"),
        nature_text=_cell(printed, "nature"),
        base=base.value if base else None,
        base_unit=(base.unit or row.unit) if base else "",
        base_parts=tuple(base.parts) if base else (),
    )
    return reread(
        whole,
        plan=ReadPlan(base_year=plan.base_year, start_year=plan.start_year, end_year=plan.end_year),
        parent=row.parent.short_name if row.parent else "",
        facts=facts_of_row(row),
    )


def _cell(printed: Mapping[str, Any], name: str) -> str | None:
    return (printed[name] or "") if name in printed else None


def _base_terms(read: ReadIndicator, row: PlanIndicator) -> dict[str, Any]:
    text = (read.base_text or "").strip()
    if read.base is None and not read.base_parts:
        return {**NO_BASE, "text": text}
    return {
        "value": read.base, "parts": list(read.base_parts), "unit": read.base_unit or row.unit, "text": text,
        "source": BaseSource.TABLE.value,
    }  # fmt: skip


def _columns(row: PlanIndicator, found: Understood, stored: Sequence[Target]) -> list[Mapping[str, Any]]:
    """The columns of each promise as it is understood now. What no cell says (price basis, year) is kept."""
    if not found.after.targets:
        return []
    entry = row_entry(found.after, row.position, base_year=row.plan.base_year, facts=facts_of_row(row))
    economy = {one.code: one for one in Indicator.objects.filter(code=ECONOMY)}
    same_forms = [one.form for one in stored] == [spec.form.value for spec in found.after.targets]
    columns = []
    for place, (promise, spec) in enumerate(zip(entry.targets, found.after.targets, strict=True)):
        own = target_columns(entry, _with_reference(promise, economy), economy)
        own |= _kept(stored[place] if place < len(stored) else None, spec)
        if same_forms:
            own.pop("is_primary")
        columns.append(own)
    return columns


def _alike(one: TargetSpec, other: TargetSpec) -> bool:
    return one == other and one.text == other.text


def _with_reference(promise: TargetEntry, known: Mapping[str, Indicator]) -> TargetEntry:
    """经济增长 by its words where the catalogue has no such indicator."""
    economy = promise.reference and ECONOMY not in known
    return replace(promise, reference=ECONOMY_WORDS) if economy else promise


def _kept(old: Target | None, spec: TargetSpec) -> dict[str, Any]:
    """What a promise of the same form keeps; one of another form begins anew, also without the number handed down before."""
    if old is None or old.form != spec.form:
        return {"assigned_form": "", "assigned_document": "", "due_year": old.due_year if old else None}
    kept: dict[str, Any] = {"price_basis": old.price_basis, "actual_kind": old.actual_kind, "due_year": old.due_year}
    if old.assigned_form:
        kept |= {"value": old.value, "comparator": old.comparator, "unit": old.unit}
    return kept
