"""The audit log: written once, read within the scope, taken along as a file that no spreadsheet works out."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from accounts.models import AuditEntry, AuditKind
from accounts.services import audit
from accounts.views.audit import safe_cell
from tests.factories import accounts, regions

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    """The browser of an administrator of Yanjin."""
    client.force_login(accounts.administrator(regions.yanjin()), backend="django.contrib.auth.backends.ModelBackend")
    return client


def entry(about="做了一件事", region=None, kind=AuditKind.APPROVAL, by=None):
    return audit.record(kind=kind, about=about, by=by or accounts.reviewer(), region=region or regions.yanjin())


def log_in(client, username, password):
    return client.post("/accounts/login/", {"username": username, "password": password}, REMOTE_ADDR="10.1.2.3")


def kinds():
    return list(AuditEntry.objects.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("how", ["save", "update", "delete", "queryset", "raw update", "raw delete"])
def test_nothing_is_changed_or_removed(how):
    stored = entry()

    def attempt():
        if how == "save":
            stored.about = "别的"
            stored.save()
        elif how == "update":
            AuditEntry.objects.update(about="别的")
        elif how == "delete":
            stored.delete()
        elif how == "queryset":
            AuditEntry.objects.all().delete()
        else:
            change = (
                "UPDATE accounts_auditentry SET about = ''" if "update" in how else "DELETE FROM accounts_auditentry"
            )
            with connection.cursor() as cursor:
                cursor.execute(change)

    with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
        attempt()
    assert AuditEntry.objects.get().about == "做了一件事"


def test_log_in_and_out_are_recorded_with_the_address(client):
    person = accounts.leader()
    log_in(client, person.username, accounts.PASSWORD)
    client.post("/accounts/logout/", REMOTE_ADDR="10.1.2.3")
    assert kinds() == ["log_in", "log_out"]
    assert {(one.person, one.name, one.region, one.address) for one in AuditEntry.objects.all()} == {
        (person, person.username, person.region, "10.1.2.3")
    }


def test_a_failure_keeps_the_name_of_an_account_and_of_nothing_else(client):
    person = accounts.leader()
    log_in(client, person.username, "wrong")
    log_in(client, "my-pass-word-by-mistake", "wrong")
    known, unknown = AuditEntry.objects.order_by("pk")
    assert (known.kind, known.name, known.region, known.person) == (
        "log_in_failed",
        person.username,
        person.region,
        None,
    )
    assert (unknown.name, unknown.region) == ("（未知账号）", None)
    assert not AuditEntry.objects.filter(about__contains="my-pass-word").exists()


def test_a_lock_out_is_said_once(client, settings):
    settings.AXES_FAILURE_LIMIT = 2
    person = accounts.leader()
    for _ in range(5):
        log_in(client, person.username, "wrong")
    assert kinds() == ["log_in_failed", "locked_out"]


def test_an_administrator_reads_the_own_scope_only(office, client):
    entry("这里的事")
    entry("别处的事", regions.weibin())
    entry("市里的事", regions.xinxiang())
    nowhere = audit.record(kind=AuditKind.LOG_IN_FAILED, about="哪儿也不是", by=None, name="x")
    page = office.get("/accounts/audit/").content.decode()
    assert "这里的事" in page
    assert not {word for word in ("别处的事", "市里的事", nowhere.about) if word in page}
    client.force_login(accounts.administrator(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/accounts/audit/").content.decode()
    assert all(word in page for word in ("这里的事", "别处的事", "市里的事", nowhere.about))


def test_the_filters(office):
    someone = accounts.reviewer()
    entry("审核了", by=someone)
    entry("导出了", kind=AuditKind.EXPORT)

    def found(**query):
        return [one.about for one in office.get("/accounts/audit/", query).context["found"]]

    today, day = timezone.localdate(), timedelta(days=1)
    assert found() == ["导出了", "审核了"], "the latest first"
    assert found(kind="export") == ["导出了"]
    assert found(person=someone.username) == ["审核了"] == found(person=someone.display_name)
    assert found(region="410726") == ["导出了", "审核了"]
    assert found(since=today, until=today) == ["导出了", "审核了"]
    assert found(since=today + day) == [] == found(until=today - day)
    assert found(kind="nonsense") == [] == found(since="2024-13-01")


def test_days_are_local_ones(office, monkeypatch):
    """23:30 in Shanghai is 15:30 of the same day in UTC, 00:30 still the day before there."""
    for hour, about in ((0, "凌晨"), (23, "深夜")):
        moment = timezone.make_aware(datetime(2026, 3, 5, hour, 30))
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        entry(about)
    monkeypatch.undo()
    assert len(office.get("/accounts/audit/?since=2026-03-05&until=2026-03-05").context["found"]) == 2
    assert not office.get("/accounts/audit/?until=2026-03-04").context["found"]
    assert not office.get("/accounts/audit/?since=2026-03-06&until=2026-03-07").context["found"]


def test_pages_of_the_log(office, django_assert_max_num_queries):
    for number in range(55):
        entry(f"第{number}件", by=accounts.reviewer())
    with django_assert_max_num_queries(8):
        first = office.get("/accounts/audit/?kind=approval")
    assert len(first.context["found"]) == 50
    assert "?kind=approval&amp;page=2" in first.content.decode()
    assert len(office.get("/accounts/audit/?kind=approval&page=2").context["found"]) == 5


def test_the_file_holds_what_was_filtered_and_its_making_is_recorded(office):
    entry("=HYPERLINK(1)")
    entry("导出了", kind=AuditKind.EXPORT)
    entry("别处的事", regions.weibin())
    answer = office.get("/accounts/audit/export/?kind=approval")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff") and "attachment" in answer["Content-Disposition"]
    head, *lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert head[0] == "时间"
    assert [line[5] for line in lines] == ["'=HYPERLINK(1)"]
    newest = AuditEntry.objects.first()
    assert (newest.kind, newest.about) == ("export", "导出操作日志 1 条")
    assert office.get("/accounts/audit/export/?kind=nonsense").status_code == 400


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"])
def test_no_cell_is_a_formula(text):
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("10-1=9") == "10-1=9"


def test_the_admin_shows_it_and_changes_nothing(client):
    stored = entry()
    client.force_login(accounts.administrator(), backend="django.contrib.auth.backends.ModelBackend")
    address = f"/admin/accounts/auditentry/{stored.pk}/change/"
    assert stored.about in client.get(address).content.decode()
    assert client.post(address, {"about": "别的"}).status_code == 403
    assert client.get("/admin/accounts/auditentry/add/").status_code == 403
    assert client.post(f"/admin/accounts/auditentry/{stored.pk}/delete/", {"post": "yes"}).status_code == 403


def test_what_systems_may_do_is_recorded_too():
    from accounts.services import api_keys

    system = api_keys.register_client(name="统计系统", region=regions.yanjin(), scopes=["read:plans"], by=None)
    key, plain = api_keys.issue_key(client=system, by=None)
    administrator = accounts.administrator(regions.yanjin())
    system.scopes, system.is_active = ["read:regions", "read:plans"], False
    for _ in range(2):  # nothing changes the second time
        api_keys.save_client(client=system, by=administrator)
    api_keys.revoke_key(key=key, by=administrator)
    made, issued, changed, revoked = AuditEntry.objects.order_by("pk")
    assert (made.name, made.person, made.region) == ("（命令行）", None, system.region)
    assert key.prefix in issued.about and plain not in issued.about
    assert (changed.person, changed.about) == (
        administrator, "接口客户端 统计系统：接口权限：延津县，所有单位，read:plans、read:regions，每分钟 600 次，停用"
    )  # fmt: skip
    assert revoked.about.endswith(f"吊销接口密钥 {key.prefix}")
