"""Actions of the matrix of roles at reporting rounds: each is tried, and says whether it was done."""

from __future__ import annotations

from django.urls import reverse

from entry.forms.rounds import ask_word
from indicators.models import Reminder, Reopening, ReportingRound
from tests.factories import accounts
from tests.factories.rounds import day


def _round_given(world) -> dict:
    return {"title": "另一次填报", "opens_on": day(), "closes_on": day(5), "note": "", "lock": world.round.lock,
            "asks": [ask_word((world.row.pk, world.unit.pk))]}  # fmt: skip


def open_round(client, world):
    address = reverse("entry:round-new") + f"?plan={world.plan.pk}&year=2024"
    client.post(address, {**_round_given(world), "plan": world.plan.pk, "year": 2024})
    return lambda: ReportingRound.objects.filter(plan=world.plan, year=2024).exists()


def change_round(client, world):
    client.post(reverse("entry:round-edit", args=[world.round.pk]), _round_given(world))
    return lambda: ReportingRound.objects.get(pk=world.round.pk).title == "另一次填报"


def reopen(client, world):
    given = {"row": world.row.pk, "closes_on": day(3), "reason": "更正"}
    client.post(reverse("entry:round-reopen", args=[world.round.pk]), given)
    return lambda: Reopening.objects.filter(round=world.round, row=world.row).exists()


def remind(client, world):
    accounts.clerk(world.unit)
    given = {"units": [world.unit.pk], "text": "请尽快填报"}
    client.post(reverse("entry:round-remind", args=[world.round.pk]), given)
    return lambda: Reminder.objects.filter(round=world.round, kind="by_hand").exists()


ACTIONS = {"open-round": open_round, "change-round": change_round, "reopen-round": reopen, "remind-units": remind}
