"""The bench on a nation of 34 regions: it runs, measures what it says, and leaves no database behind."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from bench.nation import KINDS, code_of
from bench.table import Line
from tests import databases
from tests.journeys import house

REGIONS = 34


def test_a_line_is_over_when_its_figure_exceeds_the_bar():
    lines = [Line.bar("ratio", 8.04, 8.0, "×"), Line.bar("memory", 400, 400.0, "MB", digits=0), Line("told", "1.0 s")]
    assert [line.verdict for line in lines] == ["OVER", "ok", ""]
    assert lines[1].text().split() == ["memory", "400", "MB", "≤", "400", "MB", "ok"]


def test_the_sample_nation_has_25_rows_a_region_and_a_code_for_each():
    assert len(KINDS) == 25
    codes = [code_of(number) for number in range(1, 3208)]
    assert len(set(codes)) == 3207
    assert {len(code) for code in codes} == {6}


@pytest.mark.django_db
def test_a_small_run_prints_the_table_and_drops_its_database():
    server = connection.settings_dict
    url = f"postgresql://{server['USER']}:{server['PASSWORD']}@/{server['NAME']}?host={server['HOST']}&port={server['PORT']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DEPLOYMENT": "local",
        "SECRET_KEY": settings.SECRET_KEY,
        "REDIS_URL": settings.REDIS_URL,
        "BENCH_MIGRATED": databases.migrated(),
        "BENCH_STATIC": str(house.static_files()),
    }
    command = [sys.executable, "-m", "bench", "--regions", str(REGIONS), "--times", "2"]
    run = subprocess.run(
        command, check=False, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=300
    )
    assert "Traceback" not in run.stderr
    assert run.returncode in (0, 1)  # so small a nation says nothing about the bars
    assert f"recompute, {REGIONS * 100:,} assessments, one process" in run.stdout
    assert "unchanged data, 0 rows changed" in run.stdout
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [run.stdout.split()[2].strip(":")])
        assert cursor.fetchone()[0] == 0
