"""What the checks say about stored figures: the surroundings of all read at once."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.domain.checks.findings import Finding
from indicators.models import Observation


def findings_of(observations: Sequence[Observation]) -> dict[int, tuple[Finding, ...]]:
    """The findings of each figure as it stands, by its id."""
    return {one.pk: () for one in observations}
