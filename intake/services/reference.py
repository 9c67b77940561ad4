"""What a document is read against: the catalogue and the divisions, from the committed files or from the database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from indicators.domain.names import plain_name
from indicators.models import Indicator
from indicators.services.loading.catalogue import facts_of, read_catalogue
from intake.domain.reference import Division, Reference
from regions.models import Level, Region
from regions.services import read_divisions

BASE = Path(settings.BASE_DIR)


def reference_of_files() -> Reference:
    """From ``indicators/catalogue/*.yaml`` and ``data/regions/divisions.csv``; no database is asked. ``FileRefused`` as loaders."""
    entries = read_catalogue(sorted((BASE / "indicators" / "catalogue").glob("*.yaml")))
    rows = read_divisions(BASE / "data" / "regions" / "divisions.csv")
    return Reference(
        catalogue={code: entry.facts for code, entry in entries.items()},
        names={name: code for code, entry in entries.items() for name in entry.names},
        divisions=tuple(Division(row.code, row.name, row.level.name.lower(), row.parent) for row in rows),
    )


def reference_of_database() -> Reference:
    """From what is loaded and administrators maintain: what a running system reads against."""
    indicators = list(Indicator.objects.order_by("code"))
    regions = Region.objects.order_by("code").values_list("code", "name", "level", "parent__code")
    return Reference(
        catalogue={indicator.code: facts_of(indicator) for indicator in indicators},
        names=dict(_names(indicators)),
        divisions=tuple(
            Division(code, name, Level(level).name.lower(), parent or "") for code, name, level, parent in regions
        ),
    )


def _names(indicators: Iterable[Indicator]) -> Iterable[tuple[str, str]]:
    for indicator in indicators:
        for name in (indicator.name, *indicator.aliases):
            yield plain_name(name), indicator.code
