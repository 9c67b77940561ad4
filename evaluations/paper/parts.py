"""The sections of an evaluation with what people wrote into them: what page, Word and Excel go through."""

from __future__ import annotations

from collections.abc import Mapping

from evaluations.domain.facts import Facts, Section
from evaluations.domain.quotes import Offered, fill, offered
from evaluations.domain.sections import numbered, sections
from evaluations.paper.outline import Part


def parts(facts: Facts, words: Mapping[str, str], *, draft: bool = False) -> tuple[Part, ...]:
    """In the order of the paper, headings with their numbers. ``words``: by section.

    Without those in which nothing stands; ``draft``: with them, for somebody will write there.
    """
    names = offered(facts)
    return tuple(
        Part(
            one.key, heading, one.sentences, paragraphs(words.get(one.key, "") if one.guide else "", names), one.table,
            one.guide,
        )
        for heading, one in numbered([one for one in sections(facts) if draft or filled(one, words)])
    )  # fmt: skip


def filled(section: Section, words: Mapping[str, str]) -> bool:
    """Whether anything stands in the section: sentences, a table, or words."""
    return bool(section.sentences or section.table or (section.guide and words.get(section.key, "").strip()))


def paragraphs(body: str, names: Offered) -> tuple[str, ...]:
    """What was written, with its figures, one text a paragraph."""
    return tuple(line.strip() for line in fill(body, names).split("\n") if line.strip())
