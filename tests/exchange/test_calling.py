"""Calling receivers: real servers on this machine, good and bad, and name servers that change their mind."""

import socket
import time

import pytest

from exchange.services import calling
from tests.factories import receivers

BODY = '{"数据":1}'.encode()
HEADERS = {"Content-Type": "application/json", "X-Jindu-Event": "ping"}


@pytest.fixture
def receiver():
    with receivers.receiver() as one:
        yield one


@pytest.fixture
def own(settings, receiver):
    """The receiver, which may be called."""
    settings.WEBHOOK_PRIVATE_HOSTS = [receiver.place]
    return receiver


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(calling, "STEP", 0.3)
    monkeypatch.setattr(calling, "WHOLE", 0.6)


def call(address):
    return calling.call(address=address, headers=HEADERS, body=BODY)


def of(outcome):
    return outcome.status, outcome.error


@pytest.fixture
def names(monkeypatch):
    """``names.leads(host, *addresses)``; another set of addresses for each time that it is asked. Counts the questions."""

    class Names:
        asked = 0
        answers: list = []

        def leads(self, *answers):
            self.answers = list(answers)

        def look_up(self, host, port, *args, **kwargs):
            if host[0].isdigit() or ":" in host:  # a number is its own address
                return real(host, port, *args, **kwargs)
            self.asked += 1
            found = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            if not found:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            families = [socket.AF_INET6 if ":" in one else socket.AF_INET for one in found]
            return [(of, socket.SOCK_STREAM, 6, "", (one, port)) for of, one in zip(families, found, strict=True)]

    real, ours = socket.getaddrinfo, Names()
    monkeypatch.setattr(socket, "getaddrinfo", ours.look_up)
    return ours


def test_what_is_sent(own):
    assert of(call(own.address)) == (204, "")
    [(path, headers, body)] = own.got
    assert (path, body) == ("/hooks/?from=jindu", BODY)
    assert headers["Host"] == own.place
    assert headers["X-Jindu-Event"] == "ping"
    assert headers["Content-Length"] == str(len(BODY))


@pytest.mark.parametrize("status", [400, 404, 410, 500, 503])
def test_an_answer_that_is_no_yes(own, status):
    own.answers = [status]
    assert of(call(own.address)) == (status, "status")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(own, settings, status):
    with receivers.receiver() as elsewhere:
        settings.WEBHOOK_PRIVATE_HOSTS = [own.place, elsewhere.place]
        own.answers, own.headers = [status], {"Location": elsewhere.address}
        assert of(call(own.address)) == (status, "redirect")
        assert len(own.got) == 1
        assert elsewhere.got == []


def test_a_host_that_is_not_in_the_list(receiver, settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1:1"]
    assert of(call(receiver.address)) == (None, "host_not_allowed")
    assert of(call(f"http://127.0.0.1.:{receiver.port}/")) == (None, "address_writing")
    assert receiver.got == []


def test_a_public_host_is_called_by_tls_alone(settings, receiver):
    settings.WEBHOOK_HOSTS = [f"hub.gov.cn:{receiver.port}"]
    assert of(call(f"http://hub.gov.cn:{receiver.port}/")) == (None, "not_encrypted")


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["10.0.0.1"], ["8.8.8.8", "127.0.0.1"]]
)
def test_a_name_that_leads_inside(settings, receiver, names, found):
    settings.WEBHOOK_HOSTS = [f"hub.gov.cn:{receiver.port}"]
    names.leads(found)
    assert of(call(f"https://hub.gov.cn:{receiver.port}/")) == (None, "private_address")
    assert receiver.got == []


def test_a_private_name_does_not_lead_to_this_machine(settings, receiver, names):
    settings.WEBHOOK_PRIVATE_HOSTS = [f"inner:{receiver.port}"]
    names.leads(["127.0.0.1"])
    assert of(call(f"http://inner:{receiver.port}/")) == (None, "private_address")
    assert receiver.got == []


