"""Actions of the matrix of roles about systems of other bureaus: each is tried, and says whether it was done."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiClient, ApiKey
from accounts.services import api_keys
from exchange.models import Webhook
from exchange.services.webhooks import mark_of_secret
from tests.factories import api, webhooks


def _typed(code: str, **typed: str) -> dict[str, object]:
    return {"name": "新系统", "region": code, "unit": "", "scopes": ["read:plans"], "rate_per_minute": "60"} | typed


def _register(client, code: str):
    client.post(reverse("exchange:client-new"), _typed(code))
    return lambda: ApiClient.objects.filter(name="新系统").exists()


def list_systems(client, world):
    system = api.system(world.plan.region)
    answer = client.get(reverse("exchange:clients"))
    return lambda: answer.status_code == 200 and system.name in answer.content.decode()


def register(client, world):
    return _register(client, world.plan.region.code)


def register_beyond(client, world):
    """A system of the city that the county is part of."""
    return _register(client, world.plan.region.parent.code)


def change(client, world):
    system = api.system(world.plan.region)
    client.post(reverse("exchange:client-edit", args=[system.pk]), _typed(world.plan.region.code, is_active="on"))
    return lambda: ApiClient.objects.get(pk=system.pk).scopes == ["read:plans"]


def issue(client, world):
    system = api.system(world.plan.region)
    client.post(reverse("exchange:key-issue", args=[system.pk]), {"days": "90", "newest": "0"})
    return lambda: ApiKey.objects.filter(client=system).exists()


def replace(client, world):
    key, _plain = api_keys.issue_key(client=api.system(world.plan.region), by=None)
    client.post(reverse("exchange:key-rotate", args=[key.pk]), {"overlap": "0", "days": "90", "newest": key.pk})
    return lambda: ApiKey.objects.filter(client=key.client).count() == 2


def revoke(client, world):
    key, _plain = api_keys.issue_key(client=api.system(world.plan.region), by=None)
    client.post(reverse("exchange:key-revoke", args=[key.pk]))
    return lambda: ApiKey.objects.get(pk=key.pk).revoked_at is not None


# --- webhooks ---------------------------------------------------------------------------------------------------------
HOST = "hub.gov.cn"  # config/settings_test.py


def _hook(world) -> Webhook:
    return webhooks.webhook(api.system(world.plan.region), address=f"https://{HOST}/")


def list_webhooks(client, world):
    hook = _hook(world)
    answer = client.get(reverse("exchange:webhooks"))
    return lambda: answer.status_code == 200 and hook.address in answer.content.decode()


def register_webhook(client, world):
    system = _hook(world).client
    given = {"address": f"https://{HOST}/new", "kinds": ["figure.approved"]}
    client.post(reverse("exchange:webhook-new", args=[system.pk]), given)
    return lambda: system.webhooks.count() == 2


def _at_webhook(name: str, done, **given):
    def do(client, world):
        hook = _hook(world)
        sent = given | {"mark": mark_of_secret(hook)}
        client.post(reverse(f"exchange:webhook-{name}", args=[hook.pk]), sent)
        return lambda: done(hook, Webhook.objects.get(pk=hook.pk))

    return do


def replay(client, world):
    ended = {"state": "given_up", "finished_at": timezone.now()}
    one = webhooks.delivery(_hook(world), due=None, **ended)
    client.post(reverse("exchange:delivery-replay", args=[one.pk]))
    return one.replayed.exists


WEBHOOKS = {
    "list-webhooks": list_webhooks,
    "register-webhook": register_webhook,
    "change-webhook": _at_webhook(
        "edit", lambda _hook, now: now.kinds == ["round.opened"], address=f"https://{HOST}/", kinds=["round.opened"]
    ),
    "renew-webhook-secret": _at_webhook("secret", lambda hook, now: now.salt != hook.salt),
    "switch-webhook-off": _at_webhook("switch", lambda _hook, now: not now.is_active, on="0"),
    "try-webhook": _at_webhook("ping", lambda hook, _now: hook.deliveries.exists()),
    "replay-delivery": replay,
}
ACTIONS = {
    **WEBHOOKS,
    "list-systems": list_systems,
    "register-system": register,
    "register-system-beyond-scope": register_beyond,
    "change-system": change,
    "issue-api-key": issue,
    "replace-api-key": replace,
    "revoke-api-key": revoke,
}
