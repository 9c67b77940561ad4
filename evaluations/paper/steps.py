"""The steps of making a paper, as codes that are kept with the job; its page says them in the reader's language."""

from __future__ import annotations

from typing import Final

FACTS: Final = "facts"
PICTURES: Final = "pictures"
TEXT: Final = "text"
TABLES: Final = "tables"
COUNTY: Final = "county {}"
KEEP: Final = "keep"


def steps(counties: int) -> int:
    """How many steps a Word paper of so many counties takes."""
    return len((FACTS, PICTURES, TEXT, TABLES, KEEP)) + counties
