"""``manage.py load_commitments``: what the text of the plans promises beside their tables."""

from __future__ import annotations

from typing import Any

from indicators.management.loaders import DATA, LoaderCommand, files
from indicators.services.loading.commitments import load_commitments


class Command(LoaderCommand):
    help = "Load the numbers that the text of plans promises from data/commitments/*.csv, or from other files."

    def handle(self, *args: Any, **options: Any) -> None:
        paths = files(options["paths"], DATA / "commitments", "*.csv")
        rules, units = DATA / "commitments" / "units.yaml", DATA / "units.yaml"
        self.run(load_commitments, paths, chapters=DATA / "chapters", rules=rules, units=units)
