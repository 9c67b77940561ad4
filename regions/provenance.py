"""Who wrote a record last: loaders bring a file's later state only where no person has changed the record since.

The history that triggers write knows who: a loader's changes carry its user, a person's carry theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from regions.files import Receipt


class Verdict(Enum):
    UPDATE = "update"  # only the loader has written it
    KEEP = "keep"  # a person changed it, and the file says what it said before
    CONFLICT = "conflict"  # a person changed it, and the file says something new


def differing(record: Model, wanted: Mapping[str, Any]) -> list[str]:
    """Names of the fields whose value is not the wanted one."""
    return [name for name, value in wanted.items() if getattr(record, name) != value]


def verdict(record: Model, wanted: Mapping[str, Any], *, by: int) -> Verdict:
    """What a loader may do with a record that differs from its file. ``by``: id of the loaders' user."""
    events = type(record).pgh_event_model.objects.filter(pgh_obj_id=record.pk)  # type: ignore[attr-defined]
    history = list(events.select_related("pgh_context").order_by("-pgh_id"))
    if not history or _writer(history[0]) == by:
        return Verdict.UPDATE
    loaded = next((event for event in history if _writer(event) == by), None)
    return Verdict.KEEP if loaded is not None and not differing(loaded, wanted) else Verdict.CONFLICT


def _writer(event: Any) -> int | None:
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    return metadata.get("user")


def settle(
    record: Model, wanted: Mapping[str, Any], *, by: int, receipt: Receipt, where: str, decided: bool = False
) -> bool:
    """Bring a stored record to what its file says, unless a person has changed it since; True where it was written.

    ``decided``: a person has looked at the difference and wants it so.
    """
    kind = str(record._meta.verbose_name)
    names = differing(record, wanted)
    if not names:
        receipt.unchanged[kind] += 1
        return False
    found = Verdict.UPDATE if decided else verdict(record, wanted, by=by)
    if found is Verdict.UPDATE:
        for name in names:
            setattr(record, name, wanted[name])
        record.save(update_fields=names)
        receipt.changed[kind] += 1
        return True
    if found is Verdict.KEEP:
        receipt.kept[kind] += 1
    else:
        receipt.conflicts.append(changed_by_a_person(record, names, where))
    return False


def changed_by_a_person(record: Model, names: list[str], where: str) -> str:
    """The sentence of a conflict."""
    fields = "、".join(str(record._meta.get_field(name).verbose_name) for name in names)
    return _("%(where)s：%(record)s 的%(fields)s与文件不同，而该记录在载入后有人改过。请核对后在页面上修订") % {
        "where": where,
        "record": record,
        "fields": fields,
    }
