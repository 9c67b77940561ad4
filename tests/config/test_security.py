import pytest

from config import security


@pytest.mark.parametrize(
    ("count", "forwarded", "expected"),
    [
        (0, None, "10.0.0.9"),
        (0, "1.2.3.4", "10.0.0.9"),  # nobody in front of us: the header is the client's own invention
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # the first one was written by the client
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.8", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.9"),  # a call that passed by the outer proxy
        (1, " , ", "10.0.0.9"),
    ],
)
def test_the_address_of_a_client_is_the_one_our_own_proxy_saw(rf, settings, count, forwarded, expected):
    settings.PROXY_COUNT = count
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert security.client_address(rf.get("/", REMOTE_ADDR="10.0.0.9", **extra)) == expected


@pytest.mark.django_db
def test_guessing_locks_out_one_person_at_one_address(client, settings):
    settings.AXES_FAILURE_LIMIT = 3
    credentials = {"username": "someone", "password": "wrong"}
    answers = [client.post("/accounts/login/", credentials).status_code for _ in range(4)]
    assert answers == [200, 200, 429, 429]
    elsewhere = client.post("/accounts/login/", credentials, REMOTE_ADDR="10.0.0.7")
    assert elsewhere.status_code == 200


def test_cookies_travel_in_the_clear_only_without_https():
    assert security.transport(https=True)["SESSION_COOKIE_SECURE"] is True
    assert security.transport(https=True)["SECURE_HSTS_SECONDS"] > 0
    assert security.transport(https=False)["SECURE_SSL_REDIRECT"] is False
    assert "SECURE_PROXY_SSL_HEADER" not in security.transport(https=False)
