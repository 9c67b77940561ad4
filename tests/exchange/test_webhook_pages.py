"""The pages of webhooks: what an administrator sees and sends; who may, tests/security tries."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from exchange.models import Delivery, DeliveryState, Webhook
from tests.factories import accounts, api, regions, webhooks

pytestmark = pytest.mark.django_db

ADDRESS = "https://hub.gov.cn/hooks/"  # config/settings_test.py names the host


@pytest.fixture(scope="module")
def lasting_world(lasting):
    with lasting():
        system = api.system(scopes=["read:observations"])
        return system.pk, accounts.administrator(regions.yanjin())


@pytest.fixture
def system(lasting_world):
    return lasting_world[0]


@pytest.fixture
def desk(client, lasting_world):
    client.force_login(lasting_world[1], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def hook(system):
    return webhooks.webhook(api.System.objects.get(pk=system), address=ADDRESS, kinds=["figure.approved"])


def register(desk, system, **given):
    return desk.post(
        reverse("exchange:webhook-new", args=[system]), {"address": ADDRESS, "kinds": ["figure.approved"]} | given
    )


def secret_in(answer):
    found = re.findall(r"jdw_[0-9a-f]{64}", answer.content.decode())
    return found[0] if found else None


def test_the_secret_is_shown_once_and_kept_by_no_browser(desk, system):
    answer = register(desk, system)
    assert secret_in(answer)
    assert "no-store" in answer["Cache-Control"]
    again = register(desk, system)  # the same form, loaded again
    assert (again.status_code, secret_in(again)) == (422, None)
    assert "该系统已登记这个地址" in again.content.decode()
    assert Webhook.objects.count() == 1
    page = desk.get(reverse("exchange:webhook", args=[Webhook.objects.get().pk]))
    assert secret_in(page) is None
    assert ADDRESS in desk.get(reverse("exchange:client", args=[system])).content.decode()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"address": "https://other.gov.cn/"}, "服务器不允许向这个主机和端口推送"),
        ({"address": "https://user@hub.gov.cn/"}, "请写完整地址"),
        ({"kinds": []}, "至少选一种事件"),
        ({"kinds": ["status.changed"]}, "read:assessments"),
    ],
)
def test_a_form_that_is_wrong_says_where(desk, system, given, told):
    answer = register(desk, system, **given)
    assert answer.status_code == 422
    [errors] = re.findall(r'<ul class="errors".*?</ul>', answer.content.decode(), re.DOTALL)
    assert told in errors
    assert not Webhook.objects.exists()


def test_it_is_changed(desk, hook):
    address = reverse("exchange:webhook-edit", args=[hook.pk])
    assert f'value="{ADDRESS}"' in desk.get(address).content.decode()
    given = {"address": ADDRESS + "2/", "kinds": ["round.opened"]}
    assert desk.post(address, given).status_code == 302
    hook.refresh_from_db()
    assert (hook.address, hook.kinds) == (ADDRESS + "2/", ["round.opened"])


def test_another_secret_and_the_form_sent_twice(desk, hook):
    page = desk.get(reverse("exchange:webhook", args=[hook.pk])).content.decode()
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', page)[1]
    address = reverse("exchange:webhook-secret", args=[hook.pk])
    answer = desk.post(address, {"mark": mark})
    assert secret_in(answer)
    assert "no-store" in answer["Cache-Control"]
    again = desk.post(address, {"mark": mark}, follow=True)
    assert secret_in(again) is None
    assert "刚才已换过密钥" in again.content.decode()


def test_off_and_on(desk, hook):
    address = reverse("exchange:webhook-switch", args=[hook.pk])
    desk.post(address, {"on": "0"})
    page = desk.get(reverse("exchange:webhook", args=[hook.pk])).content.decode()
    assert "发送测试" not in page
    assert "这个推送已停用" in desk.post(reverse("exchange:webhook-ping", args=[hook.pk]), follow=True).content.decode()
    assert not Delivery.objects.exists()
    desk.post(address, {"on": "1"})
    assert Webhook.objects.get(pk=hook.pk).is_active


def test_a_test_and_a_replay_are_sent_after_the_commit(desk, hook, django_capture_on_commit_callbacks, monkeypatch):
    sent = []
    monkeypatch.setattr("exchange.tasks.send_delivery.delay", sent.append)
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(reverse("exchange:webhook-ping", args=[hook.pk]))
    made = Delivery.objects.get()
    assert answer.url == reverse("exchange:delivery", args=[made.pk])
    assert sent == [made.pk]
    assert "还在进行" in desk.post(reverse("exchange:delivery-replay", args=[made.pk]), follow=True).content.decode()
    ended = {"state": DeliveryState.GIVEN_UP, "next_at": None, "finished_at": timezone.now()}
    Delivery.objects.update(**ended)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("exchange:delivery-replay", args=[made.pk]))
    assert sent == [made.pk, made.replayed.get().pk]


def test_deliveries_by_state_with_their_tries(desk, hook):
    now = timezone.now()
    waiting = webhooks.delivery(hook, due=now, body={"data": {"name": "等着的"}})
    lost = webhooks.delivery(
        hook, due=None, state="given_up", finished_at=now, attempts=2, body={"data": {"name": "<丢了>", "year": 2024}}
    )
    lost.log.create(at=now, status=302, error="redirect", milliseconds=12)
    lost.log.create(at=now, error="private_address", milliseconds=3)
    address = reverse("exchange:webhook", args=[hook.pk])
    page = desk.get(address).content.decode()
    assert "等着的" in page
    assert "&lt;丢了&gt; · 2024" in page
    only = desk.get(address, {"state": "given_up"}).content.decode()
    assert "等着的" not in only
    assert "主机名指向内部网络地址" in only
    one = desk.get(reverse("exchange:delivery", args=[lost.pk])).content.decode()
    assert "对方要求转到别处，未跟随（302）" in one
    assert "&quot;year&quot;: 2024" in one
    assert "重发" in one
    assert "重发" not in desk.get(reverse("exchange:delivery", args=[waiting.pk])).content.decode()


@pytest.mark.parametrize("hosts", [[], ["elsewhere.gov.cn"]])
def test_a_host_that_is_allowed_no_more_is_seen(desk, hook, settings, hosts):
    settings.WEBHOOK_HOSTS = hosts
    page = desk.get(reverse("exchange:webhooks")).content.decode()
    assert "不能推送" in page
    assert ("服务器还不允许向任何主机推送" in page) is (not hosts)


def test_what_lies_outside_is_not_there(client, hook):
    one = webhooks.delivery(hook, due=timezone.now())
    client.force_login(accounts.administrator(regions.weibin()), backend="django.contrib.auth.backends.ModelBackend")
    assert ADDRESS not in client.get(reverse("exchange:webhooks")).content.decode()
    for name, pk in (("webhook", hook.pk), ("webhook-edit", hook.pk), ("delivery", one.pk)):
        assert client.get(reverse(f"exchange:{name}", args=[pk])).status_code == 404
        assert client.get(reverse(f"exchange:{name}", args=[10**9])).status_code == 404
    assert client.get(reverse("exchange:webhook-new", args=[hook.client_id])).status_code == 404


def test_the_same_statements_however_many_deliveries(desk, hook, django_assert_max_num_queries):
    for _one in range(20):
        webhooks.delivery(hook, due=timezone.now()).log.create(at=timezone.now(), status=204, milliseconds=1)
    with django_assert_max_num_queries(10):
        desk.get(reverse("exchange:webhook", args=[hook.pk]))
