"""schemathesis over the WSGI application and the database of the tests; each request is undone behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import schemathesis
from django.core.servers.basehttp import get_internal_wsgi_application
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections, transaction
from schemathesis import engine
from schemathesis.engine import events
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.transport.wsgi import WSGITransport

#: Codes of refusals that no schema can foresee: what is named is not there, or two things said do not go together.
BEYOND_A_SCHEMA = {
    "invalid_choice", "conflict", "alone", "duplicated", "not_found", "ambiguous", "not_asked", "round_closed", "not_allowed",
    "precondition_required", "stale", "check_failed", "unanswered", "max_decimal_places",
}  # fmt: skip
#: What a caller got from us before: text that looks like one is refused all the same.
GIVEN_OUT = {"cursor", "If-Match", "after"}

WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Run:
    """What came of a run: cases per operation and status, and every failure in words."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    def summary(self) -> str:
        """Cases by operation and status, one operation a line."""
        lines = [f"{self.cases.total()} cases"]
        for name, total in sorted(self.cases.items()):
            answered = ", ".join(f"{status}: {n}" for (of, status), n in sorted(self.statuses.items()) if of == name)
            lines.append(f"{total:6} {name} ({answered})")
        return "\n".join(lines)

    def told(self) -> str:
        return "\n\n".join(f"{name}\n{why}" for name, why in self.failures.items())


def operations(document: dict[str, Any]) -> list[str]:
    """Every operation as schemathesis names it: ``GET /api/v1/plans/``."""
    return [f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods]


def undone(application: WSGI) -> WSGI:
    """The application, on the connection of the caller, with every change taken back once the answer is complete."""
    ours = connections["default"]

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        environ.pop("HTTP_ACCEPT_ENCODING", None)  # the engine would not unpack what it gets from a WSGI application
        connections["default"] = ours  # requests come from a thread of the engine, one after another
        with transaction.atomic():
            answer = application(environ, start_response)
            whole = [b"".join(answer)]
            answer.close()  # type: ignore[attr-defined]
            transaction.set_rollback(True)
            return whole

    return serve


def config(
    key: str, *, seed: int, examples: int, known: dict[str, list[Any]], covering: tuple[str, ...]
) -> schemathesis.Config:
    """All checks, valid and broken requests. ``known``: what a parameter of this name is sometimes.

    ``covering``: methods of which every border of every parameter is tried besides ``examples`` requests made by chance.
    """
    others = [name for name in ("GET", "PUT") if name not in covering]
    return schemathesis.Config.from_dict(
        {
            "seed": seed,
            "cache": {"enabled": False},
            "headers": {"Authorization": f"Bearer {key}"},
            "base-url": "http://localhost",
            "continue-on-failure": True,
            "generation": {"max-examples": examples, "database": "none", "no-shrink": True},
            "operations": [{"include-method": name, "phases": {"coverage": {"enabled": False}}} for name in others],
            "phases": {"stateful": {"enabled": False}},  # nothing is made that a later request could name
            "dictionaries": {f"known{n}": {"values": values} for n, values in enumerate(known.values())},
            "parameters": {name: {"dictionary": f"known{n}", "probability": 0.3} for n, name in enumerate(known)},
        }
    )


def run(document: dict[str, Any], configuration: schemathesis.Config) -> Run:
    """Every phase of schemathesis over every operation of the schema ``document``."""
    schema = schemathesis.openapi.from_dict(document, config=configuration)
    schema.hook(filter_failure)
    schema.app = undone(get_internal_wsgi_application())
    found = Run()
    with _one_connection(), _in_process():
        for event in engine.from_schema(schema).execute():
            if isinstance(event, events.ScenarioFinished):
                _note(event, found)
            elif isinstance(event, events.NonFatalError):
                found.failures[f"{event.label}: {event.info.title}"] = f"{event.info.message} {event.value!r}"
            elif isinstance(event, events.FatalError):
                raise event.exception
    return found


@contextmanager
def _one_connection() -> Iterator[None]:
    """Threads of the engine may use the connection of the test, and no request closes it."""
    ours = connections["default"]
    ours.inc_thread_sharing()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        ours.dec_thread_sharing()


@contextmanager
def _in_process() -> Iterator[None]:
    """The engine asks once more without a key, with settings of a network that its own WSGI transport does not take."""
    send = WSGITransport.send

    def plainly(self: WSGITransport, case: Any, *, session: Any = None, **kwargs: Any) -> Any:
        for name in ("max_redirects", "verify", "cert", "proxies"):
            kwargs.pop(name, None)
        return send(self, case, session=session, **kwargs)

    with mock.patch.object(WSGITransport, "send", plainly):
        yield


def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """A valid request may be refused only for what no schema can say."""
    if isinstance(failure, RejectedPositiveData):
        told = {(error["path"], error["code"]) for error in response.json()["errors"]}
        given_out = {(path, code) for path, code in told if path in GIVEN_OUT}
        return any(
            code not in BEYOND_A_SCHEMA and not _said_one_way_or_another(path, code) for path, code in told - given_out
        )
    return True


def _said_one_way_or_another(path: str, code: str) -> bool:
    """A row must say its indicator by code, number or position, its project by id or place: which, the schema leaves open."""
    return code == "required" and path.endswith((".indicator", ".project"))


def _note(event: events.ScenarioFinished, found: Run) -> None:
    recorder = event.recorder
    for one, interaction in recorder.interactions.items():
        label = recorder.cases[one].value.operation.label
        found.cases[label] += 1
        if interaction.response is not None:
            found.statuses[label, interaction.response.status_code] += 1
    for checks in recorder.checks.values():
        for check in checks:
            if check.failure_info is None:
                continue
            failure = check.failure_info.failure
            sample = check.failure_info.code_sample
            found.failures.setdefault(
                f"{recorder.label}: {check.name}: {failure.title}", f"{failure.message}\n{sample}"
            )
