"""``manage.py read_plan``: JSON and nothing else, or words for a person; a bad file is refused without a trace of code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from intake.presenters.explain import explain
from tests.factories.intake import small_proposal

BASE = Path(settings.BASE_DIR)
SAMPLE = BASE / "tests" / "samples" / "intake" / "plan" / "yunxi.txt"


def run(*arguments: str, closed_input: bool = False) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it, with no server anywhere."""
    own = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "DEPLOYMENT"}}
    command = [sys.executable, "manage.py", "read_plan", *arguments]
    environment = {**own, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONIOENCODING": "utf-8"}
    close = (lambda: os.close(0)) if closed_input else None
    return subprocess.run(
        command, cwd=BASE, env=environment, capture_output=True, text=True, check=False, preexec_fn=close
    )  # fmt: skip


def test_json_is_all_that_is_printed():
    done = run(str(SAMPLE), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    read = json.loads(done.stdout, parse_float=Decimal)
    assert set(read) >= {"region", "plan", "indicators", "previous_results", "projects", "commitments", "doubts"}
    assert read["indicators"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "文件是空的"), (bytes(range(256)) * 40, "不是文档"), (b"%PDF-1.7\n1 0 obj\n<</Type /Cat", "缺了末尾")],
)
def test_a_refused_file_is_told_in_chinese_and_ends_with_one(tmp_path, content, said):
    path = tmp_path / "规划.docx"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("read_plan", str(path), "--json", stdout=StringIO())


def test_it_ends_with_one_and_no_traceback(tmp_path):
    done = run(str(tmp_path / "nowhere.txt"), "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "没有这个文件" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("path", "said"),
    [(".", "这是文件夹"), ("nowhere", "没有这个文件"), ("a" * 5000, "打不开"), ("/dev/zero", "最多 20 MB"), ("/dev/null", "文件是空的")],
)  # fmt: skip
def test_what_is_no_file_is_told_without_a_trace(path, said):
    with pytest.raises(CommandError, match=said):
        call_command("read_plan", path, stdout=StringIO())


def test_a_huge_file_is_refused_unread(tmp_path):
    path = tmp_path / "plan.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)
    with pytest.raises(CommandError, match="文件有 47684 MB"):
        call_command("read_plan", str(path), stdout=StringIO())


def test_a_closed_standard_input_is_not_missed():
    done = run(str(SAMPLE), "--json", closed_input=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_words_for_a_person_name_everything_with_its_line():
    said = explain(small_proposal())
    for words in (
        "延津县第十四个五年规划纲要", "2021–2025", "81.50", "表中为52.98亿元，正文为53.2亿元", "【专栏3：交通重点项目】",
        "甲乙高速延津段", "长15.7公里", "高新技术企业", "≥18家", "序号由3跳到5", "上期完成情况：2 行 2016–2020",
    ):  # fmt: skip
        assert words in said, words
    assert [line for line in said.splitlines() if line.startswith("12 ")]
