"""Webhooks as administrators set them up: registered, changed, tried, replayed, switched; each of it in the audit log."""

import copy
import re
import socket
import subprocess
import sys
import time

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEntry
from exchange.domain.signing import secret_of
from exchange.models import Change, Delivery, DeliveryState, Webhook
from exchange.services import delivering, webhooks
from exchange.services.numbering import number_all_changes
from tests.factories import accounts, api, regions
from tests.factories import webhooks as factory
from tests.factories.indicators import approved, gdp_row

pytestmark = pytest.mark.django_db

ADDRESS = "https://hub.gov.cn/hooks/"
EVERYTHING = factory.EVERYTHING


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.WEBHOOK_HOSTS = ["hub.gov.cn"]


@pytest.fixture(scope="module")
def lasting_people(lasting):
    with lasting():
        return api.system(), accounts.administrator(regions.yanjin())


@pytest.fixture
def client_of_yanjin(lasting_people):
    return copy.copy(lasting_people[0])


@pytest.fixture
def by(lasting_people):
    return lasting_people[1]


@pytest.fixture
def hook(client_of_yanjin):
    return factory.webhook(client_of_yanjin, address=ADDRESS)


def last_entry():
    return AuditEntry.objects.order_by("-pk").first()


def test_registering_shows_the_secret_once_and_stores_it_nowhere(client_of_yanjin, by, settings):
    made, secret = webhooks.register(client=client_of_yanjin, address=f" {ADDRESS} ", kinds=EVERYTHING, by=by)
    made.refresh_from_db()
    assert (made.address, made.kinds) == (ADDRESS, sorted(EVERYTHING))
    assert secret == secret_of(settings.SECRET_KEY, made.salt)
    with connection.cursor() as cursor:
        cursor.execute("SELECT w::text FROM exchange_webhook w UNION ALL SELECT e::text FROM exchange_webhookevent e")
        stored = " ".join(line for (line,) in cursor.fetchall())
    assert secret not in stored
    assert secret.removeprefix("jdw_") not in stored
    assert (last_entry().person, last_entry().region) == (by, client_of_yanjin.region)
    assert ADDRESS in last_entry().about
    assert secret not in last_entry().about


def test_it_is_told_of_what_happens_from_then_on(client_of_yanjin, by):
    row = gdp_row()
    approved(row, 2022, value=1)  # committed, and numbered by nobody yet
    made, _secret = webhooks.register(client=client_of_yanjin, address=ADDRESS, kinds=EVERYTHING, by=by)
    number_all_changes()
    assert made.position > 0
    assert not Change.objects.filter(position__gt=made.position).exists()


@pytest.mark.parametrize(
    ("address", "kinds", "field"),
    [
        ("https://other.gov.cn/", EVERYTHING, "address"),
        ("http://hub.gov.cn/", EVERYTHING, "address"),
        ("https://hub.gov.cn:8443/", EVERYTHING, "address"),
        ("https://hub.gov.cn./", EVERYTHING, "address"),
        ("", EVERYTHING, "address"),
        (ADDRESS, [], "kinds"),
        (ADDRESS, ["figure.deleted"], "kinds"),
    ],
)
def test_what_is_refused_writes_nothing(client_of_yanjin, by, hook, address, kinds, field):
    with pytest.raises(ValidationError) as refused:
        webhooks.register(client=client_of_yanjin, address=address, kinds=kinds, by=by)
    assert field in refused.value.message_dict
    assert all(re.search("[\u4e00-\u9fff]", text) for text in refused.value.messages)
    with pytest.raises(ValidationError):
        webhooks.change(webhook=hook, address=address, kinds=kinds, by=by)
    assert list(Webhook.objects.values_list("address", "kinds")) == [(ADDRESS, EVERYTHING)]


def test_the_same_address_twice(client_of_yanjin, by, hook):
    with pytest.raises(ValidationError, match="该系统已登记这个地址"):
        webhooks.register(client=client_of_yanjin, address=ADDRESS, kinds=EVERYTHING, by=by)


def test_an_event_that_the_system_may_not_read(by):
    client = api.system(scopes=["read:observations"])
    with pytest.raises(ValidationError, match="read:assessments") as refused:
        webhooks.register(client=client, address=ADDRESS, kinds=EVERYTHING, by=by)
    assert list(refused.value.message_dict) == ["kinds"]
    webhooks.register(client=client, address=ADDRESS, kinds=["figure.approved", "round.opened"], by=by)


