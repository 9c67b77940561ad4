"""Reminders: who gets which, once; letters go out once, and none is lost while the mail server is away."""

from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from accounts.models import AuditEntry, AuditKind
from entry.tasks import remind_of_rounds, send_reminder_mail
from indicators.domain.reminding import Due, due_kind
from indicators.models import Observation, Reminder
from indicators.selectors.reminders import MAIL_DAYS, MAIL_TRIES
from indicators.services import mail, reminders
from tests.factories import accounts
from tests.factories.indicators import RowFactory, answers_for, approved, gdp_row
from tests.factories.rounds import day, open_round_for, reopened


class Away(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("away")


class Refuses(EmailBackend):
    """Takes the connection, refuses the first letter it is given."""

    def send_messages(self, messages):
        if messages[0].to == ["wrong@example.org"]:
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


def backend(settings, one):
    settings.EMAIL_BACKEND = f"{one.__module__}.{one.__qualname__}"


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2026, 2, 28), None),
        (date(2026, 3, 1), Due.OPENED),
        (date(2026, 3, 27), Due.OPENED),
        (date(2026, 3, 28), Due.CLOSING),
        (date(2026, 3, 31), Due.CLOSING),
        (date(2026, 4, 1), Due.OVERDUE),
        (date(2026, 4, 14), Due.OVERDUE),
        (date(2026, 4, 15), None),
    ],
)
def test_what_is_due(today, kind):
    assert due_kind(date(2026, 3, 1), date(2026, 3, 31), today) == kind


@pytest.fixture
def row(db):
    return gdp_row()


@pytest.fixture
def clerk(row):
    person = accounts.clerk(row.units.get())
    person.email = "clerk@example.org"
    person.save()
    return person


def told():
    return sorted(Reminder.objects.values_list("person", "kind"))


def remind(offset=0):
    return reminders.remind_by_the_clock(today=day(offset))


def test_each_kind_once_over_the_life_of_a_round(row, clerk):
    open_round_for(row, 2024, opens=0, closes=10)
    written = [remind(offset) for offset in range(-1, 14)]
    assert [offset - 1 for offset, count in enumerate(written) if count] == [0, 7, 11]
    assert told() == [(clerk.pk, "closing"), (clerk.pk, "opened"), (clerk.pk, "overdue")]
    assert all(row.short_name in text for text in Reminder.objects.values_list("text", flat=True))


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_who_has_handed_in_is_left_alone(row, clerk, state):
    if state == "approved":
        approved(row, 2024, value=200)
    else:
        Observation.objects.create(row=row, year=2024, value=200, state=state, submitted_by=clerk)
    open_round_for(row, 2024)
    assert [remind(0), remind(9), remind(11)] == [0, 0, 0]


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_a_draft_and_a_returned_figure_are_left_to_do(row, clerk, state):
    Observation.objects.create(row=row, year=2024, value=200, state=state, submitted_by=clerk, comment="看")
    open_round_for(row, 2024)
    assert remind() == 1


def test_only_the_people_of_asked_units_who_can_log_in(row, clerk):
    left = accounts.clerk(row.units.get())
    left.is_active = False
    left.save()
    accounts.clerk(accounts.UnitFactory(region=row.plan.region, name="林业局"))
    accounts.reviewer()
    open_round_for(row, 2024)
    remind()
    assert told() == [(clerk.pk, "opened")]


def test_what_no_unit_answers_for_goes_to_reviewers_and_planners(row, clerk):
    nobodys = RowFactory(plan=row.plan, short_name="无主指标")
    people = [accounts.reviewer(), accounts.planner()]
    round = open_round_for(nobodys, 2024)
    keepers = {*people, round.created_by} if round.created_by.role == "reviewer" else set(people)
    remind()
    assert set(Reminder.objects.values_list("person", flat=True)) == {person.pk for person in keepers}


def test_a_row_that_was_reopened_is_not_called_overdue(row, clerk):
    second = RowFactory(plan=row.plan, short_name="第二项")
    answers_for(second, row.units.get())
    open_round_for(row, 2024, closes=-1)
    open_round_for(second, 2024, closes=-1)
    reopened(row, 2024)
    remind()
    text = Reminder.objects.get(kind="overdue").text
    assert "第二项" in text
    assert row.short_name not in text


