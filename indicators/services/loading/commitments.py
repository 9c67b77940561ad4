"""Loading what the text of plans promises: rows of the second list, each with its line, chapter and default unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from indicators.models import Indicator, PlanIndicator
from indicators.models.rows import Listing
from indicators.services.jobs import queue_recompute
from indicators.services.loading.catalogue import facts_of
from indicators.services.loading.commitment_files import PromiseFile, UnitRules, read_promises, read_unit_rules
from indicators.services.loading.plan_entries import PlanEntry
from indicators.services.loading.plan_writer import Definitions, by_place, write_rows
from indicators.services.loading.promised_rows import PromisedNumber, promised_row
from indicators.services.loading.units import assign_units, read_units
from indicators.services.loading.writing import Loading, in_history, loading
from plans.models import Plan
from regions.files import Receipt


def load_commitments(paths: Sequence[Path], *, chapters: Path, rules: Path, units: Path) -> Receipt:
    """Bring the promises of these files into the plans of the same region and period; nothing where a row is wrong.

    ``chapters``: the folder with the headings of each document; ``rules``: default units by words; ``units``: default units
    by catalogue code. Loading a file again changes nothing; what a person changed stands (``regions.provenance``). Plans
    that changed have their recompute queued. ``FileRefused`` names every bad row.
    """
    files = read_promises(paths, chapters)
    named = read_unit_rules(rules)
    known = _definitions(units)
    with loading() as load:
        for file in files:
            with in_history(load, "load_commitments", file.file):
                _write(file, known, named, load)
        for plan in Plan.objects.filter(pk__in=load.stale):
            queue_recompute(plan=plan, why=load.stale[plan.pk])
    return load.receipt


def _definitions(units: Path) -> Definitions:
    indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
    facts = {code: facts_of(indicator) for code, indicator in indicators.items()}
    return Definitions(indicators, facts, read_units(units))


def _write(file: PromiseFile, known: Definitions, rules: UnitRules, load: Loading) -> None:
    plan, before = file.plan, load.receipt.written
    entry = PlanEntry(
        file=file.file, region=plan.region.code, title=plan.title, document_number=plan.document_number,
        issued_on=plan.issued_on, base_year=plan.base_year, start_year=plan.start_year, end_year=plan.end_year,
        status=plan.status, stated_count=plan.stated_count, table=plan.source_table, source=plan.source_document,
        commitments=tuple(promised_row(one, place) for place, one in enumerate(file.promises, start=1)),
    )  # fmt: skip
    write_rows(entry, plan, known, load=load)
    rows = PlanIndicator.objects.filter(plan=plan, listing=Listing.COMMITMENT).select_related("plan", "indicator")
    stored = by_place(rows, load)
    assign_units(list(stored.values()), _units(file.promises, stored, known, rules), load=load)
    _report_missing(file, stored, load)
    if load.receipt.written == before:
        load.stale.pop(plan.pk, None)


def _units(
    promises: Sequence[PromisedNumber], rows: Mapping[int, PlanIndicator], known: Definitions, rules: UnitRules
) -> dict[int, list[str]]:
    """Names of default units by row id; a row that no rule fits is left out."""
    found = {}
    for place, one in enumerate(promises, start=1):
        names = known.units.get(one.catalogue) or rules.units_of(one.subject, one.chapter)
        if names and place in rows:
            found[rows[place].pk] = list(names)
    return found


def _report_missing(file: PromiseFile, rows: Mapping[int, PlanIndicator], load: Loading) -> None:
    """Promises beyond those of the file stay (a later document or a person added them), and are named."""
    said = _("%(file)s：没有第 %(position)d 行“%(name)s”，未删除。请由规划科处理")
    load.receipt.conflicts.extend(
        said % {"file": file.file, "position": row.position, "name": row.short_name}
        for place, row in sorted(rows.items())
        if not 0 < place <= len(file.promises)
    )
