"""How a delivery proves where it comes from: HMAC-SHA256 over the time and the very bytes that are sent."""

from __future__ import annotations

import hashlib
import hmac

#: What a signing secret begins with, so that people and scanners of code know what they found.
PREFIX = "jdw_"


def secret_of(house_key: str, salt: str) -> str:
    """The signing secret of a webhook: from the house's own secret key and the webhook's salt, so that none is stored."""
    return PREFIX + hmac.new(house_key.encode(), b"webhook:" + salt.encode(), hashlib.sha256).hexdigest()


def signature_of(secret: str, timestamp: int, body: bytes) -> str:
    """What stands in ``X-Jindu-Signature``: ``sha256=`` and the HMAC of ``<timestamp>.<body>`` in hexadecimal.

    ``timestamp``: seconds since 1970, as sent; the receiver refuses an old one, so that nobody can send it again later.
    """
    signed = str(timestamp).encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
