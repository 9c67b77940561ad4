"""``manage.py load_regions``: the administrative divisions of GB/T 2260."""

from __future__ import annotations

from typing import Any

from accounts.services.people import system_users
from indicators.management.loaders import DATA, LoaderCommand, files
from regions.services import load_regions


class Command(LoaderCommand):
    help = "Load the administrative divisions from data/regions/divisions.csv, or from another file."
    queues_recompute = False

    def handle(self, *args: Any, **options: Any) -> None:
        for path in files(options["paths"], DATA / "regions", "*.csv"):
            self.run(load_regions, path, by=system_users()[0].pk)
