"""Two reviewers decide about one figure in the same moment: one wins, the other is told."""

from decimal import Decimal

import pytest

from indicators.models import JobRun, Observation
from tests.at_once import both, logged_in
from tests.factories import accounts
from tests.factories.indicators import on_course_row, submitted

pytestmark = pytest.mark.django_db(transaction=True)


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
