"""The sections of an evaluation with what people wrote into them: what page, Word and Excel go through."""

from __future__ import annotations

from collections.abc import Mapping

from evaluations.domain.facts import Facts
from evaluations.domain.quotes import Offered, fill, offered
from evaluations.domain.sections import sections
from evaluations.paper.outline import Part


def parts(facts: Facts, words: Mapping[str, str]) -> tuple[Part, ...]:
    """In the order of the paper, headings without numbers. ``words``: what was written, by section."""
    names = offered(facts)
    return tuple(
        Part(one.key, one.heading, one.sentences, paragraphs(words.get(one.key, "") if one.guide else "", names))
        for one in sections(facts)
    )


def paragraphs(body: str, names: Offered) -> tuple[str, ...]:
    """What was written, with its figures, one text a paragraph."""
    return tuple(line.strip() for line in fill(body, names).split("\n") if line.strip())
