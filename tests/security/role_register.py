"""Actions of the matrix of roles at the register of projects: each is tried, and says whether it was done."""

from __future__ import annotations

from django.urls import reverse

from projects.models import LikePair
from projects.services import pairs as service
from projects.services.entries import ProjectEntry, add_projects
from tests.factories import accounts


def _pair(world) -> LikePair:
    """Two entries of the plan that may be the same works, nobody's decision yet."""
    entries = [ProjectEntry(f"专栏{n}", "", "胙城湿地公园", "", "project", n) for n in (1, 2)]
    first, second = add_projects(plan=world.plan, entries=entries)
    return LikePair.objects.get(first=first, second=second)


def _read(name: str):
    def do(client, world):
        _pair(world)
        answer = client.get(reverse(name), {"plan": world.plan.pk})
        return lambda: answer.status_code == 200 and "data-" in answer.content.decode()

    return do


def _decide(client, pair: LikePair) -> None:
    client.post(reverse("projects:pair-decide", args=[pair.pk]), {"decision": "merged-first", "reason": "同名"})


def decide(client, world):
    pair = _pair(world)
    _decide(client, pair)
    return lambda: LikePair.objects.get(pk=pair.pk).second.merged_into_id == pair.first_id


def take_back(client, world):
    pair = _pair(world)
    service.decide(pair=pair, decision="linked", reason="相邻", by=accounts.planner())
    client.post(reverse("projects:pair-undo", args=[pair.pk]), {"reason": "弄错"})
    return lambda: LikePair.objects.get(pk=pair.pk).decision == "open"


def compare_again(client, world):
    _pair(world).delete()
    client.post(reverse("projects:pairs-find"), {"plan": world.plan.pk})
    return lambda: LikePair.objects.filter(first__plan=world.plan).exists()


ACTIONS = {
    "read-boxes": _read("projects:boxes"),
    "read-likely-duplicates": _read("projects:pairs"),
    "decide-likely-duplicate": decide,
    "take-back-decision": take_back,
    "compare-projects-again": compare_again,
}
