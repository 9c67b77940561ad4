"""Days as people write them in a cell."""

from datetime import date

import pytest

from projects.domain.days import NoDay, read_day


@pytest.mark.parametrize(
    "text", ["2025-03-05", "2025-3-5", "2025/3/5", "2025.03.05", "2025年3月5日", "2025年3月5", " ２０２５－０３－０５ "]
)
def test_a_day(text):
    assert read_day(text) == date(2025, 3, 5)


def test_a_blank():
    assert read_day("  ") is None


@pytest.mark.parametrize(
    "text", ["2025-03", "2025年3月", "2025-02-30", "3月5日", "2025-3/5", "月底", "45000", "25-3-5"]
)
def test_what_is_no_day(text):
    with pytest.raises(NoDay):
        read_day(text)
