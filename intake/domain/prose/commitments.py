"""The numbers that the prose of a plan promises for its period."""

from __future__ import annotations

from intake.domain.proposal import Commitment, ReadPlan
from intake.domain.prose.statements import Statement, read_statements
from intake.domain.prose.tense import Tense
from intake.readers.document import Document


def read_commitments(
    document: Document, *, plan: ReadPlan, taken: frozenset[int], boxed: frozenset[int] = frozenset()
) -> tuple[Commitment, ...]:
    """Every number promised for the period outside the lines ``taken``, in order; what is said again is left out.

    ``boxed``: lines of boxes; there a sentence counts only if it names a year or period itself. Never raises.
    """
    found: dict[object, Commitment] = {}
    for one in read_statements(document, plan=plan, taken=taken, boxed=boxed):
        if one.tense is Tense.PERIOD:
            key = (one.subject, one.value, one.high, one.unit, one.year, one.before)
            found.setdefault(key, _commitment(one))
    return tuple(found.values())


def _commitment(one: Statement) -> Commitment:
    return Commitment(
        subject=one.subject,
        form=one.form.value,
        value=one.value,
        value_high=one.high,
        unit=one.unit,
        comparator=one.comparator,
        year=one.year,
        line=one.line,
        text=one.text,
    )
