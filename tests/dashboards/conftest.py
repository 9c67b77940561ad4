"""A plan and people for the pages of leaders."""

import pytest

from tests.factories import accounts, sample_plan


@pytest.fixture
def plan(db):
    return sample_plan.yanjin_plan()


@pytest.fixture
def leader(client, db):
    """A leader of Yanjin, logged in."""
    user = accounts.leader()
    client.force_login(user)
    return user
