"""Uploads against whoever means harm: other regions, names, paths, races, the disk, the size of what is sent."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from intake.domain.edit import Listing
from intake.models import Intake, IntakeState
from intake.services import changes, confirm, decisions, later, uploads
from intake.services.decisions import At
from intake.services.uploads import accept_upload, path_of
from planning.services import states
from plans.models import Plan
from tests.factories import accounts, regions
from tests.factories.intake import read_intake, small_proposal
from tests.factories.plans import PlanFactory

BACKEND = "django.contrib.auth.backends.ModelBackend"
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def upload(content, by, name="规划.txt", region=None):
    return accept_upload(chunks=[content], name=name, by=by, region=region)


@pytest.fixture
def as_planner(client, planner):
    client.force_login(planner, backend=BACKEND)
    return client


def send(client, where, /, *args, **data):
    return client.post(reverse(f"intake:{where}", args=args), data, follow=True)


# --- regions ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_document_that_names_another_region_shows_nothing_of_its_plan(as_planner, catalogue):
    """Weibin has a plan of this period; a planner of Yanjin uploads a paper that calls itself Weibin's."""
    theirs = PlanFactory(region=regions.weibin(), title="未公开的一份纲要")
    proposal = small_proposal()
    found = read_intake(proposal=_of(proposal, regions.weibin()), region=regions.yanjin())
    answer = send(as_planner, "difference", found.pk, action="close")
    assert theirs.title not in answer.content.decode()
    for name in ("difference", "intake"):
        text = as_planner.get(reverse(f"intake:{name}", args=[found.pk]), follow=True).content.decode()
        assert theirs.title not in text
    found.refresh_from_db()
    assert (found.state, found.plan) == (IntakeState.READ, None)


@pytest.mark.django_db
def test_nobody_names_a_region_beyond_the_own(planner, catalogue):
    found = read_intake(by=planner)
    with pytest.raises(PermissionDenied):
        decisions.decide(
            intake=found, at=At(Listing.PLAN, 0), by=planner, changes={"region_code": regions.weibin().code}
        )
    with pytest.raises(PermissionDenied):
        accept_upload(chunks=[b"x"], name="x", by=planner, region=regions.xinxiang())


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["clerk", "reviewer", "leader", "neighbour"])
def test_no_service_writes_for_others(who, catalogue):
    found = read_intake()
    people = {
        "clerk": lambda: accounts.clerk(accounts.UnitFactory(region=found.region)),
        "reviewer": lambda: accounts.reviewer(found.region),
        "leader": lambda: accounts.leader(found.region),
        "neighbour": lambda: accounts.planner(regions.weibin()),
    }
    by, at = people[who](), At(Listing.PROJECTS, 0)
    draft = PlanFactory(region=found.region, status="draft", start_year=2016, end_year=2020, base_year=2015)
    tries = (
        lambda: uploads.discard(intake=found, by=by),
        lambda: uploads.accept_upload(chunks=[b"x"], name="x", by=by, region=found.region),
        lambda: confirm.confirm(intake=found, by=by),
        lambda: states.put_in_force(plan=draft, by=by),
        lambda: decisions.decide(intake=found, at=at, by=by),
        lambda: decisions.drop(intake=found, at=at, reason="x", by=by),
        lambda: decisions.reopen(intake=found, at=at, by=by),
        lambda: decisions.split(intake=found, at=at, pieces=[{}, {}], by=by),
        lambda: decisions.merge(intake=found, at=[at, At(Listing.PROJECTS, 1)], by=by),
        lambda: decisions.add(intake=found, listing=Listing.PROJECTS, value={"name": "x"}, by=by),
        lambda: decisions.accept_several(intake=found, at=[at], by=by),
        lambda: decisions.drop_several(intake=found, at=[at], reason="x", by=by),
        lambda: decisions.accept_all(intake=found, listing=Listing.PROJECTS, by=by),
        lambda: decisions.resolve_doubt(
            intake=found, index=1, part=0, code="contradicts_text", figure="base", how="x", version=0,
            state="resolved", by=by,
        ),
        lambda: later.accept_difference(intake=found, key="row-1", reason="x", by=by),
        lambda: later.accept_particulars(intake=found, by=by),
        lambda: later.accept_new(intake=found, listing=Listing.PROJECTS, by=by),
        lambda: later.close_later(intake=found, by=by),
    )  # fmt: skip
    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
    assert Plan.objects.count() == 1
    assert not found.decisions.exists()
    assert changes.NOT_TYPED


