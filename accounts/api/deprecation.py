"""What is going to go: announced in the answers (RFC 9745 ``Deprecation``, RFC 8594 ``Sunset``) and in the schema, long before.

A whole list: ``deprecation = Deprecation(...)`` on its viewset. A field: ``deprecated = {"name": Deprecation(...)}`` in the ``Meta``
of its serializer. Nothing of version 1 goes before ``sunset``; usually it stays until there is a version 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponseBase
from django.utils.http import http_date


@dataclass(frozen=True, slots=True)
class Deprecation:
    """``since``: from when on others should use something else; ``sunset``: when it stops answering (None: not decided).

    ``link``: where it is written what to use instead. Both times have a time zone.
    """

    since: datetime
    sunset: datetime | None
    link: str


def announce(response: HttpResponseBase, going: Iterable[Deprecation]) -> None:
    """The headers of what this answer holds and that is going: of several the earliest times, and every link."""
    found = list(going)
    if not found:
        return
    response["Deprecation"] = f"@{int(min(one.since for one in found).timestamp())}"
    if ends := [one.sunset for one in found if one.sunset is not None]:
        response["Sunset"] = http_date(min(ends).timestamp())
    links = [f'<{link}>; rel="deprecation"; type="text/html"' for link in dict.fromkeys(one.link for one in found)]
    response["Link"] = ", ".join([*([response["Link"]] if response.has_header("Link") else []), *links])
