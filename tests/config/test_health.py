import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def test_healthz_answers_without_log_in_and_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_reports_each_part(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "migrations": "ok", "redis": "ok"}


@pytest.mark.django_db
def test_readyz_stays_ready_without_redis(client, settings):
    settings.REDIS_URL = NOBODY_LISTENS
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["redis"] == "failed"


@pytest.mark.django_db
def test_readyz_waits_for_migrations(client):
    MigrationRecorder(connection).migration_qs.filter(app="sessions").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "failed"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading_is_allowed(client, path):
    assert client.post(path).status_code == 405


def test_the_content_security_policy_allows_nothing_inline_and_no_other_host(client):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db
def test_a_page_without_a_mark_asks_for_log_in(client):
    answer = client.get("/admin/")
    assert answer.status_code == 302
