"""Published yearly figures into observations that are approved and in force: submitted by one system user, approved by the other.

A figure that a person approved or has begun to change is never replaced, and a document that a person confirmed replaces
none at all; the receipt says that the file differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.domain.types import Vintage
from indicators.models import Observation, ObservationState, PlanIndicator
from indicators.models.figures import OPEN_STATES
from indicators.services.loading.writing import Loading
from indicators.services.observations import ObservationFigures, figures_of

_RANK = {vintage.value: rank for rank, vintage in enumerate(Vintage)}


@dataclass(frozen=True, slots=True)
class Published:
    """One figure of a file. ``unit``: of the value, as the file gives it. ``where``: file and row, for messages."""

    row_id: int
    year: int
    figures: ObservationFigures
    unit: str
    where: str


def write_published(entries: Sequence[Published], *, load: Loading) -> set[int]:
    """Bring figures into force in the caller's transaction; the ids of the rows that changed."""
    row_ids = sorted({entry.row_id for entry in entries})
    list(PlanIndicator.objects.select_for_update(no_key=True).filter(pk__in=row_ids).order_by("pk").values_list("pk"))
    versions: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for stored in Observation.objects.filter(row_id__in=row_ids).order_by("version"):
        versions[stored.row_id, stored.year].append(stored)
    new, replaced = [], []
    for entry in entries:
        line = versions[entry.row_id, entry.year]
        if _takes_over(entry, line, load):
            replaced += [stored.pk for stored in line if stored.in_force]
            new.append(_approved(entry, line, load))
    Observation.objects.filter(pk__in=replaced).update(in_force=False, updated_at=timezone.now())
    Observation.objects.bulk_create(new)
    load.created(Observation, len(new) - len(replaced))
    load.changed(Observation, len(replaced))
    return {observation.row_id for observation in new}


def _takes_over(entry: Published, line: Sequence[Observation], load: Loading) -> bool:
    """Whether the figure of the file becomes the one in force; what is not written is counted or reported."""
    current = next((stored for stored in line if stored.in_force), None)
    if current is not None and _same(current, entry, load):
        load.unchanged(Observation)
        return False
    if load.by_a_person and current is not None and not current.sample:
        load.receipt.conflicts.append(f"{entry.where}：{_stands(entry, current)}")
        return False
    ours = [stored for stored in line if stored.submitted_by_id == load.submitter.pk]
    of_another = current is not None and current.submitted_by_id != load.submitter.pk
    if of_another and ours and _same(ours[-1], entry, load):
        load.kept(Observation)
        return False
    if entry.figures.sample and current is not None and not current.sample:
        load.kept(Observation)
        return False
    why = _conflict(entry, current, line, of_another)
    if why:
        load.receipt.conflicts.append(f"{entry.where}：{why}")
    return not why


def _conflict(entry: Published, current: Observation | None, line: Sequence[Observation], of_another: bool) -> str:
    """Why the file's figure may not replace what stands; "" where it may."""
    if of_another:
        return _("%(year)d 年已有人填报并审核了别的数，未覆盖。请核对后由填报员更正") % {"year": entry.year}
    if any(stored.state in OPEN_STATES for stored in line):
        return _("%(year)d 年有一条未审结的填报，未载入。请先审结，再载入文件") % {"year": entry.year}
    real = current is not None and not current.sample
    if current is not None and real and _RANK[entry.figures.vintage] < _RANK[current.vintage]:
        return _("%(year)d 年已有“%(vintage)s”，文件是更早的版次，未覆盖") % {
            "year": entry.year,
            "vintage": current.get_vintage_display(),
        }
    return ""


def _stands(entry: Published, current: Observation) -> str:
    """Which figure stands, and which the document has."""
    said = _("%(year)d 年已有现行数 %(stands)s，文本为 %(new)s，未覆盖。请核对后由填报员更正")
    figures = figures_of(current)
    stands, new = (_words(one, unit) for one, unit in ((figures, current.unit), (entry.figures, entry.unit)))
    return said % {"year": entry.year, "stands": stands, "new": new}


def _words(figures: ObservationFigures, unit: str) -> str:
    """A figure for a message: with the digits it has; words alone (完成…) as printed."""
    numbers = figures.parts or [one for one in (figures.value, figures.growth) if one is not None]
    return "：".join(format(one, "f") for one in numbers) + unit if numbers else figures.text


def _same(stored: Observation, entry: Published, load: Loading) -> bool:
    """Whether the figure says nothing new; of a document that a person confirmed the number alone is asked, not its words."""
    figures = figures_of(stored)
    if load.by_a_person:
        said = {name: getattr(figures, name) for name in ("value", "parts", "comparator", "reported")}
        return replace(entry.figures, **said) == entry.figures and stored.unit == entry.unit
    return figures == entry.figures and stored.unit == entry.unit


def _approved(entry: Published, line: Sequence[Observation], load: Loading) -> Observation:
    now = timezone.now()
    last = line[-1] if line else None
    values = asdict(entry.figures)
    observation = Observation(
        **{**values, "parts": list(entry.figures.parts)},
        row_id=entry.row_id,
        year=entry.year,
        unit=entry.unit,
        version=last.version + 1 if last else 1,
        lock=last.lock + 1 if last else 1,
        state=ObservationState.APPROVED,
        in_force=True,
        submitted_by=load.submitter,
        submitted_at=now,
        approved_by=load.approver,
        approved_at=now,
    )
    observation.clean_fields(exclude=["row", "submitted_by", "approved_by"])
    return observation