def test_reminding_by_hand_again_and_again_is_written_down(row, clerk):
    round = open_round_for(row, 2024)
    reviewer = accounts.reviewer()
    for _once in range(2):
        done = reminders.remind_by_hand(round=round, unit_ids=[row.units.get().pk], text="请填", by=reviewer)
        assert done == 1
    assert told() == [(clerk.pk, "by_hand")] * 2
    assert AuditEntry.objects.filter(kind=AuditKind.ROUND, person=reviewer).count() == 2


# --- letters ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def waiting(row, clerk):
    return Reminder.objects.create(round=open_round_for(row, 2024), person=clerk, kind="closing", text="快截止了")


def test_a_letter_says_what_for_whom_and_where(waiting, settings):
    settings.SITE_ADDRESS = "https://jindu.example.org"
    assert mail.send_waiting() == 1
    letter = outbox.outbox[0]
    assert letter.to == ["clerk@example.org"]
    assert letter.subject == f"【规划进度】即将截止：{waiting.round.title}"
    assert "快截止了" in letter.body
    assert f"https://jindu.example.org/entry/?plan={waiting.round.plan_id}&year=2024" in letter.body
    waiting.refresh_from_db()
    assert waiting.emailed_at is not None
    assert mail.send_waiting() == 0
    assert len(outbox.outbox) == 1


def test_without_an_address_of_ours_there_is_no_link(waiting, settings):
    settings.SITE_ADDRESS = ""
    mail.send_waiting()
    assert "http" not in outbox.outbox[0].body


def test_a_title_of_two_lines_sends_one_subject(waiting, settings):
    waiting.round.title = "二〇二四\nBcc: other@example.org"
    waiting.round.save()
    mail.send_waiting()
    assert outbox.outbox[0].subject.endswith("二〇二四 Bcc: other@example.org")
    assert outbox.outbox[0].recipients() == ["clerk@example.org"]


def test_a_server_that_is_away_loses_nothing(waiting, settings):
    working = settings.EMAIL_BACKEND
    backend(settings, Away)
    for _try in range(MAIL_TRIES + 2):
        assert mail.send_waiting() == 0
    waiting.refresh_from_db()
    assert (waiting.emailed_at, waiting.mail_tries) == (None, 0)
    settings.EMAIL_BACKEND = working
    assert mail.send_waiting() == 1


def test_a_letter_that_is_refused_is_tried_a_few_times_and_holds_up_no_other(waiting, clerk, settings):
    backend(settings, Refuses)
    wrong = accounts.clerk(clerk.unit)
    wrong.email = "wrong@example.org"
    wrong.save()
    refused = Reminder.objects.create(round=waiting.round, person=wrong, kind="closing", text="快截止了")
    Reminder.objects.filter(pk=refused.pk).update(sent_at=timezone.now() - timedelta(hours=1))  # the first in the queue
    assert [mail.send_waiting() for _try in range(MAIL_TRIES + 2)] == [1] + [0] * (MAIL_TRIES + 1)
    refused.refresh_from_db()
    assert (refused.emailed_at, refused.mail_tries) == (None, MAIL_TRIES)


def test_old_letters_and_people_without_an_address_are_left(waiting, clerk):
    Reminder.objects.filter(pk=waiting.pk).update(sent_at=timezone.now() - timedelta(days=MAIL_DAYS, minutes=1))
    without = accounts.clerk(clerk.unit)
    Reminder.objects.create(round=waiting.round, person=without, kind="closing", text="快截止了")
    assert mail.send_waiting() == 0


def test_where_no_mail_is_sent_nothing_is_marked_as_sent(waiting, settings):
    settings.SENDS_MAIL = False
    assert mail.send_waiting() == 0
    waiting.refresh_from_db()
    assert waiting.emailed_at is None


def test_the_tasks_write_and_send(row, clerk, settings):
    """The morning's task asks for the letters at once; the sweep then finds nothing left."""
    settings.CELERY_TASK_ALWAYS_EAGER = True
    open_round_for(row, 2024)
    assert remind_of_rounds.apply().get() == 1
    assert remind_of_rounds.apply().get() == 0
    assert send_reminder_mail.apply().get() == 0
    assert len(outbox.outbox) == 1
