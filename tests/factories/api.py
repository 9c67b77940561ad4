"""API clients with a key, ready to call."""

from itertools import count

from rest_framework.test import APIClient

from accounts.models import ApiClient as System
from accounts.services import api_keys
from tests.factories import regions

_numbers = count(1)


def system(region=None, *, scopes=api_keys.READ_SCOPES, unit=None, **fields) -> System:
    """Another bureau's system, by default of Yanjin with every scope."""
    name = f"系统 {next(_numbers)}"
    return System.objects.create(name=name, region=region or regions.yanjin(), scopes=list(scopes), unit=unit, **fields)


def with_key(plain: str) -> APIClient:
    """An HTTP client that shows this key. Errors of the server are answers, not exceptions of the test."""
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
    return client


def caller(region=None, **fields) -> APIClient:
    """An HTTP client with a new key of a new system."""
    _key, plain = api_keys.issue_key(client=system(region, **fields), by=None)
    return with_key(plain)
