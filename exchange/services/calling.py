"""Calling the address of a webhook: looked up once, every address checked, and the very one that was checked is called.

No proxy, no redirect, no cookie; a receiver that is slow on purpose is cut off; of its answer the status is kept alone.
"""

from __future__ import annotations

import http.client
import logging
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ReadTimeoutError
from urllib3.util.connection import create_connection

from exchange.domain.addresses import AddressRefused, Allowed, IPAddress, Place, read_address
from exchange.models import AttemptError

log = logging.getLogger("exchange.webhooks")

#: Seconds: to look a name up, to connect, to wait for the next byte, and for all after the look-up together.
LOOK_UP = 5.0
STEP = 5.0
WHOLE = 10.0
#: Bytes that are read of an answer, and thrown away.
ANSWER = 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call went. ``status`` None: no answer; ``error`` "": taken (2xx)."""

    status: int | None
    error: str
    milliseconds: int


def allowed() -> Allowed:
    """Whom this house may call."""
    return Allowed.of(settings.WEBHOOK_HOSTS, settings.WEBHOOK_PRIVATE_HOSTS)


def call(*, address: str, headers: Mapping[str, str], body: bytes) -> Outcome:
    """POST ``body``. Never raises for what the receiver, its name or its network do."""
    began = time.monotonic()
    status, error = None, ""
    try:
        place = read_address(address)
        rules = allowed()
        rules.check(place)
        found = [place.literal] if place.literal else look_up(place.host, place.port)
        rules.check_found(place, found)
        status = _post(place, found, headers, body)
        error = _error_of(status)
    except AddressRefused as refused:
        error = AttemptError(refused.why.value)
    except socket.gaierror:
        error = AttemptError.NAME
    except (TimeoutError, ConnectTimeoutError, ReadTimeoutError):
        error = AttemptError.TIMEOUT
    except (OSError, HTTPError, http.client.HTTPException) as fault:
        error = AttemptError.TLS if _of_tls(fault) else AttemptError.CONNECTION
        log.info("webhook not reached: %s:%s: %s", place.host, place.port, fault)  # a path may hold a secret
    return Outcome(status=status, error=str(error), milliseconds=round((time.monotonic() - began) * 1000))


def look_up(host: str, port: int) -> list[IPAddress]:
    """The addresses of a name, in the order in which they should be tried. Raises ``gaierror`` or ``TimeoutError``.

    In a thread: a name server that does not answer holds ``getaddrinfo`` for as long as it likes.
    """
    answers: list[object] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.append(list(dict.fromkeys(ip_address(one[4][0]) for one in found)))
        except OSError as fault:
            answers.append(fault)
        except ValueError:  # what no address is made of
            answers.append(socket.gaierror("not an address"))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(LOOK_UP)
    if not answers:
        raise TimeoutError(f"no answer about {host}")
    if isinstance(answers[0], OSError):
        raise answers[0] if isinstance(answers[0], socket.gaierror) else socket.gaierror(str(answers[0]))
    return answers[0]  # type: ignore[return-value]


class _Checked:
    """A connection to one of the addresses that were checked, whatever the host's name may lead to by now."""

    found: Sequence[IPAddress] = ()
    ends: float = 0.0  # by the monotonic clock
    late = False
    _line: socket.socket | None = None
    _timer: threading.Timer | None = None

    def _new_conn(self) -> socket.socket:
        fault: OSError = OSError("no address")
        for one in self.found:
            try:
                left = max(0.1, min(STEP, self.ends - time.monotonic()))
                line = create_connection((str(one), self.port), left)  # type: ignore[attr-defined]
            except OSError as error:
                fault = error
                continue
            line.settimeout(STEP)
            self._watch(line)
            return line
        raise fault

    def _watch(self, line: socket.socket) -> None:
        """Cut the line when the time is up: a byte now and then would keep every single wait short."""
        self._line = line.dup()  # the connection may wrap its own in TLS
        self._timer = threading.Timer(max(0.0, self.ends - time.monotonic()), self._cut)
        self._timer.daemon = True
        self._timer.start()

    def _cut(self) -> None:
        self.late = True
        if self._line is not None:
            try:
                self._line.shutdown(socket.SHUT_RDWR)
            except OSError:
                log.debug("the line was gone already")

    def let_go(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._line is not None:
            self._line.close()
        self.close()  # type: ignore[attr-defined]


class _Plain(_Checked, HTTPConnection):
    pass


class _Encrypted(_Checked, HTTPSConnection):
    pass


def _post(place: Place, found: Sequence[IPAddress], headers: Mapping[str, str], body: bytes) -> int:
    """The status of the answer. Raises what sockets and urllib3 raise, and ``TimeoutError`` once the time is up."""
    line: _Plain | _Encrypted
    if place.scheme == "https":
        line = _Encrypted(place.host, place.port, timeout=STEP, ssl_context=_trust())
    else:
        line = _Plain(place.host, place.port, timeout=STEP)
    line.found, line.ends = found, time.monotonic() + WHOLE
    try:
        line.request("POST", place.target, body=body, headers=dict(headers), preload_content=False)
        answer = line.getresponse()
        status = answer.status
        if line.late:  # headers that were cut off look like headers that ended
            raise TimeoutError("cut off")
        _throw_away(answer)
        return status
    except (OSError, HTTPError, http.client.HTTPException) as fault:
        if line.late:
            raise TimeoutError("cut off") from fault
        raise
    finally:
        line.let_go()


def _throw_away(answer: object) -> None:
    """Take in the beginning of the answer, so that a receiver that is still writing sees an orderly end."""
    try:
        answer.read(ANSWER, decode_content=False)  # type: ignore[attr-defined]
    except (OSError, HTTPError, http.client.HTTPException):
        log.debug("the answer broke off after its status")


def _trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.WEBHOOK_CA_FILE:
        context.load_verify_locations(cafile=settings.WEBHOOK_CA_FILE)
    return context


def _error_of(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return AttemptError.REDIRECT if 300 <= status < 400 else AttemptError.STATUS


def _of_tls(fault: BaseException | None) -> bool:
    while fault is not None:
        if isinstance(fault, ssl.SSLError):
            return True
        fault = fault.__cause__ or fault.__context__
    return False
