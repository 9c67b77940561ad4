"""Keys of a system that is writing at this moment: its transaction names the system, and nobody waits for it."""

from contextlib import closing

import pytest
from django.db import connection, connections

from accounts.services import api_keys
from tests.factories import api

pytestmark = pytest.mark.django_db(transaction=True)


def test_keys_are_issued_and_revoked_while_a_bulk_put_is_under_way():
    client = api.system()
    key, _plain = api_keys.issue_key(client=client, by=None)
    with closing(connections["default"].copy()) as other:
        other.set_autocommit(False)
        other.cursor().execute("SELECT 1 FROM accounts_apiclient WHERE id = %s FOR KEY SHARE", [client.pk])
        connection.cursor().execute("SET lock_timeout TO '2s'")
        try:
            api_keys.issue_key(client=client, by=None)
            assert api_keys.revoke_key(key=key, by=None).revoked_at is not None
        finally:
            connection.cursor().execute("SET lock_timeout TO DEFAULT")
            other.rollback()
