"""Words for the record: in Chinese whatever language the person who acts reads.

The log of actions, the reasons in the history, reminders and letters are read by others, years later and side by side. They are
written in one language; the catalogue of translations does not hold them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils.translation import override

P = ParamSpec("P")
R = TypeVar("R")


def recorded(text: str) -> str:
    """``text`` as it is stored or sent; the mark says that its Chinese is meant."""
    return text


def in_the_house_language(function: Callable[P, R]) -> Callable[P, R]:
    """What ``function`` makes is Chinese whoever asks for it: workbooks, which one person takes and another reads back."""

    @wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with override(settings.LANGUAGE_CODE):
            return function(*args, **kwargs)

    return wrapped
