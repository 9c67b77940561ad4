"""``manage.py load_plans``: the catalogue, the plans with their results of earlier periods, default units."""

from __future__ import annotations

from typing import Any

from indicators.management.loaders import CATALOGUE, DATA, LoaderCommand, files
from indicators.services.loading.plans import load_plans


class Command(LoaderCommand):
    help = "Load plans from data/plans/*.yaml, or from other files, with the catalogue of indicators they refer to."

    def handle(self, *args: Any, **options: Any) -> None:
        paths = files(options["paths"], DATA / "plans", "*.yaml")
        self.run(load_plans, paths, catalogue=files([], CATALOGUE, "*.yaml"), units=DATA / "units.yaml")
