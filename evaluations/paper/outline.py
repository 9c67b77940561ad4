"""What stands around the facts of an evaluation on paper: title, number, day, who sends it, its sections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evaluations.domain.facts import Facts


@dataclass(frozen=True, slots=True)
class Part:
    """A section. ``heading``: with its number. ``told``: the sentences made from the facts; ``written``: the paragraphs that
    people wrote, figures filled in; ``table``: which table of the facts stands below, of ``evaluations.domain.sections.TABLES``;
    ``guide``: what people should write."""

    key: str
    heading: str
    told: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    table: str = ""
    guide: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """``number``: 文号 of a frozen one, "" before; ``mark``: what it is until then (征求意见稿 …); ``at``: the moment of the paper;

    ``sender``: who signs; ``correction``: what this version mends, "" for the first.
    """

    title: str
    facts: Facts
    at: datetime
    number: str = ""
    mark: str = ""
    sender: str = ""
    correction: str = ""
    parts: tuple[Part, ...] = ()
