"""Words that the pure packages hand to people: Chinese, and kept in parts so that an edge can say them otherwise.

``word`` only marks a text for the catalogue of translations. ``say`` makes a sentence that remembers its pattern and what was
put in: it is a plain Chinese ``str`` for whoever stores or compares it, and ``spoken`` says it anew through a translator.
Nothing here knows Django; ``config.msgids`` finds both by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Said(str):
    """A sentence in Chinese with its parts. ``pattern``: with %(name)s; ``values``: what is put in, may be said itself."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: dict[str, Any]

    def __getnewargs__(self) -> tuple[str]:  # copies and pickles are the plain text
        return (str(self),)


def word(text: str) -> str:
    """``text`` itself; marked to be translated."""
    return text


def say(pattern: str, **values: Any) -> Said:
    """``pattern`` with its ``values`` put in."""
    said = Said(pattern % values if values else pattern)
    said.pattern, said.values = pattern, values
    return said


def spoken(text: str, translate: Callable[[str], str]) -> str:
    """``text`` through ``translate``: pattern and parts of what was said, a marked word as it is; "" stays ""."""
    if not text:
        return ""
    if not isinstance(text, Said):
        return translate(text)
    if not text.values:
        return translate(text.pattern)
    parts = {name: spoken_part(value, translate) for name, value in text.values.items()}
    return translate(text.pattern) % parts


def spoken_part(value: Any, translate: Callable[[str], str]) -> Any:
    """A part of a sentence: what was said is said anew, everything else is data."""
    if isinstance(value, Said):
        return spoken(value, translate)
    return value
