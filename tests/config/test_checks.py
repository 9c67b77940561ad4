import pytest

from config import checks

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def ids(messages):
    return [message.id for message in messages]


@pytest.fixture
def production(settings):
    settings.DEPLOYMENT = "production"
    settings.DEBUG = False
    settings.SECRET_KEY = "k" * 50
    settings.ALLOWED_HOSTS = ["jindu.example.gov.cn"]
    return settings


def test_a_sound_production_has_no_finding(production):
    assert ids(checks.production_settings(None) + checks.production_hosts(None)) == []


def test_debug_in_production_is_an_error(production):
    production.DEBUG = True
    assert ids(checks.production_settings(None)) == ["config.E001"]


def test_a_short_secret_in_production_is_an_error(production):
    production.SECRET_KEY = "k" * 49
    assert ids(checks.production_settings(None)) == ["config.E002"]


@pytest.mark.parametrize("hosts", [[], ["*"], ["a.example", "*"]])
def test_production_must_know_its_names(production, hosts):
    production.ALLOWED_HOSTS = hosts
    assert ids(checks.production_hosts(None)) == ["config.E003"]


def test_a_local_run_is_not_asked(production):
    production.DEPLOYMENT, production.DEBUG, production.ALLOWED_HOSTS = "local", True, []
    assert ids(checks.production_settings(None) + checks.production_hosts(None)) == []


@pytest.mark.django_db
def test_the_database_of_the_tests_is_the_one_we_support(monkeypatch):
    assert ids(checks.postgresql_major(None, databases=["default"])) == []
    monkeypatch.setattr(checks, "POSTGRESQL_MAJOR", 19)
    assert ids(checks.postgresql_major(None, databases=["default"])) == ["config.E004"]


def test_a_missing_redis_is_a_warning(settings):
    assert ids(checks.redis_reachable(None)) == []
    settings.REDIS_URL = NOBODY_LISTENS
    assert ids(checks.redis_reachable(None)) == ["config.W006"]
