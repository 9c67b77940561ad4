"""``manage.py load_projects``: the key projects that the boxes of the plans list."""

from __future__ import annotations

from typing import Any

from indicators.management.loaders import DATA, LoaderCommand, files
from projects.services.loading.projects import load_projects


class Command(LoaderCommand):
    help = "Load key projects from data/projects/*.csv, or from other files, into the plans that stand."
    queues_recompute = False

    def handle(self, *args: Any, **options: Any) -> None:
        paths = files(options["paths"], DATA / "projects", "*-*-*.csv")
        self.run(load_projects, paths, pairs=DATA / "projects" / "pairs.csv")
