"""Every error of the API as a problem detail (RFC 9457), through this one handler. Nothing of the inside is told."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from accounts.api import codes

log = logging.getLogger("api.problems")

CONTENT_TYPE = "application/problem+json"


class Problem(exceptions.APIException):
    """An error whose status, kind (None: the first one of the status), faults and headers are said where it is raised.

    ``errors``: ``{"path", "code", "message"}`` each.
    """

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        kind: str | None = None,
        errors: Sequence[dict[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status_code, self.kind, self.errors, self.headers = status, kind, list(errors), dict(headers or {})


class FieldErrorSerializer(serializers.Serializer[Any]):
    """One thing that is wrong, and where."""

    path = serializers.CharField(help_text=gettext_lazy("出错的参数或字段，如 limit、targets.0.value"))
    code = serializers.CharField(help_text=gettext_lazy("错误代码，供程序判断"))
    message = serializers.CharField(help_text=gettext_lazy("说明，供人阅读"))


class ProblemSerializer(serializers.Serializer[Any]):
    """The shape of every error (RFC 9457)."""

    type = serializers.CharField(help_text=gettext_lazy("错误种类，稳定不变，供程序判断"))
    title = serializers.CharField(help_text=gettext_lazy("错误种类的名称"))
    status = serializers.IntegerField(help_text=gettext_lazy("HTTP 状态码"))
    detail = serializers.CharField(help_text=gettext_lazy("这一次出了什么问题、怎样改正"))
    instance = serializers.CharField(help_text=gettext_lazy("出错的请求地址"))
    errors = FieldErrorSerializer(many=True, help_text=gettext_lazy("逐项错误；不涉及具体参数时为空数组"))


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response:
    """DRF's EXCEPTION_HANDLER: any exception becomes a problem; an unforeseen one is logged whole and told as 500."""
    error = _as_api_exception(exc)
    if error is None:
        log.exception("unforeseen error at %r", context["request"].path, exc_info=exc)
        error = exceptions.APIException(_("服务器出错，已记录。请稍后再试；如仍出错，请告知管理员。"))
    errors = getattr(error, "errors", [])
    if isinstance(error, exceptions.ValidationError):
        errors = list(_flatten("", error.get_full_details()))
    body = problem_body(
        error.status_code,
        kind=getattr(error, "kind", None),
        detail=str(error.detail) if isinstance(error.detail, str) else "",
        instance=context["request"].path,
        errors=errors,
    )
    return Response(body, status=error.status_code, content_type=CONTENT_TYPE, headers=_headers(error))


def problem_body(
    status: int, *, instance: str, errors: list[dict[str, str]], kind: str | None = None, detail: str = ""
) -> dict[str, Any]:
    """A problem as it is sent. Without ``detail`` the errors are told one after the other."""
    kind = kind or codes.kind_of(status)
    errors = [error | {"code": codes.stable(error["code"])} for error in errors]
    return {
        "type": codes.PREFIX + kind,
        "title": str(codes.KINDS[kind].title),
        "status": status,
        "detail": detail or _summary(errors),
        "instance": instance,
        "errors": errors,
    }


def _as_api_exception(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Http404):
        return exceptions.NotFound(_("没有这个地址或这条数据。"))
    if isinstance(exc, DjangoPermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        return Problem(413, _("请求内容过大，请分批发送。"))
    return None


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = dict(getattr(error, "headers", {}))
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return headers


def _flatten(path: str, details: Any) -> Iterator[dict[str, str]]:
    """Leaves of DRF's nested details, each with its dotted path."""
    if isinstance(details, dict) and set(details) == {"message", "code"} and isinstance(details["code"], str):
        yield {"path": path, "code": details["code"], "message": str(details["message"])}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _flatten(f"{path}.{name}" if path else str(name), inner)
    else:
        for position, inner in enumerate(details):
            leaf = isinstance(inner, dict) and set(inner) == {"message", "code"}
            yield from _flatten(path if leaf else f"{path}.{position}".lstrip("."), inner)


#: Errors that ``detail`` tells one by one; of a large request all of them stand in ``errors``.
_TOLD = 5


def _summary(errors: list[dict[str, str]]) -> str:
    told = [f"{error['path']}：{error['message']}" if error["path"] else error["message"] for error in errors[:_TOLD]]
    if len(errors) > _TOLD:
        told.append(_("等共 %(count)d 处") % {"count": len(errors)})
    return "；".join(told)
