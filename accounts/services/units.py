"""Units (单位) of a region: made and renamed by its administrators, never deleted."""

from __future__ import annotations

from django.db import transaction

from accounts import access
from accounts.models import AuditKind, Unit, User
from accounts.services import audit
from accounts.services.history import history
from regions.models import Region
from regions.recorded import recorded


def create_unit(*, region: Region, name: str, by: User) -> Unit:
    """A new unit. ``ValidationError`` where the region has one of this name."""
    access.require(access.may_administer(by, region), user=by, what=f"create unit in {region.code}")
    unit = Unit(region=region, name=name.strip())
    with transaction.atomic(), history(by, recorded("新建单位")):
        unit.full_clean()
        unit.save()
        about = recorded("新建单位 %(region)s · %(name)s") % {"region": region.name, "name": unit.name}
        audit.record(kind=AuditKind.ACCOUNT, about=about, by=by, region=region)
    return unit


def rename_unit(*, unit: Unit, name: str, by: User) -> Unit:
    """Another name; people, figures and responsibilities stay with the unit."""
    access.require(access.may_administer(by, unit.region), user=by, what=f"rename unit {unit.pk}")
    before, unit.name = Unit.objects.get(pk=unit.pk).name, name.strip()
    if before == unit.name:
        return unit
    with transaction.atomic(), history(by, recorded("单位改名")):
        unit.full_clean()
        unit.save()
        about = recorded("单位改名：%(before)s → %(after)s") % {"before": before, "after": unit.name}
        audit.record(kind=AuditKind.ACCOUNT, about=about, by=by, region=unit.region)
    return unit
