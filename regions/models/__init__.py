"""Administrative divisions, and the boundaries of approved maps."""

from regions.models.boundaries import BoundarySet, BoundaryShape
from regions.models.divisions import NATION_CODE, REGION_CODE_PATTERN, Level, Region, RegionQuerySet

__all__ = [
    "NATION_CODE",
    "REGION_CODE_PATTERN",
    "BoundarySet",
    "BoundaryShape",
    "Level",
    "Region",
    "RegionQuerySet",
]
