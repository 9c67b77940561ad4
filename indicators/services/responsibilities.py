"""Who answers for a row (责任分工): a planner names the units; a default of the catalogue becomes a confirmed one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Unit, User
from accounts.services.history import history
from indicators.models import PlanIndicator, ResponsibleUnit
from regions.recorded import recorded


def set_units(*, row: PlanIndicator, lead: Unit | None, cooperating: Sequence[Unit], by: User) -> bool:
    """Let these units answer for the row, confirmed. ``lead`` None: nobody leads. Whether anything changed.

    Rights are the caller's to ask (``access.may_plan``). Taken-off units stay in the history.
    """
    wanted = {unit.pk: False for unit in cooperating}
    if lead is not None:
        wanted[lead.pk] = True
    with transaction.atomic(), history(by, recorded("调整责任分工")):
        PlanIndicator.objects.select_for_update(no_key=True).get(pk=row.pk)
        stored = {one.unit_id: one for one in ResponsibleUnit.objects.filter(row=row)}
        gone = [one for unit_id, one in stored.items() if unit_id not in wanted]
        changed = [
            one
            for unit_id, one in stored.items()
            if unit_id in wanted and (one.is_lead != wanted[unit_id] or not one.confirmed)
        ]
        new = [unit_id for unit_id in wanted if unit_id not in stored]
        for one in gone:
            one.delete()
        for one in changed:
            one.is_lead, one.confirmed = wanted[one.unit_id], True
            one.save(update_fields=["is_lead", "confirmed"])
        for unit_id in new:
            ResponsibleUnit.objects.create(row=row, unit_id=unit_id, is_lead=wanted[unit_id], confirmed=True)
    return bool(gone or changed or new)
