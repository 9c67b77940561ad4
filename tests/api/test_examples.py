"""The examples as another bureau would run them: against a live server, the client generated from its schema."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from accounts.models.api_clients import Scope
from accounts.services.api_keys import READ_SCOPES, issue_key
from indicators.models import Observation
from indicators.services.recompute import recompute_plans
from tests.factories import api, indicators, regions
from tests.factories.rounds import open_round_for

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


@pytest.fixture
def world(transactional_db, live_server):
    """Yanjin's GDP with figures of two years, its rounds of 2024 and 2025 open, and the environment of a system that may read and write."""
    regions.xinxiang()
    row = indicators.gdp_row()
    indicators.approved(row, 2022, value=179)
    indicators.approved(row, 2023, value=186)
    for year in (2024, 2025):
        open_round_for(row, year)
    recompute_plans([row.plan_id])
    system = api.system(scopes=[*READ_SCOPES, Scope.WRITE_OBSERVATIONS])
    _key, plain = issue_key(client=system, by=None)
    return row, system, {**os.environ, "KEY": plain, "BASE": live_server.url, "PYTHONUTF8": "1"}


def run(*command, env, cwd=None):
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def test_curl_reads_the_assessments(world):
    _row, _system, env = world
    code, said = run("sh", str(EXAMPLES / "read_assessments.sh"), "410726", "2024", env=env)
    assert code == 0, said
    assert [one["name"] for one in json.loads(said)["results"]] == ["地区生产总值"]
    code, said = run("sh", str(EXAMPLES / "read_assessments.sh"), "999999", env=env)
    assert (code, json.loads(said[: said.rindex("}") + 1])["status"]) == (22, 400)


def test_a_generated_client_reads_and_pushes_a_year(world, tmp_path):
    row, system, env = world
    schema = tmp_path / "openapi.json"
    answer = api.with_key(env["KEY"]).get("/api/v1/schema/")
    schema.write_bytes(answer.content)
    generator = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(schema), "--meta", "none"]
    code, said = run(*generator, "--output-path", str(tmp_path / "progress_client"), env=env)
    assert code == 0, said
    for name in ("push_actuals.py", "actuals.csv"):
        shutil.copy(EXAMPLES / name, tmp_path)
    push = [sys.executable, "push_actuals.py", "410726", "2021-2025", "2024", "actuals.csv"]

    code, said = run(*push, env=env, cwd=tmp_path)
    assert (code, said.splitlines()[-1]) == (0, "gdp: submitted"), said
    assert "地区生产总值" in said
    figure = Observation.objects.get(row=row, year=2024)
    assert (figure.state, figure.submitted_client, str(figure.value.normalize())) == ("submitted", system, "193.3")

    code, said = run(*push, env=env, cwd=tmp_path)  # the same file again: the stored answer
    assert (code, said.splitlines()[-1]) == (0, "gdp: submitted"), said
    assert Observation.objects.filter(row=row, year=2024).count() == 1

    figures = tmp_path / "actuals.csv"
    figures.write_text(figures.read_text().replace("gdp", "no_such_thing"))
    code, said = run(*push, env=env, cwd=tmp_path)
    assert code == 1
    assert "no_such_thing: refused" in said


def test_the_ten_minutes_of_the_documentation_are_as_it_says(world):
    """Every command from the page, as it stands there, but the first, which issues the key that we have."""
    row, _system, env = world
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    start = text[text.index("## Ten minutes to start") : text.index("## What a key reaches")]
    issue, read, write = re.findall(r"```sh\n(.*?)```", start, re.S)
    (python,) = re.findall(r"```python\n(.*?)```", start, re.S)
    assert "manage.py issue_key" in issue

    answers = []
    for command in read.strip().splitlines():
        code, said = run("sh", "-euc", command, env=env)
        assert code == 0, said
        answers.append(said)
    stood, late, pages = map(json.loads, answers[:3])
    assert [one["year"] for one in stood["results"]] == [2024]
    assert {one["status"] for one in late["results"]} <= {"behind", "far_behind"}
    assert [one["year"] for one in pages["results"]] == [2022, 2023]
    assert answers[3].splitlines()[0] == "\ufeffname,attainment,status"

    code, said = run("sh", "-euc", write, env=env)
    assert (code, json.loads(said)["dry_run"], json.loads(said)["applied"]) == (0, True, False)
    assert json.loads(said)["rows"][0]["errors"] == [] or json.loads(said)["rows"][0]["result"] == "refused"
    code, said = run(sys.executable, "-c", python, env=env)
    assert code == 0, said
    assert "地区生产总值" in said
    assert "'index': 0" in said
    assert not Observation.objects.filter(row=row, year=2025).exists()
