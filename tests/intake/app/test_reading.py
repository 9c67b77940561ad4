"""The background reading: visible, taken up once, ended in time; and what a refusal says."""

from __future__ import annotations

import signal
import threading
import time

import pytest
from django.db import OperationalError
from django.utils import timezone

from intake.models import Intake, IntakeState
from intake.models.uploads import Why
from intake.presenters.notes import note_text
from intake.services import alive, reading
from intake.services.alive import NoLongerOurs, Sign
from intake.services.uploads import accept_upload, discard
from intake.services.words import refusal
from intake.tasks import read_intake
from intake.timer import OutOfTime, within
from tests.factories.pdf import Sheet, pdf

PROMISE = "到2025年，高新技术企业达到18家。"


def upload(content, by):
    return accept_upload(chunks=[content], name="规划.pdf", by=by).intake


@pytest.mark.django_db
def test_the_pages_of_a_pdf_are_told_one_by_one(catalogue, planner, monkeypatch):
    intake = upload(
        pdf([Sheet().write(60, 80, PROMISE), *[Sheet().write(60, 80, f"第{n}条") for n in range(4)]]), planner
    )
    told = []
    monkeypatch.setattr(alive, "_TELL_EVERY", 0)
    monkeypatch.setattr(Sign, "_tell", lambda sign, step, words: told.append((step, sign._pages, words)))
    reading.read(intake=reading.start(intake_id=intake.pk))
    assert told[:3] == [
        (1, 1, "打开文件"),
        (1, 5, "打开文件：第 1 页，共 5 页"),
        (2, 5, "打开文件：第 2 页，共 5 页"),
    ]
    assert [step for step, _pages, _words in told[1:]] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]


@pytest.mark.django_db
def test_a_second_message_leaves_a_living_reading_alone(planner):
    intake = upload(b"plan", planner)
    first = reading.start(intake_id=intake.pk)
    assert reading.start(intake_id=intake.pk) is None
    second = reading.start(intake_id=intake.pk, stale_before=timezone.now())
    assert (first.attempts, second.attempts) == (1, 2)


@pytest.mark.django_db
def test_a_reading_that_seemed_lost_writes_nothing_any_more(planner):
    intake = upload("延津县".encode(), planner)
    first = reading.start(intake_id=intake.pk)
    reading.start(intake_id=intake.pk, stale_before=timezone.now())
    with pytest.raises(NoLongerOurs):
        reading.read(intake=first)
    reading.refuse(intake=first, why=Why.DAMAGED)
    reading.fail(intake=first, error="late")
    assert Intake.objects.get().state == IntakeState.READING


@pytest.mark.django_db
def test_what_is_put_aside_is_read_no_further(planner, monkeypatch):
    intake = upload(b"plan", planner)
    opened = reading._document

    def put_aside(found, sign):
        discard(intake=found, by=planner)
        return opened(found, sign)

    monkeypatch.setattr(reading, "_document", put_aside)
    read_intake(intake.pk)
    stored = Intake.objects.get()
    assert (stored.state, stored.why, stored.proposal) == (IntakeState.DISCARDED, "", None)


@pytest.mark.django_db
def test_a_reading_that_never_ends_is_ended_and_says_so(planner, settings, monkeypatch):
    settings.INTAKE_TIME_LIMIT = 0.2
    intake = upload("延津县规划".encode(), planner)

    def endless(*_given, **_named):
        while True:
            try:
                time.sleep(0.01)
            except Exception:  # as libraries do
                continue

    monkeypatch.setattr(reading, "propose", endless)
    read_intake(intake.pk)
    stored = Intake.objects.get()
    assert (stored.state, stored.why) == (IntakeState.REFUSED, "too_long")
    assert "没有读完" in refusal(stored.why, stored.detail)


@pytest.mark.django_db
def test_a_server_that_is_away_costs_no_attempt(planner, monkeypatch):
    intake = upload(b"plan", planner)

    def away(*_given, **_named):
        raise OperationalError("away")

    monkeypatch.setattr(reading, "_document", away)
    started = reading.start(intake_id=intake.pk)
    reading.let_go(intake=started)
    stored = Intake.objects.get()
    assert (stored.state, stored.attempts) == (IntakeState.QUEUED, 0)
    assert reading.start(intake_id=intake.pk).attempts == 1


