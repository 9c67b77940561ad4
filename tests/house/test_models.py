"""What holds for every model: an admin, a history, words in Chinese, who and when together, no missing migration."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import models

OURS = ("regions", "accounts", "plans", "indicators", "projects", "intake", "exchange", "evaluations", "publicity")
#: Shown in the admin of another model, or to nobody: why.
WITHOUT_ADMIN = {
    "indicators.ResponsibleUnit": "inside the admin of its row",
    "regions.BoundaryShape": "outlines of a map by the thousand; drawn on /map/",
    "accounts.Visit": "when somebody last looked is that person's own business",
    "exchange.Change": "the feed, by the hundred thousand; read at /api/v1/changes/",
    "exchange.Webhook": "on /exchange/webhooks/, where addresses are checked and secrets shown once",
    "exchange.Delivery": "on the page of its webhook",
    "exchange.DeliveryAttempt": "on the page of its delivery",
    "exchange.SentRequest": "answers kept for a week, for whoever sends a request again",
}
#: DESIGN section 3: recomputed or worked off, never edited.
WITHOUT_HISTORY = {
    "indicators.Assessment", "indicators.JobRun",
    "indicators.StatusMove",  # is history itself
    "accounts.Visit",  # the last one counts, and nobody is watched
    "indicators.SavedWorkbook",  # a copy of what was sent last; its figures have their own history
    "accounts.AuditEntry",  # written once: its own trigger refuses change and removal
    "projects.ProblemStep", "projects.Bulletin",  # likewise
    "exchange.Change", "exchange.DeliveryAttempt",  # are history themselves
    "evaluations.PaperFile",  # worked off by the machine
    "exchange.Delivery", "exchange.SentRequest",  # written by the machine, and thrown away after a while
}  # fmt: skip
#: A moment that nobody brings about, or whose person stands elsewhere.
WITHOUT_PERSON = {
    "created_at", "updated_at", "raised_at", "computed_at", "active_at", "started_at", "finished_at", "expires_at",
    "last_used_at", "revoked_at", "emailed_at", "read_at",
    "moved_at", "began_at", "seen_at", "previous_at", "free_at", "next_at",
}  # fmt: skip


def is_history(model) -> bool:
    return any(field.name == "pgh_id" for field in model._meta.fields)


MODELS = [
    model
    for label in OURS
    for model in apps.get_app_config(label).get_models()
    if not is_history(model) and not model._meta.proxy
]
IDS = [model._meta.label for model in MODELS]


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_a_planner_can_look_at_it(model):
    registered = model in admin.site._registry
    assert registered != (model._meta.label in WITHOUT_ADMIN), f"{model._meta.label}: register it or say why not"


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_its_earlier_states_are_kept(model):
    tracked = [other for other in apps.get_models() if is_history(other) and _tracked(other) is model]
    assert bool(tracked) != (model._meta.label in WITHOUT_HISTORY)
    for event in tracked:
        names = {trigger.name for trigger in event._meta.triggers}
        assert any("append_only" in name for name in names), names


def _tracked(event):
    return getattr(event, "pgh_tracked_model", None)


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_its_words_are_chinese_and_translatable(model):
    words = [model._meta.verbose_name, model._meta.verbose_name_plural]
    own = [field for field in model._meta.fields if field.model is model and not isinstance(field, models.AutoField)]
    words += [field.verbose_name for field in own if not (field.name == "id" or field.name in _DJANGOS)]
    for word in words:
        assert re.search(r"[\u4e00-\u9fff]|URL|API", str(word)), f"{model._meta.label}: {word}"
        assert not isinstance(word, str), f"{model._meta.label}: {word} does not go through gettext"


#: Fields of Django's own user, translated by Django.
_DJANGOS = {"password", "last_login", "is_superuser", "username", "is_staff", "is_active", "email", "date_joined"}


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_every_constraint_says_in_chinese_what_is_wrong(model):
    for constraint in model._meta.constraints:
        message = str(constraint.violation_error_message)
        assert re.search(r"[\u4e00-\u9fff]", message), f"{constraint.name}: {message}"


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_who_and_when_come_together(model):
    names = {field.name for field in model._meta.fields}
    people = {name for name in names if name.endswith("_by")}
    alone = {name for name in WITHOUT_PERSON if name.removesuffix("_at") + "_by" not in people}
    moments = {name for name in names if name.endswith("_at")} - alone
    assert {name.removesuffix("_at") for name in moments} == {name.removesuffix("_by") for name in people}


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_figures_are_exact(model):
    inexact = [field.name for field in model._meta.fields if isinstance(field, models.FloatField)]
    assert not inexact


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
