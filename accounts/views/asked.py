"""What every page does with the parameters of its address: understood, or refused with one clear sentence, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _


class BadParameter(Exception):
    """A parameter of the address cannot be used; the message is for the reader."""


def refuses_bad_parameters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer ``BadParameter`` with its sentence and status 400."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadParameter as error:
            return render(request, "400.html", {"message": str(error)}, status=400)

    return wrapped


def require_known(name: str, values: Iterable[str], allowed: Collection[str]) -> None:
    """``BadParameter`` for a value that is not among those allowed."""
    for value in values:
        if value not in allowed:
            raise BadParameter(
                _("参数 %(name)s 可以是 %(allowed)s；收到的是“%(text)s”。")
                % {"name": name, "allowed": _("、").join(allowed), "text": value[:40]}
            )


def switch_of(query: QueryDict, name: str) -> bool:
    """``name=1`` turns something on; left out, "" and 0 leave it off."""
    text = query.get(name, "").strip()
    require_known(name, [text] if text else [], ("0", "1"))
    return text == "1"
