"""Systems that webhooks are told to: real servers on this machine, well-behaved and not."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Receiver:
    """``port``; what it ``got`` (path, headers, body); ``answers``: statuses in turn, the last one again and again."""

    port: int
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=lambda: [204])
    headers: dict[str, str] = field(default_factory=dict)
    names: list[str | None] = field(default_factory=list)  # asked for by TLS

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"http://{self.place}/hooks/?from=jindu"


@contextmanager
def receiver(certificate: Path | None = None) -> Iterator[Receiver]:
    """A server that takes down what it gets; with a certificate by TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one.got.append((self.path, dict(self.headers), body))
            self.send_response(one.answers.pop(0) if len(one.answers) > 1 else one.answers[0])
            for name, value in one.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def do_GET(self) -> None:  # nobody should come here
            one.got.append((self.path, dict(self.headers), b"GET"))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: Any) -> None:
            pass  # a line that was cut

    server = Server(("127.0.0.1", 0), Handler)
    one = Receiver(server.server_address[1])
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda _line, name, _context: one.names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield one
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def rude(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that speaks as ``talk`` says."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _from = listening.accept()
            except OSError:
                return
            threading.Thread(target=_talk, args=(talk, line), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()


def _talk(talk: Callable[[socket.socket], None], line: socket.socket) -> None:
    try:
        talk(line)
    except OSError:
        pass
    finally:
        line.close()


def drip(line: socket.socket) -> None:
    """An answer that never ends: a header a moment, each well within the time for one."""
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.sendall(b"X-Wait: 1\r\n")
        time.sleep(0.05)


def silence(line: socket.socket) -> None:
    """No word."""
    line.recv(100_000)
    time.sleep(30)


def endless(line: socket.socket) -> None:
    """A body without end after a good status."""
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"x" * 65536)


def rubbish(line: socket.socket) -> None:
    """No HTTP."""
    line.recv(100_000)
    line.sendall(b"220 mail.example ESMTP\r\n")


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate of ``name`` with its key in one file, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{name}.pem"
    file.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return file
