"""How many SQL queries each page takes, page by page, against the committed ledger ``sql_ledger.json``.

A change that makes a page ask more, or less, shows in the ledger's difference: ``LEDGER=write`` before the same command
writes it anew. That the number does not grow with the data is tests/dashboards/test_budget.py's to show.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house.addresses import PAGES
from tests.house.test_addresses import lasting_things, things  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db

LEDGER = Path(__file__).with_name("sql_ledger.json")
#: The most that any page may ask, and the pages whose bar the design sets lower (DESIGN section 6).
MOST, BARS = 45, {"dashboards:overview": 20, "dashboards:region": 15, "dashboards:row": 15, "dashboards:counties": 15}
#: Who opens the page: the first of these that may.
READERS = ("leader", "reviewer", "administrator", "clerk", "planner")


def test_each_page_asks_as_often_as_the_ledger_says(client, things):  # noqa: F811
    people, arguments = things
    counted = {}
    for name, allowed in sorted(PAGES.items()):
        who = next(one for one in READERS if one in allowed)
        client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
        address = reverse(name, args=arguments.get(name, []))
        client.get(address)  # what is remembered between requests is remembered now
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
            b"".join(answer) if answer.streaming else answer.content
        counted[name] = len(captured)
    if os.environ.get("LEDGER") == "write":
        LEDGER.write_text(json.dumps(counted, indent=1) + "\n")
    assert {name: count for name, count in counted.items() if count > BARS.get(name, MOST)} == {}
    assert counted == json.loads(LEDGER.read_text())
