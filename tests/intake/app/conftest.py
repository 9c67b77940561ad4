"""What the tests of intake stand on: the catalogue, a county, its planner, and a media folder of their own."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from indicators.domain.types import Measure, PathKind
from tests.factories import accounts, regions
from tests.factories.indicators import IndicatorFactory, RuleFactory
from tests.factories.intake import read_intake


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def catalogue(db):
    """Two of the indicators that the small proposal names."""
    RuleFactory()
    return SimpleNamespace(
        gdp=IndicatorFactory(code="gdp", name="地区生产总值", price_sensitive=True),
        forest=IndicatorFactory(
            code="forest_cover", name="森林覆盖率", unit="%", path=PathKind.LINEAR, measure=Measure.SHARE
        ),
    )


@pytest.fixture
def planner(db):
    return accounts.planner(regions.yanjin())


@pytest.fixture
def upload(catalogue, planner):
    """The small proposal under review."""
    return read_intake(by=planner)
