"""A plan and people for what is taken along on paper."""

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