def test_another_secret_makes_one_only(hook, by, settings):
    mark, before = webhooks.mark_of_secret(hook), secret_of(settings.SECRET_KEY, hook.salt)
    secret = webhooks.renew_secret(webhook=hook, mark=mark, by=by)
    hook.refresh_from_db()
    assert secret == secret_of(settings.SECRET_KEY, hook.salt) != before
    assert "更换推送密钥" in last_entry().about
    with pytest.raises(ValidationError, match="刚才已换过密钥"):
        webhooks.renew_secret(webhook=hook, mark=mark, by=by)
    assert Webhook.objects.get(pk=hook.pk).salt == hook.salt


def test_off_and_on_again(hook, by):
    webhooks.switch(webhook=hook, on=False, by=by)
    assert "停用事件推送" in last_entry().about
    factory.change(gdp_row(), position=10_000_000)
    webhooks.switch(webhook=hook, on=True, by=by)
    hook.refresh_from_db()
    assert hook.is_active
    assert hook.position >= 10_000_000  # what happened meanwhile is not told
    number = AuditEntry.objects.count()
    webhooks.switch(webhook=hook, on=True, by=by)
    assert AuditEntry.objects.count() == number


def test_a_replay_says_the_same_under_the_same_id(hook, by):
    one = factory.delivery(hook, due=timezone.now())
    with pytest.raises(ValidationError, match="还在进行"):
        webhooks.replay(delivery=one, by=by)
    ended = {"state": DeliveryState.GIVEN_UP, "next_at": None, "finished_at": timezone.now()}
    Delivery.objects.filter(pk=one.pk).update(**ended)
    one.refresh_from_db()
    again = webhooks.replay(delivery=one, by=by)
    assert (again.event, again.kind, again.body, again.replays) == (one.event, one.kind, one.body, one)
    assert again.state == DeliveryState.WAITING
    assert one.event in last_entry().about
    Delivery.objects.filter(pk=again.pk).update(**ended)
    again.refresh_from_db()
    assert webhooks.replay(delivery=again, by=by).replays == one  # the first, not a chain


@pytest.mark.parametrize("off", ["webhook", "client"])
def test_nothing_is_tried_while_it_is_off(hook, by, off):
    thing = hook if off == "webhook" else hook.client
    thing.is_active = False
    with pytest.raises(ValidationError, match="已停用"):
        webhooks.ping(webhook=hook, by=by)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "reviewer", "planner", "leader", "administrator of a neighbour"])
def test_others_are_refused(client_of_yanjin, hook, who):
    by = accounts.administrator(regions.weibin()) if " " in who else getattr(accounts, who)()
    one = factory.delivery(hook, due=timezone.now(), state="given_up", next_at=None, finished_at=timezone.now())
    tries = (
        lambda: webhooks.register(client=client_of_yanjin, address="https://hub.gov.cn/2", kinds=EVERYTHING, by=by),
        lambda: webhooks.change(webhook=hook, address=ADDRESS, kinds=EVERYTHING[:1], by=by),
        lambda: webhooks.renew_secret(webhook=hook, mark=webhooks.mark_of_secret(hook), by=by),
        lambda: webhooks.switch(webhook=hook, on=False, by=by),
        lambda: webhooks.ping(webhook=hook, by=by),
        lambda: webhooks.replay(delivery=one, by=by),
    )
    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()
    assert Delivery.objects.count() == 1
    assert Webhook.objects.get().kinds == EVERYTHING


def test_the_receiver_of_the_documentation(client_of_yanjin, by, settings, tmp_path):
    """The program that docs/webhooks.md shows, as it stands there, with its port and the secret filled in."""
    text = (settings.BASE_DIR / "docs" / "webhooks.md").read_text()
    [program] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    settings.WEBHOOK_PRIVATE_HOSTS = [f"127.0.0.1:{(port := _free_port())}"]
    made, secret = webhooks.register(
        client=client_of_yanjin, address=f"http://127.0.0.1:{port}/", kinds=EVERYTHING, by=by
    )
    program = program.replace("jdw_...", secret).replace("9000", str(port))
    (tmp_path / "receiver.py").write_text(program)
    running = subprocess.Popen([sys.executable, "-W", "error", tmp_path / "receiver.py"], stderr=subprocess.DEVNULL)
    try:
        _until_it_listens(port)
        ping = webhooks.ping(webhook=made, by=by)
        assert delivering.send_one(delivery_id=ping.pk) is True
        Webhook.objects.update(salt="another")
        ping = webhooks.ping(webhook=made, by=by)
        assert delivering.send_one(delivery_id=ping.pk) is False
        assert ping.log.get().status == 401
    finally:
        running.kill()
        running.wait(10)


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


def _until_it_listens(port):
    for _turn in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the receiver does not listen")
