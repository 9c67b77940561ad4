"""Actions of the matrix of roles at the appraisal of units and at what is released to the public."""

from __future__ import annotations

from django.urls import reverse

from evaluations.domain.appraisal import STATES
from evaluations.models import AppraisalScheme
from publicity.models import Release
from tests.factories import accounts
from tests.factories.publicity import released

_WEIGHTS = {"binding": 50, "expected": 20, "commitments": 15, "projects": 15}


def _read(client, world, **query):
    answer = client.get(reverse("evaluations:appraisal", args=[world.plan.pk]), query)
    return lambda: answer.status_code == 200


def take_along(client, world):
    return _read(client, world, format="xlsx")


def set_weights(client, world):
    form = {f"weight_{part}": weight for part, weight in _WEIGHTS.items()} | {f"score_{code}": 50 for code in STATES}
    address = reverse("evaluations:appraisal-weights", args=[world.plan.pk])
    client.post(address, {**form, "joint": 50, "seen": 0, "reason": "年度考核"})
    return lambda: AppraisalScheme.objects.filter(plan=world.plan).exists()


def _released(world):
    return released(world.plan, by=accounts.administrator(world.plan.region))


def read_released(client, world):
    _released(world)
    page, table = (client.get(f"/public/410726/2021-2025/1/{part}") for part in ("", "indicators.csv"))
    return lambda: (page.status_code, table.status_code) == (200, 200)


def list_releases(client, world):
    answer = client.get(reverse("publicity:releases"))
    return lambda: answer.status_code == 200


def release(client, world):
    address = reverse("publicity:plan", args=[world.plan.pk])
    looked = client.post(address, {"year": 2024, "action": "look"})
    seal = looked.context["seal"] if looked.status_code == 200 else ""
    client.post(address, {"year": 2024, "action": "release", "looked_at": seal})
    return lambda: Release.objects.filter(plan=world.plan).exists()


def withdraw(client, world):
    made = _released(world)
    client.post(reverse("publicity:withdraw", args=[made.pk]), {"reason": "数字有误"})
    return lambda: Release.objects.get(pk=made.pk).withdrawn_at is not None


ACTIONS = {
    "read-appraisal": _read,
    "take-appraisal-along": take_along,
    "set-appraisal-weights": set_weights,
    "read-released": read_released,
    "list-releases": list_releases,
    "release-to-public": release,
    "withdraw-release": withdraw,
}
