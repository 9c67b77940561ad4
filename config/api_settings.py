"""Settings of the API: Django REST framework and the schema."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.KeyAuthentication",  # first: it says WWW-Authenticate, so that strangers get 401
        "rest_framework.authentication.SessionAuthentication",  # people, for the documentation page
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.callers.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.throttling.Rate"],
    "DEFAULT_RENDERER_CLASSES": ["accounts.api.rendering.ContractRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["accounts.api.filtering.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "accounts.api.paging.ContractPagination",
    "DEFAULT_SCHEMA_CLASS": "accounts.api.schema.ContractSchema",
    "EXCEPTION_HANDLER": "accounts.api.problems.problem_handler",
    "COERCE_DECIMAL_TO_STRING": False,
    "URL_FORMAT_OVERRIDE": None,  # the Accept header decides; ``format`` is an unknown parameter like any other
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": _("规划进度 API"),
    "DESCRIPTION": _(
        "五年规划的指标、实际值与评估。请求带上 `Authorization: Bearer <密钥>`。"
        "数字都是 JSON 数字；比例是小数，增速是百分数；没有数据是 null，0 是真的 0。"
        "错误都是 application/problem+json（RFC 9457）。"
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": ["accounts.api.contract.complete"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # without validatorUrl=None the page asks a validator on the internet
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}
