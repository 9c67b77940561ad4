"""What the bulk puts share: who may, the headers, one transaction with the answer kept, what is answered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api import codes
from accounts.api.callers import KeyHolder, caller_of, log, refuse
from accounts.api.filtering import check_parameters
from accounts.api.problems import CONTENT_TYPE, Problem, problem_body
from accounts.api.rendering import dumps
from accounts.models import ApiClient
from exchange.api.bodies import RawBody, loads
from exchange.api.shapes import MODES, Choice, Faults, Flag, Items, Record
from exchange.services import sent
from exchange.services.putting import Put
from exchange.services.results import Fault, RowResult, counts_of
from indicators.domain.said import spoken

MOST_ROWS = 5000
KEY_PATTERN = r"^[!-~]{1,100}$"


class BulkPut(APIView):
    """A bulk put. ``record``: what the body holds; ``etags``: pattern of an etag; ``called``: how a row's object is called.

    ``versions``: the objects come in versions.
    """

    http_method_names = ["put", "options"]
    parser_classes = [RawBody]
    #: Statuses of its problems, for the schema.
    failures = (400, 401, 403, 406, 409, 412, 413, 415, 422, 429, 500)
    resource: ClassVar[str]
    record: ClassVar[Record]
    etags: ClassVar[str]
    called: ClassVar[str]
    versions: ClassVar[bool] = False

    def carried_out(
        self, rows: Sequence[tuple[int, dict[str, Any]]], client: ApiClient, *, all_or_nothing: bool, dry_run: bool
    ) -> Put:
        """The rows, as they were read, with their indexes; runs inside the transaction."""
        raise NotImplementedError

    def put(self, request: Request) -> HttpResponse:
        client = _system(request)
        key, etag = self._headers(request)
        body = request.data if isinstance(request.data, bytes) else b""
        reach = f"{client.region_id} {client.unit_id}"  # kept answers are of what the system reached then
        told = (request.get_full_path(), etag or "", reach)
        digest = hashlib.sha256(b"\0".join([*(one.encode() for one in told), body]))
        try:
            answer = sent.carry_out(
                client=client, key=key, digest=digest.hexdigest(), act=lambda: self._act(request, client, body, etag)
            )
        except sent.KeyReused:
            said = _("这个 Idempotency-Key 已用于另一请求；新的请求请用新的键。")
            raise Problem(422, said, kind="key-reused") from None
        except sent.StillRunning:
            said = _("同一 Idempotency-Key 的请求还在处理，请稍后再发。")
            raise Problem(409, said, headers={"Retry-After": "5"}) from None
        response = HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
        if answer.replayed:
            response["Idempotent-Replayed"] = "true"
        return response

    def _headers(self, request: Request) -> tuple[str | None, str | None]:
        """``Idempotency-Key`` and ``If-Match``, None where not sent. Nothing may stand in the query."""
        check_parameters(request, known=())
        key, etag = request.headers.get("Idempotency-Key"), request.headers.get("If-Match")
        errors = []
        if key is not None and not re.fullmatch(KEY_PATTERN, key):
            errors.append(_error("Idempotency-Key", "invalid", _("1 到 100 个可见的 ASCII 字符，不含空格")))
        if etag is not None and not re.fullmatch(self.etags, etag):
            errors.append(_error("If-Match", "invalid", _("须是读到的 etag，连同引号")))
        if errors:
            raise Problem(400, errors=errors)
        return key, etag

    def _act(self, request: Request, client: ApiClient, body: bytes, etag: str | None) -> sent.Answer:
        faults = Faults()
        said = self.record.read(loads(body), "", faults)
        if faults.hard:
            raise Problem(400, errors=[_error(*fault) for fault in faults.hard])
        rows = list(enumerate(said["rows"]))
        if etag is not None:
            _match(rows, etag)
        all_or_nothing, dry_run = said["mode"] == "all_or_nothing", said["dry_run"]
        spoiled = {index: RowResult(index, faults=wrong) for index, wrong in faults.of_rows.items()}
        done = self.carried_out(
            [(index, row) for index, row in rows if index not in spoiled],
            client,
            all_or_nothing=all_or_nothing,
            dry_run=dry_run or (all_or_nothing and bool(spoiled)),
        )
        if done.beyond:
            some = ", ".join(done.beyond[:20])
            log.warning(
                "out of reach: %s of %s in all (%s %r)", some, len(done.beyond), caller_of(request).who, request.path
            )
        results = [spoiled.get(index) or done.results[index] for index, _row in rows]
        return self._answer(request, results, said["mode"], dry_run=dry_run, etag=etag)

    def _answer(
        self, request: Request, results: list[RowResult], mode: str, *, dry_run: bool, etag: str | None
    ) -> sent.Answer:
        errors = [_error_of(one, fault) for one in results for fault in one.faults]
        if etag is not None and any(fault.code == "stale" for fault in results[0].faults):
            status = 412
            errors = [{**one, "path": "If-Match"} if one["code"] == "stale" else one for one in errors]
        else:
            status = 422 if errors and mode == "all_or_nothing" else 200
        body = {
            "mode": mode,
            "dry_run": dry_run,
            "applied": status == 200 and not dry_run,
            "counts": counts_of(results),
            "rows": [self._shown(one, told=status == 200 and not dry_run) for one in results],
        }
        if status == 200:
            return sent.Answer(status, "application/json", dumps(body))
        problem = problem_body(status, instance=request.path, errors=errors)
        return sent.Answer(status, CONTENT_TYPE, dumps({**problem, **body}))

    def _shown(self, one: RowResult, *, told: bool) -> dict[str, Any]:
        """One row of the answer. Not ``told``: nothing was written, so what was submitted has no id yet."""
        stands = told or one.result != "submitted"
        version = {"version": one.version if stands else None} if self.versions else {}
        return {
            "index": one.index,
            "result": one.result,
            self.called: one.object_id if stands else None,
            "state": one.state if stands else None,
            **version,
            "etag": one.etag if stands else None,
            "findings": [
                {
                    "key": found.key,
                    "code": found.code,
                    "field": found.field,
                    "severity": found.severity,
                    "message": spoken(found.message, _),
                    "answered": found.answered,
                }
                for found in one.findings
            ],
            "errors": [_error_of(one, fault) for fault in one.faults],
        }

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Authorization"])
        patch_cache_control(response, private=True, no_store=True)
        return response


def _system(request: Request) -> ApiClient:
    """The system that calls; people enter figures on the pages."""
    if not isinstance(request.user, KeyHolder):
        detail = _("这一接口只供外部系统凭密钥使用；人员请在填报页面录入。")
        refuse(request, "a person at an endpoint of systems", detail)
    return request.user.client


def _match(rows: Sequence[tuple[int, Mapping[str, Any]]], etag: str) -> None:
    """The header said of the one row; 412 where it cannot be."""
    if len(rows) != 1:
        said = _("If-Match 只能用于一行的请求；多行时请逐行写 if_match")
        raise Problem(412, errors=[_error("If-Match", "conflict", said)])
    row: dict[str, Any] = rows[0][1]  # type: ignore[assignment]
    if row["if_match"] not in (None, etag):
        raise Problem(412, errors=[_error("If-Match", "conflict", _("与该行的 if_match 不同"))])
    row["if_match"] = etag


def _error_of(one: RowResult, fault: Fault) -> dict[str, str]:
    """A fault of a row with its path in the request, in the caller's language."""
    return _error(f"rows.{one.index}.{fault.path}".rstrip("."), fault.code, spoken(fault.message, _))


def _error(path: str, code: str, message: str) -> dict[str, str]:
    return {"path": path, "code": codes.stable(code), "message": message}


def put_record(name: str, row: Record) -> Record:
    """The body of a bulk put of these rows."""
    mode = Choice(
        help=gettext_lazy("all_or_nothing：有一行未被接受则全部不写；row_by_row：只写被接受的行"),
        name="BulkMode",
        choices=MODES,
        default="all_or_nothing",
    )
    dry_run = Flag(help=gettext_lazy("true：只检查，不写入"), default=False)
    rows = Items(help=gettext_lazy("各行，最多 5000 行"), of=row, least=1, most=MOST_ROWS, rows=True, required=True)
    return Record(
        name=name, help=gettext_lazy("一次报送的各行"), fields={"mode": mode, "dry_run": dry_run, "rows": rows}
    )
