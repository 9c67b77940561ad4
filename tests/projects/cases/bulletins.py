"""Constraints of ``models/bulletins.py``."""

from tests.constraints import Case

CASES: list[Case] = []
