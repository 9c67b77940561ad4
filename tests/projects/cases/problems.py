"""Constraints of ``models/problems.py``."""

from tests.constraints import Case

CASES: list[Case] = []
