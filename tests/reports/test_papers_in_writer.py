"""Every Word paper opened by the office program itself: it is read whole, and its pages say what they should."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from django.urls import reverse

from evaluations.paper.word import evaluation_paper
from projects.models import BulletinKind
from projects.services import letters
from tests.factories import accounts, evaluations, regions
from tests.factories.problems import overdue_problem
from tests.factories.workbooks import SOFFICE
from tests.projects.bulletin.world import build

WRITER = SOFFICE and next(Path(SOFFICE).resolve().parent.glob("libswlo.so"), None)
NO_WRITER = (
    "no LibreOffice Writer on this machine: install Debian's package libreoffice-writer-nogui to run these tests"
)
pytestmark = [pytest.mark.django_db, pytest.mark.skipif(WRITER is None, reason=NO_WRITER)]

MONTHS = {"monthly": "2025-06", "quarterly": "2025-06", "half_yearly": "2025-06", "yearly": "2025-12"}


@pytest.fixture(scope="module")
def world(lasting):
    with lasting():
        yield build()


def _letter() -> int:
    made = overdue_problem(sample=True)
    draft = letters.Draft(
        region=regions.yanjin(), unit=made.unit, number="〔2025〕1号", sender="延津县发展和改革委员会",
        deadline=date(2025, 7, 30), problem_ids=[made.problem.pk], remark="",
    )  # fmt: skip
    return letters.issue(draft=draft, today=date(2025, 7, 20), by=made.reviewer).pk


def _papers(client, world) -> dict[str, bytes]:
    client.force_login(accounts.planner(regions.xinxiang()))
    found = {
        kind: client.get(reverse("reports:bulletin", args=["410700", kind, MONTHS[kind]]), {"format": "docx"}).content
        for kind in BulletinKind.values
    }
    found["tasks"] = client.get(reverse("reports:breakdown", args=[world.road.plan_id, 2025])).content
    found["letter"] = client.get(reverse("reports:letter", args=[_letter()])).content
    found["evaluation"] = evaluation_paper(evaluations.outline(evaluations.facts(rows=10, counties=2)))
    return found


def test_every_paper_opens_and_says_what_it_is(client, world, tmp_path):
    papers = _papers(client, world)
    for name, data in papers.items():
        (tmp_path / f"{name}.docx").write_bytes(data)
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf",
         "--outdir", tmp_path, *sorted(tmp_path.glob("*.docx"))],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    titles = {
        "monthly": "6月", "quarterly": "季度", "half_yearly": "上半年", "yearly": "2025年", "tasks": "任务分工",
        "letter": "〔2025〕1号", "evaluation": "总结评估报告",
    }  # fmt: skip
    assert papers.keys() == titles.keys()
    for name, title in titles.items():
        with pdfplumber.open(io.BytesIO((tmp_path / f"{name}.pdf").read_bytes())) as paper:
            texts = [re.sub(r"\s", "", page.extract_text() or "") for page in paper.pages]
        assert title in texts[0], f"{name}: {texts[0][:200]}"
        assert all(len(text) > 8 for text in texts), f"{name}: an empty page among {len(texts)}"
        assert "�" not in "".join(texts)
        if name == "evaluation":
            across = [page for page in paper.pages if page.width > page.height]
            assert len(across) >= 3  # the tables of the city and of two counties
            assert all("结论" in text for text in texts[-len(across) :])  # each page with the head of its table
            assert re.search(r"总体情况\.+2", texts[0])  # the contents know the page
