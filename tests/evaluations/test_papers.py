"""The files of an evaluation: asked for once, made in the background, taken up after a kill, kept, cleared, downloaded."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone
from docx import Document
from lxml.html import fromstring

from accounts.models import AuditEntry
from evaluations import tasks
from evaluations.models import Evaluation, EvaluationText, PaperFile, PaperState
from evaluations.paper import word
from evaluations.presenters.files import doing, files_part
from evaluations.selectors.papers import papers_of, waiting_papers
from evaluations.services import papers
from indicators.domain.stored import to_stored
from tests.factories import accounts, regions
from tests.factories import evaluations as made
from tests.factories.pictures import png
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FACTS = made.facts(rows=5, counties=1, changes=(made.CHANGE,))


@pytest.fixture(autouse=True)
def _own_room(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(word, "pictures", lambda drawings: [png()] * len(drawings))  # drawn in tests/evaluations/paper/


@pytest.fixture
def sent(monkeypatch):
    """What was sent to the broker, instead of sending it."""
    found = []
    monkeypatch.setattr(tasks.make_paper, "delay", lambda *given: found.append(given))
    return found


@pytest.fixture
def planner():
    return accounts.planner(regions.xinxiang())


@pytest.fixture
def frozen(planner):
    """A frozen one with its words, its content built by hand."""
    plan = PlanFactory(region=regions.xinxiang(), base_year=2015, start_year=2016, end_year=2020)
    reviewer = accounts.reviewer(regions.xinxiang())
    now = timezone.now()
    found = Evaluation.objects.create(
        plan=plan, kind="final", year=2020, title="新乡市“十三五”总结评估", drafted_by=planner, drafted_at=now,
        state="submitted", submitted_by=planner, submitted_at=now, content=to_stored(FACTS),
    )  # fmt: skip
    EvaluationText.objects.create(
        evaluation=found, section="problems", body="一是增长乏力：{地区生产总值.完成情况}。\n\n二是…"
    )
    found.state, found.approved_by, found.approved_at = "frozen", reviewer, now
    found.frozen_by, found.frozen_at, found.number = reviewer, now, "新发改〔2026〕1号"
    found.save()
    return found


@pytest.fixture
def draft(planner):
    return Evaluation.objects.create(
        plan=PlanFactory(region=regions.xinxiang()), kind="annual", year=2022, title="年度监测", drafted_by=planner,
        drafted_at=timezone.now(),
    )  # fmt: skip


def asked(evaluation, by, format="docx"):
    return papers.ask(evaluation=evaluation, format=format, by=by)


def run(paper):
    tasks.make_paper.apply(args=[paper.pk], throw=True)
    paper.refresh_from_db()
    return paper


def said(element):
    return " ".join(element.text_content().split())


def texts(paper):
    return [one.text for one in Document(io.BytesIO(papers.path_of(paper).read_bytes())).paragraphs]


def test_a_file_is_made_of_the_kept_content_with_the_words_and_their_figures(frozen, planner):
    paper = run(asked(frozen, planner))
    assert (paper.state, paper.attempts, paper.doing, paper.error) == (PaperState.DONE, 1, "", "")
    assert paper.steps == 6
    assert paper.size == papers.path_of(paper).stat().st_size > 10_000
    found = texts(paper)
    assert found[:2] == [frozen.title, frozen.number]
    assert "一是增长乏力：7.12%。" in found


def test_a_frozen_paper_is_made_once_and_the_same_again(frozen, planner):
    first = run(asked(frozen, planner))
    assert asked(frozen, planner) == first
    papers.path_of(first).unlink()  # a disk was lost
    second = asked(frozen, planner)
    assert second != first
    assert run(second).file == first.file  # named by its content


def test_a_workbook_too(frozen, planner):
    paper = run(asked(frozen, planner, "xlsx"))
    assert (paper.state, paper.steps) == (PaperState.DONE, 3)
    assert papers.path_of(paper).read_bytes()[:2] == b"PK"


def test_a_draft_is_made_anew_of_the_figures_of_the_moment(draft, planner):
    first = run(asked(draft, planner))
    assert "（起草稿）" in " ".join(texts(first))
    assert asked(draft, planner) != first


def test_who_asks_while_it_is_made_gets_the_same_one(draft, planner):
    first = asked(draft, planner)
    assert asked(draft, accounts.planner(regions.xinxiang())) == first
    assert asked(draft, planner, "xlsx") != first


def test_a_second_message_does_nothing(frozen, planner):
    paper = run(asked(frozen, planner))
    assert run(paper).attempts == 1


def test_what_a_killed_worker_left_is_taken_up_and_what_it_wrote_late_is_refused(frozen, planner, sent):
    paper = asked(frozen, planner)
    lost = papers.start(paper_id=paper.pk)
    assert papers.start(paper_id=paper.pk) is None  # alive
    assert waiting_papers(stale_before=papers.lost_before()) == []
    PaperFile.objects.update(active_at=timezone.now() - timedelta(seconds=papers.LOST_AFTER + 1))
    assert tasks.sweep_queued_papers() == 1
    assert sent == [(paper.pk,)]
    assert run(paper).attempts == 2
    with pytest.raises(papers.NoLongerOurs):
        papers.make(paper=lost)
    paper.refresh_from_db()
    assert (paper.state, paper.attempts) == (PaperState.DONE, 2)


def test_what_fails_again_and_again_is_given_up(frozen, planner):
    paper = asked(frozen, planner)
    PaperFile.objects.update(attempts=papers.MAX_ATTEMPTS)
    assert run(paper).state == PaperState.FAILED
    assert asked(frozen, planner) != paper  # somebody may try anew


def test_a_fault_is_said_and_a_server_that_was_away_is_not_counted(frozen, planner, monkeypatch):
    def broken(**_given):
        raise ValueError("no such thing")

    monkeypatch.setattr(papers, "evaluation_paper", lambda outline, progress: broken())
    paper = asked(frozen, planner)
    with pytest.raises(ValueError, match="no such thing"):
        run(paper)
    paper.refresh_from_db()
    assert (paper.state, "no such thing" in paper.error) == (PaperState.FAILED, True)

    def away(outline, progress):
        raise OperationalError("gone")

    monkeypatch.setattr(papers, "evaluation_paper", away)
    paper = asked(frozen, planner)
    tasks.make_paper.apply(args=[paper.pk], retries=5)
    paper.refresh_from_db()
    assert (paper.state, paper.attempts) == (PaperState.QUEUED, 0)


def test_what_is_old_goes_at_night_but_the_files_of_frozen_papers(frozen, draft, planner):
    kept, gone = run(asked(frozen, planner)), run(asked(draft, planner))
    today = timezone.localdate() + (papers.KEPT_DAYS + 1) * DAY
    for file in Path(papers.path_of(kept)).parents[1].rglob("*"):
        os.utime(file, (time.time() - 2 * 86400,) * 2)
    assert papers.clear(today=today) == 1
    assert (papers.path_of(kept).is_file(), papers.path_of(gone).is_file()) == (True, False)
    assert papers_of(draft) == []
    assert papers_of(frozen) == [kept]


def test_a_file_of_the_time_before_it_was_frozen_is_not_offered_afterwards(frozen, planner):
    paper = run(asked(frozen, planner))
    PaperFile.objects.update(asked_at=frozen.frozen_at - DAY)
    assert papers_of(frozen) == []
    assert asked(frozen, planner) != paper


def test_every_step_has_its_words(frozen, planner):
    told = []
    paper = asked(frozen, planner)
    started = papers.start(paper_id=paper.pk)
    step = papers.Sign.step

    def listen(self, code):
        step(self, code)
        started.refresh_from_db()
        told.append((started.step, doing(started)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers.Sign, "step", listen)
        papers.make(paper=started)
    assert [words for _step, words in told] == ["汇总数据", "画图", "写正文", "写附表", "写附表：甲县", "保存文件"]
    assert [at for at, _words in told] == list(range(6))


class TestPages:
    def test_page_and_paper_say_the_same_figure_by_figure(self, client, planner, frozen):
        """The page's main table beside the paper's, cell by cell; every sentence of the page stands in the paper."""
        client.force_login(planner)
        page = fromstring(client.get(f"/evaluations/{frozen.pk}/").content.decode())
        document = Document(io.BytesIO(papers.path_of(run(asked(frozen, planner))).read_bytes()))
        rows = [
            [cell.text for cell in row.cells] for one in document.tables for row in one.rows if len(one.columns) == 10
        ]
        found = {row[0]: row for row in rows[: len(FACTS.lines) + 3]}
        for line in FACTS.lines:
            (shown, *_again) = page.xpath(
                f"//table[contains(@class,'evaluation-lines')]//tr[@data-plan-indicator='{line.row}']"
            )
            if line.heading:
                assert found[f"{line.number} {line.name} {line.unit}"]
                continue
            cells = [said(one) for one in shown.xpath("./td|./th")]
            paper = found[line.number]
            assert cells[1] == paper[1].strip() + paper[2]
            assert cells[2:7] == paper[3:8]  # nature, base, printed target, actual, what was achieved
            assert paper[8].split("（")[0].split()[-1] in cells[7]
            assert cells[8] == (paper[9] or "—")
            told = " ".join(cells)
            assert all(getattr(line, name).text in told for name in ("base", "actual", "achieved"))
        sentences = [said(one) for one in page.xpath("//section[contains(@class,'part')]/p|//div[@class='written']/p")]
        assert len(sentences) > 8
        assert set(sentences) <= {one.text for one in document.paragraphs}
        headings = [said(one) for one in page.xpath("//section[contains(@class,'part')]/h2")]
        assert headings == [one.text for one in document.paragraphs if one.style.name == "Heading 1"][: len(headings)]

    def test_asking_queues_sends_and_goes_back(self, client, planner, draft, sent, django_capture_on_commit_callbacks):
        client.force_login(planner)
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"/evaluations/{draft.pk}/files/", {"format": "docx"})
        paper = PaperFile.objects.get()
        assert answer.url == f"/evaluations/{draft.pk}/#files"
        assert sent == [(paper.pk,)]
        state = client.get(f"/evaluations/files/{paper.pk}/state/")
        assert state.json() == {"ended": False, "step": 0, "steps": 0, "doing": "排队等候"}
        assert client.get(f"/evaluations/files/{paper.pk}/").status_code == 404
        assert files_part(draft).waits

    def test_the_file_and_its_line_in_the_audit_log(self, client, planner, frozen):
        paper = run(asked(frozen, planner))
        client.force_login(accounts.leader(regions.xinxiang()))
        answer = client.get(f"/evaluations/files/{paper.pk}/")
        assert answer.content == papers.path_of(paper).read_bytes()
        assert "%E6%80%BB%E7%BB%93%E8%AF%84%E4%BC%B0" in answer["Content-Disposition"]
        assert AuditEntry.objects.filter(about__contains="总结评估").count() == 1
        (line,) = files_part(frozen).lines
        assert (line.address, line.watch) == (f"/evaluations/files/{paper.pk}/", "")

    @pytest.mark.parametrize("format", ["", "pdf", "docx "])
    def test_other_formats_are_none(self, client, planner, draft, format):
        client.force_login(planner)
        assert client.post(f"/evaluations/{draft.pk}/files/", {"format": format}).status_code == 404

    def test_who_may_not_see_the_evaluation_finds_no_file_of_it(self, client, planner, frozen, draft):
        mine, drafted = run(asked(frozen, planner)), run(asked(draft, planner))
        client.force_login(accounts.planner(regions.yanjin()))
        for paper, evaluation in ((mine, frozen), (drafted, draft)):
            assert client.get(f"/evaluations/files/{paper.pk}/").status_code == 404
            assert client.get(f"/evaluations/files/{paper.pk}/state/").status_code == 404
            assert client.post(f"/evaluations/{evaluation.pk}/files/", {"format": "docx"}).status_code == 404
        client.force_login(accounts.leader(regions.xinxiang()))
        assert client.get(f"/evaluations/files/{drafted.pk}/").status_code == 404  # a draft is no leader's
