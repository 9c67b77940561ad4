"""Loading the projects of plans: new ones in the order of the document, earlier ones where only a loader wrote them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Unit
from indicators.services.loading.writing import Loading, in_history, loading
from plans.models import Plan
from projects.models import LikePair, Project
from projects.services.entries import ProjectEntry, add_at, units_for, values_of
from projects.services.loading.files import ProjectFile, read_files
from projects.services.loading.pairs import read_decisions, write_pairs
from regions.files import Receipt
from regions.provenance import settle

#: How an entry is known again: as it was first written, whatever a person has called it since.
Key = tuple[str, str, str, int | None]


def load_projects(paths: Sequence[Path], *, pairs: Path | None = None) -> Receipt:
    """Write the projects of the files into the plans they name; the same file again changes nothing.

    A project that the file has no more stays, and is told. One that a person has changed since keeps what the person wrote.
    ``pairs``: decisions about entries that may be the same works; those about these plans are brought.
    """
    files = read_files(paths)
    decisions = [] if pairs is None else read_decisions(pairs)
    with loading() as load:
        for file in files:
            with in_history(load, "load_projects", file.file):
                _write(file, load)
                know_sizes()
                write_pairs(file, decisions, pairs or Path(), load)
    return load.receipt


def know_sizes() -> None:
    """Tell the planner of queries what was just written: tables it takes for empty it reads again for every pair, for minutes."""
    with connection.cursor() as cursor:
        for model in (Project, Project.pgh_event_model, LikePair, LikePair.pgh_event_model):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')


def _write(file: ProjectFile, load: Loading) -> None:
    stored = _stored(file.plan)
    known = {_key(entry): stored.pop(_key(entry)) for entry in file.entries if _key(entry) in stored}
    missing = {place: one for place, one in enumerate(file.entries, start=1) if _key(one) not in known}
    known |= _corrected(missing, stored)
    for project in stored.values():
        said = _("%(file)s：没有“%(name)s”（第 %(line)s 行），登记中的保留")
        load.receipt.conflicts.append(
            said % {"file": file.file, "name": project.name, "line": project.source_line or "–"}
        )
    before = Unit.objects.filter(region=file.plan.region).count()
    units = units_for(file.plan.region, file.entries)
    load.created(Unit, Unit.objects.filter(region=file.plan.region).count() - before)
    for entry in file.entries:
        if _key(entry) in known:
            _settle(known[_key(entry)], values_of(entry, units), file, load)
    new = {place: one for place, one in missing.items() if _key(one) not in known}
    load.created(Project, len(add_at(plan=file.plan, placed=_places(file.plan, new))))


def _settle(project: Project, wanted: dict[str, object], file: ProjectFile, load: Loading) -> None:
    if project.unit_confirmed:
        del wanted["lead_unit"]  # a person has decided; the default is of no more interest
    where = f"{file.file} {project.source_line}"
    if settle(project, wanted, by=load.by, receipt=load.receipt, where=where):
        Project.objects.filter(pk=project.pk).update(lock=F("lock") + 1)  # who has the page open is told


def _stored(plan: Plan) -> dict[Key, Project]:
    """The projects of a plan by what they were first written as."""
    projects = {one.pk: one for one in plan.projects.select_related("lead_unit")}
    events = Project.pgh_event_model.objects.filter(pgh_obj_id__in=projects)  # type: ignore[attr-defined]
    first = events.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
    return {
        (box, group, name, line): projects[pk]
        for pk, box, group, name, line in first.values_list("pgh_obj_id", "box", "group", "name", "source_line")
    }


def _corrected(missing: Mapping[int, ProjectEntry], stored: dict[Key, Project]) -> dict[Key, Project]:
    """Entries whose words the file corrected: of the same line, at the same place of the plan. Taken out of ``stored``."""
    found: dict[Key, Project] = {}
    for key, project in list(stored.items()):
        entry = missing.get(project.position)
        if entry is not None and entry.line == project.source_line:
            found[_key(entry)] = stored.pop(key)
    return found


def _places(plan: Plan, new: Mapping[int, ProjectEntry]) -> dict[int, ProjectEntry]:
    """Each at its place in the document where that is free, else behind all others."""
    taken = set(plan.projects.values_list("position", flat=True))
    last = max([*taken, *new], default=0)
    places: dict[int, ProjectEntry] = {}
    for place, entry in new.items():
        last += place in taken
        places[last if place in taken else place] = entry
    return places


def _key(entry: ProjectEntry) -> Key:
    return entry.box, entry.group, entry.name, entry.line
