"""Words for the record: in Chinese whatever language the person who acts reads.

The log of actions, the reasons in the history, reminders and letters are read by others, years later and side by side. They are
written in one language; the catalogue of translations does not hold them.
"""

from __future__ import annotations


def recorded(text: str) -> str:
    """``text`` as it is stored or sent; the mark says that its Chinese is meant."""
    return text