def test_a_name_is_asked_for_once_and_what_was_checked_is_called(settings, own, names, monkeypatch):
    """Between the check and the call the name leads elsewhere: the connection goes where the check looked."""
    settings.WEBHOOK_PRIVATE_HOSTS = [f"inner:{own.port}"]
    names.leads(["192.168.7.7"], ["127.0.0.1"])
    called = []

    def connect(address, *args, **kwargs):
        called.append(address)
        return socket.create_connection(("127.0.0.1", own.port))

    monkeypatch.setattr(calling, "create_connection", connect)
    assert of(call(f"http://inner:{own.port}/")) == (204, "")
    assert called == [("192.168.7.7", own.port)]
    assert names.asked == 1
    assert own.got[0][1]["Host"] == f"inner:{own.port}"


def test_the_next_address_where_one_does_not_answer(settings, own, names, monkeypatch):
    settings.WEBHOOK_PRIVATE_HOSTS = [f"localhost:{own.port}"]
    names.leads(["::1", "127.0.0.1"])  # the receiver listens on the second alone
    assert of(call(f"http://localhost:{own.port}/")) == (204, "")
    assert names.asked == 1


def test_a_name_that_nobody_knows(settings, names):
    settings.WEBHOOK_HOSTS = ["hub.gov.cn"]
    names.leads([])
    assert of(call("https://hub.gov.cn/")) == (None, "name_not_found")


def test_a_name_server_that_does_not_answer(settings, monkeypatch):
    settings.WEBHOOK_HOSTS = ["hub.gov.cn"]
    monkeypatch.setattr(calling, "LOOK_UP", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: time.sleep(3))
    outcome = call("https://hub.gov.cn/")
    assert of(outcome) == (None, "timeout")
    assert outcome.milliseconds < 2000


def test_nobody_listens(settings):
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    settings.WEBHOOK_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]
    assert of(call(f"http://127.0.0.1:{port}/")) == (None, "no_connection")


@pytest.mark.parametrize(
    ("talk", "told"),
    [
        (receivers.silence, (None, "timeout")),
        (receivers.drip, (None, "timeout")),
        (receivers.endless, (200, "")),
        (receivers.rubbish, (None, "no_connection")),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_a_receiver_that_takes_its_time_or_talks_rubbish(settings, quick, talk, told):
    with receivers.rude(talk) as port:
        settings.WEBHOOK_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]
        outcome = call(f"http://127.0.0.1:{port}/")
    assert of(outcome) == told
    assert outcome.milliseconds < 3000


def test_a_receiver_that_drags_its_feet_over_tls(settings, quick):
    with receivers.rude(receivers.silence) as port:
        settings.WEBHOOK_PRIVATE_HOSTS = [f"127.0.0.1:{port}"]
        outcome = call(f"https://127.0.0.1:{port}/")
    assert (outcome.error, outcome.milliseconds < 3000) == ("timeout", True)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return receivers.certificate(tmp_path_factory.mktemp("tls"), "inner.gov.cn")


@pytest.fixture
def sealed(certificate, settings, names, monkeypatch):
    """A receiver whose name leads to a private address, where it is not: the call is led here."""
    with receivers.receiver(certificate) as one:
        settings.WEBHOOK_PRIVATE_HOSTS = [f"{host}:{one.port}" for host in ("inner.gov.cn", "other.gov.cn")]
        names.leads(["192.168.7.7"])
        here = lambda address, *args, **kwargs: socket.create_connection(("127.0.0.1", one.port))  # noqa: E731
        monkeypatch.setattr(calling, "create_connection", here)
        yield one


def test_the_name_is_shown_and_proved(sealed, certificate, settings):
    settings.WEBHOOK_CA_FILE = str(certificate)
    assert of(call(f"https://inner.gov.cn:{sealed.port}/")) == (204, "")
    assert sealed.names == ["inner.gov.cn"]
    assert sealed.got[0][1]["Host"] == f"inner.gov.cn:{sealed.port}"


def test_a_certificate_of_another_name(sealed, certificate, settings):
    settings.WEBHOOK_CA_FILE = str(certificate)
    assert of(call(f"https://other.gov.cn:{sealed.port}/")) == (None, "tls")
    assert sealed.got == []


def test_a_certificate_that_nobody_vouches_for(sealed):
    assert of(call(f"https://inner.gov.cn:{sealed.port}/")) == (None, "tls")
    assert sealed.got == []


def test_a_proxy_of_the_machine_is_not_used(own, monkeypatch):
    with receivers.receiver() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://{proxy.place}")
        assert of(call(own.address)) == (204, "")
        assert proxy.got == []
