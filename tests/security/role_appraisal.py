"""Actions of the matrix of roles at the appraisal of units and at what is released to the public."""

from __future__ import annotations

from django.urls import reverse

from evaluations.domain.appraisal import STATES
from evaluations.models import AppraisalScheme

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


ACTIONS = {"read-appraisal": _read, "take-appraisal-along": take_along, "set-appraisal-weights": set_weights}
