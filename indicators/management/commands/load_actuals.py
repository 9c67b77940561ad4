"""``manage.py load_actuals``: published actuals, each with its source."""

from __future__ import annotations

from typing import Any

from indicators.management.loaders import DATA, LoaderCommand, files
from indicators.services.loading.actuals import load_actuals


class Command(LoaderCommand):
    help = "Load published actuals from data/actuals/*.csv, or from other files."

    def handle(self, *args: Any, **options: Any) -> None:
        self.run(load_actuals, files(options["paths"], DATA / "actuals", "*.csv"))