@pytest.mark.django_db
def test_every_form_asks_for_its_token(planner, catalogue):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(planner, backend=BACKEND)
    found = read_intake(by=planner)
    for name, arguments in {
        "list": [], "discard": [found.pk], "doubt": [found.pk], "confirm": [found.pk], "difference": [found.pk],
        "bulk": [found.pk, "projects"], "item": [found.pk, "projects", 0, 0],
    }.items():  # fmt: skip
        answer = strict.post(reverse(f"intake:{name}", args=arguments), {"action": "accept", "state": "open"})
        assert answer.status_code == 403, name
    assert not found.decisions.exists()


@pytest.mark.django_db
def test_who_uploaded_decided_and_put_aside_stays_to_be_read(as_planner, planner, catalogue):
    send(as_planner, "list", text="延津县规划")
    uploaded = Intake.objects.get()
    send(as_planner, "discard", uploaded.pk)
    found = read_intake(by=planner)
    send(as_planner, "item", found.pk, "projects", 0, 0, action="drop", version=0, reason="重复的一项")
    decision = found.decisions.get()
    history = {
        f"/history/intake.intake/{uploaded.pk}/": ("上传规划文本", "作废导入", str(planner)),
        f"/history/intake.decision/{decision.pk}/": ("审阅：不要", "重复的一项", str(planner)),
    }
    for address, says in history.items():
        text = as_planner.get(address).content.decode()
        for words in says:
            assert words in text, (address, words)
        for other in (accounts.leader(found.region), accounts.planner(regions.weibin())):
            stranger = Client()
            stranger.force_login(other, backend=BACKEND)
            assert stranger.get(address).status_code == 403
    with pytest.raises(InternalError), transaction.atomic():
        Intake.pgh_event_model.objects.all().delete()


# --- what comes from outside ------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_nothing_that_was_read_or_named_becomes_markup(as_planner, catalogue):
    proposal = _nasty(small_proposal())
    found = read_intake(proposal=proposal, name=NASTY)
    Intake.objects.update(lines=[[n, NASTY, NASTY] for n in range(1, 200)])
    addresses = [("intake", []), ("difference", []), *[("listing", [slug]) for slug in SLUGS]]
    addresses += [("item", [slug, 0, 0]) for slug in (*SLUGS, "plan")]
    for name, arguments in addresses:
        answer = as_planner.get(reverse(f"intake:{name}", args=[found.pk, *arguments]), follow=True)
        text = answer.content.decode()
        assert answer.status_code == 200, (name, arguments)
        assert "<script>alert" not in text and "<img src=x" not in text, (name, arguments)
        assert "&lt;script&gt;alert(1)" in text, (name, arguments)
    assert "<script>alert" not in as_planner.get(reverse("intake:list")).content.decode()


SLUGS = ("indicators", "results", "projects", "commitments")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\windows\\系统.txt", "系统.txt"),
        ("/", "未命名"),
        ("a\u202etxt.exe\u0000", "atxt.exe"),
        ("\r\nSet-Cookie: x=1", "Set-Cookie: x=1"),
        ("长" * 400 + ".txt", "长" * 251 + ".txt"),
    ],
)
def test_the_name_of_a_file_is_a_label_and_no_path(planner, settings, name, shown):
    stored = upload(b"x", planner, name=name).intake
    assert stored.name == shown
    assert path_of(stored).resolve().is_relative_to(settings.MEDIA_ROOT.resolve())


