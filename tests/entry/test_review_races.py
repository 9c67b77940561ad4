"""Two reviewers decide about one figure in the same moment: one wins, the other is told."""

import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

from indicators.models import JobRun, Observation
from tests.factories import accounts
from tests.factories.indicators import on_course_row, submitted

pytestmark = pytest.mark.django_db(transaction=True)


def both(first, second):
    """Run two requests at once; their answers."""
    answers, ready = {}, threading.Barrier(2)

    def run(name, ask):
        try:
            ready.wait()
            answers[name] = ask()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in (("first", first), ("second", second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def logged_in(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def figure():
    return submitted(on_course_row(), 2024, value=Decimal(139))


@pytest.mark.parametrize("other", ["approve", "return"])
def test_one_decision_wins(figure, other):
    people = [logged_in(accounts.reviewer()) for _ in range(2)]
    data = {"lock": figure.lock}
    answers = both(
        lambda: people[0].post(f"/review/{figure.pk}/", {**data, "action": "approve"}),
        lambda: people[1].post(
            f"/review/{figure.pk}/", {**data, "action": other, **({"comment": "请核对"} if other == "return" else {})}
        ),
    )
    assert sorted(one.status_code for one in answers.values()) == [302, 409]
    stored = Observation.objects.get(pk=figure.pk)
    assert stored.lock == figure.lock + 1
    won = "approve" if stored.state == "approved" else "return"
    assert JobRun.objects.count() == (won == "approve")
    lost = next(one for one in answers.values() if one.status_code == 409)
    assert "他人已保存" in lost.content.decode()


def test_together_and_alone_at_once(figure):
    one, two = (logged_in(accounts.reviewer()) for _ in range(2))
    answers = both(
        lambda: one.post("/review/bulk/", {"figure": f"{figure.pk}:{figure.lock}", "confirmed": "1"}, follow=True),
        lambda: two.post(f"/review/{figure.pk}/", {"action": "approve", "lock": figure.lock}),
    )
    text = answers["first"].content.decode()
    if answers["second"].status_code == 302:
        assert "没有通过" in text
        assert "已通过 1 条" not in text
    else:
        assert answers["second"].status_code == 409
        assert "已通过 1 条" in text
    assert Observation.objects.filter(pk=figure.pk, state="approved").count() == 1
