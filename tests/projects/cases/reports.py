"""Constraints of ``models/reports.py``."""

from tests.constraints import Case

CASES: list[Case] = []
