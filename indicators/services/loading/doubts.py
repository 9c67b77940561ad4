"""Storing the doubts of files: raised once, worded anew where the file was corrected, never reopened against a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.utils import timezone

from indicators.domain.types import BLOCKING_DOUBTS
from indicators.models import Doubt, DoubtState, PlanIndicator
from indicators.selectors.assessment_inputs import inputs_of_plans
from indicators.selectors.series_doubts import series_doubts_of
from indicators.services.doubts import SERIES_CODES, refresh_series_doubts
from indicators.services.loading.plan_doubts import PlanDoubt
from indicators.services.loading.plan_entries import ResolutionEntry
from indicators.services.loading.writing import Loading
from regions.provenance import Verdict, verdict
from regions.recorded import recorded

#: (id of the row or None, code, figure)
StoredKey = tuple[int | None, str, str]


def is_of_series(code: str, figure: str) -> bool:
    """Whether the yearly figures raise and close this doubt by themselves."""
    return code in SERIES_CODES and figure.startswith(("value:", "growth:"))


def write_plan_doubts(
    plan_id: int, wanted: Mapping[StoredKey, PlanDoubt], *, load: Loading, rows: Collection[int] | None = None
) -> bool:
    """Make the stored doubts of one plan (of these ``rows`` alone, if named) say what its file says; True where any was written.

    Doubts about yearly figures are left to ``write_series_doubts`` once they stand. One that the file no longer raises
    is closed; one that a person closed stays closed.
    """
    about = Doubt.objects.filter(plan_id=plan_id)
    about = about if rows is None else about.filter(row_id__in=rows)
    stored = {(doubt.row_id, doubt.code, doubt.figure): doubt for doubt in about}
    new = [
        _doubt(plan_id, key, said, load)
        for key, said in wanted.items()
        if key not in stored and not is_of_series(key[1], key[2])
    ]
    Doubt.objects.bulk_create(new)
    load.created(Doubt, len(new))
    written = [
        _bring(doubt, wanted.get(key), load)
        for key, doubt in stored.items()
        if not is_of_series(doubt.code, doubt.figure)
    ]
    return bool(new) or any(written)


def _doubt(plan_id: int, key: StoredKey, said: PlanDoubt, load: Loading) -> Doubt:
    row_id, code, figure = key
    doubt = Doubt(
        plan_id=plan_id, row_id=row_id, code=code, figure=figure, message=said.message, source_line=said.line,
        blocking=code in BLOCKING_DOUBTS and row_id is not None,
    )  # fmt: skip
    if said.settled:
        _close(doubt, said.settled, load)
    return doubt


def _close(doubt: Doubt, settled: ResolutionEntry, load: Loading) -> None:
    doubt.state, doubt.resolution = settled.state, settled.how
    doubt.resolved_by_id, doubt.resolved_at = settled.by or load.by, settled.at or timezone.now()


def _bring(doubt: Doubt, said: PlanDoubt | None, load: Loading) -> bool:
    """An open doubt in the file's newest words; closed where the file settles it or raises it no longer."""
    if doubt.state != DoubtState.OPEN or _is_background(doubt):
        load.unchanged(Doubt)
        return False
    if said is not None and not said.settled and doubt.message == said.message:
        load.unchanged(Doubt)
        return False
    if not load.by_a_person and verdict(doubt, {}, by=load.by) is not Verdict.UPDATE:
        load.kept(Doubt)  # a person's change of the row raised it, or worded it anew: the file knows nothing of that
        return False
    if said is None:
        how = str(recorded("数据文件已更正，疑点不再成立。"))
        _close(doubt, ResolutionEntry(doubt.code, doubt.figure, how, None), load)
    elif said.settled:
        _close(doubt, said.settled, load)
    else:
        doubt.message, doubt.source_line = said.message, said.line
    doubt.save()
    load.changed(Doubt)
    return True


#: ``Doubt.source_line`` of a plan document is known; a doubt about a background figure comes from another file and has none.
def _is_background(doubt: Doubt) -> bool:
    return doubt.figure == BACKGROUND


#: ``Doubt.figure`` of a doubt about a published figure that feeds no row.
BACKGROUND = "background"


def write_background_doubts(plan_id: int, wanted: Mapping[StoredKey, str], *, load: Loading) -> bool:
    """Raise doubts about published figures that feed no row; they never block, because nothing is computed from them."""
    found = Doubt.objects.filter(plan_id=plan_id, figure=BACKGROUND)
    stored = {(doubt.row_id, doubt.code, doubt.figure): doubt for doubt in found}
    new = [
        Doubt(plan_id=plan_id, row_id=key[0], code=key[1], figure=key[2], message=message)
        for key, message in wanted.items()
        if key not in stored
    ]
    Doubt.objects.bulk_create(new)
    load.created(Doubt, len(new))
    load.unchanged(Doubt, len(wanted) - len(new))
    return bool(new)


def write_series_doubts(plan_ids: Collection[int], *, load: Loading, lines: Mapping[StoredKey, int | None]) -> set[int]:
    """Refresh the doubts that the yearly figures in force raise; only rows where they differ are touched.

    ``lines``: source lines of those doubts that a plan file states too. The ids of the plans that changed are returned.
    """
    stored: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    open_ones: set[tuple[int, str, str]] = set()
    for doubt in Doubt.objects.filter(plan_id__in=plan_ids, row__isnull=False, code__in=SERIES_CODES):
        if is_of_series(doubt.code, doubt.figure):
            stored[doubt.row_id][doubt.code, doubt.figure] = doubt.message
            if doubt.state == DoubtState.OPEN:
                open_ones.add((doubt.row_id, doubt.code, doubt.figure))
    changed = {}
    for inputs in inputs_of_plans(plan_ids):
        now = {(found.code.value, found.figure): found.message for found in series_doubts_of(inputs)}
        before = stored[inputs.id]
        gone = any((inputs.id, *key) in open_ones for key in before.keys() - now.keys())
        if gone or any(before.get(key) != message for key, message in now.items()):
            changed[inputs.id] = inputs.plan_id
            load.created(Doubt, len(now.keys() - before.keys()))
    for row in PlanIndicator.objects.select_related("plan").filter(pk__in=changed):
        refresh_series_doubts(row=row, by=load.submitter)
    for (row_id, code, figure), line in lines.items():
        if row_id in changed:
            Doubt.objects.filter(row_id=row_id, code=code, figure=figure).update(source_line=line)
    return set(changed.values())