@pytest.mark.django_db
def test_stored_files_are_for_the_application_alone(as_planner, settings):
    planner_upload = send(as_planner, "list", file=SimpleUploadedFile("x.html", b"<h1>plan</h1>"))
    assert planner_upload.status_code == 200
    stored = Intake.objects.get()
    place = path_of(stored)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    for folder in (place.parent, place.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for address in (
        f"/media/{stored.file}",
        f"/{stored.file}",
        f"/static/{stored.file}",
        f"/static/../media/{stored.file}",
    ):
        assert as_planner.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_upload(planner, settings):
    several = threading.Barrier(4)

    def one(_number):
        try:
            several.wait(10)
            return upload(b"the same plan" * 1000, planner)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        accepted = list(pool.map(one, range(4)))
    assert sorted(each.new for each in accepted) == [False, False, False, True]
    assert Intake.objects.count() == 1
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 1


# --- room -------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_nobody_fills_the_disk_within_a_day(planner, monkeypatch, settings):
    monkeypatch.setattr(uploads, "MAX_FILES_A_DAY", 2)
    upload(b"one", planner)
    upload(b"two", planner)
    with pytest.raises(ValidationError, match="2 个文件"):
        upload(b"three", planner)
    assert upload(b"three", accounts.planner(regions.weibin())).new
    Intake.objects.filter(uploaded_by=planner).update(uploaded_at=timezone.now() - timedelta(days=2))
    assert upload(b"three", planner).new
    monkeypatch.setattr(uploads, "MAX_A_DAY", 5)
    with pytest.raises(ValidationError, match="明天再传"):
        upload(b"four", planner)
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 3


@pytest.mark.django_db
def test_a_full_disk_is_told_on_the_form(as_planner, monkeypatch):
    monkeypatch.setattr(uploads, "LEAST_FREE", 1 << 60)
    answer = as_planner.post(reverse("intake:list"), {"file": SimpleUploadedFile("a.txt", b"a")})
    assert answer.status_code == 422
    assert "磁盘空间不足" in answer.content.decode()
    assert not Intake.objects.exists()


@pytest.mark.django_db
def test_a_whole_plan_can_be_pasted_and_too_much_is_told(as_planner):
    plan = "推动高质量发展。" * 125_000  # 3 MB
    assert send(as_planner, "list", text=plan).status_code == 200
    assert Intake.objects.get().size == len(plan.encode())
    answer = as_planner.post(reverse("intake:list"), {"text": plan * 4})
    assert answer.status_code == 413
    assert "超过 8 MB" in answer.content.decode() and "存成文本文件" in answer.content.decode()
    assert Intake.objects.count() == 1


@pytest.mark.django_db
def test_a_body_beyond_all_files_is_refused_before_it_is_taken_in(as_planner):
    answer = as_planner.post(reverse("intake:list"), {}, CONTENT_LENGTH=str(1 << 40))
    assert answer.status_code == 413
    assert "没有保存" in answer.content.decode()


def _of(proposal, region):
    from dataclasses import replace

    return replace(proposal, plan=replace(proposal.plan, region_code=region.code, region_name=region.name))


def _nasty(proposal):
    """The proposal with markup in every text of every item."""
    from dataclasses import fields, is_dataclass, replace

    def poisoned(record):
        changed = {}
        for one in fields(record):
            value = getattr(record, one.name)
            if type(value) is str and one.name not in (
                "region_code",
                "catalogue",
                "code",
                "figure",
                "unit",
                "base_unit",
                "form",
            ):
                changed[one.name] = NASTY
            elif isinstance(value, tuple) and value and is_dataclass(value[0]) and one.name != "targets":
                changed[one.name] = tuple(poisoned(each) for each in value)
        return replace(record, **changed)

    whole = {
        name: tuple(poisoned(each) for each in getattr(proposal, name))
        for name in ("indicators", "previous_results", "projects", "commitments", "doubts")
    }
    return replace(proposal, plan=poisoned(proposal.plan), notes=(NASTY,), table=NASTY, results_table=NASTY, **whole)
