"""Files attached to a figure: who may, what is taken, how it is handed out again."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from indicators.models import Evidence, Observation, RoundAsk
from indicators.services import evidence as services
from tests.factories import accounts, regions
from tests.factories.indicators import approved
from tests.factories.office import repacked, word
from tests.factories.pdf import Sheet, pdf
from tests.factories.pictures import png
from tests.factories.rounds import open_round_for

pytestmark = pytest.mark.django_db

PDF = pdf([Sheet().write(60, 80, "统计公报")])
PNG = png()
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def figure(row):
    return Observation.objects.create(row=row, year=2024, value=193, unit="亿元", state="draft", lock=1)


def attach(figure, by, name="公报.pdf", content=PDF):
    return services.attach(observation=figure, name=name, chunks=[content], by=by)


def refusal(figure, by, **more):
    with pytest.raises(ValidationError) as caught:
        attach(figure, by, **more)
    assert set(caught.value.message_dict) == {"evidence"}
    return caught.value.messages[0]


def stored(tmp_path):
    return [one for one in Path(tmp_path).rglob("*") if one.is_file()]


def test_it_is_kept_under_its_hash(figure, clerk, tmp_path):
    one = attach(figure, clerk, "../../C:\\资料\\2024 公报.pdf").evidence
    assert (one.name, one.kind, one.size, one.uploaded_by) == ("2024 公报.pdf", "pdf", len(PDF), clerk)
    assert stored(tmp_path) == [tmp_path / "evidence" / one.sha256[:2] / one.sha256]
    assert services.path_of(one).read_bytes() == PDF


def test_the_same_file_again_is_the_same_evidence(figure, clerk, row, tmp_path):
    first = attach(figure, clerk)
    again = attach(figure, clerk, "别名.pdf")
    assert (first.new, again.new, again.evidence) == (True, False, first.evidence)
    other = Observation.objects.create(row=row, year=2023, value=1, state="draft")
    assert attach(other, clerk).new, "another figure has its own"
    assert len(stored(tmp_path)) == 1
    services.remove(evidence=first.evidence, by=clerk)
    assert attach(figure, clerk).new, "what was taken off may come back"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("公报.pdf", PAGE, "只接受 PDF"),
        ("图.svg", SVG, "只接受 PDF"),
        ("图.png", SVG, "只接受 PDF"),
        ("公报.pdf", PAGE + PDF, "只接受 PDF"),
        ("图.png", PNG + PAGE, "不完整或已损坏"),
        ("公报.pdf", PDF[:-200], "不完整或已损坏"),
        ("公报.docx", PDF, "应以 .pdf 结尾"),
        ("图.png", PDF, "应以 .pdf 结尾"),
        ("表.docx", repacked(word(lambda one: one.add_paragraph("甲")), {"word/vbaProject.bin": b"x"}), "带有宏"),
        ("空.pdf", b"", "是空的"),
    ],
)
def test_what_is_refused_leaves_no_trace(figure, clerk, tmp_path, name, content, said):
    assert said in (sentence := refusal(figure, clerk, name=name, content=content))
    assert f"“{name}”没有附上" in sentence
    assert not Evidence.objects.exists()
    assert not stored(tmp_path)


def test_too_large_is_told_before_all_of_it_came(figure, clerk, tmp_path):
    asked = []

    def endless():
        while True:
            asked.append(1)
            yield b"x" * (4 << 20)

    with pytest.raises(ValidationError, match="超过 20 MB"):
        services.attach(observation=figure, name="大.pdf", chunks=endless(), by=clerk)
    assert len(asked) == 6
    assert not stored(tmp_path)


def test_ten_files_and_no_more(figure, clerk):
    for number in range(10):
        attach(figure, clerk, content=PDF + b"\n" * number)
    assert "最多附 10 个" in refusal(figure, clerk, content=PDF + b"\n" * 11)
    assert not attach(figure, clerk).new, "one of them again is none too many"
    services.remove(evidence=figure.evidence.first(), by=clerk)
    assert attach(figure, clerk, content=PDF + b"\n" * 11).new


def test_nobody_attaches_without_end(figure, clerk, monkeypatch):
    monkeypatch.setattr(services, "MAX_FILES_A_DAY", 1)
    attach(figure, clerk)
    assert "已到上限" in refusal(figure, clerk, name="图.png", content=PNG)
    Evidence.objects.update(uploaded_at=timezone.now() - timedelta(days=2))
    assert attach(figure, clerk, "图.png", PNG).new


def test_several_at_once_or_none(figure, clerk):
    old = attach(figure, clerk).evidence
    sent = [services.Sent("图.png", [PNG]), services.Sent("页.pdf", [PAGE])]
    with pytest.raises(ValidationError, match=r"页\.pdf"):
        services.change(observation=figure, added=sent, removed=[old.pk], by=clerk)
    assert list(Evidence.objects.filter(removed_at__isnull=True)) == [old]
    assert services.change(observation=figure, added=sent[:1], removed=[old.pk, 999], by=clerk) == 1
    assert [one.name for one in Evidence.objects.filter(removed_at__isnull=True)] == ["图.png"]


# --- who may ----------------------------------------------------------------------------------------------------------
def somebody(who, row):
    """A person by a word: the role, "other" for another unit, "there" for another county."""
    makers = {
        "clerk": lambda: accounts.clerk(row.units.get()),
        "other clerk": lambda: accounts.clerk(accounts.UnitFactory(region=row.plan.region, name="住建局")),
        "clerk there": lambda: accounts.clerk(accounts.UnitFactory(region=regions.weibin())),
        "reviewer": accounts.reviewer,
        "reviewer there": lambda: accounts.reviewer(regions.weibin()),
        "reviewer of the city": lambda: accounts.reviewer(regions.xinxiang()),
        "planner": accounts.planner,
        "leader": accounts.leader,
        "leader there": lambda: accounts.leader(regions.weibin()),
        "administrator": lambda: accounts.administrator(row.plan.region),
    }
    return makers[who]()


EVERYBODY = (
    "clerk", "other clerk", "clerk there", "reviewer", "reviewer there", "reviewer of the city", "planner", "leader",
    "leader there", "administrator",
)  # fmt: skip
THERE = {"clerk there", "reviewer there", "leader there"}
REVIEWERS = {"reviewer", "reviewer of the city", "administrator"}
WRITERS = REVIEWERS | {"clerk", "planner"}
#: Who opens the file of a figure in which state (200); a file that was taken off does not exist for writers (404).
READERS = {
    "draft": WRITERS,
    "returned": WRITERS,
    "submitted": WRITERS,
    "approved": set(EVERYBODY) - THERE,
    "removed": REVIEWERS,
}
#: Who may add to a figure in which state, and take off, while the round is open.
ADDERS = {"draft": WRITERS, "returned": WRITERS, "submitted": WRITERS, "approved": REVIEWERS, "closed": REVIEWERS}
TAKERS = {"draft": WRITERS, "returned": WRITERS, "submitted": REVIEWERS, "approved": REVIEWERS, "closed": REVIEWERS}


def in_state(row, state):
    """A figure with a file in that state."""
    more = {"submitted": {"submitted_by": accounts.reviewer()}, "returned": {"comment": "核对"}}.get(state, {})
    if state == "approved":
        figure = approved(row, 2024, value=193)
    else:
        kept = state if state in {"draft", "submitted", "returned"} else "draft"
        figure = Observation.objects.create(row=row, year=2024, value=193, state=kept, lock=1, **more)
    by = accounts.reviewer()
    one = attach(figure, by).evidence
    if state == "removed":
        services.remove(evidence=one, by=by)
    return figure, one


@pytest.mark.parametrize("state", READERS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_who_opens_it(as_person, row, who, state):
    _figure, one = in_state(row, state)
    answer = as_person(somebody(who, row)).get(f"/entry/evidence/{one.pk}/")
    hidden = 404 if state == "removed" and who not in THERE else 403
    assert answer.status_code == (200 if who in READERS[state] else hidden)


@pytest.mark.parametrize("state", ADDERS)
@pytest.mark.parametrize("who", EVERYBODY)
def test_who_adds_and_takes_off(row, who, state):
    open_round_for(row, closes=-1 if state == "closed" else 10)
    figure, one = in_state(row, state)
    person = somebody(who, row)
    for allowed, step in (
        (ADDERS[state], lambda: attach(figure, person, "图.png", PNG)),
        (TAKERS[state], lambda: services.remove(evidence=one, by=person)),
    ):
        if who in allowed:
            step()
        else:
            with pytest.raises(PermissionDenied):
                step()
    one.refresh_from_db()
    assert figure.evidence.count() == (2 if who in ADDERS[state] else 1)
    assert (one.removed_by == person) is (who in TAKERS[state])


def test_without_a_round_a_clerk_attaches_nothing(row, clerk):
    RoundAsk.objects.all().delete()
    figure = Observation.objects.create(row=row, year=2024, value=193, state="draft")
    with pytest.raises(PermissionDenied):
        attach(figure, clerk)
    assert attach(figure, accounts.planner()).new


# --- how it is handed out ---------------------------------------------------------------------------------------------
def test_it_comes_back_as_it_was_and_can_do_nothing(as_person, figure, clerk):
    one = attach(figure, clerk, '2024 "公报"; x=.pdf').evidence
    answer = as_person(clerk).get(f"/entry/evidence/{one.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''2024%20%22%E5%85%AC")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {part.strip() for part in answer["Cache-Control"].split(",")} == {"private", "no-store"}
    assert int(answer["Content-Length"]) == len(PDF)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_address_of_a_file_changes_nothing(as_person, figure, clerk, method):
    one = attach(figure, clerk).evidence
    assert getattr(as_person(clerk), method)(f"/entry/evidence/{one.pk}/").status_code == 405


def test_a_file_that_is_gone_from_the_disk_is_not_found(as_person, figure, clerk):
    one = attach(figure, clerk).evidence
    services.path_of(one).unlink()
    assert as_person(clerk).get(f"/entry/evidence/{one.pk}/").status_code == 404


def test_the_files_lie_below_no_address(as_person, figure, clerk):
    one = attach(figure, clerk).evidence
    for path in (f"/media/{one.file}", f"/{one.file}", f"/static/{one.file}", f"/static/../{one.file}"):
        assert as_person(clerk).get(path).status_code == 404


# --- pages ------------------------------------------------------------------------------------------------------------
def test_added_and_taken_off_where_the_form_is_not_shown(as_person, figure, clerk):
    client = as_person(clerk)
    sent = {"evidence": [SimpleUploadedFile("公报.pdf", PDF), SimpleUploadedFile("图.png", PNG)]}
    answer = client.post(f"/entry/{figure.row_id}/2024/evidence/", sent, follow=True)
    assert "已附上 2 个文件" in answer.content.decode()
    one = figure.evidence.get(kind="pdf")
    answer = client.post(f"/entry/evidence/{one.pk}/remove/", follow=True)
    assert "材料已移除" in answer.content.decode()
    one.refresh_from_db()
    assert one.removed_by == clerk
    refused = client.post(
        f"/entry/{figure.row_id}/2024/evidence/", {"evidence": SimpleUploadedFile("页.pdf", PAGE)}, follow=True
    )
    assert "“页.pdf”没有附上：只接受 PDF" in refused.content.decode()
    nothing = client.post(f"/entry/{figure.row_id}/2024/evidence/", follow=True)
    assert "请先选择文件" in nothing.content.decode()


def test_the_page_of_the_row_lists_what_proves_the_figures_in_force(as_person, row, reviewer):
    figure = approved(row, 2024, value=193)
    one = attach(figure, reviewer).evidence
    gone = attach(figure, reviewer, "旧.png", PNG).evidence
    services.remove(evidence=gone, by=reviewer)
    page = as_person(accounts.leader()).get(f"/plan-indicators/{row.pk}/").content.decode()
    assert f"/entry/evidence/{one.pk}/" in page
    assert "旧.png" not in page


def test_the_review_lists_what_proves_the_figure(as_person, row, reviewer):
    figure, one = in_state(row, "submitted")
    page = as_person(reviewer).get(f"/review/{figure.pk}/").content.decode()
    assert f'href="/entry/evidence/{one.pk}/"' in page


def test_there_is_nothing_to_attach_to(as_person, row, clerk):
    for path in (f"/entry/{row.pk}/2024/evidence/", "/entry/999999/2024/evidence/", "/entry/evidence/999999/remove/"):
        assert as_person(clerk).post(path).status_code == 404


def test_a_reviewer_comes_back_to_the_review(as_person, figure, reviewer):
    one = attach(figure, reviewer).evidence
    answer = as_person(reviewer).post(f"/entry/evidence/{one.pk}/remove/", {"back": "review"})
    assert answer["Location"] == f"/review/{figure.pk}/"


def test_the_history_keeps_what_was_taken_off(as_person, figure, clerk, reviewer):
    one = attach(figure, clerk).evidence
    services.remove(evidence=one, by=clerk)
    page = as_person(reviewer).get(f"/history/indicators.evidence/{one.pk}/").content.decode()
    assert "公报.pdf" in page
    assert "移除佐证材料" in page
    assert as_person(clerk).get(f"/history/indicators.evidence/{one.pk}/").status_code == 403
