"""What browsers are told: content security policy, cookies, transport. Everything is served by ourselves."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF

#: Nothing is allowed but what is named; no inline script or style, no other host.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}


def transport(https: bool) -> dict[str, Any]:
    """Settings that depend on whether people reach us over HTTPS (behind a proxy that says so)."""
    settings: dict[str, Any] = {
        "SESSION_COOKIE_SECURE": https,
        "CSRF_COOKIE_SECURE": https,
        "SECURE_SSL_REDIRECT": https,
        "SECURE_HSTS_SECONDS": 31_536_000 if https else 0,
    }
    if https:
        settings["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    return settings
