"""What the tests of rounds write, and when the round of 2024 is open."""

from datetime import date
from decimal import Decimal

from indicators.services import observations
from indicators.services.observations import ObservationFigures

FIGURES = ObservationFigures(value=Decimal("193.3"), source_title="统计公报")
OPENS, CLOSES = date(2026, 1, 5), date(2026, 1, 20)


def save(row, by, lock=None, **more):
    return observations.save_draft(row=row, year=2024, figures=FIGURES, lock=lock, by=by, **more)