@pytest.mark.django_db(transaction=True)
def test_it_beats_while_one_step_takes_long(planner, monkeypatch):
    monkeypatch.setattr(alive, "_BEAT", 0.05)
    intake = reading.start(intake_id=upload(b"plan", planner).pk)

    def sign_of_life():
        return Intake.objects.values_list("active_at", flat=True).get(pk=intake.pk)

    with Sign(intake):
        first = sign_of_life()
        until = time.monotonic() + 5
        while sign_of_life() == first and time.monotonic() < until:
            time.sleep(0.02)
        assert sign_of_life() > first
    assert f"alive-{intake.pk}" not in {thread.name for thread in threading.enumerate()}


def test_the_limit_passes_through_those_who_catch_everything():
    with pytest.raises(OutOfTime), within(0.05):
        try:
            time.sleep(2)
        except Exception:
            pytest.fail("taken for an ordinary fault")


def test_no_limit_is_left_behind():
    with within(60):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 50
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("why", "detail", "says"),
    [
        ("too_large", "52428800", ("50 MB", "最多 20 MB", "去掉图片")),
        ("too_large", "xml:62914560", ("60 MB", "附表")),
        ("too_large", "text:3000000", ("300 万字", "最多 200 万字")),
        ("too_large", "lines:250000", ("25 万行", "最多 10 万行")),
        ("too_large", "601页", ("601 页", "最多 600 页", "分册")),
        ("too_large", "第7页", ("第 7 页", "图纸")),
        ("too_large", "汇总: 9000 × 90", ("汇总: 9000 × 90", "空行")),
        ("too_long", "第250页", ("第 250 页", "没有读完")),
        ("too_long", "", ("已停止",)),
        ("no_text", "2/3", ("3 页中有 2 页", "文字识别")),
        ("no_text", "3/3", ("只有图片", "文字识别")),
        ("no_text", "cid", ("重新导出",)),
        ("damaged", "12", ("第 12 行", "UTF-8")),
        ("damaged", "EOF", ("缺了末尾", "重新下载")),
        ("damaged", "word/document.xml", ("不完整或已损坏",)),
        ("binary", "rtf", ("RTF", ".docx")),
        ("binary", "ofd", ("OFD", "PDF")),
        ("binary", "odf", ("OpenDocument",)),
        ("binary", "ppt", ("演示文稿",)),
        ("binary", "rar", ("压缩包", "解压")),
        ("binary", "png", ("图片", "文字识别")),
        ("binary", "", ("不是文档",)),
        ("old_excel", "xlsb", (".xlsb", ".xlsx")),
        ("old_word", "xml", ("2003", ".docx")),
        ("macros", "", ("宏", "另存为")),
    ],
)  # fmt: skip
def test_a_refusal_says_where_what_and_what_to_do(why, detail, says):
    sentence = refusal(why, detail)
    for words in says:
        assert words in sentence
    assert sentence.endswith("。")


@pytest.mark.parametrize("why", Why.values)
@pytest.mark.parametrize("detail", ["", "x", "12", "9/x", "text:", "<b>", "第页"])
def test_every_reason_has_a_sentence_whatever_its_detail(why, detail):
    assert refusal(why, detail).endswith("。")


@pytest.mark.django_db
def test_pages_that_are_pictures_are_told_with_the_proposal(catalogue, planner):
    pages = [Sheet().write(60, 80, PROMISE), Sheet(), Sheet().write(60, 80, "第二章"), Sheet().write(60, 80, "第三章")]
    intake = upload(pdf(pages), planner)
    read_intake(intake.pk)
    stored = Intake.objects.get()
    assert stored.state == IntakeState.READ
    notes = [note_text(note) for note in stored.proposal["notes"]]
    assert [note for note in notes if "有 1 页只有图片" in note]
