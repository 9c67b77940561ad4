"""Taking in a file: kept under its hash whatever it is, one row, nothing else; and why it cannot be read."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from indicators.services.errors import WrongState
from intake.models import Intake, IntakeState
from intake.selectors.queue import waiting_intakes
from intake.services import reading
from intake.services.uploads import accept_pasted, accept_upload, discard, path_of
from intake.services.words import refusal
from intake.tasks import read_intake, sweep_queued_intakes
from plans.models import Plan
from tests.factories import accounts, regions

pytestmark = pytest.mark.django_db


def upload(content: bytes, by, name="规划.txt", region=None):
    return accept_upload(chunks=[content[:7], content[7:]], name=name, by=by, region=region)


def test_it_is_kept_under_its_hash_and_waits(planner, settings):
    accepted = upload("延津县规划".encode(), planner, name="../../秘密/延津 规划.txt")
    stored = Intake.objects.get()
    digest = hashlib.sha256("延津县规划".encode()).hexdigest()
    assert accepted.new
    assert (stored.name, stored.size, stored.sha256) == ("延津 规划.txt", 15, digest)
    assert (stored.state, stored.region, stored.uploaded_by) == (IntakeState.QUEUED, regions.yanjin(), planner)
    assert path_of(stored).read_bytes() == "延津县规划".encode()
    assert path_of(stored).name == digest
    assert path_of(stored).is_relative_to(settings.MEDIA_ROOT)
    assert not list((settings.MEDIA_ROOT / "intake").glob("arriving-*"))


def test_the_same_file_again_is_the_same_upload(planner):
    first = upload(b"one plan", planner)
    again = upload(b"one plan", planner, name="另一个名字.docx")
    assert (again.intake, again.new) == (first.intake, False)
    assert Intake.objects.count() == 1


def test_for_another_region_or_after_it_was_put_aside_it_is_a_new_one(planner):
    first = upload(b"one plan", planner).intake
    assert upload(b"one plan", accounts.planner(regions.weibin())).new
    discard(intake=first, by=planner)
    assert upload(b"one plan", planner).new


def test_a_city_uploads_for_its_county_and_no_county_for_another(planner):
    city = accounts.planner(regions.xinxiang())
    assert upload(b"x", city, region=regions.yanjin()).intake.region == regions.yanjin()
    with pytest.raises(PermissionDenied):
        upload(b"y", planner, region=regions.weibin())


@pytest.mark.parametrize("who", [accounts.clerk, accounts.reviewer, accounts.leader])
def test_others_upload_nothing(who):
    with pytest.raises(PermissionDenied):
        upload(b"x", who())
    assert not Intake.objects.exists()


def test_more_than_anything_that_is_kept_leaves_no_trace(planner, settings, monkeypatch):
    monkeypatch.setattr("intake.services.uploads.MAX_KEPT", 10)
    with pytest.raises(ValidationError, match="没有保存"):
        upload(b"x" * 11, planner)
    assert not Intake.objects.exists()
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def packed(entries: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


WORD = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
STREAM = "WordDocument\0".encode("utf-16-le").ljust(64, b"\0") + (26).to_bytes(2, "little")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BAD = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\r\n", "empty"),
    "binary": (bytes(range(256)) * 40, "binary"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(2000), "binary"),
    "old word": (OLD + bytes(1016) + STREAM + bytes(1000), "old_word"),
    "half a pdf": (b"%PDF-1.7\n1 0 obj\n<</Type /Catalog", "damaged"),
    "half a package": (packed({"[Content_Types].xml": WORD, "word/document.xml": b"<w/>" * 400})[:200], "damaged"),
    "bomb": (packed({"[Content_Types].xml": WORD, "word/document.xml": bytes(300 * 1024 * 1024)}), "bomb"),
    "macros": (
        packed({"[Content_Types].xml": WORD, "word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"}),
        "macros",
    ),
    "fifty megabytes": ("县".encode() * (50 * 1024 * 1024 // 3), "too_large"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_says_why_and_stays(planner, name):
    content, why = BAD[name]
    intake = upload(content, planner, name="规划.docx").intake
    read_intake(intake.pk)
    stored = Intake.objects.get()
    assert stored.state == IntakeState.REFUSED
    assert stored.why == why
    assert path_of(stored).stat().st_size == len(content)
    assert stored.proposal is None
    assert not Plan.objects.exists()
    sentence = refusal(stored.why, stored.detail)
    assert "。" in sentence
    assert "None" not in sentence


def test_a_fault_of_ours_is_told_as_one(planner, monkeypatch):
    intake = upload("延津县".encode(), planner).intake

    def fault(*_given, **_named):
        raise RuntimeError("broken")

    monkeypatch.setattr(reading, "propose", fault)
    with pytest.raises(RuntimeError):
        read_intake(intake.pk)
    stored = Intake.objects.get()
    assert (stored.state, stored.why) == (IntakeState.REFUSED, "fault")
    assert "broken" in stored.error
    assert "broken" not in refusal(stored.why, stored.detail)


def test_what_a_killed_worker_left_is_taken_up_again(planner):
    intake = upload(b"plan", planner).intake
    now = timezone.now()
    assert reading.start(intake_id=intake.pk, stale_before=now) is not None  # this worker is killed now
    assert reading.start(intake_id=intake.pk, stale_before=now) is None  # not while it may be alive
    assert waiting_intakes(stale_before=now) == []
    later = timezone.now()
    assert waiting_intakes(stale_before=later) == [intake.pk]
    again = reading.start(intake_id=intake.pk, stale_before=later)
    assert again.attempts == 2


def test_an_upload_that_kills_every_worker_is_given_up(planner):
    intake = upload(b"plan", planner).intake
    for _attempt in range(reading.MAX_ATTEMPTS):
        assert reading.start(intake_id=intake.pk, stale_before=timezone.now()) is not None
    assert reading.start(intake_id=intake.pk, stale_before=timezone.now()) is None
    assert Intake.objects.get().why == "fault"


def test_the_sweep_sends_what_waits(planner):
    upload(b"plan", planner)
    assert sweep_queued_intakes() == 1


def test_what_was_confirmed_is_not_put_aside(planner):
    from tests.factories.plans import PlanFactory

    intake = upload(b"plan", planner).intake
    intake.state, intake.plan, intake.confirmed_by, intake.confirmed_at = (
        "confirmed",
        PlanFactory(),
        planner,
        timezone.now(),
    )
    intake.proposal, intake.reader_version = {}, 1
    intake.save()
    with pytest.raises(WrongState):
        discard(intake=intake, by=planner)


def test_pasted_text_is_an_upload_too(planner):
    accepted = accept_pasted(text="延津县规划", by=planner)
    assert (accepted.intake.pasted, accepted.intake.name) == (True, "粘贴的文字")
