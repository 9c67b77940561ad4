"""The committed catalogue; sample files for what must be refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from indicators.services.loading.catalogue import read_catalogue

SAMPLES = Path(settings.BASE_DIR) / "tests" / "samples"
COMMITTED = sorted((Path(settings.BASE_DIR) / "indicators" / "catalogue").glob("*.yaml"))


@pytest.fixture(scope="session")
def catalogue():
    """The committed catalogue, read once."""
    return read_catalogue(COMMITTED)
