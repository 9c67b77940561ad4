"""Actions of the matrix of roles about systems of other bureaus: each is tried, and says whether it was done."""

from __future__ import annotations

from django.urls import reverse

from accounts.models import ApiClient, ApiKey
from accounts.services import api_keys
from tests.factories import api


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


ACTIONS = {
    "list-systems": list_systems,
    "register-system": register,
    "register-system-beyond-scope": register_beyond,
    "change-system": change,
    "issue-api-key": issue,
    "replace-api-key": replace,
    "revoke-api-key": revoke,
}
