"""The two counties that the tests of the API look at, made anew for each test."""

import pytest
from rest_framework.test import APIClient

from tests.factories import api_world


@pytest.fixture
def stranger():
    return APIClient(raise_request_exception=False)


@pytest.fixture
def yanjin(db):
    return api_world.yanjin()


@pytest.fixture
def xinxiang(db):
    return api_world.xinxiang()
