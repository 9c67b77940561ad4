"""The service pages: who comes in, and that every list and form of theirs opens."""

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories import accounts
from tests.house.test_addresses import lasting_things, things  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db

ADMINS = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)


@pytest.mark.parametrize("name", ADMINS)
def test_the_admin(client, things, name):  # noqa: F811
    """A stranger is sent away, a leader sees nothing, planner and administrators get lists and forms without a fault."""
    address = reverse(f"admin:{name}_changelist")
    assert client.get(address).status_code == 302
    people = {**things[0], "administrator of the nation": accounts.administrator()}
    seen = {}
    for who, person in people.items():
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(address)
        seen[who] = answer.status_code
        if answer.status_code == 200:
            found = client.get(address, {"q": "1"})
            assert found.status_code in {200, 302}, "search"
            added = client.get(reverse(f"admin:{name}_add")).status_code
            assert added in {200, 403}
            first = answer.context["cl"].result_list[:1]
            for thing in first:
                assert client.get(reverse(f"admin:{name}_change", args=[thing.pk])).status_code in {200, 302, 403}
    assert set(seen.values()) <= {200, 302, 403}
    assert seen["leader"] in {302, 403}
    assert seen["clerk"] in {302, 403}


def test_the_way_into_the_admin(client, things):  # noqa: F811
    for who, person in things[0].items():
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        status = client.get("/admin/").status_code
        assert status == 200 if person.is_staff else status in {302, 403}, who
