"""``python -m bench.intake``: what the reader of plan documents gets right, against annotations made by hand; and its time.

The documents are read from PLANS_DIR (default ``../shared/plans``); they are no part of the product. ``--misses`` lists
every miss and every wrong row. Exit 1 where a figure is under its bar.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.intake_match import Outcome, Project, Promise, match_commitments, match_projects
from bench.intake_truth import CELLS, DATA, Truth, truths
from bench.table import Line

#: Shares that must be reached: documents with boxes, the one without, commitments.
BOXED, UNBOXED, PROMISED = 0.95, 0.80, 0.85
#: Seconds for 200 KB of text.
SECONDS, BYTES = 1.5, 200_000


def plans_dir() -> Path:
    """Where the five documents lie."""
    return Path(os.environ.get("PLANS_DIR") or DATA.parent.parent / "shared" / "plans")


def main() -> int:
    """Read all five, print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    parser = argparse.ArgumentParser(prog="bench.intake", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list every miss and every wrong row")
    chosen = parser.parse_args()
    if not plans_dir().is_dir():
        print(f"skipped: {plans_dir().name}/ with the five documents is absent (PLANS_DIR names it)")
        return 0
    under = False
    for line in measure(show=chosen.misses):
        print(line.text() if isinstance(line, Line) else line, flush=True)
        under = under or (isinstance(line, Line) and line.ok is False)
    return 1 if under else 0


def measure(*, show: bool) -> Iterator[Line | str]:
    """Lines of the table; with ``show`` the misses as text between them."""
    import django

    django.setup()
    from intake.domain.propose import propose
    from intake.readers.open import read_document
    from intake.services.reference import reference_of_files

    reference = reference_of_files()
    known: dict[str, list[float]] = {}
    for truth in truths():
        data = (plans_dir() / truth.file).read_bytes()
        began = time.perf_counter()
        proposal = propose(read_document(data, name=truth.file), reference)
        seconds = time.perf_counter() - began
        yield f"— {truth.file}"
        yield from _cells("main table", truth.rows, _indicators(proposal), show)
        if truth.results:
            yield from _cells("table of results", truth.results, _results(proposal), show)
        yield from _projects(truth, proposal, show)
        yield from _promises(truth, proposal, show, known)
        yield Line.bar("  seconds for 200 KB", seconds * BYTES / len(data), SECONDS, "s", digits=2)
    right, missed, wrong = (sum(known[key]) for key in ("right", "missed", "wrong"))
    yield "— all five"
    yield _share("  commitments, recall", right / (right + missed), PROMISED, f"{right:.0f}/{right + missed:.0f}")
    yield _share("  commitments, precision", right / (right + wrong), PROMISED, f"{right:.0f}/{right + wrong:.0f}")


def _share(what: str, value: float, bar: float | None, counts: str) -> Line:
    verdict = None if bar is None else value >= bar
    return Line(f"{what} ({counts})", f"{value:.1%}", "" if bar is None else f"≥ {bar:.0%}", verdict)


def _indicators(proposal: Any) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number or None,
            "name": row.name,
            "parent": None if row.parent is None else row.parent + 1,
            "heading": row.heading,
            "category": row.category or None,
            "unit": row.unit or None,
            "line": row.line,
            "base": row.base_text,
            "base_growth": row.base_growth_text,
            "target": row.target_text,
            "growth": row.growth_text,
            "nature": row.nature_text,
        }
        for row in proposal.indicators
    ]


def _results(proposal: Any) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number or None,
            "name": row.name,
            "parent": None if row.parent is None else row.parent + 1,
            "category": row.category or None,
            "unit": row.unit or None,
            "line": row.line,
            "base": row.base_text,
            "target": row.target_text,
            "growth": row.target_growth_text,
            "actual": row.actual_text,
            "actual_growth": row.actual_growth_text,
            "nature": row.nature_text,
        }
        for row in proposal.previous_results
    ]


def _cells(what: str, truth: list[dict[str, Any]], read: list[dict[str, Any]], show: bool) -> Iterator[Line | str]:
    """Every printed cell and every heading of a row: how many stand as a person read them."""
    right = of = 0
    wrong: list[str] = []
    for place, row in enumerate(truth):
        mine = read[place] if place < len(read) else {}
        expected = {key: row[key] for key in mine if key in row and key not in CELLS} | row["cells"]
        if row["nature_inherited"] or row["heading"]:
            expected["nature"] = row["nature_text"]  # one cell for a heading and the rows below it
        if any(target["form"] == "composition" for target in row["targets"]):
            expected.pop("unit", None)  # understood, not printed
        for key, value in (expected or {"name": row["name"]}).items():
            of += 1
            same = _same(value, mine.get(key))
            right += same
            if not same:
                wrong.append(f"      line {row['line']} {row['name']} {key}: {mine.get(key)!r}, not {value!r}")
    of += max(0, len(read) - len(truth))
    yield _share(f"  {what}, {len(truth)} rows: cells right", right / of, 1.0, f"{right}/{of}")
    if show:
        yield from wrong


def _same(truth: object, read: object) -> bool:
    """A cell that is empty is empty however it is written; every other stands as printed."""
    return _plain(truth) == _plain(read)


def _plain(cell: object) -> object:
    """Ⅲ and III are one number in print."""
    return unicodedata.normalize("NFKC", cell).strip() or None if isinstance(cell, str) else cell or None


def _projects(truth: Truth, proposal: Any, show: bool) -> Iterator[Line | str]:
    read = [
        Project(one.box, one.name, one.line, one.kind.value, one.group, one.facts) for one in proposal.projects
    ]  # fmt: skip
    found = match_projects(truth.projects, read)
    bar = BOXED if any(one.certainty.value == "box" for one in proposal.projects) else UNBOXED
    yield from _both("projects", found, bar)
    yield _share("  projects, kind right", found.share(lambda a, b: a.kind == b.kind), None, f"{len(found.pairs)}")
    if show:
        yield from (f"      missed {one.line} [{one.group}] {one.name}" for one in found.misses)
        yield from (f"      wrong  {one.line} [{one.group}] {one.name}" for one in found.wrong)


def _promises(truth: Truth, proposal: Any, show: bool, known: dict[str, list[float]]) -> Iterator[Line | str]:
    read = [
        Promise(one.subject, one.value, one.unit, one.line, one.value_high, one.year, one.form, one.comparator.value)
        for one in proposal.commitments
    ]
    found: Outcome[Promise, Promise] = match_commitments(truth.promises, read)
    yield from _both("commitments", found, None)
    for what, agrees in (
        ("year", lambda a, b: a.year == b.year),
        ("form", lambda a, b: a.form == b.form),
        ("comparator", lambda a, b: a.comparator == b.comparator),
    ):
        yield _share(f"  commitments, {what} right", found.share(agrees), None, f"{len(found.pairs)}")
    for key, rows in (("right", found.pairs), ("missed", found.misses), ("wrong", found.wrong)):
        known.setdefault(key, []).append(len(rows))
    if show:
        yield from (f"      missed {one.line} {one.subject} {one.value}{one.unit}" for one in found.misses)
        yield from (f"      wrong  {one.line} {one.subject} {one.value}{one.unit}" for one in found.wrong)


def _both(what: str, found: Outcome[Any, Any], bar: float | None) -> Iterator[Line]:
    right = len(found.pairs)
    yield _share(f"  {what}, recall", found.recall, bar, f"{right}/{right + len(found.misses)}")
    yield _share(f"  {what}, precision", found.precision, bar, f"{right}/{right + len(found.wrong)}")


if __name__ == "__main__":
    sys.exit(main())
