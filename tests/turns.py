"""Who runs what when the tests run on several processors: both are to end together.

A file is handed out whole, for its tests share what a module makes; the files of ``APART`` in parts, for theirs share
only what a session makes. What needs no database begins (the database is being made meanwhile), then the longest file.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from xdist.scheduler import LoadFileScheduling

#: Files of which any part may run by itself -> the number of parts, of about half a minute each.
APART = {
    "tests/journeys/test_numbers_on_every_path.py": 2,
    "tests/journeys/test_every_page.py": 6,
    "tests/journeys/test_keyboard.py": 3,
    "tests/journeys/test_grey.py": 2,
    "tests/dashboards/test_odd_states.py": 6,
    "tests/security/test_dashboards.py": 2,
    "tests/reports/test_brief.py": 2,
    "tests/entry/test_returned_workbooks.py": 3,
    "tests/entry/test_sheets.py": 2,
    "tests/entry/test_review_queue.py": 2,
}
#: What takes long goes first, in this order; everything else follows by its number of tests.
LONGEST = (
    "tests/journeys/test_numbers_on_every_path.py",
    "tests/config/test_run.py",
    "tests/bench/test_bench.py",
    "tests/faults/",
    "tests/journeys/",
    "tests/house/test_languages.py",
    "tests/api/test_fuzzing.py",
    "tests/house/test_sql_ledger.py",
    "tests/dashboards/test_odd_states.py",
    "tests/security/",
    "tests/entry/",
    "tests/reports/",
    "tests/dashboards/",
    "tests/projects/",
    "tests/indicators/loading/",
    "tests/intake/app/",
)
_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def part_of(nodeid: str) -> str:
    """The file of a test, or its part of the file: the same in every process."""
    file = nodeid.split("::", 1)[0]
    parts = APART.get(file)
    return f"{file} {zlib.crc32(nodeid.encode()) % parts}" if parts else file


def in_turn(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests of a run in the order in which their files are handed out; inside a file their own."""
    with_database: dict[str, bool] = {}
    number: dict[str, int] = {}
    for item in items:
        file = item.nodeid.split("::", 1)[0]
        needs = bool(item.get_closest_marker("django_db") or _DATABASE & set(getattr(item, "fixturenames", ())))
        with_database[file] = with_database.get(file, False) or needs
        number[file] = number.get(file, 0) + 1

    def turn(item: pytest.Item) -> tuple[bool, int, int]:
        file = item.nodeid.split("::", 1)[0]
        place = next((at for at, name in enumerate(LONGEST) if file.startswith(name)), len(LONGEST))
        return with_database[file] or place < len(LONGEST), place, -number[file]

    return sorted(items, key=turn)


def scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling | None:
    """``--dist loadfile`` with parts of files, in the order in which the tests were put."""
    from xdist.scheduler import LoadFileScheduling

    if config.getvalue("dist") != "loadfile":
        return None

    class Parts(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return part_of(nodeid)

    config.option.loadscopereorder = False
    return Parts(config, log)
